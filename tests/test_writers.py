import json
from pathlib import Path

import pytest

from mlsum.core.errors import OutputError
from mlsum.core.records import SentenceRecord
from mlsum.writers import Shown, compose, html, markdown, terminal
from mlsum.writers.files import write_atomic
from mlsum.writers.page import (
    Bar,
    Bars,
    Bullets,
    Heading,
    Note,
    Page,
    Prose,
    Run,
    Share,
    Table,
    cell,
)

PAGE: Page = (
    Heading("notícias.txt"),
    Note("body · en"),
    Prose((Run("Minister meets", "en"), Run(" - "), Run("코리아타임스", "ko"))),
    Table(("label", "value"), ((cell("Título", "pt"), cell("a | b", "en")), (cell("x"), cell("")))),
)


def test_a_page_on_a_terminal_has_its_languages_in_colours() -> None:
    shown = terminal.draw(PAGE, width=80, colour=True)
    assert "\x1b[36mMinister meets" in shown
    assert "\x1b[35m코리아타임스" in shown


def test_a_page_in_a_pipe_has_no_colours() -> None:
    shown = terminal.draw(PAGE, width=80, colour=False)
    assert "\x1b" not in shown
    assert "Minister meets - 코리아타임스" in shown


@pytest.mark.parametrize("trick", ["\x1b[2J", "\x07", "\u202eevil", "\x9b31m", "\r"])
def test_a_document_cannot_command_the_terminal(trick: str) -> None:
    shown = terminal.draw((Heading(trick), Prose(cell(trick)), Table(("a",), ((cell(trick),),))))
    assert trick[0] not in shown
    assert "\N{REPLACEMENT CHARACTER}" in shown


def test_what_a_row_is_about_is_never_broken_on_a_narrow_terminal() -> None:
    name = "nllb-200-distilled-600m"
    table = Table(("model", "licence"), ((cell(name), cell("words " * 20)),))
    assert name in terminal.draw((table,), width=40, colour=False)
    address = "https://example.org/" + "a" * 60
    lines = terminal.draw((Table(("url", "is"), ((cell(address), cell("kept")),)),), 40, False)
    assert max(map(len, lines.splitlines())) <= 40


def test_a_bar_in_html_has_the_tint_of_its_language() -> None:
    bar = Bar("body", (Share("en", "English", 0.75), Share("ko", "Korean", 0.25)), "en 75 %")
    shown = html.draw((Bars(("field", "languages"), (bar,)),), "Report")
    assert '<rect data-tint="0" x="0.000" width="75.000"' in shown
    assert '<rect data-tint="2" x="75.000" width="25.000"' in shown


def test_only_long_cells_in_html_may_break_anywhere() -> None:
    shown = html.draw((Table(("a", "b"), ((cell("cooperation"), cell("x" * 60)),)),), "Table")
    assert '<td dir="auto">cooperation</td>' in shown
    assert '<td class="long" dir="auto">xxx' in shown


def test_paragraphs_on_a_terminal_stand_apart_and_points_of_a_list_do_not() -> None:
    page = (Prose(cell("One.")), Prose(cell("Two.")), Bullets((cell("a"),)), Bullets((cell("b"),)))
    assert terminal.draw(page, colour=False) == "One.\n\nTwo.\n- a\n- b\n"


def test_an_empty_page_draws_nothing() -> None:
    assert terminal.draw(()) == ""


def test_markdown_keeps_a_table_a_table() -> None:
    shown = markdown.draw(PAGE)
    assert "| label | value |\n| --- | --- |\n| Título | a \\| b |" in shown
    assert "## notícias.txt" in shown
    assert "_body · en_" in shown


def test_html_names_the_language_of_every_run_and_escapes_text() -> None:
    page: Page = (*PAGE, Prose(cell("<script>alert(1)</script>", "en")))
    shown = html.draw(page, title="<t>")
    assert '<span lang="ko"' in shown
    assert "<script>alert" not in shown
    assert "&lt;script&gt;" in shown
    assert "<title>&lt;t&gt;</title>" in shown


def test_json_is_a_list_and_jsonl_a_record_a_line() -> None:
    shown = Shown("a.txt", [SentenceRecord(0, 0, 1, "é", "é")], ())
    record = {"index": 0, "start": 0, "end": 1, "text": "é", "shown": "é"}
    assert json.loads(compose([shown], "json")) == [record]
    assert json.loads(compose([shown, shown], "json")) == [record, record]
    line = json.dumps(record, ensure_ascii=False)
    assert compose([shown, shown], "jsonl").decode() == f"{line}\n{line}\n"


def test_a_document_is_written_in_its_own_format() -> None:
    assert compose([Shown("a.txt", [], PAGE, b"# T: x")], "text") == b"# T: x"
    assert b"<!doctype html>" in compose([Shown("a.txt", [], PAGE, b"# T: x")], "html")
    assert b"| label" in compose([Shown("a.txt", [], PAGE)], "markdown")


def test_several_pages_are_titled_one_is_not() -> None:
    one = Shown("a.txt", [], PAGE)
    assert b"## a.txt" not in compose([one], "markdown")
    assert b"## a.txt" in compose([one, one], "markdown", titled=True)


def test_a_file_is_written_whole_into_folders_that_are_made(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b.txt"
    write_atomic(target, b"one")
    write_atomic(target, b"two")
    assert target.read_bytes() == b"two"
    assert list(target.parent.iterdir()) == [target]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "b.txt"
    target.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match="No space left on device") as caught:
        write_atomic(target, b"new")
    assert caught.value.where == str(target)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_result_keeps_the_mode_of_the_file_it_replaces(tmp_path: Path) -> None:
    target = tmp_path / "b.txt"
    target.write_bytes(b"old")
    target.chmod(0o640)
    write_atomic(target, b"new")
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_marked_run_is_told_from_others_everywhere() -> None:
    page = (Prose((Run("Plain. "), Run("<Chosen>", mark=True))), Bullets((cell("One"),)))
    assert markdown.draw(page) == "Plain. **<Chosen>**\n\n- One\n"
    assert terminal.draw(page, colour=False) == "Plain. **<Chosen>**\n- One\n"
    assert "\x1b[1;7m<Chosen>" in terminal.draw(page, width=80, colour=True)
    drawn = html.draw(page, "x")
    assert "Plain. <mark>&lt;Chosen&gt;</mark>" in drawn
    assert '<ul><li dir="auto">One</li></ul>' in drawn
