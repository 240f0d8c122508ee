"""Languages inside a sentence, titles full of names, and texts of a word or two."""

import pytest

from mlsum.core.document import Body, Detection, Field, Item, Part
from mlsum.core.lang import UND, Lang
from mlsum.detection import detect, detect_batch, detect_item, detect_scripts
from mlsum.detection.words import is_name, is_outlet, without_names

Spans = list[tuple[str, str]]


def spans(text: str, found: Detection) -> Spans:
    return [(text[span.start : span.end], span.lang.language) for span in found.spans]


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("The actor 송강호 thanked the jury in a short speech", {"송강호": "ko"}),
        ("Busan's 해운대 beach reopens after the storm", {"해운대": "ko"}),
        ("Pop group 뉴진스 fills the stadium twice", {"뉴진스": "ko"}),
        ("Actress 전도연 wins a prize for 밀양", {"전도연": "ko", "밀양": "ko"}),
        ("Kim Yuna (김연아) retires from the ice", {"김연아": "ko"}),
        ("A new book by 한강", {"한강": "ko"}),
        ("한강 publishes a new book", {"한강": "ko"}),
        ("The road from 上海 to Владивосток is long", {"上海": "zh", "Владивосток": "ru"}),
        ("O diretor 봉준호 chegou ao festival de cinema", {"봉준호": "ko"}),
        ("El escritor 村上春樹 visita la ciudad", {"村上春樹": "ja"}),
        ("The film “마더” was shown again at the festival", {"마더": "ko"}),
    ],
)
def test_only_the_foreign_words_are_foreign(text: str, foreign: dict[str, str]) -> None:
    found = spans(text, detect(text))
    names = [said for said, _ in found if not said.isascii() and said in foreign]
    assert names == list(foreign)
    rest = {lang for said, lang in found if said not in foreign}
    assert rest == {detect("".join(c for c in text if c < "\u0250")).lang.language}


@pytest.mark.parametrize(
    "text",
    [
        "현대차는 Ioniq 5를 미국에서 판매한다",
        "네이버가 Naver Cloud Platform America 법인을 세웠다",
        "영화 Planet of the Apes 개봉",
        "Bank of England 총재가 물러났다",
        "Son Heung-min 선수가 두 골을 넣었다",
        "국내 개발자를 위한 deep learning 강의",
    ],
)
def test_latin_names_in_korean_are_part_of_it(text: str) -> None:
    assert spans(text, detect(text)) == [(text, "ko")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'She told him "não quero voltar para casa" and hung up',
            [
                ("She told him", "en"),
                ("não quero voltar para casa", "pt"),
                ("and hung up", "en"),
            ],
        ),
        (
            "The judge wrote that «ninguém está acima da lei» in her ruling.",
            [
                ("The judge wrote that", "en"),
                ("ninguém está acima da lei", "pt"),
                ("in her ruling.", "en"),
            ],
        ),
        (
            'A diretora respondeu "this is not what we agreed on" por telefone',
            [
                ("A diretora respondeu", "pt"),
                ("this is not what we agreed on", "en"),
                ("por telefone", "pt"),
            ],
        ),
        (
            "“Não vamos desistir agora”, said the coach after the match.",
            [("Não vamos desistir agora", "pt"), ("said the coach after the match.", "en")],
        ),
    ],
)
def test_a_quotation_has_the_edges_of_its_quotes(text: str, expected: Spans) -> None:
    assert spans(text, detect(text)) == expected


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ('She told him "não quero voltar" and hung up', "en"),
        ('A diretora respondeu "this is not what we agreed on" por telefone', "pt"),
        ("“Não vamos desistir agora”, said the coach after the match.", "en"),
    ],
)
def test_a_sentence_is_in_the_language_around_its_quotation(text: str, lang: str) -> None:
    assert detect(text).lang.language == lang


def test_each_sentence_has_its_own_language() -> None:
    sentences = [
        ("The train was late again.", "en"),
        ("Os passageiros ficaram sem saber o que fazer.", "pt"),
        ("Some of them took a bus.", "en"),
        ("A empresa pediu desculpas.", "pt"),
    ]
    text = " ".join(sentence for sentence, _ in sentences)
    assert spans(text, detect(text)) == sentences


@pytest.mark.parametrize(
    ("title", "lang"),
    [
        ("Érika Hilton speaks at the march in São Paulo", "en"),
        ("Luís Inácio meets Xi in Brasília", "en"),
        ("João Félix returns to Benfica", "en"),
        ("Zé Roberto dies at 51", "en"),
        ("Antônio de Souza leads the race in Goiânia", "en"),
        ("The writer Nguyễn Huy Thiệp died on Saturday", "en"),
        ("Goran Ivanišević wins the first match in two years", "en"),
        ("Beyoncé anuncia novo disco para o verão", "pt"),
        ("Bruce Springsteen adia os shows em Lisboa", "pt"),
        ("Manchester City vence o Arsenal por dois a zero", "pt"),
        ("Mark Zuckerberg responde às perguntas do Senado", "pt"),
    ],
)
def test_names_do_not_decide_about_a_title(title: str, lang: str) -> None:
    assert spans(title, detect(title)) == [(title, lang)]


def test_the_body_and_the_declared_language_help_an_unsure_title() -> None:
    title = "Festival internacional"
    for lang, body in (("es", "La entrada es gratis."), ("pt", "A entrada é gratuita.")):
        values = [("title", title), ("language", lang)]
        fields = tuple(Field(_part(key), _part(value)) for key, value in values)
        found = detect_item(Item(fields, Body(_part(body))))
        assert found.fields[0].value.lang.language == lang


def _part(text: str) -> Part:
    return Part(text, 0, len(text))


@pytest.mark.parametrize(
    ("lang", "texts"),
    [
        ("en", "Hello|Hi there|Yes|It snows.|Members|Thank you|Comments|Next|Settings|Good night"),
        ("pt", "Olá|Sim|Chove.|Obrigada|Sobre|Bom dia|Início|Ajuda|Até logo"),
        ("ko", "네|안녕하세요|댓글"),
    ],
)
def test_tiny_texts_are_in_the_languages_mlsum_is_for(lang: str, texts: str) -> None:
    found = detect_batch(texts.split("|"))
    assert [one.lang.language for one in found] == [lang] * len(found)


def test_tiny_texts_are_rather_in_a_likely_language() -> None:
    word = "sobre"
    assert detect(word).lang.language == "pt"
    likely = detect(word, likely=[Lang("es")])
    assert likely.lang.language == "es"
    assert detect(word, likely=[Lang("es")]) == likely


def test_a_text_that_is_clear_stands_against_what_is_likely() -> None:
    texts = {"Wirtschaft": "de", "Qu'est-ce que c'est ?": "fr", "¿Dónde estás?": "es"}
    assert [one.lang.language for one in detect_batch(list(texts))] == list(texts.values())


@pytest.mark.parametrize("tags", ["jp", "kr", "pt", "en, ko", "pt-BR; en", "de|fr"])
def test_tags_of_languages_are_no_words(tags: str) -> None:
    found = detect(tags)
    assert (found.lang, found.kind) == (UND, "code")


@pytest.mark.parametrize("word", ["no", "it", "oi", "em", "en plus"])
def test_short_words_are_no_tags(word: str) -> None:
    assert detect(word).kind == "text"


@pytest.mark.parametrize("name", ["Google News", "BBC News", "Folha de S.Paulo", "Der Spiegel"])
def test_an_outlet_is_in_no_language(name: str) -> None:
    assert detect(name).lang == UND
    assert is_outlet(name)
    assert not is_outlet(f"{name} reports losses for the third year in a row")


def test_without_names() -> None:
    assert without_names("Zé de Abreu scores in Itaúna") == "scores in"
    assert without_names("The mayor of Łódź resigned") == "The mayor of resigned"
    assert without_names("Zé Wins The Cup Again") == "Wins The Cup Again"
    for text in ("all of it in small letters", "Universidade de Lisboa", "a Á" * 60):
        assert without_names(text) == text


def test_is_name() -> None:
    assert is_name(["Bank", "of", "the", "South"])
    assert is_name(["Palácio", "do", "Planalto"])
    assert not is_name(["The", "mayor", "of", "Łódź"])
    assert not is_name([])


@pytest.mark.parametrize(
    ("text", "lang", "foreign"),
    [
        ("The actor 송강호 thanked the jury.", "en", {"송강호": "ko"}),
        ("O caminho de 上海 até Владивосток é longo.", "pt", {"上海": "zh", "Владивосток": "ru"}),
        ("현대차는 Ioniq 5를 美國에서 판매한다", "ko", {}),
        ("Yorgos (Γιώργος) left", "en", {"Γιώργος": "el"}),
        ("Один раз в 서울", "ru", {"서울": "ko"}),
        ("Ett tåg till 東京", "sv", {"東京": "zh"}),
    ],
)
def test_other_scripts_in_a_given_language(text: str, lang: str, foreign: dict[str, str]) -> None:
    found = detect_scripts(text, Lang(lang))
    assert found.lang == Lang(lang)
    others = {said: code for said, code in spans(text, found) if code != lang}
    assert others == foreign


def test_nothing_is_found_where_there_are_no_letters() -> None:
    assert detect_scripts("12:30", Lang("en")) == Detection()
    assert detect_scripts("NATO", Lang("en")).lang == Lang("en")


def test_a_favour_makes_no_answer_sure() -> None:
    found = detect("A vida")
    assert found.lang.language == "pt"
    assert found.unsure
    assert detect("Bom dia a todos os presentes").confidence > 0.9
