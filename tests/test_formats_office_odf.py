"""OpenDocument files: what is read in them, and what a translation leaves as it was."""

from io import BytesIO

import pytest
from odfdo import Cell, Document, DrawPage, Element, Frame, Header, List, Note, Paragraph, Table
from office import capitals, packed, part, parts, saved, shouted, texts

from mlsum import formats
from mlsum.core.errors import FormatError

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("style", "style"), ("svg", "svg-compatible"), ("fo", "xsl-fo-compatible"),
        ("presentation", "presentation"),
    )
)  # fmt: skip
_TYPE = "application/vnd.oasis.opendocument."


def odf(body: str, automatic: str = "", kind: str = "text", **more: str) -> bytes:
    """A small OpenDocument file; `automatic` are its styles, `more` are other parts."""
    content = (
        f"<office:document-content {_SPACES}><office:automatic-styles>{automatic}"
        f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}>"
        "</office:body></office:document-content>"
    )
    others = {f"{name}.xml": f"<office:x {_SPACES}>{it}</office:x>" for name, it in more.items()}
    return packed({"mimetype": _TYPE + kind, "content.xml": content, **others}, stored="mimetype")


def style(name: str, properties: str, parent: str = "", family: str = "text") -> str:
    parent = f'style:parent-style-name="{parent}" ' if parent else ""
    return (
        f'<style:style style:name="{name}" {parent}style:family="{family}">'
        f"<style:text-properties {properties}/></style:style>"
    )


STYLES = "".join(
    (
        style("B", 'fo:font-weight="bold"'),
        style("S", 'fo:language="en" fo:country="GB"'),
        style("U", 'style:text-underline-style="solid"'),
        style("C", "", "Source_20_Text"),
        style("M", 'style:font-name="Courier New"'),
        style("P", "", "Preformatted_20_Text", "paragraph"),
        style("Q", "", "Caption", "paragraph"),
    )
)


def span(name: str, text: str) -> str:
    return f'<text:span text:style-name="{name}">{text}</text:span>'


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("One <!-- note --> text", "One  text"),
        ("One\n   text", "One text"),
        (f"Some {span('B', 'bold words')} here", "Some <g1>bold words</g1> here"),
        (f"Typed {span('S', 'twice')}", "Typed twice"),
        (f"Some {span('Strong', 'bold')} words", "Some <g1>bold</g1> words"),
        (f"{span('B', 'a')}{span('B', 'b')} c", "<g1>ab</g1> c"),
        (f"Do {span('C', 'f(x)')} so", "Do <c1>f(x)</c1> so"),
        (f"Do {span('M', 'f(x)')} so", "Do <c1>f(x)</c1> so"),
        (f"Name: {span('U', '<text:s/><text:s/>')} and so on", "Name: <x1/> and so on"),
        ('See <text:a href="x">our page</text:a> now', "See <g1>our page</g1> now"),
        ('a<text:s text:c="3"/>b<text:s/>c', "a   b c"),
        ("a<text:tab/>b<text:line-break/>c", "a<tab/>b<br/>c"),
        ("a<text:soft-page-break/>b", "ab"),
        ("Page <text:page-number>7</text:page-number> of it", "Page <x1/> of it"),
        ('It <text:bookmark text:name="m"/>is', "It <x1/>is"),
        ("<text:ruby><text:ruby-base>東京</text:ruby-base><text:ruby-text>とうきょう"
         "</text:ruby-text></text:ruby>に行く", "東京に行く"),
    ],
)  # fmt: skip
def test_the_inside_of_a_paragraph_is_one_text_with_tags(inside: str, text: str) -> None:
    data = odf(f"<text:p>{inside}</text:p>", STYLES)
    assert texts(data) == [f"<p>{text}</p>"]
    assert texts(shouted(data)) == [capitals(f"<p>{text}</p>")]


def test_a_translation_has_the_spans_and_marks_of_its_source() -> None:
    note = "<text:note><text:note-body><text:p>A note</text:p></text:note-body></text:note>"
    inside = (
        f'<text:s text:c="2"/>The {span("B", "red ")}word{note} and <text:a href="x">'
        f"{span('B', 'a link')} to it</text:a>"
    )
    written = part(
        shouted(odf(f'<text:p text:style-name="X">{inside}</text:p>', STYLES)), "content.xml"
    )
    assert written[written.index("<text:p") : written.index("</office:text>")] == (
        f'<text:p text:style-name="X"><text:s text:c="2"/>THE {span("B", "RED")} WORD'
        f'{note.replace("A note", "A NOTE")} AND <text:a href="x">{span("B", "A LINK")} TO IT'
        "</text:a></text:p>"
    )


def test_where_all_is_in_spans_the_commonest_is_no_group() -> None:
    inside = f"{span('B', 'Most of it is bold')}, {span('Strong', 'not all')}{span('B', '.')}"
    data = odf(f"<text:p>{inside}</text:p>", STYLES)
    assert texts(data) == ["<p>Most of it is bold, <g1>not all</g1>.</p>"]
    bold = f"{span('B', 'MOST OF IT IS BOLD, ')}{span('Strong', 'NOT ALL')}{span('B', '.')}"
    assert f"<text:p>{bold}</text:p>" in part(shouted(data), "content.xml")


def test_blanks_that_would_collapse_are_counted() -> None:
    document = formats.parse_bytes(odf("<text:p>Words</text:p>"))
    made = formats.render_bytes(document, {document.bodies[0].text: "<p>a  b    c d</p>"})
    assert '<text:p>a <text:s/>b <text:s text:c="3"/>c d</text:p>' in part(made, "content.xml")


@pytest.mark.parametrize(
    ("body", "block"),
    [
        ('<text:h text:outline-level="2">Words</text:h>', "<h2>Words</h2>"),
        ("<text:h>Words</text:h>", "<h1>Words</h1>"),
        ('<text:p text:style-name="Title">Words</text:p>', "<h1>Words</h1>"),
        ('<text:p text:style-name="Subtitle">Words</text:p>', "<h2>Words</h2>"),
        ('<text:p text:style-name="Q">Words</text:p>', "<figcaption>Words</figcaption>"),
        ('<text:p text:style-name="P">Words</text:p>', "<pre>Words</pre>"),
        ("<text:list><text:list-item><text:p>Words</text:p></text:list-item></text:list>",
         "<li>Words</li>"),
        ("<table:table><table:table-cell><text:p>Words</text:p></table:table-cell></table:table>",
         "<td>Words</td>"),
        ("<draw:frame><svg:desc>Words</svg:desc></draw:frame>", "<figcaption>Words</figcaption>"),
        ("<draw:frame><svg:title>image.png</svg:title></draw:frame>", None),
        ("<text:tracked-changes><text:p>Words</text:p></text:tracked-changes>", None),
        ("<office:annotation><text:p>Words</text:p></office:annotation>", None),
        ("<text:p>12</text:p>", None),
    ],
)  # fmt: skip
def test_a_paragraph_is_what_it_is_in_and_called(body: str, block: str | None) -> None:
    assert texts(odf(body, STYLES)) == ([block] if block else [])


def test_the_title_of_an_index_is_translated_where_it_is_made_from() -> None:
    body = (
        "<text:table-of-content><text:table-of-content-source><text:index-title-template>Contents"
        "</text:index-title-template></text:table-of-content-source><text:index-body>"
        "<text:p>Contents</text:p></text:index-body></text:table-of-content>"
    )
    data = odf(body)
    assert texts(data) == ["<p>Contents</p>"]
    assert part(shouted(data), "content.xml").count(">CONTENTS<") == 2


def test_languages_are_noted_where_they_were() -> None:
    lang = 'fo:language="en" fo:country="GB"'
    other = 'fo:language="fr" fo:country="FR"'
    styles = (
        '<style:default-style style:family="paragraph">'
        f"<style:text-properties {lang}/></style:default-style>{style('F', other)}"
    )
    data = odf("<text:p>Some words</text:p>", style("E", lang), styles=styles)
    document = formats.parse_bytes(data)
    assert [it.value.text for it in document.fields] == ["en-GB"]
    made = shouted(data)
    assert 'fo:language="pt" fo:country="BR"' in part(made, "content.xml")
    assert 'fo:language="pt" fo:country="BR"' in part(made, "styles.xml")
    assert other in part(made, "styles.xml")
    made = part(shouted(data, "ko"), "styles.xml")
    assert f'{lang} style:language-asian="ko" style:country-asian="KR"' in made


def test_paragraphs_run_in_the_direction_of_the_new_language() -> None:
    styles = (
        '<style:default-style style:family="paragraph"><style:paragraph-properties/>'
        '<style:text-properties fo:language="ar" fo:country="EG"/></style:default-style>'
    )
    own = (
        '<style:style style:name="P" style:family="paragraph">'
        '<style:paragraph-properties style:writing-mode="rl-tb"/></style:style>'
    )
    made = shouted(odf("<text:p>Some words</text:p>", own, styles=styles))
    assert 'style:writing-mode="lr-tb"' in part(made, "content.xml")
    assert 'style:writing-mode="lr-tb"' in part(made, "styles.xml")


@pytest.mark.parametrize(("kind", "labels"), [("text", True), ("spreadsheet", False)])
def test_labels_of_charts_are_read_unless_they_are_copies_of_cells(kind: str, labels: bool) -> None:
    body = "<text:p>Words</text:p>"
    content = parts(odf(body))
    if kind == "spreadsheet":
        content["content.xml"] = content["content.xml"].replace(
            b"office:text", b"office:spreadsheet"
        )
    chart = 'xmlns:chart="urn:oasis:names:tc:opendocument:xmlns:chart:1.0"'
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    content["Object 1/content.xml"] = (
        f"<x {_SPACES} {chart}><chart:title><text:p>Sales</text:p></chart:title>"
        f"{cell.format('North')}{cell.format('12')}</x>"
    ).encode()
    data = packed(content)
    assert ("<td>North</td>" in texts(data)) is labels
    made = part(shouted(data), "Object 1/content.xml")
    assert ">SALES<" in made
    assert (">NORTH<" in made) is labels


def test_heads_of_pages_are_read_and_places_of_masters_are_not() -> None:
    styles = (
        "<office:master-styles><style:master-page><style:header><text:p>The head</text:p>"
        '</style:header><draw:frame presentation:class="title"><text:p>Click to edit</text:p>'
        "</draw:frame></style:master-page></office:master-styles>"
    )
    assert texts(odf("<text:p>Words</text:p>", styles=styles)) == [
        "<p>Words</p>",
        "<caption>The head</caption>",
    ]


def text_document() -> bytes:
    made = Document("text")
    made.body.clear()
    made.body.append(Header(1, "The history of the town"))
    paragraph = Paragraph("The mayor opened ")
    paragraph.append(Element.from_tag(span("Strong_20_Emphasis", "the library")))
    paragraph.append(Note("footnote", "n1", "1", "Text of the note"))
    made.body.append(paragraph)
    made.body.append(List(["First item", "Second item"]))
    made.meta.title = "The history"
    made.meta.language = "en-GB"
    return saved(made)


def test_another_reader_sees_the_same_text_in_another_language() -> None:
    data = text_document()
    assert texts(data)[:2] == [
        "<h1>The history of the town</h1>",
        "<p>The mayor opened <g1>the library</g1></p>",
    ]
    made = shouted(data)
    after = Document(BytesIO(made))
    assert (after.meta.title, after.meta.language) == ("THE HISTORY", "pt")
    assert after.body.get_header(0).inner_text == "THE HISTORY OF THE TOWN"
    assert after.body.get_span(0).inner_text == "THE LIBRARY"
    assert [it.inner_text.strip() for it in after.body.get_list(0).get_items()] == [
        "FIRST ITEM",
        "SECOND ITEM",
    ]
    before, now = parts(data), parts(made)
    assert list(before) == list(now)
    assert made.startswith(data[:60])  # the type stays first and uncompressed
    changed = {name for name in before if before[name] != now[name]}
    assert {"content.xml", "meta.xml"} <= changed <= {"content.xml", "meta.xml", "styles.xml"}


def test_an_unchanged_document_is_the_same_to_the_byte() -> None:
    data = text_document()
    assert formats.render_bytes(formats.parse_bytes(data)) == data


def test_cells_that_are_text_are_translated_and_no_others() -> None:
    made = Document("spreadsheet")
    made.body.clear()
    table = Table("Sheet")
    table.set_values([["Product name", 12, "kg"], ["Green", "Two words", 3]])
    cell = Cell()
    cell.set_attribute("table:formula", 'of:=COUNTIF([.A1:.A3];"green")')
    cell.set_value("Some words")
    table.set_cell("D1", cell)
    made.body.append(table)
    data = saved(made)
    assert texts(data)[:2] == ["<td>Product name</td>", "<td>Two words</td>"]
    sheet = Document(BytesIO(shouted(data))).body.get_table(0)
    values = [[cell.value for cell in row.cells] for row in sheet.rows]
    assert values[0][:4] == ["PRODUCT NAME", 12, "kg", "Some words"]
    assert values[1][:3] == ["Green", "TWO WORDS", 3]


def test_slides_are_read_in_order_with_their_notes() -> None:
    made = Document("presentation")
    made.body.clear()
    page = DrawPage("page1", name="Page 1")
    page.append(Frame.text_frame("The plan", presentation_class="title"))
    page.append(Frame.text_frame("A point", presentation_class="outline"))
    page.append(
        Element.from_tag(
            "<presentation:notes><draw:frame><draw:text-box><text:p>Say this</text:p>"
            "</draw:text-box></draw:frame></presentation:notes>"
        )
    )
    made.body.append(page)
    data = saved(made)
    assert texts(data)[:3] == ["<h1>The plan</h1>", "<li>A point</li>", "<aside>Say this</aside>"]
    assert texts(shouted(data)) == [capitals(it) for it in texts(data)]


@pytest.mark.parametrize(
    ("kind", "format"),
    [("text", "odt"), ("presentation", "odp"), ("graphics", "odp"), ("spreadsheet", "ods")],
)
def test_the_format_is_told_by_the_type_in_the_archive(kind: str, format: str) -> None:
    assert formats.parse_bytes(odf("", kind=kind), "a.docx").format == format


def test_a_type_is_found_in_the_manifest_too() -> None:
    content = parts(odf("<text:p>Words</text:p>"))
    del content["mimetype"]
    content["META-INF/manifest.xml"] = f'<x media-type="{_TYPE}text"/>'.encode()
    assert formats.parse_bytes(packed(content)).format == "odt"


def test_a_password_and_damage_are_told() -> None:
    content = parts(odf("<text:p>Words</text:p>"))
    content["META-INF/manifest.xml"] = b"<manifest:encryption-data/>"
    with pytest.raises(FormatError, match="protected by a password"):
        formats.parse_bytes(packed(content), "a.odt")
    del content["META-INF/manifest.xml"], content["content.xml"]
    with pytest.raises(FormatError, match=r"content\.xml is missing"):
        formats.parse_bytes(packed(content), "a.odt")


@pytest.mark.parametrize("count", ["999999999999", "9" * 5000, "-5", "²", "x", ""])
def test_blanks_without_end_are_a_few(count: str) -> None:
    data = odf(f'<text:p>Words<text:s text:c="{count}"/>more</text:p>')
    document = formats.parse_bytes(data, "a.odt")
    assert len(document.source.text) < 2000
    assert formats.render_bytes(document) == data


@pytest.mark.parametrize("level", ["²", "9" * 5000, "0", "-1", "x"])
def test_a_heading_of_a_level_that_is_none_is_a_heading(level: str) -> None:
    data = odf(f'<text:h text:outline-level="{level}">Words are here</text:h>')
    assert "Words are here" in formats.parse_bytes(data, "a.odt").source.text


@pytest.mark.parametrize("family", ["text", "paragraph"])
def test_styles_that_go_back_to_each_other_end(family: str) -> None:
    styles = "".join(
        f'<style:style style:name="{name}" style:family="{family}" '
        f'style:parent-style-name="{parent}"/>'
        for name, parent in (("a", "b"), ("b", "a"), ("c", "c"))
    )
    body = (
        '<text:p text:style-name="a">Some <text:span text:style-name="b">words</text:span></text:p>'
        '<text:p text:style-name="c">More</text:p>'
    )
    assert "More" in formats.parse_bytes(odf(body, styles), "a.odt").source.text
