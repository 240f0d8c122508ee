"""PDF: what a reader reads, in the order in which it is read."""

import subprocess
from pathlib import Path

import pytest
from pace import PATIENCE, assert_in_line
from pdfs import Text, column, pdf, ruled

from mlsum import formats
from mlsum.core.document import Document
from mlsum.core.errors import FormatError
from mlsum.formats.pdf.footnotes import with_notes
from mlsum.formats.pdf.hangul import Spacing
from mlsum.formats.pdf.order import Line, lines
from mlsum.formats.pdf.paragraphs import Paragraph, paragraphs
from mlsum.formats.pdf.pieces import Piece
from mlsum.formats.pdf.turned import horizontal, rightward

LEFT = [
    "The minister met the representatives of eight",
    "member states on Wednesday. They discussed coop-",
    "eration in matters of security and agreed that the",
    "well-known problems of the region need answers.",
]
RIGHT = [
    "Nobody asked why the talks had taken so long, or",
    "what had been said about the money. The ministry",
    "promised a full report before the end of the year,",
    "and the delegation went home on Friday night.",
]


def read(data: bytes) -> Document:
    document = formats.parse_bytes(data, "a.pdf")
    assert document.format == "pdf"
    for part in [field.value for field in document.fields] + [it.text for it in document.bodies]:
        assert document.source.text[part.start : part.end] == part.text
    return document


def blocks(*pages: list[Text]) -> list[str]:
    return read(pdf(pages)).bodies[0].text.text.split("\n\n")


def test_lines_become_paragraphs_and_divided_words_are_mended() -> None:
    assert blocks(column(60, 700, LEFT)) == [
        "The minister met the representatives of eight member states on Wednesday. They discussed "
        "cooperation in matters of security and agreed that the well-known problems of the region "
        "need answers."
    ]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["This is a line about a well-", "known man, who is well-known."], "a well-known man"),
        (["This is a long line about a new Anglo-", "Saxon book of the year."], "Anglo-Saxon"),
        (
            ["There are many lines about the govern-", "ment, the government."],
            "the government, the",
        ),
    ],
)
def test_a_hyphen_stays_where_the_word_has_one(lines: list[str], text: str) -> None:
    assert text in blocks(column(60, 700, lines))[0]


def test_columns_are_read_one_after_the_other() -> None:
    page = [
        Text(60, 780, "A title that runs over both of the columns of the page", 18),
        *column(60, 700, LEFT),
        *column(320, 704, RIGHT),
    ]
    found = blocks(page)
    assert found[0] == "# A title that runs over both of the columns of the page"
    assert [block.split()[0] for block in found[1:]] == ["The", "Nobody"]


def test_columns_end_where_a_line_crosses_them() -> None:
    wide = (
        "A line that is much wider than any of the columns, and crosses the gap between them all."
    )
    found = blocks(
        [
            *column(60, 700, LEFT),
            *column(320, 700, RIGHT),
            Text(60, 600, wide),
            *column(60, 560, RIGHT),
            *column(320, 560, LEFT),
        ]
    )
    assert [block.split()[0] for block in found] == ["The", "Nobody", "A", "Nobody", "The"]


def test_headings_are_ranked_by_their_size_and_bold_ones_come_last() -> None:
    found = blocks(
        [
            Text(60, 780, "Largest", 24),
            Text(60, 740, "Smaller", 14),
            Text(60, 715, "Bold", 10, bold=True),
            *column(60, 690, LEFT),
        ]
    )
    assert found[:3] == ["# Largest", "## Smaller", "### Bold"]


def test_paragraphs_end_at_gaps_indents_bullets_and_short_lines() -> None:
    found = blocks(
        [
            *column(60, 700, LEFT[:3]),
            *column(60, 640, [LEFT[2], "short.", RIGHT[0], RIGHT[1]]),
            Text(75, 592, RIGHT[2]),
            Text(60, 580, RIGHT[3]),
            Text(60, 568, "\u2022 one point"),
            Text(60, 556, "\u2022 another point of the list, which is so very long here"),
            Text(68, 544, "that it goes on."),
        ]
    )
    assert [block.split()[0] for block in found] == [
        "The",
        "eration",
        "Nobody",
        "promised",
        "-",
        "-",
    ]
    assert found[-1] == "- another point of the list, which is so very long here that it goes on."


def test_lines_that_are_spaced_out_to_fill_a_column_are_text() -> None:
    narrow = ["The minister met all of", "the delegates, and they", "had agreed on all of it."]
    words = [Text(x, 664, word) for x, word in ((60, "since"), (103, "nobody"), (152, "asked"))]
    page = [
        *column(60, 700, narrow),
        *words,
        *column(60, 652, ["why it had taken so long."]),
        *column(220, 700, LEFT),
        *column(220, 652, RIGHT),
    ]
    assert blocks(page)[0].endswith("all of it. since nobody asked why it had taken so long.")


def test_arabic_runs_leftwards() -> None:
    pieces = [
        Piece("ثانية", 60, 160, 688, 10),
        Piece("كلمة", 60, 260, 700, 10),
    ]
    assert [it.text for it in rightward(pieces)] == ["ثانية", "كلمة"]
    found = lines(rightward(pieces), 1)
    assert [line.text for line in found] == ["كلمة", "ثانية"]
    assert (found[0].left, found[0].right) == (-260, -60)
    assert rightward([]) == []


def test_japanese_that_runs_downwards_is_turned_into_lines() -> None:
    pieces = [
        Piece(char, x, x + 10, 700 - 11 * i, 10)
        for x, line in ((300, "吾輩は猫である"), (280, "名前はまだ無い"))
        for i, char in enumerate(line)
    ]
    assert [line.text for line in lines(horizontal(pieces, 800), 1)] == [
        "吾輩は猫である",
        "名前はまだ無い",
    ]


@pytest.mark.parametrize(
    ("above", "below", "text"),
    [
        ("회의에서 말라리아 문제를 말라", "리아 전문가가 설명했다.", "말라리아 전문가가"),
        ("국방부 장관은 대표들을", "만났다고 발표하고 나갔다.", "대표들을 만났다고"),
        ("그는 새로운 세포 유형을 월요", "일 오후에 다시 확인했다.", "월요일 오후에"),
        ("그 파일은 README 파일과 READ", "ME 안내라고 했다.", "README 안내라고"),
        ("그 파일은 README 파일과 Open", "Source 안내라고 했다.", "Open Source 안내라고"),
    ],
)
def test_korean_words_that_a_line_divides_are_mended(above: str, below: str, text: str) -> None:
    made = [
        Line((Piece(said, 60, 300, y, 10),), 1, (60, 300))
        for said, y in ((above, 700), (below, 688))
    ]
    assert text in paragraphs(made)[0].text


def test_cells_are_a_table() -> None:
    rows = [("Country", "Amount"), ("Brazil", "12"), ("A|B", "3*")]
    cells = [
        Text(60 + 150 * i, 700 - 15 * j, cell)
        for j, row in enumerate(rows)
        for i, cell in enumerate(row)
    ]
    assert blocks([*cells, *column(60, 600, LEFT)])[0] == (
        "| Country | Amount |\n| --- | --- |\n| Brazil | 12 |\n| A\\|B | 3\\* |"
    )


def test_marks_of_markdown_in_the_text_are_escaped() -> None:
    found = blocks([Text(60, 700, "# 1 is *not* a_b <b> [x](y) `c`"), *column(60, 600, LEFT)])
    assert found[0] == "\\# 1 is \\*not\\* a\\_b \\<b> \\[x](y) \\`c\\`"


def test_headers_footers_and_page_numbers_are_left_out() -> None:
    pages = [
        [
            Text(60, 810, "Annual report"),
            Text(500, 810, f"Chapter {number}"),
            *column(60, 700, LEFT if number % 2 else RIGHT),
            Text(290, 30, str(number)),
        ]
        for number in range(1, 6)
    ]
    text = "\n".join(blocks(*pages))
    assert "Annual" not in text
    assert "Chapter" not in text
    assert "\n1" not in text
    assert text.count("The minister met") == 3


def test_what_is_on_all_pages_is_the_body_where_there_is_nothing_else() -> None:
    same = blocks(*[[Text(60, 700, "Hello world")] for _ in range(5)])
    assert " ".join(same).count("Hello world") == 5
    numbered = [[Text(60, 700, f"Page {n} of the test")] for n in range(1, 5)]
    text = " ".join(blocks(*numbered))
    assert all(f"Page {n} of the test" in text for n in range(1, 5))
    letter = [[*column(60, 780, [*LEFT, *RIGHT]), Text(290, 30, str(n))] for n in range(1, 5)]
    assert "\n".join(blocks(*letter)).count("The minister met") == 4
    assert blocks(*[[Text(60, 700, str(n))] for n in range(1, 5)])


def test_a_running_head_ends_at_the_first_line_that_is_not_repeated() -> None:
    pages = [
        [
            Text(60, 810, "Running head"),
            Text(60, 790, head),
            Text(60, 770, "The same clause is below each of the heads."),
            *column(60, 700 - 20 * n, RIGHT[n:]),
        ]
        for n, head in enumerate(("Terms of it", "Duties of both", "Other matters"))
    ]
    text = "\n".join(blocks(*pages))
    assert "Running" not in text
    assert text.count("The same clause") == 3


def test_a_sentence_goes_on_over_the_page_and_past_notes() -> None:
    first = [*column(60, 140, LEFT[:3]), Text(60, 60, "1 A note in small letters at the foot.", 7)]
    second = column(60, 780, ["governments of the region have to find answers."])
    found = blocks(first, second)
    assert found[0].endswith("agreed that the governments of the region have to find answers.")
    assert found[1].startswith("1 A note")


def test_a_turned_page_is_read_as_it_is_shown() -> None:
    turned = [Text(100 + 12 * i, 60, line, turned=True) for i, line in enumerate(LEFT)]
    mark = Text(300, 300, "DRAFT", 60)
    document = read(pdf([[*turned, mark]], rotate=90))
    assert document.bodies[0].text.text.startswith(
        "The minister met the representatives of eight m"
    )
    assert "DRAFT" not in document.source.text


def test_properties_are_fields() -> None:
    info = {
        "Title": "On talks",
        "Author": "Ana Souza",
        "CreationDate": "D:20231213050000-03'00'",
        "Keywords": "talks, security",
        "Producer": "none",
    }
    document = read(pdf([column(60, 700, LEFT)], info, language="en"))
    assert [(it.label.text, it.key, it.value.text) for it in document.fields] == [
        ("Title", "title", "On talks"),
        ("Author", "author", "Ana Souza"),
        ("Keywords", "keywords", "talks, security"),
        ("Created", "created", "2023-12-13 05:00:00-03:00"),
        ("Language", "language", "en"),
    ]
    assert document.source.text.startswith(">Title: On talks\n")
    for title in ("Microsoft Word - a.doc", "thesis.dvi"):
        assert (
            read(pdf([column(60, 700, LEFT)], {"Title": title, "CreationDate": "x"})).fields == ()
        )


def test_a_translation_is_a_text() -> None:
    document = read(pdf([column(60, 700, LEFT)], {"Title": "On talks"}))
    edits = {document.fields[0].value: "Sobre\nconversas", document.bodies[0].text: "O ministro."}
    assert formats.render_bytes(document, edits) == b">Title: Sobre conversas\n\nO ministro.\n"
    assert formats.render_bytes(document).decode() == document.source.text + "\n"
    assert formats.about("pdf").written == ".md"


def test_pages_that_are_pictures_say_so() -> None:
    pages = [column(60, 700, LEFT), [], column(60, 700, RIGHT), []]
    document = read(pdf(pages, picture=[1]))
    assert "\n\n<!-- page 2: a picture without text -->\n\n" in document.source.text
    (note,) = formats.notes(document)
    assert note.startswith("page 2 is a picture without text: recognize")
    assert "OCR" in note
    many = read(pdf(pages, picture=[1, 3]))
    assert formats.notes(many)[0].startswith("pages 2, 4 are pictures without text")
    assert formats.notes(read(pdf([column(60, 700, LEFT)]))) == ()


@pytest.mark.parametrize(
    ("data", "message", "hint"),
    [
        (pdf([[]], picture=[0]), "1 of 1 pages are pictures", "ocrmypdf"),
        (pdf([[]]), "its pages are empty", "OCR"),
        (pdf([column(60, 700, LEFT)])[:300], "damaged PDF", "again"),
        (b"%PDF-1.7\nnothing", "damaged PDF", "again"),
        (
            pdf([column(60, 700, LEFT)]).replace(b"/Kids[", b"/Kads["),
            "page 1",
            "again",
        ),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, message: str, hint: str) -> None:
    with pytest.raises(FormatError, match=message) as caught:
        formats.parse_bytes(data, "a.pdf")
    assert hint in caught.value.hint


def test_a_locked_document_names_what_opens_it() -> None:
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (
        b"11" * 32,
        b"22" * 32,
    )
    data = pdf([column(60, 700, LEFT)]).replace(b"trailer<<", b"trailer<<" + lock)
    with pytest.raises(FormatError, match="password") as caught:
        formats.parse_bytes(data, "a.pdf")
    assert "qpdf" in caught.value.hint


def test_a_file_is_known_by_what_is_in_it() -> None:
    data = pdf([column(60, 700, LEFT)])
    assert formats.parse_bytes(data, "no-suffix").format == "pdf"
    assert formats.parse_bytes(b"\n\n" + data, "a.pdf").format == "pdf"
    with pytest.raises(FormatError, match="this is not a PDF"):
        formats.parse_bytes(b"just text", "a.pdf")


def test_many_pages_take_time_in_line_with_their_number() -> None:
    lines = (LEFT + RIGHT) * 7
    page = column(60, 790, [f"{line} {line}" for line in lines])

    def read_pages(count: int) -> None:
        document = read(pdf([page] * count))
        assert len(document.bodies[0].text.text) > 2000 * count

    assert_in_line(read_pages, 60)


@pytest.mark.slow
def test_what_an_office_program_writes_is_read(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    head = "<html><head><title>x</title></head><body><p>First.</p><h1>A heading</h1>"
    page.write_text(f"{head}<p>{' '.join(LEFT[2:])}</p></body></html>")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/u", "--headless"]
    try:
        subprocess.run(
            [
                *command,
                "--convert-to",
                "pdf:writer_web_pdf_Export",
                "--outdir",
                str(tmp_path),
                str(page),
            ],
            check=True,
            capture_output=True,
            timeout=PATIENCE,
        )
    except FileNotFoundError:
        pytest.skip("needs LibreOffice")
    text = read((tmp_path / "a.pdf").read_bytes()).bodies[0].text.text
    assert "# A heading\n\neration in matters" in text


def test_notes_are_called_and_marked_as_such() -> None:
    page = [
        Text(60, 700, "The ministry has agreed to the plan."),
        Text(223, 704, "1", 6),
        Text(60, 676, "It was signed in Lisbon by nine of the members"),
        Text(275, 680, "2", 6),
        Text(280, 676, "on Friday."),
        Text(60, 90, "1"),
        *column(60, 90, ["1 Annual report of the ministry, page 12.", "2 See the treaty."], 8),
    ]
    found = blocks(page[:5] + page[6:])
    assert found[0] == "The ministry has agreed to the plan.[^1]"
    assert "members[^2] on Friday." in found[1]
    assert found[2:] == ["[^1]: Annual report of the ministry, page 12.", "[^2]: See the treaty."]


def test_numbers_of_notes_that_begin_anew_stay_raised() -> None:
    rows = [
        Paragraph("so¹ it is"),
        Paragraph("¹ A note."),
        Paragraph("¹ Another."),
        Paragraph("m²"),
    ]
    with_notes(rows)
    assert [(row.text, row.note) for row in rows] == [
        ("so¹ it is", ""),
        ("¹ A note.", ""),
        ("¹ Another.", ""),
        ("m²", ""),
    ]


@pytest.mark.parametrize(
    ("text", "line", "blank"),
    [
        ("그는 새로운 세포 유형을 월요", "일 오후에", False),
        ("국방부 장관은 대표들을", "만났다고", True),
        ("이 사이트는 Homebrew", "는 물론", False),
        ("이 파일은 README", "파일이라고", True),
        ("He said", "하나", True),
    ],
)
def test_korean_line_ends_go_by_what_is_known_of_words(text: str, line: str, blank: bool) -> None:
    assert Spacing([]).blank(text, line) is blank


def test_a_document_that_divides_no_word_has_blanks_at_all_line_ends() -> None:
    lines = ["국방부 장관은 어제 대표들을 만나", "고 돌아갔다고 어제 대표들을 통해 말했다"]
    whole = [("국방부 장관은 대표들을", "만났다고 했다")] * 9
    assert not Spacing(lines).blank(*lines)
    assert Spacing(lines, whole).blank(*lines)
    assert not Spacing(lines, [("그는 월요", "일 오후"), *whole[:3]]).undivided


def test_items_of_lists_end_where_a_line_begins_below_the_bullet() -> None:
    page = [
        Text(60, 700, "\u2022 The minister met the representatives of eight"),
        Text(72, 688, "member states on Wednesday, and agreed with"),
        Text(60, 676, "\u2022 Nobody asked why the talks had taken so long, or"),
        Text(60, 664, "The delegation went home on Friday night, and met"),
    ]
    assert [block[:6] for block in blocks(page)] == ["- The ", "- Nobo", "The de"]


def test_what_a_font_calls_itself_tells_whether_it_is_bold() -> None:
    found = blocks([Text(60, 740, "Bold heading", bold=True), *column(60, 700, LEFT)])
    assert found[0] == "# Bold heading"


TREE = (
    "Document",
    ("H2", 0),
    ("P", ("Span", 1), ("Note", ("Lbl", 7), 8), 1000),
    ("L", ("LI", ("Lbl", 2), ("LBody", ("P", 3), ("P", 4))), ("LI", 5)),
    (
        "Table",
        ("THead", ("TR", ("TH", 10), ("TH", 11), ("TH", 12))),
        ("TBody", ("TR", ("TD", ("P", 13), ("P", 14)), ("TD",), ("TD", 15)), ("TR", ("TD", 16))),
    ),
    ("Sect", 6),
)
TAGGED = [
    Text(60, 800, "Running head", mark="Artifact"),
    Text(60, 780, "A heading of no size", mark=0),
    *(Text(60, 766 - 8 * i, line, mark=1) for i, line in enumerate(LEFT[:1])),
    *(Text(60, 750 - 8 * i, line, mark=1) for i, line in enumerate(RIGHT[:2])),
    Text(60, 734, "the delegates, and", mark=1),
    Text(60, 720, "2.", mark=2),
    Text(80, 720, "The first item", mark=3),
    Text(80, 700, "has more to say.", mark=4),
    Text(60, 680, "The second has no bullet.", mark=5),
    *(Text(60 + 20 * (i - 10), 650, "abc"[i - 10], mark=i) for i in (10, 11, 12)),
    Text(60, 630, "one", mark=13),
    Text(60, 618, "and more", mark=14),
    Text(100, 630, "three", mark=15),
    Text(60, 600, "last", mark=16),
    Text(60, 500, "Without a paragraph.", mark=6),
    Text(60, 100, "1", 8, mark=7),
    Text(66, 100, "A note.", 8, mark=8),
]


def test_a_tagged_document_is_taken_at_its_word() -> None:
    more = [Text(60, 800, "Running head", mark="Artifact"), Text(60, 400, "Others left.", mark=0)]
    found = read(pdf([TAGGED, more], tree=TREE)).bodies[0].text.text.split("\n\n")
    assert found == [
        "## A heading of no size",
        f"{LEFT[0]} {' '.join(RIGHT[:2])} the delegates, and Others left.",
        "1 A note.",
        "2. The first item",
        "has more to say.",
        "- The second has no bullet.",
        "| a | b | c |\n| --- | --- | --- |\n| one and more |  | three |\n| last |  |  |",
        "Without a paragraph.",
    ]


def test_tags_that_make_a_paragraph_of_every_line_are_not_trusted() -> None:
    lines = [Text(60, 700 - 12 * i, line, mark=i) for i, line in enumerate((LEFT + RIGHT) * 2)]
    tree = ("Document", *(("P", number) for number in range(len(lines))))
    found = read(pdf([lines], tree=tree)).bodies[0].text.text
    assert "They discussed cooperation in matters" in found


def test_tags_that_hold_little_of_the_text_are_not_trusted() -> None:
    page = [Text(60, 780, "Small", mark=0), *column(60, 700, LEFT)]
    found = read(pdf([page], tree=("Document", ("H1", 0)))).bodies[0].text.text
    assert found.startswith("Small\n\nThe minister met")


def test_a_tree_with_many_children_is_read_on_from_where_the_page_before_was() -> None:
    said = [f"{one}{other} is here." for one in "abcdefghijklm" for other in "abcdefghijklm"]
    pages = [[Text(60, 700, text, mark=0)] for text in said]
    tree = ("Document", *(("P", 1000 * number) for number in range(len(said))))
    found = read(pdf(pages, tree=tree)).bodies[0].text.text.split("\n\n")
    assert found == said


def test_letters_of_two_scripts_that_are_set_apart_have_no_blank_between() -> None:
    page = [
        Text(60, 700, "국방부"),
        Text(93, 700, "장관은"),  # a blank of 0.3 ems
        Text(126, 700, "대표"),
        Text(148, 700, "NATO"),
        Text(176.8, 700, "를"),
        Text(190, 700, "말했다"),
    ]
    assert blocks(page)[0] == "국방부 장관은 대표NATO를 말했다"


def test_a_blank_that_is_written_at_the_end_of_a_line_is_one() -> None:
    page = column(60, 700, ["그는 새로운 세포 유형을 월요 ", "일 오후에 다시 확인했다."])
    assert blocks(page)[0].startswith("그는 새로운 세포 유형을 월요 일")
    page = column(60, 700, ["그는 새로운 세포 유형을 월요", "일 오후에 다시 확인했다."])
    assert blocks(page)[0].startswith("그는 새로운 세포 유형을 월요일")


CELLS = [
    *column(64, 600, ["Country and", "its capital"]),
    Text(124, 600, "Amount"),
    Text(184, 600, "Remark"),
    Text(64, 560, "Brazil"),
    *column(184, 560, ["None at", "all"]),
]


def test_a_table_with_lines_has_the_cells_that_they_show() -> None:
    page = [*column(60, 780, LEFT), *CELLS, *column(60, 480, LEFT)]
    lines = ruled((60, 120, 180, 240), (540, 575, 615))
    found = read(pdf([page], drawn=lines)).bodies[0].text.text.split("\n\n")
    assert [block.split()[0] for block in found] == ["The", "|", "The"]
    assert found[1] == (
        "| Country and its capital | Amount | Remark |\n| --- | --- | --- |"
        "\n| Brazil |  | None at all |"
    )


def test_a_table_stands_in_its_column() -> None:
    page = [*column(60, 780, LEFT), *CELLS, *column(60, 480, LEFT), *column(330, 780, RIGHT * 5)]
    lines = ruled((60, 120, 180, 240), (540, 575, 615))
    found = read(pdf([page], drawn=lines)).bodies[0].text.text.split("\n\n")
    assert [block.split()[0] for block in found[:4]] == ["The", "|", "The", "Nobody"]


@pytest.mark.parametrize(
    "drawn",
    [
        ruled((60, 560), (540, 575, 615, 800)),  # boxes around text
        ruled((60, 100, 140, 180, 220, 260), (540, 560, 580, 600, 620)),  # a diagram
        ruled((60, 120), (540, 575)) * 200,  # far too many
        b"60 500 200 100 re f\n",
        b"60 60 3 3 re f 60 70 m 70 80 80 90 90 100 c 60 70 m 70 90 l 80 70 l S\n" * 3,
    ],
)
def test_other_drawings_are_no_tables(drawn: bytes) -> None:
    text = read(pdf([column(60, 780, LEFT)], drawn=drawn)).bodies[0].text.text
    assert text.startswith("The minister met the representatives")
    assert "|" not in text


def test_a_page_with_very_many_things_on_it_is_not_searched_for_lines() -> None:
    lines = ruled((60, 120, 180, 240), (540, 575, 615)) + b"1 1 m 2 2 l S\n" * 3000
    assert "| Brazil |  |" not in read(pdf([CELLS], drawn=lines)).bodies[0].text.text


def test_entries_of_a_table_of_contents_stand_alone() -> None:
    page = [
        *column(60, 700, ["1.1 On talks . . . . . . . . 2", "1.2 On money ........... iv"]),
        *column(60, 600, LEFT),
    ]
    assert blocks(page)[:2] == ["1.1 On talks … 2", "1.2 On money … iv"]
