"""One small input for each kind of failure that people met: what must be in the output, and not.

Each pattern allows any right wording. A kind that still fails is marked with what is wrong.
"""

import unicodedata
from pathlib import Path
from typing import NamedTuple

import pytest
import regex
from typer.testing import CliRunner

from mlsum.cli import app
from mlsum.core.lang import Lang
from mlsum.engines import availability

pytestmark = pytest.mark.skipif(
    availability(Lang("en"), Lang("pt")).error is not None, reason="no embedded models here"
)
TO_PT = "translate --no-memory --to pt"
TO_EN = "translate --no-memory --to en"
NEWS = "O governo anunciou novas regras na quarta-feira."


class Case(NamedTuple):
    """A command on one file, and the patterns that its output must have and must not have."""

    name: str
    command: str
    file: str
    text: str
    there: tuple[str, ...]
    absent: tuple[str, ...] = ()


CASES = [
    Case(
        *("01 curly quotes, negation", TO_PT, "a.txt"),
        "The mayor said there will be “no strike” on Monday.",
        (r"\b(não|nenhuma?|sem)\b", r"[“\"«].+[”\"»]"),
    ),
    Case(
        *("01 curly quotes, dialogue", TO_EN, "a.txt"),
        "“Cheguei”, disse o pai, “e estou cansado”.",
        (
            r"(?i)\btired\b",
            r"(?i)(father|dad) said|said (the|his|my) (father|dad)",
            '["“].*["”].*["“].*["”]',
        ),
    ),
    Case(
        *("02 symbols", TO_PT, "a.txt"),
        "The speed must be ≥ 20 and ≤ 60 → see § 4.\n\nWe loved the beach 😍 and the food ✅",
        ("≥ ?20", "≤ ?60", "→", "§ ?4", "😍", "✅"),
    ),
    Case(
        *("03 Latin names", TO_PT, "a.txt"),
        "Petr Čech, the goalkeeper, visited Wrocław on Tuesday.",
        (r"Čech|Cech", r"Wrocław|Wroclaw"),
    ),
    Case(
        *("04 source given", TO_PT + " --source en", "a.txt"),
        "The actor 송강호 came to the party with Анна on Sunday.",
        ("송강호", "Анна"),
    ),
    Case(
        *("05 places in fields", TO_EN, "a.txt"),
        "# Título: Chuva forte no litoral\n\n>Local: Porto Alegre\n>Cidade: Santos\n\n"
        f"### Conteúdo:\n\n{NEWS}\n",
        ("Porto Alegre", "Santos"),
    ),
    Case(
        *("05 persons in a list", TO_PT, "a.md"),
        "# Cast\n\nThe play opens on Friday.\n\n- Emily Walker\n- Park Ji-sung\n- San Diego\n",
        ("Emily Walker", "Park Ji-sung", "San Diego"),
        (r"\(em inglês\)",),
    ),
    Case(
        *("06 short capitals", TO_PT, "a.md"),
        "# Weekly letter\n\nThe king met the doctors on Monday.\n\n"
        "## THE KING IS ILL\n\nHe will rest.\n",
        (r"(?i)\bo rei est[áa] (doente|mal|enfermo)|o rei adoeceu",),
        (r"THE KING",),
    ),
    Case(
        *("07 headline with names of the target", TO_PT, "a.txt"),
        "# Title: Neymar Júnior returns as São Paulo lose to Grêmio\n\n"
        ">Language: en\n\n### Body:\n\n"
        "The forward played for an hour, and the fans sang his name.\n",
        (r"Neymar Júnior", r"(?i)\b(volta|retorna|regressa)", "Grêmio"),
        (r"returns as",),
    ),
    Case(
        *("08 HTML entities", TO_EN, "a.json"),
        '{"titulo":"Ministra diz que n&atilde;o haver&aacute; cortes",'
        '"conteudo":"Os sal&aacute;rios n&atilde;o mudam.","idioma":"pt"}',
        (r"(?i)minister", r"(?i)\b(no|not|n['’]t|never)\b", r"(?i)salaries|wages"),
        (r"atilde|aacute|&\w+;",),
    ),
    Case(
        *("09 NFD", "keywords", "a.txt"),
        unicodedata.normalize(
            "NFD", "A eleição em Brasília começa amanhã. A eleição de Brasília dura um dia."
        ),
        (r"(?i)eleição", "Brasília"),
    ),
    Case(
        *("10 Korean key terms", "keywords -n 12", "a.txt"),
        "김치와 불고기는 한국의 음식이다. 김치는 배추로 만든다. "
        "불고기의 가격은 올랐고 김치의 가격은 내렸다.",
        (r"(?m)^김치\b", r"(?m)^불고기\b"),
        ("김치는|김치의|불고기의|가격은|만든다|올랐|음식이다",),
    ),
    Case(
        *("11 words before Hangul", TO_PT, "a.txt"),
        "The beautiful town of 경주 attracts many visitors in spring",
        (r"(?i)cidade|vila|povoado", "경주", r"(?i)visitantes"),
        (r"(?i)\bbeautiful\b|\btown\b",),
    ),
    Case(
        *("12 a.m. and a weekday", "summarize --no-memory -n 1", "a.txt"),
        "The wedding will take place at 9 a.m. Saturday in Busan.",
        (r"9 a\.m\. Saturday in Busan",),
    ),
    Case(
        *("12 a.m. in a translation", TO_PT, "a.txt"),
        "The meeting begins at 8 a.m. Monday in Busan.",
        (r"(?m)^[^.\n]*segunda[^.\n]*Busan\.?\s*$",),
    ),
    Case(
        *("13 one word", TO_EN, "a.md"),
        "# Comida\n\n- Chuva\n- Guerra\n\nO menino comprou pão na loja da esquina.\n",
        (r"(?im)^# food\s*$", r"(?im)^- rain\s*$", r"(?im)^- war\s*$"),
    ),
    Case(
        *("14 lower-case tags", TO_EN, "a.md"),
        f"---\ntitle: Greve no porto\ntags: [guerra, saúde, eleições]\n---\n\n{NEWS}\n",
        (r"(?i)tags: \[(war, health, elections|guerra, saúde, eleições)\]",),
    ),
    Case(
        *("15 batch of JSON lines", "batch --out out --summarize -n 1 --no-memory", "a.jsonl"),
        '{"title":"A fair","content":"The fair opened on Monday. It closes on Friday. '
        'Many came."}\n',
        ("The fair opened|It closes|Many came|--as jsonl",),
    ),
    Case(
        *("16 ticker with zeros", TO_PT, "a.txt"),
        "Shares of $000660 fell on Friday, and $000660.KS closed lower.",
        (r"\$000660\b", r"\$000660\.KS"),
    ),
    Case(
        *("17 dates", TO_EN + " --fields date -f markdown", "a.txt"),
        f"# Título: Greve\n\n>Data: 05/03/2024 14:10\n>Idioma: pt\n\n### Conteúdo:\n\n{NEWS}\n",
        (r"March 5, 2024.+2:10\sPM|5 March 2024.+14:10",),
    ),
    Case(
        *("18 caption with a credit", "summarize --no-memory --style headline", "a.txt"),
        "# Title: City opens bridge\n\n### Body:\n\n"
        "Workers walk on the new city bridge on Sunday. Reuters\n\n"
        "The city opened the new bridge on Sunday after six years of work.\n\n"
        "The bridge cost two million.\n",
        ("The city opened",),
        ("Workers walk",),
    ),
    Case(
        *("19 headline with its verb", "summarize --no-memory --style headline", "a.txt"),
        "The health minister, Park Min-su, said on Thursday that the new hospital will open in the "
        "spring of next year in the south of the city. It has ninety beds. Doctors are wanted.",
        (r"Park Min-su, said",),
    ),
    Case(
        *("20 placeholders", TO_PT, "a.json"),
        '{"a":"We found __total__ letters for ###term###.","b":"Good night :user, sleep well."}',
        ("__total__", "###term###", r":user\b"),
    ),
    Case(
        *("21 mojibake", TO_EN, "a.txt"),
        "A votaÃ§Ã£o comeÃ§ou em marÃ§o, disse o juiz. NÃ£o haverÃ¡ outra.",
        (r"(?i)\bmarch\b|Latin-1|UTF-8|encoding",),
    ),
    Case(
        *("22 language kr", TO_PT + " --fields language -f markdown", "a.txt"),
        "# Título: 새 다리 개통\n\n>Idioma: kr\n\n### Conteúdo:\n\n"
        "시는 일요일에 새 다리를 열었다.\n",
        (r"(?i)coreano|agree|kr \|",),
        (r"(?i)canúri",),
    ),
    Case(
        *("23 sentences under any key", TO_PT, "a.jsonl"),
        '{"q":"Where is the key?","a":"The key is under the table."}\n',
        (r"(?i)a chave está (debaixo|embaixo|sob)|mesa",),
        ("under the table",),
    ),
    Case(
        *("24 numbers", TO_PT, "a.txt"),
        "The index rose 2,345.6 points to 41,002.75 on Tuesday.",
        (r"2\.345,6", r"41\.002,75"),
    ),
    Case(
        *("25 fragments of terms", "keywords", "a.txt"),
        "# Title: M&A deals slow - The Daily News\n\n### Body:\n\n"
        "M&A deals slow, the bank said. Two M&A deals cost US$ 40.\n",
        (r"M&A",),
        (r"(?m)^(M|A|US|The Daily News)\b(?!&)",),
    ),
    Case(
        *("26 two speakers in a cue", TO_PT, "a.srt"),
        "1\n00:00:01,000 --> 00:00:05,000\n>> JUDGE: Good morning.\n>> CLERK: Good morning, sir.\n",
        (r"(?m)^>> .+\n>> .+$",),
    ),
]
# What does not hold yet, by the name of the case.
FAILING: dict[str, str] = {}


def marked(case: Case) -> object:
    marks = [pytest.mark.xfail(reason=FAILING[case.name])] if case.name in FAILING else []
    return pytest.param(case, id=case.name, marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_what_people_met(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(case.file).write_text(case.text, encoding="utf-8")
    done = CliRunner().invoke(app, [*case.command.split(), case.file])
    written = [path.read_text("utf-8") for path in Path().glob("out/*.[jt]*")]
    output = unicodedata.normalize("NFC", "\n".join([done.output, *written]))
    assert [one for one in case.there if not regex.search(one, output)] == [], output
    assert [one for one in case.absent if regex.search(one, output)] == [], output


def test_every_mark_names_a_case() -> None:
    assert set(FAILING) <= {case.name for case in CASES}
