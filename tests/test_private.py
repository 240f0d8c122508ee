"""What is read here stays here: no connection, no trace of a document but in its results."""

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from pace import PATIENCE

from mlsum import cli

SECRET = "Xylographer Quixotic"
# urllib3 makes a socket when it loads, to see whether there is IPv6, and closes it: what counts is
# to connect, to listen, to send, or to look up a name.
TRAP = """
import os, socket
def _spring(what):
    def method(self, *args):
        if getattr(self, "family", None) == socket.AF_UNIX:
            return getattr(super(socket.socket, self), what)(*args)
        with open(os.environ["TRAP_SIGN"], "a") as sign:
            sign.write(f"{what} {args}\\n")
        raise OSError("the network is trapped")
    return method
for _what in ("connect", "connect_ex", "listen", "sendto", "sendmsg"):
    setattr(socket.socket, _what, _spring(_what))
socket.getaddrinfo = lambda *args, **_: _spring("getaddrinfo")(None, *args)
"""
COMMANDS = (
    "detect a.txt b.html",
    "detect a.txt --detector langdetect",
    "plan a.txt --to ko",
    "translate a.txt --to pt",
    "translate a.txt --to ko -f html -o a.ko.html",
    "summarize a.txt --to pt",
    "keywords a.txt --to ko",
    "batch in --out out --to pt --summarize --workers 2",
    "memory info",
    "models list",
    "models verify",
    "formats",
    "doctor",
)
SWITCHES = {
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ORT_DISABLE_TELEMETRY": "1",
    "RAY_USAGE_STATS_ENABLED": "0",
}
RUN = """
import sys
from typer.testing import CliRunner
from mlsum.cli import app
if __name__ == "__main__":
    for command in sys.stdin.read().splitlines():
        done = CliRunner().invoke(app, command.split())
        print(command, "=>", done.exit_code, repr(done.exception))
"""


@pytest.fixture
def work(tmp_path: Path) -> Path:
    text = (
        f"# Title: The {SECRET} met the minister\n>Date: 2023-12-13\n\nThe {SECRET} spoke today.\n"
    )
    (tmp_path / "a.txt").write_text(text)
    (tmp_path / "b.html").write_text(f"<html><body><p>The {SECRET} spoke.</p></body></html>")
    (tmp_path / "in").mkdir()
    for number in range(3):
        (tmp_path / f"in/{number}.txt").write_text(text)
    for folder in ("trap", "temp", "home", "user"):
        (tmp_path / folder).mkdir()
    (tmp_path / "trap/sitecustomize.py").write_text(TRAP)
    (tmp_path / "run.py").write_text(RUN)
    return tmp_path


def start(work: Path, commands: str, *under: str) -> "subprocess.CompletedProcess[str]":
    # What this process has switched off by its import of mlsum, that one must switch off itself.
    inherited = {name: it for name, it in os.environ.items() if name not in SWITCHES}
    settings = {
        **inherited,
        "PYTHONPATH": f"{work / 'trap'}{os.pathsep}{Path(__file__).parents[1]}",
        "TRAP_SIGN": str(work / "sign"),
        "TMPDIR": str(work / "temp"),
        "MLSUM_HOME": str(work / "home"),
        "HOME": str(work / "user"),
    }
    return subprocess.run(
        [*under, sys.executable, "run.py"],
        input=commands,
        cwd=work,
        env=settings,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def test_no_command_connects_but_those_that_must(work: Path) -> None:
    done = start(work, "\n".join(COMMANDS))
    assert not (work / "sign").exists(), (work / "sign").read_text()
    lines = done.stdout.splitlines()
    assert [line.partition(" =>")[0] for line in lines] == list(COMMANDS), done.stderr
    assert all(line.split(" => ")[1][0] in "013" for line in lines), done.stdout
    # The only other places that hold the text are its results and the memory, which is private.
    assert SECRET not in done.stderr
    left = [path for path in (work / "temp").rglob("*") if path.is_file()]
    assert not [path for path in left if SECRET.encode() in path.read_bytes()]
    # A library that tells its makers of its use keeps a number for this machine, and a queue.
    assert not [path for path in (work / "user").rglob("*") if path.is_file()]


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_nor_does_any_library_behind_our_back(work: Path) -> None:
    calls = work / "calls"
    trace = ("strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", str(calls))
    readers = ["a.txt", *(["b.html"] if find_spec("trafilatura") else [])]
    commands = ["translate a.txt --to pt", "keywords a.txt", *(f"summarize {r}" for r in readers)]
    done = start(work, "\n".join(commands), *trace)
    assert done.stdout.count("=> 0") == len(commands), done.stdout + done.stderr
    # What asks the kernel for a list of addresses (AF_NETLINK) asks nobody else.
    assert not re.search(r"sa_family=AF_INET", calls.read_text())


def test_the_trap_springs(work: Path) -> None:
    start(work, "models pull firefox-en-ko --from http://127.0.0.1:9/records.json")
    assert (work / "sign").exists()


def test_libraries_that_would_tell_are_told_not_to() -> None:
    assert {name: os.environ[name] for name in SWITCHES} == SWITCHES


def test_a_crash_quotes_no_document(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def crash(**_: object) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr(cli, "app", crash)
    monkeypatch.setattr(sys, "argv", ["mlsum"])
    with pytest.raises(SystemExit):
        cli.main()
    assert SECRET not in capsys.readouterr().err


def test_the_memory_is_nobody_elses_business(work: Path) -> None:
    start(work, "translate a.txt --to pt")
    memory = work / "home/memory.sqlite"
    assert memory.stat().st_mode & 0o077 == 0
