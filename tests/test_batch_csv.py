"""Columns of tables: added as a stream, whatever happens on the way."""

import csv
import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from mlsum.batch.csvcolumns import Columns, Progress, translate_columns, translate_stream
from mlsum.cli import app
from mlsum.core.errors import (
    EncodingError,
    FormatError,
    InputError,
    MlsumError,
    OutputError,
    UsageError,
)
from mlsum.core.lang import Lang
from mlsum.formats.tables import by_columns, dialect_of, rows
from mlsum.translation import Options

TABLE = (
    'id,title,text\r\n1,"The ""talks"", again","It was late.\nVery late."\r\n2,Nobody came,-5\r\n'
)


def echo(*names: str, to: str = "pt") -> Columns:
    return Columns(names, Options(Lang(to), Lang("en"), engine="echo"))


def silent(_: Progress) -> None:
    pass


def translated(data: bytes, *names: str, to: str = "pt") -> bytes:
    out = io.BytesIO()
    translate_stream(io.BytesIO(data), out, echo(*names, to=to), silent)
    return out.getvalue()


def table(data: bytes, delimiter: str = ",") -> list[list[str]]:
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_new_columns_stand_behind_and_old_cells_are_to_the_byte() -> None:
    new = translated(TABLE.encode(), "title", "text")
    read = table(new)
    assert read[0] == ["id", "title", "text", "title_pt", "text_pt"]
    assert [row[:3] for row in read] == table(TABLE.encode())
    assert "talks" in read[1][3]
    assert "\n" in read[1][4]
    assert read[2][4] == "-5"
    assert new.startswith(b'id,title,text,title_pt,text_pt\r\n1,"The ""talks"", again","It was')
    assert new.endswith(b"\r\n")


@pytest.mark.parametrize(
    ("text", "delimiter", "newline"),
    [
        ("a;b\nx, y;z\n", ";", "\n"),
        ("a\tb\r\nx, y\tz\r\n", "\t", "\r\n"),
        ("a|b\rx|z\r", "|", "\r"),
        ("title\nOne, two\n", ",", "\n"),
        ("", ",", "\n"),
    ],
)
def test_delimiter_and_line_ends_are_those_of_the_file(
    text: str, delimiter: str, newline: str
) -> None:
    dialect = dialect_of(io.BytesIO(text.encode()), "t.csv")
    assert (dialect.delimiter, dialect.newline) == (delimiter, newline)


def test_the_name_tells_tabs() -> None:
    assert dialect_of(io.BytesIO(b"a,b\n1,2\n"), "t.tsv").delimiter == "\t"


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("latin-1", b"")],
)
def test_encoding_and_byte_order_mark_stay(encoding: str, bom: bytes) -> None:
    data = bom + "id;título\n1;É já amanhã que começa.\n".encode(encoding)
    new = translated(data, "título", to="es")
    assert new.startswith(bom + "id;título;título_es\n1;É já".encode(encoding))


def test_korean_tables_are_read_in_their_encoding() -> None:
    data = "번호,제목\n1,국방부 장관이 대표들을 만났다\n2,아무도 오지 않았다고 했다\n".encode(
        "cp949"
    )
    assert "제목_pt".encode("cp949") in translated(data, "제목")


def test_bytes_in_no_encoding_are_told() -> None:
    with pytest.raises(EncodingError):
        translated(b"a,b\n" + b"x,\x81\x8d\x8f\x90\xff\xfe\n" * 3, "a")


def test_letters_that_the_encoding_lacks_are_told() -> None:
    data = "título,país\nÉ já amanhã que começa,Coreia do Sul\n".encode("latin-1")
    out = io.BytesIO()
    columns = Columns(("país",), Options(Lang("ko"), engine="echo"))
    with pytest.raises(OutputError, match="line 2: latin-1 has no letter"):
        translate_stream(io.BytesIO(data), out, columns, silent)


@pytest.mark.parametrize(
    ("cell", "new"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+55 11 99", "+55 11 99"),
        ("-5.3", "-5.3"),
        ("@handle", "'@handle"),
        ("- a point", "'-"),
        ("", ""),
    ],
)
def test_no_new_cell_is_a_formula(cell: str, new: str) -> None:
    out = io.BytesIO()
    data = f"id,title\n1,{cell}\n".encode()
    done = translate_stream(io.BytesIO(data), out, echo("title"), silent)
    assert table(out.getvalue())[1][2].startswith(new)
    assert done.formulas == new.startswith("'")


def test_no_new_column_is_a_formula() -> None:
    assert translated(b"=cmd,b\nx y z,2\n", "=cmd").startswith(b"=cmd,b,'=cmd_pt")


def test_short_rows_are_filled_up_and_blank_ones_stay() -> None:
    new = translated(b"a,b,c\n1\n\n2,x y z,3", "b")
    assert new.split(b"\n")[:3] == [b"a,b,c,b_pt", b"1,,,", b""]
    assert not new.endswith(b"\n")


@pytest.mark.parametrize(
    ("data", "names", "error", "message"),
    [
        (b"a,b\n1,2\n", ("c",), UsageError, "no column c"),
        (b"a,a_pt\n1,2\n", ("a",), UsageError, "a_pt already"),
        (b"a,b\n1,2,3\n", ("a",), FormatError, "line 2 has 3 cells"),
        (b'a,b\n1,2\n3,"x\n\n', ("a",), FormatError, "begins on line 3 is never closed"),
        (b"a,b\n1,2\n" + b"x" * 200_000 + b",y\n", ("a",), FormatError, "line 3 is no row"),
        (b"", ("a",), InputError, "no head"),
    ],
)
def test_broken_tables_say_what_and_where(
    data: bytes, names: tuple[str, ...], error: type[MlsumError], message: str
) -> None:
    with pytest.raises(error, match=message):
        translated(data, *names)


def large(path: Path, count: int = 150) -> Path:
    lines = [f'{i},"Line {i} of the talks,\nand {i} more","x{i}"\n' for i in range(count)]
    path.write_text("id,title,note\n" + "".join(lines))
    return path


class Stop(Exception):
    pass


@pytest.mark.parametrize("cut", [0, 1, 200])
def test_a_stopped_run_goes_on_and_ends_with_the_same_bytes(tmp_path: Path, cut: int) -> None:
    source = large(tmp_path / "t.csv")
    whole = translate_columns(source, tmp_path / "whole.csv", echo("title"), silent)
    assert (whole.rows, whole.resumed) == (150, 0)

    def stopped(progress: Progress) -> None:
        if progress.rows >= 128:
            raise Stop

    output = tmp_path / "out.csv"
    with pytest.raises(Stop):
        translate_columns(source, output, echo("title"), stopped)
    (part,) = tmp_path.glob(".out.csv.*.part")
    part.write_bytes(part.read_bytes()[: -cut or None])  # as a fall of the machine may leave it
    again = translate_columns(source, output, echo("title"), silent)
    assert again.resumed == (64 if cut else 128)
    assert again.rows == 150
    assert output.read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert not list(tmp_path.glob("*.part"))
    assert not list(tmp_path.glob(".*.part"))


def test_another_job_begins_anew(tmp_path: Path) -> None:
    source = large(tmp_path / "t.csv", 100)

    def stopped(_: Progress) -> None:
        raise Stop

    with pytest.raises(Stop):
        translate_columns(source, tmp_path / "out.csv", echo("title"), stopped)
    done = translate_columns(source, tmp_path / "out.csv", echo("note"), silent)
    assert done.resumed == 0
    source.write_text(source.read_text() + "100,b,c\n")
    done = translate_columns(source, tmp_path / "out.csv", echo("title"), silent)
    assert (done.resumed, done.rows) == (0, 101)


def test_a_row_is_never_held_with_all_others(tmp_path: Path) -> None:
    source = tmp_path / "t.csv"
    with source.open("w") as file:
        file.write("id,title\n")
        file.writelines(f"{i},{'same words ' * 20}\n" for i in range(20_000))
    with source.open("rb") as file:
        tracemalloc.start()
        dialect = dialect_of(file, "t.csv")
        text = io.TextIOWrapper(file, dialect.encoding, newline="")
        assert sum(1 for _ in rows(text, dialect, "t.csv")) == 20_001
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < source.stat().st_size


cells = st.text(alphabet='ab ,;"\n\ré', max_size=8)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5), st.sampled_from(["\n", "\r\n"]))
def test_every_table_keeps_its_cells(given: list[tuple[str, str]], newline: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=newline).writerows([("one", "two"), *given])
    text = out.getvalue()
    dialect = dialect_of(io.BytesIO(text.encode()), "t.csv")
    read = list(rows(io.StringIO(text, newline=""), dialect, "t.csv"))
    assert "".join(row.text + row.newline for row in read) == text
    if dialect.delimiter == ",":
        found = [row.cells for row in read if row.cells]
        assert found == [
            tuple(row) for row in table(text.encode()) if len(row) > 1 or "".join(row).strip()
        ]


def test_the_command_writes_beside_and_over_nothing(tmp_path: Path) -> None:
    source = tmp_path / "t.csv"
    source.write_text(TABLE, newline="")
    command = ["translate", str(source), "--columns", "title", "--to", "pt", "--engine", "echo"]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0
    assert (tmp_path / "t.pt.csv").read_bytes().startswith(b"id,title,text,title_pt\r\n")
    assert "2 rows done" in done.stderr
    with pytest.raises(OutputError, match="already exists"):
        CliRunner().invoke(app, command, catch_exceptions=False)
    piped = CliRunner().invoke(
        app, ["translate", "-", *command[2:]], input=TABLE.encode(), catch_exceptions=False
    )
    assert piped.stdout_bytes == (tmp_path / "t.pt.csv").read_bytes()
    for wrong in (["--format", "json"], ["--fields", "title"], [str(tmp_path / "a.docx")]):
        with pytest.raises(UsageError):
            CliRunner().invoke(app, [*command, *wrong], catch_exceptions=False)
    gone = [command[0], str(tmp_path / "none.csv"), *command[2:]]
    with pytest.raises(InputError):
        CliRunner().invoke(app, gone, catch_exceptions=False)


@pytest.mark.parametrize(
    "named",
    ["Name, given", "Name,given", '"Name, given"', 'note,"Name, given"', "Name, given,note"],
)
def test_a_column_may_have_a_comma_in_its_name(named: str, tmp_path: Path) -> None:
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text('"Name, given";note\nthe house;the garden\n', encoding="utf-8")
    command = ["translate", str(source), "--columns", named, "--to", "pt", "--engine", "echo"]
    done = CliRunner().invoke(app, [*command, "-o", str(output)])
    assert not done.exit_code, done.output
    head = output.read_text(encoding="utf-8").splitlines()[0]
    assert "Name, given_pt" in head
    assert ("note_pt" in head) is ("note" in named)


def test_the_command_that_is_proposed_has_the_names_as_they_are() -> None:
    text = '"Name, given";note of it;more\n'
    assert by_columns("a.csv", text, "pt").split("--columns ")[1] == (
        "'\"Name, given\",note of it,more' --to pt"
    )
