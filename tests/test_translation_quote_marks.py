"""Quotation marks in the style of the target language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.core.document import Segment, Status
from mlsum.core.lang import Lang
from mlsum.request.options import Options
from mlsum.translation import Text, translate_texts
from mlsum.translation.quote_marks import curl_apostrophes, restyle_quotes


def whole(text: str, status: Status = "translated") -> list[Segment]:
    return [Segment(0, len(text), 0, len(text), status)]


@pytest.mark.parametrize(
    ("tag", "written", "expected"),
    [
        ("pt", '«Não», disse "ela".', "“Não”, disse “ela”."),
        ("pt-PT", "“O ‘velho’ plano” d’água", "«O “velho” plano» d’água"),
        ("ko", "『a』 「b」", "“a” “b”"),
        ("de", "“a ‘b’ c”", "„a ‚b‘ c“"),
        ("zh-TW", "“a”", "「a」"),
        ("sv", "«a»", "“a”"),
        ("en", "the workers’ rights, 27\" wide, [sic] don't", None),
        ("en", 'see `x = "a"` and <a title="b">«c»</a>', 'see `x = "a"` and <a title="b">“c”</a>'),
    ],
)
def test_marks_are_those_of_the_target(tag: str, written: str, expected: str | None) -> None:
    assert restyle_quotes(written, whole(written), Lang.parse(tag)) == (expected or written)


def test_a_quotation_of_two_sentences_has_one_pair() -> None:
    text = "«Um. Dois.» Fim."
    cut = [Segment(0, 4, 0, 4), Segment(5, 11, 5, 11), Segment(12, 16, 12, 16)]
    assert restyle_quotes(text, cut, Lang("pt")) == "“Um. Dois.” Fim."


def test_what_was_not_translated_keeps_its_marks() -> None:
    text = "«Não»"
    assert restyle_quotes(text, whole(text, "untranslated"), Lang("en")) == text


@given(st.text(alphabet="ab «»“”‘’'\"[]„\n<`"))
def test_only_marks_change(text: str) -> None:
    made = restyle_quotes(text, whole(text), Lang("ja"))
    assert len(made) == len(text)
    assert all(a == b or a in "«»“”‘’'\"„" for a, b in zip(text, made, strict=True))


def test_the_option_decides() -> None:
    text = Text("«Ana» and «Leo» left.", "plain", Lang("en"), Lang("pt"), forced=True)
    for quotes, marks in (("source", "«»"), ("target", "“”")):
        options = Options(Lang("pt"), engine="echo", quotes=quotes)  # type: ignore[arg-type]
        made = translate_texts([text], options)[0]
        assert all(mark in made.text for mark in marks)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("“Não”, disse. O time do Flamengo.", "“No,” he said. Flamengo’s team can’t `it's`."),
        ("O time do Flamengo.", "“No,” he said. Flamengo's team can't `it's`."),
        ("“Não” d'água", "“No,” he said. Flamengo's team can't `it's`."),
    ],
)
def test_apostrophes_are_curly_where_the_source_is(source: str, expected: str) -> None:
    text = "“No,” he said. Flamengo's team can't `it's`."
    segments = [Segment(0, len(source), 0, len(text), "translated")]
    assert curl_apostrophes(text, segments, source) == expected
