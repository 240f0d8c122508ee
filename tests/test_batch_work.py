"""What a document comes to does not depend on the documents it was worked on with."""

import json
import random
from functools import lru_cache
from pathlib import Path

import pytest

from mlsum.batch import Job, run_job
from mlsum.core.document import SummaryOptions
from mlsum.core.lang import Lang
from mlsum.engines import availability
from mlsum.formats import parse_bytes, render_bytes
from mlsum.translation import Options, run, summarize_document

EN, PT = Lang.parse("en"), Lang.parse("pt")
pytestmark = pytest.mark.skipif(
    availability(EN, PT, "firefox").error is not None, reason="the embedded models do not run here"
)
WHO = ("The council", "A young engineer", "The museum of the old town", "Our school")
DID = ("opened", "has repaired", "will never again sell", "described")
WHAT = ("a bridge", "the library that her father built", "two boats", "many letters")
WHEN = ("last spring", "near the river, where nobody lives", "in 1998", "after the storm")
WIRE = "The ministers agreed on Friday to send more help to the islands."
OPTIONS = Options(PT, engine="firefox")
LENGTH = SummaryOptions(2)


def articles(count: int) -> list[bytes]:
    """Short and long ones, all with the same wire copy, and some that are copies themselves."""
    chance = random.Random(3)
    found = []
    for n in range(count):
        said = [
            " ".join(map(chance.choice, (WHO, DID, WHAT, WHEN))) + "."
            for _ in range(chance.randint(1, 9))
        ]
        head = f"# Title: {said[0][:-1]}\n>Source: The Korea Times\n>Date: 2024-05-{n + 1:02d}\n\n"
        found.append(f"{head}{WIRE} {' '.join(said)}\n".encode())
    return [*found, *found[:3]]


@lru_cache
def alone(data: bytes) -> tuple[bytes, str]:
    """The translation and the summary of a document that has no others beside it."""
    result = run(parse_bytes(data), OPTIONS)
    summary = summarize_document(result.document, LENGTH, OPTIONS)[0].text
    return render_bytes(result.document, result.edits), summary


@pytest.mark.parametrize(("batch", "workers"), [(3, 1), (64, 1), (5, 2)])
def test_files_are_those_of_one_at_a_time(batch: int, workers: int, tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for n, data in enumerate(articles(15)):
        (folder / f"{n:02}.txt").write_bytes(data)
    job = Job([str(folder)], out, OPTIONS, LENGTH, batch=batch, workers=workers)
    assert run_job(job).worked == 18
    for path in sorted(folder.iterdir()):
        document, summary = alone(path.read_bytes())
        assert (out / path.name).read_bytes() == document
        written = (out / f"{path.name}.summary.txt").read_text(encoding="utf-8")
        assert written == f"{summary}\n"
    assert (out / "00.txt").read_bytes() != (folder / "00.txt").read_bytes()


def test_rows_are_those_of_one_at_a_time(tmp_path: Path) -> None:
    said = [data.decode().partition("\n\n") for data in articles(12)]
    rows = [{"title": head[9:].partition("\n")[0], "text": body} for head, _, body in said]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (tmp_path / "news.jsonl").write_text("\n".join(lines), encoding="utf-8")
    run_job(Job([str(tmp_path / "news.jsonl")], tmp_path / "out", OPTIONS, batch=7))
    written = (tmp_path / "out" / "news.jsonl").read_bytes().split(b"\n")
    for line, found in zip(lines, written, strict=True):
        result = run(parse_bytes(line.encode(), "news.jsonl", "jsonl"), OPTIONS)
        assert found == render_bytes(result.document, result.edits)


def test_a_sentence_of_many_documents_is_translated_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mlsum.engines.firefox import FirefoxEngine

    asked: list[str] = []
    real = FirefoxEngine.translate_batch

    def counted(self: FirefoxEngine, texts: list[str], source: Lang, target: Lang) -> object:
        asked.extend(texts)
        return real(self, texts, source, target)

    monkeypatch.setattr(FirefoxEngine, "translate_batch", counted)
    folder = tmp_path / "in"
    folder.mkdir()
    for n, data in enumerate(articles(6)):
        (folder / f"{n}.txt").write_bytes(data)
    run_job(Job([str(folder)], tmp_path / "out", OPTIONS, batch=64))
    assert sum(WIRE in text for text in asked) == 1
