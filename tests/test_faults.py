"""The unluckiest user: a full disk, a reader that leaves, a locale of long ago, a mad clock."""

import errno
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from pace import PATIENCE

from mlsum import cli
from mlsum.batch import Job, run_job
from mlsum.cli import outputs
from mlsum.core.errors import OutputError, UsageError
from mlsum.core.lang import Lang
from mlsum.translation import Options
from mlsum.writers.files import write_atomic

MLSUM = [sys.executable, "-m", "mlsum"]
PT = Lang("pt")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for number in range(20):
        text = f"# Title: The minister met {number} of them\n>B: c\n\nThe talks begin in Seoul.\n"
        (tmp_path / f"in/{number:02}.txt").write_text(text)
    return tmp_path


def start(*args: object, **settings: object) -> "subprocess.Popen[bytes]":
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([*MLSUM, *map(str, args)], **{**pipes, **settings})  # type: ignore[call-overload, no-any-return]


def job(news: Path, **more: object) -> Job:
    return Job([str(news / "in")], news / "out", Options(PT, engine="echo"), **more)  # type: ignore[arg-type]


def results(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.glob("*.txt")}


def test_a_disk_that_fills_up_leaves_whole_files_and_the_way_on(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    write_atomic(target, b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(OutputError, match="cannot write") as caught:
            write_atomic(target, b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert caught.value.hint
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert target.read_bytes() == b"old"


def test_two_runs_on_one_folder_are_one_too_many(news: Path) -> None:
    from filelock import FileLock

    (news / "out").mkdir()
    with FileLock(news / "out/.mlsum-lock"), pytest.raises(UsageError, match="another run"):
        run_job(job(news))


def test_a_run_that_is_told_to_end_goes_on_where_it_was(news: Path) -> None:
    options = ["--out", news / "out", "--to", "pt", "--engine", "echo", "--batch-size", 1]
    running = start("batch", news / "in", *options)
    end = time.monotonic() + PATIENCE
    while not results(news / "out") and time.monotonic() < end:
        time.sleep(0.05)
    running.terminate()
    running.communicate(timeout=PATIENCE)
    assert all(text.endswith(b"\n") for text in results(news / "out").values())
    assert run_job(job(news)).failed == 0
    assert len(results(news / "out")) == 20


def test_a_clock_that_goes_backwards_loses_nothing(
    news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = iter(range(10**9, 0, -1000))
    monkeypatch.setattr(time, "time", lambda: float(next(now)))
    assert run_job(job(news)).worked == 20
    assert run_job(job(news)).fresh == 20


@pytest.mark.parametrize("locale", ["C", "POSIX", "ko_KR.EUC-KR", "nonsense"])
def test_the_locale_changes_nothing(locale: str, tmp_path: Path) -> None:
    path = tmp_path / "기사.txt"
    path.write_text(
        "# 제목: 장관이 서울에 도착했다\n>언어: ko\n\n장관은 서울에서 회담했다.\n", "utf-8"
    )
    settings = {**os.environ, "LC_ALL": locale, "LANG": locale}
    shown, said = start("detect", path, env=settings).communicate(timeout=PATIENCE)
    assert "장관이 서울에 도착했다" in shown.decode(), said
    assert said == b""


def test_windows_line_ends_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"# Title: The minister met\r\n>Date: 2023-12-13\r\n\r\nThe talks begin.\r\n")
    out = tmp_path / "b.txt"
    start("translate", path, "--to", "pt", "-o", out).communicate(timeout=PATIENCE)
    data = out.read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") == 4


def test_a_reader_that_leaves_early_hears_no_complaint(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The minister met the delegation.\n" * 20_000)
    running = start("translate", path, "--to", "en")
    assert running.stdout is not None
    running.stdout.read(10)
    running.stdout.close()
    assert running.stderr is not None
    with running.stderr:
        said = running.stderr.read()
    running.wait(timeout=PATIENCE)
    assert b"Traceback" not in said
    assert b"Exception" not in said


def test_nobody_to_tell_is_no_reason_to_fail(news: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)  # what is written to standard error goes nowhere
    done = start("translate", news / "in/00.txt", "--to", "ko", "--engine", "none", stderr=writer)
    os.close(writer)
    shown, _ = done.communicate(timeout=PATIENCE)
    assert b"The talks begin in Seoul." in shown


def test_a_standard_error_that_is_full_is_not_waited_for_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outputs, "_PATIENCE", 0.05)
    monkeypatch.setattr(outputs, "_deaf", threading.Event())
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb"), os.fdopen(writer, "w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stderr", full)
        outputs.say("heard")
        assert os.read(reader, 100) == b"heard\n"
        outputs.say("한" * 100_000)  # more than a pipe holds
        started = time.monotonic()
        for _ in range(1000):
            outputs.say("never heard")
        # Far less than 1000 times the patience.
        assert time.monotonic() - started < 1000 * 0.05 / 4
        monkeypatch.undo()


@pytest.mark.parametrize("error", [errno.EINVAL, errno.ENOTSUP, errno.ENOSYS])
def test_a_share_that_cannot_sync_holds_results_all_the_same(
    error: int, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fsync(_: int) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(os, "fsync", fsync)
    assert run_job(job(news)).worked == len(results(news / "out")) == 20


def test_a_disk_that_fails_to_sync_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fsync(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OutputError, match="Input/output error"):
        write_atomic(tmp_path / "a.txt", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_leads_to_another_disk_is_written_to(
    news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def renamed(self: Path, target: Path) -> Path:
        if self.parent != target.parent:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", renamed)
    assert run_job(job(news)).worked == len(results(news / "out")) == 20


@pytest.mark.parametrize("error", [errno.EXDEV, errno.ENOTSUP, errno.EPERM])
def test_a_share_that_cannot_rename_is_told_of_and_nothing_is_left(
    error: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def renamed(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    (tmp_path / "a.txt").write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", renamed)
    with pytest.raises(OutputError, match=os.strerror(error)) as told:
        write_atomic(tmp_path / "a.txt", b"new")
    assert told.value.hint
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


@pytest.mark.parametrize("closed", [0, 1, 2])
@pytest.mark.parametrize("command", ["detect -", "batch in --out out --to pt --engine echo"])
def test_a_stream_that_is_closed_loses_no_file_and_makes_no_bug(
    command: str, closed: int, news: Path
) -> None:
    pipes = [subprocess.PIPE] * 3
    pipes[closed] = None  # type: ignore[call-overload]
    done = subprocess.Popen(
        ["sh", "-c", f'exec "$@" {closed}>&-', "sh", *MLSUM, *command.split()],
        stdin=pipes[0],
        stdout=pipes[1],
        stderr=pipes[2],
        cwd=news,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )
    given = b"The talks begin in Seoul." if closed else None
    said = done.communicate(given, timeout=PATIENCE)[1] or b""
    assert b"unexpected" not in said
    assert b"ignored" not in said
    if command.startswith("batch"):
        assert done.returncode in (0, 1)  # an echo of a few words is not translated
        assert len(results(news / "out")) == 20
    else:  # nothing to read; nowhere to write; nobody to tell
        assert done.returncode == (2, 1, 0)[closed]
        assert closed == 2 or len(said.splitlines()) == 2


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MemoryError(), "out of memory"),
        (OSError(errno.EMFILE, "Too many open files", "a.txt"), "a.txt: Too many open files"),
    ],
)
def test_what_the_machine_lacks_is_no_bug(
    error: Exception,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def lacking(**_: object) -> None:
        raise error

    monkeypatch.setattr(cli, "app", lacking)
    monkeypatch.setattr(sys, "argv", ["mlsum"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    told = capsys.readouterr().err
    assert ended.value.code == 1
    assert said in told
    assert "a bug" not in told
    assert len(told.splitlines()) == 2


@pytest.mark.parametrize("command", ["--help", "detect a.txt", "models list", "formats"])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_an_output_without_room_is_told_in_two_lines(command: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The talks begin in Seoul.")
    with Path("/dev/full").open("wb") as full:
        done = start(*command.split(), stdout=full, cwd=tmp_path)
        said = done.communicate(timeout=PATIENCE)[1].decode()
    assert done.returncode == 1
    assert len(said.splitlines()) == 2
    assert "No space left" in said
