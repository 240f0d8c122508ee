"""Workbooks: cells that are text are read; what formulas count on stays as it is."""

from io import BytesIO

import openpyxl
import pytest
from office import capitals, packed, part, parts, saved, shouted, texts
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from mlsum import formats
from mlsum.formats.office.cells import cut_print, first_row, is_words, last_row, literals
from mlsum.formats.office.pieces import Mark, Text

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def book(*rows: list[object]) -> Workbook:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    return made


def shared(items: str, *cells: int, sheet: str = "") -> bytes:
    """A workbook whose cells share strings, as Excel writes it."""
    content = parts(saved(openpyxl.Workbook()))
    table = f'<sst xmlns="{_MAIN}">{items}</sst>'
    row = "".join(
        f'<c r="{chr(65 + at)}1" t="s"><v>{cell}</v></c>' for at, cell in enumerate(cells)
    )
    data = f'<worksheet xmlns="{_MAIN}"><sheetData><row>{row}</row></sheetData>{sheet}</worksheet>'
    content["xl/worksheets/sheet1.xml"] = data.encode()
    content["xl/sharedStrings.xml"] = table.encode()
    rels = "xl/_rels/workbook.xml.rels"
    related = f'<Relationship Id="rS" Type="{_RELATED}" Target="sharedStrings.xml"/>'
    content[rels] = content[rels].replace(
        b"</Relationships>", f"{related}</Relationships>".encode()
    )
    types = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_STRINGS}"/></Types>'
    name = "[Content_Types].xml"
    content[name] = content[name].replace(b"</Types>", types.encode())
    return packed(content)


def values(data: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(BytesIO(data)).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Total", True), ("Total cost", True), ("GDP of Brazil", True), ("가격", True),
        ("東", True), ("naïve", True), ("kg", False), ("TOTAL", True), ("No", True),
        ("Name:", True),
        ("BALANCE", True), ("Yes/No", True), ("Approx.", True), ("Phone: ____", True),
        ("Email:____", True), ("*Required", True), ("Às", True), ("Да", True), ("____", False),
        ("km/h", False), ("N/A", False), ("Dr", False), ("PDF", False), ("userName", False),
        ("text/html", False), ("src/main/java", False), ("#REF!", False), ("B12", False),
        ("SKU-1234", False), ("a_b_c", False), ("x@example.org", False), ("12", False), ("", False),
        ("https://example.org/a", False), ("report.pdf", False), ("=A1 and B1", False),
        ("2024-01-05", False), ("1.5 m", False), ("1.5 metres", True),
    ],
)  # fmt: skip
def test_a_cell_says_something_or_is_a_code(text: str, words: bool) -> None:
    assert is_words(text) is words


@pytest.mark.parametrize(
    ("formula", "named"),
    [
        ('COUNTIF(A1:A9,"Open")', ["open", "open"]),
        ('"Yes, No"', ["yes, no", "yes", "no"]),
        ('A1&"say ""no"""', ['say "no"', 'say "no"']),
        ("SUM(A1:A9)", []),
    ],
)
def test_texts_that_a_formula_names(formula: str, named: list[str]) -> None:
    assert literals(formula) == named


def test_rows_of_an_area() -> None:
    assert first_row("Y1:AB9") == ["Y1", "Z1", "AA1", "AB1"]
    assert last_row("$A$1:$B$9") == ["A9", "B9"]
    assert first_row("C3") == last_row("C3") == ["C3"]
    assert first_row("Sheet") == last_row("") == []


def test_codes_of_a_printed_page_are_marks() -> None:
    assert cut_print('&L&"Arial,Bold"&12R&&D&Pof') == [
        Text(""), Mark(("&L",), "tab"), Text(""), Mark(('&"Arial,Bold"',)), Text(""),
        Mark(("&12",)), Text("R"), Text("&"), Text("D"), Mark(("&P",)), Text("of"),
    ]  # fmt: skip


def test_cells_that_are_text_are_translated_and_no_others() -> None:
    rich = CellRichText("This is ", TextBlock(InlineFont(b=True), "very"), " important to us")
    data = saved(book(["Product name", 12.5, "kg", "=A1&B1", True], ["Two\nlines", rich]))
    assert texts(data) == [
        "<td>Product name</td>",
        "<td>Two<br/>lines</td>",
        "<td>This is <g1>very</g1> important to us</td>",
    ]
    made = shouted(data)
    assert values(made) == [
        ["PRODUCT NAME", 12.5, "kg", "=A1&B1", True],
        ["TWO\nLINES", "THIS IS VERY IMPORTANT TO US", None, None, None],
    ]
    sheet = openpyxl.load_workbook(BytesIO(made), rich_text=True).active
    assert sheet is not None
    assert [type(it) for it in sheet["B2"].value] == [TextBlock, TextBlock, TextBlock] or [
        str(it) for it in sheet["B2"].value
    ] == ["THIS IS ", "VERY", " IMPORTANT TO US"]


def test_strings_are_read_once_in_the_order_of_the_cells() -> None:
    items = "".join(
        f"<si>{it}</si>"
        for it in (
            "<t>Never shown</t>",
            "<t>Second text</t>",
            "<r><t>First </t></r><r><rPr><b/></rPr><t>text&#10;here</t></r>",
            "<t>東京都</t><rPh sb='0' eb='3'><t>トウキョウト</t></rPh>",
        )
    )
    data = shared(items, 2, 1, 2, 3)
    assert texts(data) == [
        "<td><g1>First</g1> text<br/>here</td>",
        "<td>Second text</td>",
        "<td>東京都</td>",
    ]
    made = shouted(data)
    assert texts(made) == [capitals(it) for it in texts(data)]
    assert values(made)[0][0] == values(made)[0][2] == "FIRST TEXT\nHERE"
    before, after = parts(data), parts(made)
    assert {name for name in before if before[name] != after[name]} == {"xl/sharedStrings.xml"}
    assert "トウキョウト" in after["xl/sharedStrings.xml"].decode()


def test_control_characters_come_back_as_codes() -> None:
    data = shared("<si><t>Line one_x000D_&#10;and _x005F_x0041_ two</t></si>", 0, 7)
    assert texts(data) == ["<td>Line one<br/>and _x0041_ two</td>"]
    document = formats.parse_bytes(data)
    body = document.bodies[0].text
    made = formats.render_bytes(document, {body: body.text.replace("one", "1")})
    assert "Line 1_x000D_\nand _x005F_x0041_ two" in part(made, "xl/sharedStrings.xml")


def sheet_of(rows: str, **parts_: bytes) -> bytes:
    """A workbook whose sheet has these rows in it."""
    content = parts(saved(openpyxl.Workbook()))
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return packed({**content, "xl/worksheets/sheet1.xml": sheet, **parts_})


def inline(text: str, reference: str = "") -> str:
    return f'<c {reference} t="inlineStr"><is><t>{text}</t></is></c>'


def test_columns_of_codes_stay_and_the_same_letters_elsewhere_are_words() -> None:
    made = book(["Country", "Answer"], ["US", "NO"], ["NO", "Maybe so"], ["IT", "Quite sure"])
    assert values(shouted(saved(made)))[1:] == [
        ["US", "NO"], ["NO", "MAYBE SO"], ["IT", "QUITE SURE"],
    ]  # fmt: skip
    assert texts(saved(made)).count("<td>NO</td>") == 0  # one string, and it is a code
    assert "<td>TAX</td>" in texts(saved(book(["TAX"], ["Price of it"])))


def test_cells_that_do_not_say_where_they_are_follow_each_other() -> None:
    cells = inline("first words") + inline("second words")
    data = sheet_of(f"<row>{cells}</row><row>{cells}</row>")
    assert len(texts(data)) == 4
    assert values(shouted(data)) == [["FIRST WORDS", "SECOND WORDS"]] * 2
    mixed = inline("at three", 'r="C5"') + inline("at four")
    assert values(shouted(sheet_of(f'<row r="5">{mixed}</row>')))[-1][2:] == ["AT THREE", "AT FOUR"]


def test_heads_of_tables_are_found_where_cells_have_no_reference() -> None:
    cells = inline("Product name") + inline("Unit price")
    content = parts(saved(tabled(["=SUM(Prices[Unit price])"])))
    formula = '<c t="str"><f>Prices[Unit price]</f><v>words of it</v></c>'
    rows = f"<row>{cells}</row><row>{inline('Wooden chair')}{formula}</row>"
    sheet = content["xl/worksheets/sheet1.xml"].decode()
    start, end = sheet.index("<sheetData>") + 11, sheet.index("</sheetData>")
    content["xl/worksheets/sheet1.xml"] = (sheet[:start] + rows + sheet[end:]).encode()
    assert texts(packed(content)) == ["<td>Wooden chair</td>"]


def test_strings_that_no_formula_computes_are_texts() -> None:
    own = '<c r="A1" t="str"><v>The first quarter</v></c>'
    computed = '<c r="B1" t="str"><f>A1</f><v>The first quarter</v></c>'
    array = '<c r="A2" t="str"><f t="array" ref="A2:B3">A1:A2</f><v>of an array</v></c>'
    spilled = '<c r="B3" t="str"><v>of the same array</v></c>'
    rows = f'<row r="1">{own}{computed}</row><row r="2">{array}</row><row r="3">{spilled}</row>'
    data = sheet_of(rows)
    assert texts(data) == ["<td>The first quarter</td>"]
    written = part(shouted(data), "xl/worksheets/sheet1.xml")
    assert ">THE FIRST QUARTER</" in written
    assert ">of the same array</" in written


def test_names_of_parts_may_have_backslashes_and_other_cases() -> None:
    data = shared("<si><t>hello there</t></si>", 0)
    content = {
        name if name == "[Content_Types].xml" else name.replace("/", "\\"): content
        for name, content in parts(data).items()
    }
    content["xl\\sharedstrings.xml"] = content.pop("xl\\sharedStrings.xml")
    odd = packed(content)
    assert texts(odd) == ["<td>hello there</td>"]
    made = parts(shouted(odd))
    assert b"HELLO THERE" in made["xl\\sharedstrings.xml"]
    assert list(made) == list(content)


def test_what_formulas_filters_and_lists_name_stays() -> None:
    made = book(["Open", "Closed", "Red", "Pending"], ['=COUNTIF(A1:D1,"open")'])
    choice = DataValidation(type="list", formula1='"Red,Green"')
    made.active.add_data_validation(choice)
    choice.add("C1")
    made.active.auto_filter.ref = "A1:D1"
    made.active.auto_filter.add_filter_column(0, ["Pending"])
    assert values(shouted(saved(made)))[0] == ["Open", "CLOSED", "Red", "Pending"]


def tabled(*rows: list[object]) -> Workbook:
    made = book(["Product name", "Unit price"], ["Wooden chair", 12], *rows)
    made.active.add_table(Table(displayName="Prices", ref="A1:B2"))
    return made


def test_columns_of_tables_are_called_what_their_heads_say() -> None:
    made = shouted(saved(tabled()))
    assert values(made)[0] == ["PRODUCT NAME", "UNIT PRICE"]
    columns = openpyxl.load_workbook(BytesIO(made)).active.tables["Prices"].tableColumns
    assert [it.name for it in columns] == ["PRODUCT NAME", "UNIT PRICE"]


def test_heads_that_formulas_refer_to_stay() -> None:
    made = shouted(saved(tabled(["=SUM(Prices[Unit price])"])))
    assert values(made)[0] == ["Product name", "Unit price"]
    assert values(made)[1][0] == "WOODEN CHAIR"
    # A reference to another workbook is none to a column.
    assert values(shouted(saved(tabled(["=[1]Sheet!A1"]))))[0] == ["PRODUCT NAME", "UNIT PRICE"]


def test_two_columns_of_a_table_never_get_the_same_name() -> None:
    data = saved(tabled())
    document = formats.parse_bytes(data)
    body = document.bodies[0].text
    same = body.text.replace("Product name", "Nome").replace("Unit price", "nome")
    made = formats.render_bytes(document, {body: same})
    columns = openpyxl.load_workbook(BytesIO(made)).active.tables["Prices"].tableColumns
    assert [it.name for it in columns] == values(made)[0] == ["Nome", "nome\u2019"]


def test_heads_of_what_pivot_tables_count_stay() -> None:
    content = parts(shared("<si><t>Region name</t></si><si><t>Other words</t></si>", 0, 1))
    kind = (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotCacheDefinition"
    )
    related = f'<Relationship Id="rP" Type="{kind}" Target="pivot.xml"/></Relationships>'
    rels = "xl/_rels/workbook.xml.rels"
    content[rels] = content[rels].replace(b"</Relationships>", related.encode())
    content["xl/pivot.xml"] = (
        f'<pivotCacheDefinition xmlns="{_MAIN}"><cacheSource type="worksheet">'
        f'<worksheetSource ref="A1:A9" sheet="Sheet"/></cacheSource></pivotCacheDefinition>'
    ).encode()
    assert texts(packed(content)) == ["<td>Other words</td>"]


def test_heads_and_feet_of_pages_and_what_is_drawn_are_read_after_the_cells() -> None:
    made = book(["Some words", 1, 2])
    made.active.oddHeader.center.text = "Annual report &P of &N"
    chart = BarChart()
    chart.title = "Sales of the year"
    chart.add_data(Reference(made.active, min_col=2, min_row=1, max_col=3))
    made.active.add_chart(chart, "E1")
    data = saved(made)
    assert texts(data) == [
        "<td>Some words</td>",
        "<caption>Annual report <x1/> of</caption>",
        "<figcaption>Sales of the year</figcaption>",
    ]
    made = openpyxl.load_workbook(BytesIO(shouted(data)))
    assert made.active.oddHeader.center.text == "ANNUAL REPORT &P OF &N"


def test_copies_of_cells_in_a_chart_follow_the_cells() -> None:
    made = book(["Month", "Income"], ["First month", 1], ["Second month", 2])
    chart = BarChart()
    chart.add_data(Reference(made.active, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    made.active.add_chart(chart, "E1")
    content = parts(saved(made))
    name = "xl/charts/chart1.xml"
    cache = '<strCache><pt idx="0"><v>Income</v></pt></strCache></strRef></tx>'
    own = "<strLit><pt><v>Of the chart alone</v></pt></strLit></chart>"
    xml = content[name].decode().replace("</strRef></tx>", cache).replace("</chart>", own)
    data = packed({**content, name: xml})
    assert texts(data)[4:] == ["<figcaption>Of the chart alone</figcaption>"]
    written = part(shouted(data), name)
    assert "<v>INCOME</v>" in written
    assert "<v>OF THE CHART ALONE</v>" in written


def test_sheets_are_read_in_the_order_of_their_tabs_and_keep_their_names() -> None:
    made = book(["First sheet"])
    made.create_sheet("Notes")["A1"] = "Second sheet"
    data = saved(made)
    assert texts(data) == ["<td>First sheet</td>", "<td>Second sheet</td>"]
    assert openpyxl.load_workbook(BytesIO(shouted(data))).sheetnames == ["Sheet", "Notes"]


def test_an_unchanged_workbook_is_the_same_to_the_byte() -> None:
    data = saved(tabled())
    assert formats.render_bytes(formats.parse_bytes(data)) == data


@pytest.mark.parametrize("place", ["9" * 10_000, "99999999999", "-1", "²", "x", ""])
def test_a_cell_of_a_string_that_is_not_there_is_passed_over(place: str) -> None:
    content = parts(shared("<si><t>hello there</t></si>", 0))
    name = "xl/worksheets/sheet1.xml"
    wrong = f'<c r="B1" t="s"><v>{place}</v></c></row>'.encode()
    content[name] = content[name].replace(b"</row>", wrong)
    assert "hello there" in formats.parse_bytes(packed(content), "a.xlsx").source.text


def test_a_code_for_half_a_character_is_no_character() -> None:
    text = "hello _xD800_ there _x0041_"
    document = formats.parse_bytes(shared(f"<si><t>{text}</t></si>", 0), "a.xlsx")
    assert "_xD800_" in document.source.text
    document.source.text.encode()
