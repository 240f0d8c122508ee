"""Files and folders that a person may not read or write: named, and no reason to lose others."""

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mlsum.batch import Job, run_job
from mlsum.cli import app
from mlsum.core.errors import MlsumError, OutputError
from mlsum.core.lang import Lang
from mlsum.translation import Options

pytestmark = pytest.mark.skipif(
    os.name != "posix" or (os.geteuid() == 0 and sys.platform != "linux"),
    reason="permissions are those of Unix, and only Linux lets root do without its privileges",
)
ARTICLE = "# Title: The minister met {n} of them\n>Date: 2024-05-01\n\nThe talks begin in Seoul.\n"
CAPABILITIES = 0x20080522  # _LINUX_CAPABILITY_VERSION_3
OVERRIDES = 0b110  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH


def effective(without: int = 0) -> None:
    """Let this thread use the capabilities that it has, but for some."""
    libc = ctypes.CDLL(None, use_errno=True)
    header, data = (ctypes.c_uint32 * 2)(CAPABILITIES, 0), (ctypes.c_uint32 * 6)()
    assert libc.capget(header, data) == 0
    data[0] = data[1] & ~without  # effective and permitted ones
    assert libc.capset(header, data) == 0


@contextmanager
def person() -> Iterator[None]:
    """Be bound by the permissions of files for a while, as everybody but root always is.

    Root stays the owner of its files: a checkout that nobody else may enter can still be read.
    """
    if os.geteuid() != 0:
        yield
        return
    effective(without=OVERRIDES)
    try:
        Path(__file__).read_bytes()
    except PermissionError:
        effective()
        pytest.skip("this checkout belongs to somebody else, who lets nobody read it")
    try:
        yield
    finally:
        effective()


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with documents, which is also where mlsum keeps what it remembers."""
    folder = Path(tempfile.mkdtemp(prefix="mlsum-person-"))
    monkeypatch.setenv("MLSUM_HOME", str(folder / "mlsum"))
    monkeypatch.chdir(folder)
    (folder / "in" / "sub").mkdir(parents=True)
    for place in ("1.txt", "2.txt", "sub/3.txt"):
        (folder / "in" / place).write_text(ARTICLE.format(n=place[-5]))
    yield folder
    for path in folder.rglob("*"):
        if path.is_dir():
            path.chmod(0o700)
    shutil.rmtree(folder)


def job(home: Path, **more: object) -> Job:
    given = {"inputs": [str(home / "in")], "out": home / "out", **more}
    return Job(options=Options(Lang("pt"), engine="echo"), **given)  # type: ignore[arg-type]


def mlsum(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def shut(path: Path, mode: int = 0o500) -> None:
    """Make a folder, if there is none, and take rights from its owner."""
    if not path.exists():
        path.mkdir(parents=True)
    path.chmod(mode)


def test_a_batch_names_a_folder_that_it_may_not_write_to(home: Path) -> None:
    shut(home / "out")
    with person(), pytest.raises(OutputError, match="Permission denied") as told:
        run_job(job(home))
    assert told.value.where == str(home / "out")
    assert list((home / "out").iterdir()) == []


def test_a_part_of_the_output_that_is_shut_keeps_no_other_from_its_place(home: Path) -> None:
    shut(home / "out")
    (home / "out").chmod(0o700)
    shut(home / "out" / "sub")
    with person():
        totals = run_job(job(home))
        assert totals.failures == (("sub/3.txt", "cannot write: Permission denied"),)
        assert {path.name for path in (home / "out").glob("*.txt")} == {"1.txt", "2.txt"}
        (home / "out" / "sub").chmod(0o700)
        assert run_job(job(home, retry_failed=True)).failed == 0


@pytest.mark.parametrize(
    ("place", "reason"),
    [("2.txt", "cannot be read: Permission denied"), ("sub", "this folder cannot be read")],
)
def test_a_batch_tells_what_it_may_not_read_and_does_the_others(
    home: Path, place: str, reason: str
) -> None:
    (home / "in" / place).chmod(0)
    with person():
        totals = run_job(job(home))
    assert totals.failures == ((place, reason),)
    assert totals.worked == 2


@pytest.mark.parametrize("command", ["detect", "summarize"])
def test_a_command_names_a_file_that_it_may_not_read(home: Path, command: str) -> None:
    (home / "in/1.txt").chmod(0)
    with person():
        done = mlsum(command, "in/1.txt")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "in/1.txt: this file may not be read" in done.stderr
    assert "hint: " in done.stderr


def test_a_command_names_a_folder_that_it_may_not_write_to(home: Path) -> None:
    shut(home / "shut")
    with person(), pytest.raises(OutputError, match="cannot write: Permission denied") as told:
        mlsum("translate", "in/1.txt", "--to", "pt", "--engine", "echo", "-o", "shut/x.txt")
    assert told.value.where == "shut/x.txt"
    assert told.value.hint


@pytest.mark.parametrize("mode", [0, 0o500])
def test_a_store_that_is_shut_keeps_nobody_from_a_result(home: Path, mode: int) -> None:
    """Neither the memory nor the list of installed models is needed for one."""
    shutil.rmtree(home / "mlsum", ignore_errors=True)
    shut(home / "mlsum", mode)
    with person():
        done = mlsum("translate", "in/1.txt", "--to", "pt", "--engine", "echo")
    assert done.exit_code in (0, 1)
    assert "[pt] The talks begin in Seoul." in done.stdout


@pytest.mark.parametrize("mode", [0, 0o500])
@pytest.mark.parametrize(
    "command", [["doctor"], ["models", "list"], ["memory", "info"], ["memory", "clear"]]
)
def test_who_asks_for_a_shut_store_is_told(home: Path, command: list[str], mode: int) -> None:
    shutil.rmtree(home / "mlsum", ignore_errors=True)
    shut(home / "mlsum", mode)
    with person(), suppress(MlsumError):
        assert mlsum(*command).exit_code in (0, 1, 2, 3)
