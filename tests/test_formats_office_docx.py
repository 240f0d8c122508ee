"""Documents of Word: what is read in them, and what a translation leaves as it was."""

import sys
from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from office import MC, WP, W, capitals, edits, packed, part, parts, saved, shouted, texts, word
from pace import assert_in_line

from mlsum import formats
from mlsum.core.errors import FormatError, MissingExtraError

# fmt: off
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c63600000000200"
    "01e221bc330000000049454e44ae426082"
)
# fmt: on


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(code: str, result: str) -> str:
    told = (
        '<w:fldChar w:fldCharType="begin"/>',
        f"<w:instrText> {code} </w:instrText>",
        '<w:fldChar w:fldCharType="separate"/>',
    )
    around = "".join(f"<w:r>{it}</w:r>" for it in told)
    return f'{around}{run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


DOCUMENT = "word/document.xml"
COURIER = '<w:rFonts w:ascii="Courier New"/>'
DELETED = "<w:del><w:r><w:delText>lost</w:delText></w:r></w:del>"
BREAKS = run("a") + "<w:r><w:tab/><w:br/></w:r>" + run("b")


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("One plain ") + run("text", "<w:b/>") + run("."), "One plain <g1>text</g1>."),
        (run("Typed ", '<w:lang w:val="en-US"/>') + run("twice", "<w:noProof/>"), "Typed twice"),
        (run("Spell ") + '<w:proofErr w:type="spellStart"/>' + run("it"), "Spell it"),
        (run("a ") + f'<w:hyperlink w:anchor="x">{run("link")}</w:hyperlink>', "a <g1>link</g1>"),
        (run("An ") + f"<w:ins>{run('added ')}</w:ins>" + run("word"), "An <g1>added</g1> word"),
        (run("A ") + DELETED + run("b"), "A <x1/>b"),
        (run("A ") + run("hidden", "<w:vanish/>") + run("b"), "A <x1/>b"),
        (BREAKS, "a<tab/><br/>b"),
        (run("Page ") + field("PAGE", "seven") + run(" of it"), "Page <x1/> of it"),
        (run("See ") + field("HYPERLINK x", "here") + run(" now"), "See <g1>here</g1> now"),
        (run("See ") + field("REF _a", "the end") + run(" now"), "See <g1>the end</g1> now"),
        (f'<w:fldSimple w:instr="PAGE">{run("two")}</w:fldSimple>' + run(" pages"), "pages"),
        (f'<w:fldSimple w:instr="REF x">{run("2nd")}</w:fldSimple>' + run(" a"), "<g1>2nd</g1> a"),
        (run("Just do ") + run("f(x)", COURIER) + run(" so"), "Just do <c1>f(x)</c1> so"),
        (run("Name: ") + run("     ", "<w:u/>") + run(" and more"), "Name: <x1/> and more"),
        (run("mid") + "<w:r><w:noBreakHyphen/></w:r>" + run("term"), "mid\u2011term"),
        (run("soft") + "<w:r><w:softHyphen/></w:r>" + run("ly"), "softly"),
        (run("It ") + '<w:bookmarkStart w:id="1" w:name="a"/>' + run("is"), "It <x1/>is"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>とうきょう</w:t></w:r></w:rt><w:rubyBase><w:r>"
            "<w:t>東京</w:t></w:r></w:rubyBase></w:ruby></w:r>" + run("に行く"),
            "東京に行く",
        ),
        (
            f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{run('typed')}</w:sdtContent></w:sdt>"
            + run(" in"),
            "<g1>typed</g1> in",
        ),
        (
            f"<w:sdt><w:sdtPr><w:date/></w:sdtPr><w:sdtContent>{run('May')}</w:sdtContent></w:sdt>"
            + run(" it is"),
            "it is",
        ),
    ],
)  # fmt: skip
def test_the_inside_of_a_paragraph_is_one_text_with_tags(inside: str, text: str) -> None:
    data = word(f"<w:p>{inside}</w:p>")
    assert texts(data) == [f"<p>{text}</p>"]
    made = shouted(data)
    assert texts(made) == [f"<p>{capitals(text)}</p>"]
    # What is not read is still there.
    for kept in ("instrText", "delText", "w:vanish", "bookmarkStart", "w:sdtPr", "w:anchor"):
        assert part(made, DOCUMENT).count(kept) == part(data, DOCUMENT).count(kept)


def test_a_field_may_go_on_over_paragraphs() -> None:
    begin, end = field("TOC", "First 1").split("First 1")
    cut = "</w:t></w:r>"
    body = f"<w:p>{begin}First 1{cut}</w:p><w:p>{run('Second 2')}{end.removeprefix(cut)}</w:p>"
    assert texts(word(body)) == ["<p>First 1</p>", "<p>Second 2</p>"]
    assert texts(word(body.replace("TOC", "DATE"))) == []


def _edge(kind: str, code: str = "") -> str:
    inside = f"<w:r><w:instrText> {code} </w:instrText></w:r>" if code else ""
    return f'<w:ins><w:r><w:fldChar w:fldCharType="{kind}"/></w:r>{inside}</w:ins>'


def test_a_field_may_begin_and_end_in_tracked_insertions() -> None:
    begin = _edge("begin", "PAGE") + _edge("separate")
    data = word(
        f"<w:p>{run('Seen on ')}{begin}{run('page nine')}{_edge('end')}{run(' of it')}</w:p>"
        f"<w:p>{run('The rest of it')}</w:p>"
    )
    assert texts(data) == ["<p>Seen on <x1/> of it</p>", "<p>The rest of it</p>"]
    written = part(shouted(data), DOCUMENT)
    assert ">page nine<" in written
    assert written.index("SEEN ON") < written.index('"begin"') < written.index("page nine")
    assert written.index("page nine") < written.index('"end"') < written.index(" OF IT")


@pytest.mark.parametrize("kind", ["begin", "separate", "end"])
def test_a_field_that_never_ends_hides_nothing(kind: str) -> None:
    lone = f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
    data = word(f"<w:p>{lone}{run('One')}</w:p><w:p>{run('Two')}</w:p>")
    assert texts(data) == ["<p>One</p>", "<p>Two</p>"]


def test_what_was_moved_says_the_same_in_both_places() -> None:
    away = f"<w:p><w:moveFrom>{run('The same words')}</w:moveFrom></w:p>"
    here = f"<w:p><w:moveTo>{run('The same words')}</w:moveTo></w:p>"
    data = word(f"{away}<w:p>{run('Between')}</w:p>{here}")
    assert texts(data) == ["<p>Between</p>", "<p>The same words</p>"]
    assert part(shouted(data), DOCUMENT).count("THE SAME WORDS") == 2


@pytest.mark.parametrize(
    ("in_style", "in_run", "tag"),
    [
        ("", "Georgia", "p"), ("Georgia", "", "p"), ("", "", "pre"), ("Georgia", "Consolas", "pre"),
        ("Courier New", "", "pre"), ("Courier New", "Times New Roman", "p"),
    ],
)  # fmt: skip
def test_preformatted_text_in_a_book_face_is_prose(in_style: str, in_run: str, tag: str) -> None:
    def fonts(face: str) -> str:
        return f'<w:rFonts w:ascii="{face}"/>' if face else ""

    styles = (
        f'<w:styles {W}><w:style w:styleId="H"><w:name w:val="HTML Preformatted"/>'
        f"<w:rPr>{fonts(in_style)}</w:rPr></w:style></w:styles>"
    )
    style = '<w:pPr><w:pStyle w:val="H"/></w:pPr>'
    letter = f"<w:p>{style}{run('Dear sir, please call us.', fonts(in_run))}</w:p>"
    longer = (
        f"<w:p>{run('Nearly all of a document is in other letters, and this is it.' * 3)}</w:p>"
    )
    read = texts(word(letter + longer, styles=styles))
    assert read[0] == f"<{tag}>Dear sir, please call us.</{tag}>"


def test_a_translation_has_the_formats_and_marks_of_its_source() -> None:
    link = f'<w:hyperlink w:anchor="x">{run("red ", "<w:i/>")}{run("link", "<w:b/>")}</w:hyperlink>'
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    inside = (
        run("The ", '<w:lang w:val="en-US"/>')
        + f"{link}{run(' has a note')}{note}{DELETED}{run(' end', '<w:u/>')}"
    )
    styles = f'<w:styles {W}><w:rPr><w:lang w:val="en-US"/></w:rPr></w:styles>'
    made = shouted(word(f"<w:p><w:pPr><w:jc/></w:pPr>{inside}</w:p>", styles=styles))
    written = part(made, "word/document.xml")
    lang = '<w:lang w:val="pt-BR"/>'
    assert written[written.index("<w:p>") : written.index("</w:body>")] == (
        f"<w:p><w:pPr><w:jc/></w:pPr>{run('THE ', lang)}"
        f'<w:hyperlink w:anchor="x">{bare("RED", "<w:i/>")}{run(" LINK", "<w:b/>")}</w:hyperlink>'
        f"{run(' HAS A NOTE', lang)}{note}{DELETED}"
        f"{run(' ', lang)}{bare('END', '<w:u/>')}</w:p>"
    )
    assert lang in part(made, "word/styles.xml")


def bare(text: str, properties: str) -> str:
    return run(text, properties).replace(' xml:space="preserve"', "")


def everything() -> bytes:
    """A document with one of each kind of text, made as people make them."""
    made = docx.Document()
    made.core_properties.title = "The annual report"
    made.core_properties.keywords = "energy, water"
    made.core_properties.language = "en-US"
    made.add_heading("The title of it", 0)
    made.add_heading("First chapter", 1)
    paragraph = made.add_paragraph("A sentence with a ")
    paragraph.add_run("bold word").bold = True
    paragraph.add_run(" in it.")
    made.add_comment(paragraph.runs, "A comment on it", author="Someone")
    made.add_paragraph("An item of a list", style="List Bullet")
    made.add_paragraph("What is seen here", style="Caption")
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "A cell", "1,250"
    section = made.sections[0]
    section.header.paragraphs[0].text = "The head of the page"
    section.footer.paragraphs[0].text = "The foot of the page"
    shape = made.add_picture(BytesIO(PNG))
    shape._inline.docPr.set("descr", "A red square")
    box = "".join(
        f"<mc:{it}><w:txbxContent><w:p>{run('Words in a box')}</w:p></w:txbxContent></mc:{it}>"
        for it in ("Choice", "Fallback")
    )
    paragraph = made.add_paragraph("Beside a box")
    content = f"<w:r {W} {MC} {WP}><mc:AlternateContent>{box}</mc:AlternateContent></w:r>"
    paragraph._p.append(parse_xml(content))
    return saved(made)


def test_every_kind_of_text_is_read_in_its_place_and_written_back() -> None:
    data = everything()
    assert texts(data) == [
        "<h1>The title of it</h1>",
        "<h1>First chapter</h1>",
        "<p>A sentence with a <g1>bold word</g1> in it.</p>",
        "<li>An item of a list</li>",
        "<figcaption>What is seen here</figcaption>",
        "<td>A cell</td>",
        "<figcaption>A red square</figcaption>",
        "<p>Beside a box</p>",
        "<p>Words in a box</p>",
        "<caption>The head of the page</caption>",
        "<caption>The foot of the page</caption>",
    ]
    made = shouted(data)
    assert texts(made) == [capitals(it) for it in texts(data)]
    # The picture of the box for old readers says the same.
    assert part(made, "word/document.xml").count("WORDS IN A BOX") == 2


def test_another_reader_sees_the_same_document_in_another_language() -> None:
    before = docx.Document(BytesIO(everything()))
    after = docx.Document(BytesIO(shouted(everything())))
    properties = after.core_properties
    assert (properties.title, properties.keywords) == ("THE ANNUAL REPORT", "ENERGY, WATER")
    assert properties.language == "pt"
    assert [(it.text, it.bold) for it in after.paragraphs[2].runs if it.text] == [
        ("A SENTENCE WITH A ", None),
        ("BOLD WORD", True),
        (" IN IT.", None),
    ]
    assert [it.style.name for it in after.paragraphs] == [it.style.name for it in before.paragraphs]
    assert [it.text for it in after.comments] == ["A comment on it"]
    assert [cell.text for cell in after.tables[0].rows[0].cells] == ["A CELL", "1,250"]
    assert after.sections[0].footer.paragraphs[0].text == "THE FOOT OF THE PAGE"


def test_what_was_not_translated_is_the_same_to_the_byte() -> None:
    data = everything()
    document = formats.parse_bytes(data)
    assert formats.render_bytes(document) == data
    assert (
        formats.render_bytes(document, {document.bodies[0].text: document.bodies[0].text.text})
        == data
    )
    before, after = parts(data), parts(shouted(data))
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "docProps/core.xml",
        "word/document.xml",
        "word/footer1.xml",
        "word/header1.xml",
        "word/styles.xml",
    }


def test_the_reading_of_a_translation_is_a_page_of_it() -> None:
    data = everything()
    document = formats.parse_bytes(data)
    assert formats.render(document) == document.source.text
    page = formats.render(document, {**edits(document), document.fields[0].value: "T & <U>"})
    assert page.startswith("<dl>\n<dt>title</dt><dd>T &amp; &lt;U&gt;</dd>\n")
    assert page.endswith("<caption>THE FOOT OF THE PAGE</caption>")
    for field in document.fields:
        assert document.source.text[field.value.start : field.value.end] == field.value.text


def test_only_properties_may_be_translated() -> None:
    document = formats.parse_bytes(everything())
    language, title = document.fields[-1], document.fields[0]
    assert (language.key, title.key) == ("language", "title")
    made = formats.render_bytes(document, {title.value: "T & U", language.value: "pt"})
    assert docx.Document(BytesIO(made)).core_properties.title == "T & U"
    # The text is in the language that it was in.
    assert docx.Document(BytesIO(made)).core_properties.language == "en-US"


@pytest.mark.parametrize(
    ("language", "attribute"),
    [("pt", 'w:val="pt-BR"'), ("pt-PT", 'w:val="pt-PT"'), ("ko", 'w:eastAsia="ko-KR"'),
     ("ar", 'w:bidi="ar-EG"'), ("zh-Hant", 'w:eastAsia="zh-TW"')],
)  # fmt: skip
def test_a_language_is_noted_where_its_script_has_its_place(language: str, attribute: str) -> None:
    lang = '<w:lang w:val="en-US" w:eastAsia="ja-JP" w:bidi="he-IL"/>'
    styles = f"<w:styles {W}><w:rPr>{lang}</w:rPr></w:styles>"
    made = shouted(word(f"<w:p>{run('Words', lang)}</w:p>", styles=styles), language)
    assert attribute in part(made, "word/document.xml")
    assert attribute in part(made, "word/styles.xml")


@pytest.mark.parametrize(
    ("style", "tag"),
    [("heading 2", "h2"), ("heading 9", "h6"), ("Title", "h1"), ("Subtitle", "h2"),
     ("toc 1", "li"), ("Source Code", "pre"), ("HTML Preformatted", "pre"),
     ("caption", "figcaption"), ("Body", "p")],
)  # fmt: skip
def test_a_paragraph_is_what_its_style_is_called(style: str, tag: str) -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="x1"><w:name w:val="{style}"/>'
        "</w:style></w:styles>"
    )
    body = f'<w:p><w:pPr><w:pStyle w:val="x1"/></w:pPr>{run("Some words")}</w:p>'
    assert texts(word(body, styles=styles)) == [f"<{tag}>Some words</{tag}>"]


def test_levels_and_lists_without_a_style() -> None:
    level = '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'
    listed = "<w:pPr><w:numPr/></w:pPr>"
    body = f"<w:p>{level}{run('Head')}</w:p><w:p>{listed}{run('Item')}</w:p>"
    assert texts(word(body)) == ["<h3>Head</h3>", "<li>Item</li>"]


def test_notes_are_read_and_their_separators_are_not() -> None:
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator"><w:p>{run("a")}</w:p></w:footnote>'
        f'<w:footnote w:id="2"><w:p>{run("The note")}</w:p></w:footnote></w:footnotes>'
    )
    data = word(f"<w:p>{run('Text')}</w:p>", footnotes=notes)
    assert texts(data) == ["<p>Text</p>", "<aside>The note</aside>"]
    assert "THE NOTE" in part(shouted(data), "word/footnotes.xml")


def test_watermarks_and_what_tables_are_about_are_read() -> None:
    v = 'xmlns:v="urn:schemas-microsoft-com:vml"'
    mark = f'<w:p><w:r><w:pict><v:textpath {v} string="Draft copy"/></w:pict></w:r></w:p>'
    table = '<w:tbl><w:tblPr><w:tblDescription w:val="Prices of the year"/></w:tblPr></w:tbl>'
    old = f'<mc:Fallback><v:shape {v} alt="Prices of the year"/></mc:Fallback>'
    data = word(f'{mark}{table}<v:rect {v} alt="A red square"/>{old}')
    assert texts(data) == [
        "<figcaption>Draft copy</figcaption>",
        "<figcaption>Prices of the year</figcaption>",
        "<figcaption>A red square</figcaption>",
    ]
    assert 'alt="PRICES OF THE YEAR"' in part(shouted(data), DOCUMENT)
    assert 'string="DRAFT COPY"' in part(shouted(data), DOCUMENT)
    assert 'w:val="PRICES OF THE YEAR"' in part(shouted(data), DOCUMENT)


def test_code_among_prose_is_kept_and_a_typed_manuscript_is_not_code() -> None:
    prose = f"<w:p>{run('This is running text that goes on for a while.')}</w:p>"
    code = f"<w:p>{run('print this', COURIER)}</w:p>"
    assert texts(word(prose + code))[1] == "<pre>print this</pre>"
    assert texts(word(code)) == ["<p>print this</p>"]


def test_diagrams_say_the_same_in_data_and_drawing() -> None:
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    shape = f"<d {a}><a:p><a:r><a:t>Middle</a:t></a:r></a:p></d>"
    data = word(f"<w:p>{run('Text')}</w:p>", diagramData=shape, diagramDrawing=shape)
    assert texts(data) == ["<p>Text</p>", "<p>Middle</p>"]
    made = shouted(data)
    assert "MIDDLE" in part(made, "word/diagramData.xml")
    assert "MIDDLE" in part(made, "word/diagramDrawing.xml")


def test_what_repeats_a_paragraph_in_other_formats_says_the_same() -> None:
    box = f"<w:txbxContent><w:p>{run('Some ')}{run('bold words', '<w:b/>')}</w:p></w:txbxContent>"
    old = f"<w:txbxContent><w:p>{run('Some bold words')}</w:p></w:txbxContent>"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{old}</mc:Fallback>"
    data = word(f"<w:p><w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r></w:p>")
    assert texts(data) == ["<p><g1>Some</g1> bold words</p>"]
    assert "<w:t>SOME BOLD WORDS</w:t>" in part(shouted(data), DOCUMENT)


@pytest.mark.parametrize(
    ("first", "rest", "text", "new", "written"),
    [
        ("T", "he end of it", "The end of it", "O fim", ["O", "fim"]),
        ("T", "he end of it", "The end of it", "Um fim", ["U", "m fim"]),
        ("A", " long time", "A long time", "Um longo tempo", ["Um", "longo tempo"]),
        ("“T", "he end", "“The end", "“Fim", ["“F", "im"]),
    ],
)
def test_a_drop_capital_and_its_paragraph_are_one_text(
    first: str, rest: str, text: str, new: str, written: list[str]
) -> None:
    frame = '<w:pPr><w:framePr w:dropCap="drop"/></w:pPr>'
    document = formats.parse_bytes(word(f"<w:p>{frame}{run(first)}</w:p><w:p>{run(rest)}</w:p>"))
    body = document.bodies[0].text
    assert body.text == f"<p>{text}</p>"
    made = docx.Document(BytesIO(formats.render_bytes(document, {body: f"<p>{new}</p>"})))
    assert [it.text.strip() for it in made.paragraphs] == written


def test_the_strict_variant_is_read_and_written_in_its_own_names() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    data = word(f"<w:p>{run('Some words')}<w:r><w:tab/></w:r></w:p>")
    old = W[9:-1].encode()
    content = {name: it.replace(old, strict.encode()) for name, it in parts(data).items()}
    made = shouted(packed(content))
    assert texts(made) == ["<p>SOME WORDS</p>"]
    assert old.decode() not in part(made, "word/document.xml")


def test_macros_and_what_nobody_knows_stay() -> None:
    content = parts(word(f"<w:p>{run('Some words')}</w:p>"))
    content["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 Shell()"
    types = content["[Content_Types].xml"].decode()
    main = "application/vnd.ms-word.document.macroEnabled.main+xml"
    content["[Content_Types].xml"] = types.replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", main
    ).encode()
    made = shouted(packed(content))
    assert parts(made)["word/vbaProject.bin"] == content["word/vbaProject.bin"]
    assert texts(made) == ["<p>SOME WORDS</p>"]


def test_writing_from_right_to_left_and_from_top_to_bottom_stays() -> None:
    section = '<w:sectPr><w:textDirection w:val="tbRl"/></w:sectPr>'
    body = (
        f"<w:p><w:pPr><w:bidi/></w:pPr>{run('مرحبا بالعالم', '<w:rtl/><w:szCs/>')}</w:p>{section}"
    )
    document = formats.parse_bytes(word(body))
    made = formats.render_bytes(document, {document.bodies[0].text: "<p>שלום</p>"})
    written = part(made, "word/document.xml")
    assert "<w:pPr><w:bidi/></w:pPr><w:r><w:rPr><w:rtl/><w:szCs/></w:rPr><w:t>שלום" in written
    assert section in written


def test_a_translation_runs_in_the_direction_of_its_language() -> None:
    lang = '<w:lang w:val="en-US"/>'
    styles = f"<w:styles {W}><w:rPr>{lang}</w:rPr></w:styles>"
    data = word(f"<w:p><w:pPr><w:jc/></w:pPr>{run('Words', lang)}</w:p>", styles=styles)
    made = shouted(data, "ar")
    written = part(made, DOCUMENT)
    assert "<w:pPr><w:bidi/><w:jc/></w:pPr>" in written
    assert '<w:rPr><w:rtl/><w:lang w:val="en-US" w:bidi="ar-EG"/></w:rPr>' in written
    back = part(shouted(made, "pt"), DOCUMENT)
    assert "<w:pPr><w:jc/></w:pPr>" not in back  # nothing was there to be changed
    bare_paragraph = word(f"<w:p>{run('Words', lang)}</w:p>", styles=styles)
    assert "<w:p><w:pPr><w:bidi/></w:pPr>" in part(shouted(bare_paragraph, "he"), DOCUMENT)
    turned = formats.parse_bytes(made)
    body, language = turned.bodies[0].text, turned.fields[-1].value
    again = formats.render_bytes(turned, {body: "<p>Back</p>", language: "pt"})
    assert "<w:pPr><w:jc/></w:pPr>" in part(again, DOCUMENT)
    assert "w:rtl" not in part(again, DOCUMENT)


def test_an_empty_document_has_nothing_to_read() -> None:
    document = formats.parse_bytes(word("<w:p/>"))
    assert (document.source.text, document.bodies) == ("", ())
    assert formats.render_bytes(document) == document.source.data


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (everything()[:2000], "damaged archive"),
        (word("<w:p>"), "broken XML"),
        (word("<w:p>" * 300 + "</w:p>" * 300), "broken XML"),
        (packed({**parts(word("")), "word/document.xml": f"{BOMB}<a>&b;</a>"}), "entities"),
        (packed({**parts(word("")), "_rels/.rels": "<a/>"}), "names no document"),
        (b"plain words", "not a Word document"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (OLD + bytes(99), "old office program"),
    ],
)
def test_what_cannot_be_read_is_told(data: bytes, problem: str) -> None:
    with pytest.raises(FormatError, match=problem) as told:
        formats.parse_bytes(data, "a.docx")
    assert told.value.where.startswith("a.docx")
    assert told.value.hint


def test_a_document_is_told_by_what_is_in_it_whatever_its_name() -> None:
    assert formats.parse_bytes(everything(), "a.pptx").format == "docx"
    assert formats.parse_bytes(b"plain words", "a.docx", "plain").format == "plain"


def test_a_translation_that_lost_the_bounds_of_paragraphs_is_refused() -> None:
    document = formats.parse_bytes(everything())
    for text in ("<h1>Words</h1>", "<h1>Words</h1>\n\n<p>more</p>", "no tags", ""):
        with pytest.raises(FormatError, match="bounds of the paragraphs"):
            formats.render_bytes(document, {document.bodies[0].text: text})


def test_without_lxml_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lxml", None)
    with pytest.raises(MissingExtraError) as told:
        formats.parse_bytes(everything(), "a.docx")
    assert "[documents]" in told.value.hint


BOOKMARK = '<w:bookmarkStart w:id="1" w:name="a"/>'


@pytest.mark.parametrize(
    "piece",
    [
        run("word "),
        run("a ") + run("b ", "<w:b/>"),
        run("b ", "<w:b/>") + BOOKMARK,
        run("a ") + BOOKMARK + "<w:r><w:br/></w:r>",
        run("a") + run("b", "<w:b/>"),
        field("TOC", "a ").rpartition("<w:r>")[0],
        f"<w:hyperlink>{run('a ')}</w:hyperlink>",
    ],
)
def test_a_hostile_paragraph_takes_linear_time(piece: str) -> None:
    assert_in_line(
        lambda count: shouted(word(f"<w:p>{run('plain ' * 3 * count)}{piece * count}</w:p>")), 2000
    )


@pytest.mark.parametrize(
    ("level", "tag"), [("0", "h1"), ("5", "h6"), ("6", ""), ("x", ""), ("²", ""), ("9" * 5000, "")]
)
def test_an_outline_has_six_levels_whatever_it_says(level: str, tag: str) -> None:
    body = f'<w:p><w:pPr><w:outlineLvl w:val="{level}"/></w:pPr><w:r><w:t>Words</w:t></w:r></w:p>'
    text = formats.parse_bytes(word(body), "a.docx").source.text
    assert ("<h" in text) is bool(tag)
    assert f"<{tag}" in text
