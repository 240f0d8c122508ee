"""Where the languages of a text are read apart."""

import pytest

from mlsum.core.document import Span
from mlsum.core.lang import UND, Lang
from mlsum.detection import detect_batch
from mlsum.translation.stretches import by_context, stretches
from mlsum.translation.units import Text, units

EN, PT, UK, ZH = Lang("en"), Lang("pt"), Lang("uk"), Lang("zh")


@pytest.mark.parametrize(
    ("name", "lang", "script", "apart"),
    [
        ("Володимир Зеленський", UK, "Cyrl", False),
        ("习近平", ZH, "Hans", False),
        ("中国政府今天宣布将从明年起实施新的税收政策", ZH, "Hans", True),
    ],
)
def test_a_name_in_brackets_stays_in_its_sentence(
    name: str, lang: Lang, script: str, apart: bool
) -> None:
    text = f"They met the president ({name}) in Cairo last week."
    start = text.index(name)
    end = start + len(name)
    spans = [
        Span(0, start - 1, EN, "Latn"),
        Span(start, end, lang, script),
        Span(end + 1, len(text), EN, "Latn"),
    ]
    assert (len(stretches(text, spans, (EN, PT))) > 1) is apart


@pytest.mark.parametrize("name", ["Łukasz Kowalczyk", "Nguyễn Thị Hồng", "João da Silva"])
def test_the_name_of_a_speaker_is_no_language_of_the_sentence(name: str) -> None:
    text = f"“There is no plan to raise taxes,” said {name} — “none at all.”"
    assert units(Text(text, "plain", UND, EN)) == []


BODY = (
    "The pair's chips use less power than those that are sold today, and they cost much less. "
    "The jury said on Tuesday that they made light cheap for everybody in the world."
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [("By Paweł Żuławski", "en"), ("Notícias de hoje à noite", "pt"), ("Leia Mais", "pt")],
)
def test_a_line_of_names_is_in_the_language_of_the_text(line: str, expected: str) -> None:
    contents = [BODY, line]
    found = by_context(contents, detect_batch(contents))
    assert found[1].lang.language == expected


def test_a_dateline_is_part_of_its_sentence() -> None:
    text = Text(f"GÖTEBORG, Sweden (AP) — {BODY}", "plain", UND, Lang("pt"))
    assert {unit.source.language for unit in units(text)} == {"en"}


def test_what_a_page_says_before_a_title_is_read_apart() -> None:
    text = Text("READ MORE: The talks end in Seoul", "plain", Lang("en"), Lang("pt"), forced=True)
    assert [text.text[one.start : one.end] for one in units(text)] == [
        "READ MORE",
        "The talks end in Seoul",
    ]
