"""What a terminal of 80 columns shows for the commands that README names, with and without colour.

Each transcript is compared with a file that was read by a person. What may differ between machines
(versions, times, sizes, paths, what a model writes) is masked on both sides. To write the files
anew: `MLSUM_WRITE_GOLDEN=1 pytest tests/test_transcripts.py`, then read them.
"""

import os
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
ROOT = Path(__file__).parents[1]
GOLDEN = Path(__file__).parent / "golden" / "transcripts"
SAMPLE = "000_6d34a9a495decccd.txt"
FIELDS = "title,date,type,url,source,language,aggregator"
COMMANDS = {
    "detect": ["detect", SAMPLE, "--fields", FIELDS],
    "detect-words": ["detect", "Bom dia a todos os leitores. 안녕하세요, 여러분."],
    "translate-korean": ["translate", SAMPLE, "--to", "ko", "--fields", "date,source,language"],
    "translate": ["translate", SAMPLE, "--to", "pt", "--fields", "date,type,source,language"],
    "translate-missing": ["translate", "korean.txt", "--to", "pt"],
    "plan": ["plan", SAMPLE, "--to", "pt", "--fields", FIELDS],
    "summarize": ["summarize", SAMPLE, "--sentences", "2"],
    "keywords": ["keywords", SAMPLE, "--count", "5"],
    "batch": ["batch", "news", "--out", "out", "--to", "pt", "--fields", "date,source"],
    "models-show": ["models", "show", "firefox-en-pt"],
    "no-such-file": ["translate", "articel.txt", "--to", "pt"],
    "no-such-option": ["translate", SAMPLE, "--too", "pt"],
    "no-such-language": ["translate", SAMPLE, "--to", "portugese"],
}
COLOURED = ("detect", "detect-words", "plan", "translate", "no-such-file")
MASKS = [
    (r"\d+(?:\.\d+)? (?:ms|s|min)\b", "0 s"),
    (r"\d+(?:\.\d+)? (?:a|per) second", "0 per second"),
    (r"\b0\.\d\d\b", "0.00"),
    (r"\d+(?:\.\d+)? ?(?:kB|MB|GB)\b", "0 MB"),
    (r"firefox:enpt\s*-\d+|[a-z]{4}-\d{8,}", "MODEL"),
    (r"(folder|version|licence|link|memory): .*", r"\1: …"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "seeds" / SAMPLE, tmp_path)
    (tmp_path / "news").mkdir()
    shutil.copy(ROOT / "seeds" / SAMPLE, tmp_path / "news")
    korean = "제목: 국방장관 나토 방문\n\n국방부 장관이 오늘 브뤼셀에서 나토 사무총장을 만났다.\n"
    (tmp_path / "korean.txt").write_text(korean, encoding="utf-8")
    return tmp_path


def terminal(arguments: list[str], folder: Path, colour: bool) -> str:
    """What a terminal of 80 columns shows of a command, its messages, and its exit code.

    Messages go through a pipe, since a terminal also gets progress, which depends on time.
    """
    import fcntl
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MLSUM", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "CI", "GITHUB"))
    }
    environment |= {"HOME": str(folder / "home"), "XDG_DATA_HOME": str(folder / "home/data")}
    environment |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    environment |= {} if colour else {"NO_COLOR": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "mlsum", *arguments],
        cwd=folder, stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE,
        env=environment,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    _, messages = process.communicate(timeout=60)
    code = process.returncode
    return (
        f"{masked(shown.decode())}--- messages\n{masked(messages.decode())}--- exit code {code}\n"
    )


def masked(text: str) -> str:
    text = text.replace("\r\n", "\n")
    for pattern, new in MASKS:
        text = re.sub(pattern, new, text)
    return text


@pytest.mark.parametrize(
    ("name", "colour"),
    [*((name, False) for name in COMMANDS), *((name, True) for name in COLOURED)],
)
def test_a_terminal_shows_what_was_read_and_approved(name: str, colour: bool, folder: Path) -> None:
    shown = terminal(COMMANDS[name], folder, colour)
    golden = GOLDEN / f"{name}{'.colour' if colour else ''}.txt"
    if os.environ.get("MLSUM_WRITE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(shown.replace("\x1b", "␛"), encoding="utf-8")
    assert shown.replace("\x1b", "␛") == golden.read_text(encoding="utf-8")
