"""Presentations: what is read of a slide and in which order, and what stays as it was."""

from io import BytesIO

import openpyxl
import pptx
import pytest
from office import capitals, packed, part, parts, saved, shouted, texts
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.presentation import Presentation
from pptx.util import Inches, Pt

from mlsum import formats
from mlsum.core.errors import FormatError

A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
BOX = (Inches(1), Inches(1), Inches(4), Inches(2))


def slides() -> Presentation:
    """A presentation of two slides with one of each kind of text."""
    made = pptx.Presentation()
    made.core_properties.title = "The plan"
    first = made.slides.add_slide(made.slide_layouts[1])
    body = first.placeholders[1].text_frame
    body.text = "First point"
    paragraph = body.add_paragraph()
    for text, bold in (("A long point with ", None), ("bold words", True), (" in it", None)):
        run = paragraph.add_run()
        run.text, run.font.bold = text, bold
    first.shapes.title.text = "The plan"
    first.notes_slide.notes_text_frame.text = "Say this slowly"
    table = first.shapes.add_table(1, 2, *BOX).table
    table.cell(0, 0).text, table.cell(0, 1).text = "A cell", "12"
    second = made.slides.add_slide(made.slide_layouts[6])
    box = second.shapes.add_textbox(*BOX)
    box.text_frame.text = "In a box\vand below"
    box._element.nvSpPr.cNvPr.set("descr", "What the box is")
    group = second.shapes.add_group_shape()
    group.shapes.add_textbox(*BOX).text_frame.text = "In a group"
    return made


def test_a_presentation_is_read_slide_by_slide_its_titles_first() -> None:
    assert texts(saved(slides())) == [
        "<h1>The plan</h1>",
        "<li>First point</li>",
        "<li>A long point with <g1>bold words</g1> in it</li>",
        "<td>A cell</td>",
        "<aside>Say this slowly</aside>",
        "<figcaption>What the box is</figcaption>",
        "<p>In a box<br/>and below</p>",
        "<p>In a group</p>",
    ]


def test_another_reader_sees_the_same_slides_in_another_language() -> None:
    data = saved(slides())
    made = shouted(data)
    assert texts(made) == [capitals(it) for it in texts(data)]
    after = pptx.Presentation(BytesIO(made))
    assert after.core_properties.title == "THE PLAN"
    shown = after.slides[0].placeholders[1].text_frame.paragraphs[1].runs
    assert [(it.text, it.font.bold) for it in shown] == [
        ("A LONG POINT WITH ", None),
        ("BOLD WORDS", True),
        (" IN IT", None),
    ]
    assert after.slides[0].notes_slide.notes_text_frame.text == "SAY THIS SLOWLY"
    assert after.slides[1].shapes[0].text_frame.text == "IN A BOX\vAND BELOW"


def test_what_was_not_translated_is_the_same_to_the_byte() -> None:
    data = saved(slides())
    assert formats.render_bytes(formats.parse_bytes(data)) == data
    before, after = parts(data), parts(shouted(data))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "docProps/core.xml",
        "ppt/notesSlides/notesSlide1.xml",
        "ppt/presentation.xml",
        "ppt/slides/slide1.xml",
        "ppt/slides/slide2.xml",
    }


def with_paragraph(inside: str) -> bytes:
    made = pptx.Presentation()
    box = made.slides.add_slide(made.slide_layouts[6]).shapes.add_textbox(*BOX)
    frame = box.text_frame._txBody
    frame.replace(frame[-1], parse_xml(f"<a:p {A}>{inside}</a:p>"))
    return saved(made)


def run(text: str, attributes: str = "", inside: str = "") -> str:
    return f"<a:r><a:rPr {attributes}>{inside}</a:rPr><a:t>{text}</a:t></a:r>"


COURIER = '<a:latin typeface="Courier New"/>'


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("One ", 'lang="en-US" dirty="0"') + run("text", 'lang="en-GB" err="1"'), "One text"),
        (run("Words ") + run("here", 'b="1"') + run(" too"), "Words <g1>here</g1> too"),
        (run("Slide ") + '<a:fld id="x" type="slidenum"><a:t>7</a:t></a:fld>', "Slide"),
        (run("of ") + '<a:fld id="x" type="slidenum"/>' + run(" in all"), "of <x1/> in all"),
        (run("a\tb"), "a<tab/>b"),
        (run("Just do ") + run("f(x)", inside=COURIER) + run(" so"), "Just do <c1>f(x)</c1> so"),
        ("<a:r><a:t>Without properties</a:t></a:r>", "Without properties"),
    ],
)
def test_the_inside_of_a_paragraph_is_one_text_with_tags(inside: str, text: str) -> None:
    data = with_paragraph(inside)
    assert texts(data) == [f"<p>{text}</p>"]
    assert texts(shouted(data)) == [f"<p>{capitals(text)}</p>"]


def test_runs_note_the_language_of_the_translation() -> None:
    end = '<a:endParaRPr lang="en-US"/>'
    made = shouted(with_paragraph(run("Words", 'lang="en-US" err="1"') + end))
    written = part(made, "ppt/slides/slide1.xml")
    assert '<a:r><a:rPr lang="pt-BR"/><a:t>WORDS</a:t></a:r><a:endParaRPr lang="pt-BR"/>' in written
    made = shouted(with_paragraph("<a:r><a:t>Words</a:t></a:r>"))
    assert '<a:r><a:rPr lang="pt-BR"/><a:t>WORDS' in part(made, "ppt/slides/slide1.xml")


def test_a_translation_runs_in_the_direction_of_its_language() -> None:
    made = shouted(with_paragraph(run("Words", 'lang="en-US"')), "ar")
    assert '<a:pPr rtl="1"/><a:r><a:rPr lang="ar-EG"/>' in part(made, "ppt/slides/slide1.xml")
    document = formats.parse_bytes(made)
    body, language = document.bodies[0].text, document.fields[-1].value
    again = formats.render_bytes(document, {body: "<p>Back</p>", language: "pt"})
    assert "<a:pPr/>" in part(again, "ppt/slides/slide1.xml")


def test_what_layouts_show_on_every_slide_is_read_and_their_places_are_not() -> None:
    made = pptx.Presentation()
    layout = made.slide_layouts[6]
    made.slides.add_slide(layout)
    frame = made.slides[0].shapes.add_textbox(*BOX)
    frame.text_frame.text = "On the layout"
    layout.shapes._spTree.append(frame._element)
    assert texts(saved(made)) == ["<p>On the layout</p>"]


def charted(*categories: str, series: str = "Sales") -> bytes:
    """A slide with a chart, whose numbers are in a workbook inside the presentation."""
    made = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    numbers = CategoryChartData()
    numbers.categories = categories
    numbers.add_series(series, range(len(categories)))
    numbers.add_series("Other sales", range(len(categories)))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *BOX, numbers).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Sales of the year"
    return saved(made)


def workbook_of(data: bytes) -> list[list[object]]:
    name = next(it for it in parts(data) if it.endswith(".xlsx"))
    sheet = openpyxl.load_workbook(BytesIO(parts(data)[name])).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_charts_and_their_workbooks_say_the_same() -> None:
    data = charted("North of it", "South of it")
    assert texts(data) == [
        "<p>Sales of the year</p>",
        *(f"<figcaption>{it}</figcaption>" for it in ("Sales", "North of it", "South of it")),
        "<figcaption>Other sales</figcaption>",
    ]
    made = shouted(data)
    chart = part(made, "ppt/charts/chart" + chart_number(data))
    assert chart.count("<c:v>NORTH OF IT</c:v>") == 2  # one for each series
    assert workbook_of(made) == [
        [None, "SALES", "OTHER SALES"], ["NORTH OF IT", 0, 0], ["SOUTH OF IT", 1, 1],
    ]  # fmt: skip
    assert pptx.Presentation(BytesIO(made)).slides[0].shapes[0].chart.plots[0].categories[0] == (
        "NORTH OF IT"
    )


def test_labels_of_charts_that_are_codes_or_numbers_stay() -> None:
    data = charted("US", "DE", "FR", series="2024")
    assert texts(data)[1:] == ["<figcaption>Other sales</figcaption>"]
    assert workbook_of(shouted(data))[1:] == [["US", 0, 0], ["DE", 1, 1], ["FR", 2, 2]]


@pytest.mark.parametrize("workbook", [b"", b"PK\x03\x04 broken", packed({"xl/workbook.bin": b"x"})])
def test_a_workbook_that_cannot_be_read_stays_and_the_chart_is_translated(workbook: bytes) -> None:
    content = parts(charted("North of it", "South of it"))
    name = next(it for it in content if it.endswith(".xlsx"))
    data = packed({**content, name: workbook})
    made = shouted(data)
    assert "NORTH OF IT" in part(made, "ppt/charts/chart" + chart_number(data))
    assert parts(made)[name] == workbook


def chart_number(data: bytes) -> str:
    return next(it for it in parts(data) if "charts/chart" in it).rpartition("chart")[2]


def test_a_footer_is_aside_from_the_text() -> None:
    made = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[0])
    slide.shapes.title.text = "Title"
    slide.placeholders[1].text_frame.text = "Subtitle"
    box = slide.shapes.add_textbox(*BOX)
    box.text_frame.text = "Foot of the slide"
    box.text_frame.paragraphs[0].runs[0].font.size = Pt(9)
    place = parse_xml(
        '<p:ph xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" type="ftr"/>'
    )
    box._element.nvSpPr.nvPr.append(place)
    assert texts(saved(made)) == [
        "<h1>Title</h1>",
        "<h2>Subtitle</h2>",
        "<caption>Foot of the slide</caption>",
    ]


def test_a_presentation_without_slides_has_nothing_to_read() -> None:
    made = pptx.Presentation()
    made.core_properties.title = ""
    assert texts(saved(made)) == []


def test_a_presentation_whose_main_part_is_missing_is_refused() -> None:
    content = parts(saved(slides()))
    del content["ppt/presentation.xml"]
    with pytest.raises(FormatError, match="names no document"):
        formats.parse_bytes(packed(content), "a.pptx")
