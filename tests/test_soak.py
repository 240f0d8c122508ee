"""The soak counts what it must, and a short one finds nothing lost."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pace import PATIENCE

SOAK = Path(__file__).parents[1] / "scripts" / "soak"
sys.path.insert(0, str(SOAK))

from figures import Figures, Standing  # noqa: E402
from material import LETHAL, Made, Maker  # noqa: E402

GOOD = Made("a.txt", b"A.")
KILLS = Made("b.txt", b"B.", "killsworker")


def stands(
    status: str = "translated", error: str = "", text: bytes = b"1", records: int = 1
) -> Standing:
    lines = {"jsonl": [text.decode()] * records}
    outputs = {} if status == "failed" else {"": text}
    return Standing(status, error, outputs, lines)


@pytest.mark.parametrize(
    ("made", "got", "good", "count"),
    [
        (GOOD, stands(), stands(), "done"),
        (GOOD, None, stands(), "lost"),
        (GOOD, stands("failed", "a worker process died"), stands(), "lost"),
        (GOOD, stands(records=0), stands(), "lost"),
        (GOOD, stands(records=2), stands(), "doubled"),
        (GOOD, stands(text=b"half"), stands(), "differing"),
        (GOOD, stands(), stands("failed", "empty"), "differing"),
        (GOOD, stands("failed", "empty"), stands("failed", "empty"), "failed"),
        (GOOD, stands("failed", ""), stands("failed", "empty"), "lost"),
        (KILLS, stands("failed", LETHAL["killsworker"]), None, "failed"),
        (KILLS, stands("failed", "empty"), None, "lost"),
        (KILLS, stands(), None, "differing"),
    ],
)
def test_a_document_is_done_or_failed_as_it_must_or_a_problem(
    made: Made, got: Standing | None, good: Standing | None, count: str
) -> None:
    figures = Figures("batch")
    figures.compare([made], {made.name: got} if got else {}, {made.name: good} if good else {})
    assert (figures.given, getattr(figures, count) > 0) == (1, True)
    assert bool(figures.problems) == (count not in ("done", "failed"))


def test_what_belongs_to_no_document_was_left_behind(tmp_path: Path) -> None:
    names = ("a.pdf", "a.pdf.md", "a.pdf.summary.txt", "n/b.txt", "dataset.jsonl")
    for name in (*names, ".b.txt.x7", "n/c.txt", ".mlsum-scratch/stream"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    figures = Figures("batch")
    figures.leftovers(tmp_path, ["a.pdf", "n/b.txt"])
    assert figures.left == 3


def test_the_same_seed_makes_the_same_documents_and_no_two_alike() -> None:
    one, two = ([maker.document() for _ in range(60)] for maker in (Maker(5), Maker(5)))
    assert one == two
    assert len({made.data for made in one if len(made.data) > 10}) > 50
    assert {made.name.rpartition(".")[2] for made in one} > {"txt", "html", "docx", "epub"}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="it looks for processes in /proc")
def test_a_short_soak_loses_nothing(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    command = [sys.executable, SOAK, "--seconds", "25", "--seed", "11", "--out", page]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    rows = re.findall(r"(?m)^\| (.+?) \| (\d+) \| (\d+) \| (\d+) \|$", page.read_text())
    counts = {title: [int(one) for one in row] for title, *row in rows}
    assert all(counts["documents given in"])
    assert all(row == [0, 0, 0] for title, row in counts.items() if title.startswith("**"))
    assert "SIGTERM with jobs in hand" in page.read_text()
