"""Where the languages of a text are read apart."""

import pytest

from mlsum.document import Span
from mlsum.lang import UND, Lang
from mlsum.pipeline.stretches import stretches
from mlsum.pipeline.units import Text, units

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
