"""Entities of HTML are read before an engine is asked, and written after it has answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsum.core.lang import UND
from mlsum.translation.escapes import clean, escape


@pytest.mark.parametrize(
    ("written", "asked", "written_again"),
    [
        ("R&amp;D", "R&D", "R&amp;D"),
        ("R&D", "R&D", "R&amp;D"),
        ("caf&eacute; &#8212; caf&#xE9;", "café — café", "café — café"),
        ("a &lt;b&gt; c", "a &lt;b&gt; c", "a &lt;b&gt; c"),
        ("5 &lt; 6", "5 &lt; 6", "5 &lt; 6"),
        ("5 < 6", "5 < 6", "5 &lt; 6"),
        ("&amp;lt; is &lt;", "&amp;lt; is &lt;", "&amp;lt; is &lt;"),
        ("a&nbsp;b", "a\u00a0b", "a\u00a0b"),
        ("&nosuchthing; &", "&nosuchthing; &", "&nosuchthing; &amp;"),
        ("one\n two", "one two", "one two"),
    ],
)
def test_html(written: str, asked: str, written_again: str) -> None:
    assert clean("html", UND)(written) == asked
    assert escape("html")(asked) == written_again


def test_a_value_of_an_attribute_has_no_quotes() -> None:
    assert escape("html", value=True)("""say "it's" & go""") == "say &quot;it&#39;s&quot; &amp; go"


def test_other_markups_are_left_alone() -> None:
    assert clean("markdown", UND)("R&amp;D <b>") == "R&amp;D <b>"
    assert escape("plain")("R&D <b>") == "R&D <b>"


@given(st.text(st.sampled_from("&<>;#xaltgmp \"'é"), max_size=20))
def test_what_is_written_reads_the_same(text: str) -> None:
    read, write = clean("html", UND), escape("html")
    once = write(read(text))
    assert write(read(once)) == once
