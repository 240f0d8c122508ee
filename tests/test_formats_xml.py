"""Any XML: its texts are read and written in their places; what is broken is refused."""

from xml.dom import minidom

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pace import assert_in_line

from mlsum import formats
from mlsum.core.document import Document
from mlsum.core.errors import FormatError
from mlsum.core.lang import Lang
from mlsum.translation import Options, run

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def read(xml: str) -> Document:
    document = formats.parse_bytes(xml.encode(), "a.xml")
    assert document.format == "xml"
    assert formats.render_bytes(document) == xml.encode()
    return document


def texts(document: Document) -> list[str]:
    fields = [one.value.text for one in document.fields if one.key != "language"]
    return fields + [body.text.text for body in document.bodies]


def marked(document: Document) -> str:
    """The file with a mark behind each of its texts."""
    parts = [one.value for one in document.fields] + [body.text for body in document.bodies]
    return formats.render(document, {part: f"{part.text}!" for part in parts})


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ("<r><a>One tree</a><b>Two &amp; three</b></r>", ["One tree", "Two & three"]),
        ("<r><a>One <b>tall</b> tree</a></r>", ["One <b>tall</b> tree"]),
        ("<r><a>Take &name; home</a></r>", ["Take &name; home"]),
        ("<r><a>Two:<list><para>A tree</para></list>end</a></r>", ["Two:", "A tree", "end"]),
        ("<r><a>Two:<x><y>A tree</y></x></a></r>", ["Two:", "A tree"]),
        ('<r><a translate="no">no</a><b translatable="false"><c>no</c></b><d>yes</d></r>', ["yes"]),
        ("<r><script>no()</script><key>no</key><a>1.5</a><!-- no --></r>", []),
        ("<r><![CDATA[A <b>tree</b>]]></r>", ["A <b>tree</b>"]),
        ("<r>&lt;p&gt;A tree&lt;/p&gt;</r>", ["<p>A tree</p>"]),
        ('<r label="A tree" id="a b c" title="x"/>', ["A tree"]),
        (f"<r>{'A long tree. ' * 30}</r>", [("A long tree. " * 30).strip()]),
        ("<r><a/><b></b><c>One</c>\n<d>\n  Two\n</d></r>", ["One", "Two"]),
    ],
)
def test_texts_are_read_and_written_in_their_places(xml: str, expected: list[str]) -> None:
    document = read(HEAD + xml)
    assert texts(document) == expected
    new = marked(document)
    assert texts(formats.parse_text(new)) == [f"{text}!" for text in expected]
    assert new.count("!") == len(expected) + xml.count("!")


def test_strings_of_android_have_their_own_apostrophes() -> None:
    document = read(HEAD + r"<resources><string name='a'>Don\'t go</string></resources>")
    assert texts(document) == ["Don't go"]
    new = formats.render(document, {document.fields[0].value: "I'm d'Ana"})
    assert r">I\'m d\'Ana<" in new


PAIRS = """<xliff><file>
<trans-unit><source>A tree</source><target/></trans-unit>
<trans-unit><source>A <g>tall</g> tree</source></trans-unit>
<trans-unit><source>Home</source><target state="x"></target></trans-unit>
<trans-unit><source>Day</source><target>Dia</target></trans-unit>
<message><source>Night</source><translation type="unfinished"/></message>
<trans-unit translate="no"><source>No</source><target/></trans-unit></file></xliff>"""


def test_a_pair_without_a_translation_gets_one() -> None:
    document = read(PAIRS)
    assert texts(document) == ["A tree", "A <g>tall</g> tree", "Home", "Night"]
    new = minidom.parseString(marked(document))
    pairs = [
        [child.toxml() for child in node.childNodes if child.nodeType == child.ELEMENT_NODE]
        for name in ("trans-unit", "message")
        for node in new.getElementsByTagName(name)
    ]
    assert pairs == [
        ["<source>A tree</source>", "<target>A tree!</target>"],
        ["<source>A <g>tall</g> tree</source>", "<target>A <g>tall</g> tree!</target>"],
        ["<source>Home</source>", '<target state="x">Home!</target>'],
        ["<source>Day</source>", "<target>Dia</target>"],
        ["<source>No</source>", "<target/>"],
        ["<source>Night</source>", '<translation type="unfinished">Night!</translation>'],
    ]


def test_the_language_of_a_file_becomes_that_of_the_translation() -> None:
    document = read("<r xml:lang='en'><p>One tall tree stands here.</p><q xml:lang='en-GB'/></r>")
    result = run(document, Options(Lang("pt"), engine="echo"))
    new = formats.render(document, result.edits)
    assert "<r xml:lang='pt'>" in new
    assert "<q xml:lang='pt'/>" in new


def test_letters_that_the_encoding_lacks_are_written_as_references() -> None:
    data = '<?xml version="1.0" encoding="iso-8859-1"?><r>É a árvore</r>'.encode("latin-1")
    document = formats.parse_bytes(data, "a.xml")
    assert formats.render_bytes(document) == data
    new = formats.render_bytes(document, {document.fields[0].value: "나무 é"})
    assert minidom.parseString(new).documentElement.firstChild.data == "나무 é"  # type: ignore[union-attr]


@pytest.mark.parametrize("xml", ["<r><a></r>", "<r>", "<r/><r/>", "<r a=1/>", "<r>\x01</r>", "<r"])
def test_what_is_broken_is_refused_with_its_place(xml: str) -> None:
    with pytest.raises(FormatError, match="line 2, column") as caught:
        formats.parse_bytes((HEAD + xml).encode(), "a.xml")
    assert caught.value.hint


def test_entities_are_never_expanded() -> None:
    levels = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    bomb = f'<!DOCTYPE r [<!ENTITY a0 "x">{levels}<!ENTITY f SYSTEM "/etc/passwd">]><r>&a11;&f;</r>'
    document = read(HEAD + bomb)
    assert texts(document) == ["&a11;&f;"]


def test_elements_too_deep_are_refused() -> None:
    with pytest.raises(FormatError, match="deep"):
        formats.parse_text(HEAD + "<a>" * 5000 + "</a>" * 5000, "xml")


def test_attributes_that_read_as_prose_are_reported() -> None:
    document = read('<r><a other="Please read this text" d="M 1 2 L 3 4">A tree</a></r>')
    (note,) = formats.notes(document)
    assert "other" in note
    assert "<a>" in note


def test_a_text_whose_elements_are_not_closed_stays_and_is_reported() -> None:
    document = read("<r><p>A <b>tall</b> tree</p><p>A tree</p></r>")
    edits = {document.bodies[0].text: "Uma <b>árvore", document.fields[0].value: "Uma <b>árvore"}
    new = formats.render(document, edits)
    assert new == "<r><p>A <b>tall</b> tree</p><p>Uma &lt;b&gt;árvore</p></r>"
    assert "line 1, column 7" in " ".join(formats.notes(document, edits))


@pytest.mark.parametrize(
    ("xml", "format"),
    [
        ("<?xml version='1.0'?><html><p>A</p></html>", "html"),
        ("<?xml version='1.0'?><!DOCTYPE html><html xmlns='x'><p>A</p></html>", "html"),
        ("<?xml version='1.0'?><rss><channel/></rss>", "feed"),
        ("<?xml version='1.0'?><!-- <html> --><r/>", "xml"),
    ],
)
def test_pages_and_feeds_are_read_as_such(xml: str, format: str) -> None:
    assert formats.parse_text(xml).format == format


pieces = st.sampled_from(
    [
        "<a>",
        "</a>",
        "<b c='d e'>",
        "</b>",
        "<e/>",
        "One",
        " &amp; ",
        "&x;",
        "<![CDATA[t]]>",
        "<!--c-->",
    ]
)


@given(st.lists(pieces, max_size=12))
def test_any_file_comes_back_or_is_refused(parts: list[str]) -> None:
    xml = f"<r>{''.join(parts)}</r>"
    try:
        document = formats.parse_text(xml, "xml")
    except FormatError:
        return
    new = marked(document)
    assert formats.parse_text(new, "xml").source.text == new


def test_no_file_takes_more_than_linear_time() -> None:
    def pace(count: int) -> None:
        document = formats.parse_text("<r>" + "<a b='Ç d'>é <b>x</b> y</a>" * count + "</r>", "xml")
        marked(document)

    assert_in_line(pace, 2000)
