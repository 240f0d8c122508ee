"""What `eval_coverage.py` plants: names, symbols, addresses, and short sentences of its own."""

OTHER_SCRIPTS = {
    "Korean": ["아이유", "김민재", "손흥민", "봉준호", "한강", "박찬욱", "서울", "부산", "이순신"],
    "Chinese": ["北京", "上海", "张伟", "李娜", "王小明", "习近平", "深圳", "腾讯", "刘慈欣"],
    "Cyrillic": ["Москва", "Пушкин", "Київ", "Чайковский", "Гагарин", "София", "Достоевский"],
    "Arabic": ["القاهرة", "محمد", "بيروت", "فيروز", "دبي", "نجيب", "فاطمة", "الرياض", "بغداد"],
    "Greek": ["Αθήνα", "Καζαντζάκης", "Σωκράτης", "Θεσσαλονίκη", "Κρήτη", "Μαρία", "Πειραιάς"],
}
LATIN = [
    *("Wałęsa", "Dvořák", "Çelik", "Erdoğan", "Šefčovič", "Łódź", "Đoković", "Kaczyński"),
    *("İmamoğlu", "Nguyễn", "Ōsaka", "Sørensen", "Þór", "Lech Wałęsa", "Antonín Dvořák"),
    *("Novak Đoković", "Ekrem İmamoğlu", "Maroš Šefčovič", "Jarosław Kaczyński"),
    *("Recep Tayyip Erdoğan", "Võ Văn Thưởng", "Phạm Minh Chính", "Đà Nẵng", "Åsa Lindström"),
    *("Ólafur Grímsson", "Þórshöfn", "Søren Kierkegaard", "Løkke", "Škoda", "Žižek", "Čapek"),
    *("Modrić", "Ivanišević", "Brâncuși", "Țiriac", "Ceaușescu", "Timișoara", "Kryštůfek"),
    *("Győr", "Erdős", "Orbán", "Kőszeg", "Šiauliai", "Grybauskaitė", "Kariņš", "Jõgeva"),
    *("Võru", "Kyōto", "Shinzō", "Tōkyō", "Beşiktaş", "Şanlıurfa", "Ġorġ", "Plzeň", "Wrocław"),
]
ACCENTED = ["José", "François", "Müller", "Zoë", "Beyoncé", "Renée", "Conceição", "Ângela"]
# Letters that are no letter with a mark, as they are written without them.
PLAIN_LETTERS = {
    **{"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ı": "i", "þ": "th", "Þ": "Th"},
    **{"æ": "ae", "ð": "d", "đ": "d", "Đ": "D"},
}

BEFORE_NUMBERS = ["≥", "≤", "≈", "±", "£", "€", "₩", "¥", "§", "~"]
ANYWHERE = [
    *(
        "→",
        "™",
        "©",
        "®",
        "½",
        "§",
        "†",
        "•",
        "★",
        "✓",
        "♪",
        "∞",
        "✅",
        "❌",
        "⭐",
        "😂",
        "😍",
        "🎉",
    ),
    *("❤️", "👍🏽", "🇰🇷", "🇧🇷", "👩‍💻", "👨‍👩‍👧", "📈", "📉", "⚠️", "☀️", "1️⃣", "▶", "℃", "≠"),
]
BRACKETS = [("「", "」"), ("【", "】"), ("『", "』"), ("〈", "〉"), ("《", "》"), ("[", "]")]

ADDRESSES = [
    *("https://ko.wikipedia.org/wiki/대한민국", "https://пример.рф/новости?id=7", "例え.jp/ページ"),
    *("https://pt.wikipedia.org/wiki/São_Paulo", "https://www.example.org/a/b_(c)?id=7&x=1#part"),
    *("www.example.com.br/notícias", "https://el.wikipedia.org/wiki/Αθήνα", "user@example.org"),
    *("first.last+news@mail.example.com", "имя@пример.рф", "josé@exemplo.com.br"),
    *("정보@example.kr", "#Copa2026", "#대한민국", "#日本語", "#Привет", "#مرحبا", "#educação"),
    *("#СловоДня", "#ÉNoticia", "@some_one", "@서울시청", "@João_Silva", "@пример", "@東京"),
    *("@ana@mastodon.social", "$TSLA", "$005930"),
]

PLACEHOLDERS = [
    *("{name}", "{0}", "{{x}}", "{{ user.name }}", "${user}", "%s", "%d", "%(n)d", "%(name)s"),
    *("%1$s", "%@", "__count__", "__user_name__", "###query###", "%{count}", ":name", "[[link]]"),
    *("<%= total %>", "$t(common.ok)", "@:menu.open", "%%VALUE%%", "{count, number}"),
]
# One slot each; what stands in it for the comparison is a name.
MESSAGES = [
    ("Hello {}, welcome back to the library.", "Olá {}, bem-vindo de volta à biblioteca."),
    ("The file {} was deleted on Monday.", "O arquivo {} foi excluído na segunda-feira."),
    ("No results were found for {}.", "Nenhum resultado foi encontrado para {}."),
    ("Your message was sent to {} yesterday.", "Sua mensagem foi enviada para {} ontem."),
    ("We could not open {} because the disk is full.", "Não foi possível abrir {}: disco cheio."),
    ("Please ask {} for a new password.", "Peça uma nova senha a {}."),
    ("The report by {} is ready.", "O relatório de {} está pronto."),
    ("{} has shared a photo with you.", "{} compartilhou uma foto com você."),
    ("The meeting with {} starts in ten minutes.", "A reunião com {} começa em dez minutos."),
    ("You will receive an answer from {} soon.", "Você receberá uma resposta de {} em breve."),
]
SIGNS = [
    ("The sign at the gate reads {}.", "A placa no portão diz {}."),
    ("She wrote {} on the wall of the kitchen.", "Ela escreveu {} na parede da cozinha."),
    ("The first line of the song is {}.", "O primeiro verso da canção é {}."),
    ("The children shouted {} and ran away.", "As crianças gritaram {} e saíram correndo."),
    ("On the back of the photo we found the words {}.", "Atrás da foto achamos as palavras {}."),
    ("The old book opens with the words {}.", "O velho livro começa com as palavras {}."),
    ("The teacher asked what {} means.", "O professor perguntou o que significa {}."),
    ("His last letter ended with {}.", "A última carta dele terminava com {}."),
]

NEGATIONS = {
    "en": [
        "The minister said that there will be “no delay” in the purchase of the ships.",
        "She said she would “never” return to that house.",
        "“We do not accept this offer,” the union said on Friday.",
        "The company said it has “no plans” to close the factory.",
        "He didn’t say “yes” when the judge asked him.",
        "“Nobody was hurt,” the police said after the accident.",
        "The doctor said the medicine “isn’t dangerous” for children.",
        "There was “no reason” to stop the train, the driver said.",
        "The mayor won’t ‘apologize’ for what he said about the teachers.",
        "“I can’t remember,” the witness told the court.",
        "The bank said that it “never received” the letter.",
        "None of the “experts” had read the report — not even the author.",
        "The team hasn’t “lost” a game since May.",
        "“That is not true,” the president’s office said.",
        "He said there are “no survivors” on the ship.",
        "The law does not “protect” the workers, she said.",
        "They said they had ‘nothing’ to hide.",
        "The hotel has “no rooms” for the weekend.",
        "“Don’t open the door,” the old man said.",
        "The road will “not be closed” this summer.",
    ],
    "pt": [
        "O ministro disse que não haverá “atraso” na compra dos navios.",
        "Ela disse que “nunca” voltaria àquela casa.",
        "“Não aceitamos esta proposta”, disse o sindicato na sexta-feira.",
        "A empresa disse que não tem “planos” de fechar a fábrica.",
        "Ele não disse “sim” quando o juiz perguntou.",
        "“Ninguém ficou ferido”, disse a polícia depois do acidente.",
        "O médico disse que o remédio “não é perigoso” para crianças.",
        "Não havia “nenhum motivo” para parar o trem, disse o maquinista.",
        "O prefeito não vai ‘pedir desculpas’ pelo que disse dos professores.",
        "«Não me lembro», disse a testemunha ao tribunal.",
        "O banco disse que “nunca recebeu” a carta.",
        "Nenhum dos “especialistas” tinha lido o relatório — nem mesmo o autor.",
        "O time não “perdeu” um jogo desde maio.",
        "“Isso não é verdade”, disse o gabinete do presidente.",
        "Ele disse que não há “sobreviventes” no navio.",
        "A lei não “protege” os trabalhadores, disse ela.",
        "Eles disseram que não tinham ‘nada’ a esconder.",
        "O hotel “não tem quartos” para o fim de semana.",
        "“Não abra a porta”, disse o velho.",
        "A estrada “não será fechada” neste verão.",
    ],
}
NEGATIVE = {
    "en": r"\b(?:no|not|never|none|nobody|nothing|neither|nor|cannot|without)\b|n['’]t\b",
    "pt": r"\b(?:não|nunca|jamais|ninguém|nada|nem|sem|nenhum(?:a|as)?|nenhuns)\b",
}

HEADINGS = [
    *(("We lost!", "Perdemos!"), ("Did you know?", "Você sabia?"), ("Stay tuned", "Fique ligado")),
    *(("He is dead", "Ele está morto"), ("Do not disturb", "Não perturbe"), ("Exit", "Saída")),
    *(("The door slams", "A porta bate"), ("Free entry", "Entrada gratuita")),
    *(("No smoking", "Proibido fumar"), ("Danger of death", "Perigo de morte")),
    *(("Closed on Mondays", "Fechado às segundas-feiras"), ("Latest news", "Últimas notícias")),
    *(("Keep the door closed", "Mantenha a porta fechada"), ("Who we are", "Quem somos")),
    *(("Good morning", "Bom dia"), ("Happy birthday!", "Feliz aniversário!")),
    *(("The end of the war", "O fim da guerra"), ("Thank you all", "Obrigado a todos")),
    *(("How to get there", "Como chegar lá"), ("Where is the money?", "Onde está o dinheiro?")),
    *(("The king has returned", "O rei voltou"), ("Buy one, take two", "Compre um, leve dois")),
    *(("She said yes", "Ela disse sim"), ("Rain in the north", "Chuva no norte")),
    *(("Wash your hands", "Lave as mãos"), ("The school is open", "A escola está aberta")),
    *(("One year later", "Um ano depois"), ("The story so far", "A história até agora")),
    *(("Fire in the market", "Fogo no mercado"), ("Bread and milk", "Pão e leite")),
]
WORDS = [
    *(("Exit", "Saída"), ("Health", "Saúde"), ("Weather", "Tempo"), ("War", "Guerra")),
    *(("Food", "Comida"), ("Rain", "Chuva"), ("Elections", "Eleições"), ("Work", "Trabalho")),
    *(("Books", "Livros"), ("Travel", "Viagem"), ("Money", "Dinheiro"), ("Water", "Água")),
    *(("School", "Escola"), ("Church", "Igreja"), ("Kitchen", "Cozinha"), ("Garden", "Jardim")),
    *(("Summer", "Verão"), ("Winter", "Inverno"), ("Children", "Crianças"), ("Search", "Busca")),
    *(
        ("Help", "Ajuda"),
        ("Settings", "Configurações"),
        ("Download", "Baixar"),
        ("Close", "Fechar"),
    ),
    *(("Tomorrow", "Amanhã"), ("Yesterday", "Ontem"), ("Street", "Rua"), ("Bridge", "Ponte")),
    *(("Freedom", "Liberdade"), ("Law", "Lei"), ("Taxes", "Impostos"), ("Earthquake", "Terremoto")),
    *(
        ("Welcome", "Bem-vindo"),
        ("Results", "Resultados"),
        ("Author", "Autor"),
        ("Title", "Título"),
    ),
    *(
        ("Science", "Ciência"),
        ("Opinion", "Opinião"),
        ("Politics", "Política"),
        ("Sigh", "Suspiro"),
    ),
]
