"""The report of a job: counts gathered row by row, and the page that shows them."""

import heapq
import json
from collections import Counter
from typing import Any

from mlsum.batch.journal import Journal
from mlsum.writers.page import Cell, Heading, Note, Page, Piece, Run, Table, cell

__all__ = ["gather", "page"]

_SHOWN = 200
_SLOWEST = 20
_INTERVALS = 20
_BAR = 40


def gather(journal: Journal) -> dict[str, Any]:
    """Counts over a run's documents; lists are cut to what a person would read."""
    statuses: Counter[str] = Counter()
    languages: dict[str, Counter[str]] = {}
    suspects: list[list[str]] = []
    reasons: Counter[str] = Counter()
    failures: list[list[str]] = []
    slowest: list[tuple[float, str]] = []
    times: list[float] = []
    for name, status, error, stats, seconds, at in journal.rows(
        "name, status, error, stats, seconds, at"
    ):
        statuses[str(status)] += 1
        if status == "failed" and len(failures) < _SHOWN:
            failures.append([str(name), str(error)])
        found = json.loads(str(stats))
        for key, count in found.get("languages", {}).items():
            languages.setdefault(key, Counter()).update(count)
        for key, state, why in found.get("suspects", ()):
            reasons[f"{state}: {why}"] += 1
            if len(suspects) < _SHOWN:
                suspects.append([str(name), key, state, why])
        heapq.heappush(slowest, (float(str(seconds)), str(name)))
        if len(slowest) > _SLOWEST:
            heapq.heappop(slowest)
        times.append(float(str(at)))
    return {
        "documents": sum(statuses.values()),
        "statuses": dict(sorted(statuses.items())),
        "languages": {key: dict(count.most_common()) for key, count in sorted(languages.items())},
        "reasons": dict(sorted(reasons.items(), key=lambda one: (-one[1], one[0]))[:_SHOWN]),
        "suspects": suspects,
        "failures": failures,
        "slowest": [[name, seconds] for seconds, name in sorted(slowest, reverse=True)],
        "pace": _pace(times),
    }


def _pace(times: list[float]) -> list[tuple[float, int]]:
    """How many documents were done in each of some equal intervals, by their beginning."""
    if not times:
        return []
    first, last = min(times), max(times)
    width = max((last - first) / _INTERVALS, 0.001)
    count = Counter(min(int((at - first) / width), _INTERVALS - 1) for at in times)
    return [(index * width, count[index]) for index in range(max(count) + 1)]


def page(facts: dict[str, Any]) -> Page:
    """The report as a page: a table per question."""
    timing = facts["timing"]
    rate = timing["documents_per_second"]
    pieces: list[Piece] = [
        Heading("Batch report"),
        Note(
            f"{facts['documents']} documents; {timing['worked']} worked on in this run in "
            f"{timing['seconds']:.1f} s"
            + (f" ({rate:.1f} a second), " if rate else ", ")
            + f"{timing['done_before']} done before"
        ),
        Heading("Statuses"),
        _bars("status", list(facts["statuses"].items())),
        Heading("Languages by field"),
        Table(
            ("field", "letters", "languages"),
            tuple(_language_row(key, count) for key, count in facts["languages"].items()),
        ),
    ]
    pieces += _lists(facts)
    pieces += [Heading("Throughput"), _bars("after", [(f"{s:.1f} s", n) for s, n in facts["pace"]])]
    rows = tuple((cell(name), cell(f"{seconds:.3f} s")) for name, seconds in facts["slowest"])
    pieces += [
        Heading("Slowest documents"),
        Note("a document's share of the time of its batch, by length"),
        Table(("document", "time"), rows),
    ]
    return tuple(pieces)


def _lists(facts: dict[str, Any]) -> list[Piece]:
    """What a person should look at: failures, and parts that are suspect or untranslated."""
    tables = (
        ("Failures", ("document", "reason"), facts["failures"]),
        ("Doubts", ("document", "part", "status", "reasons"), facts["suspects"]),
    )
    pieces: list[Piece] = []
    for title, header, rows in tables:
        pieces.append(Heading(title))
        if rows:
            pieces.append(Table(header, tuple(tuple(map(cell, row)) for row in rows)))
        else:
            pieces.append(Note("none"))
        if len(rows) == _SHOWN:
            pieces.append(Note(f"the first {_SHOWN}"))
    return pieces


def _language_row(key: str, count: dict[str, int]) -> tuple[Cell, Cell, Cell]:
    total = sum(count.values())
    runs: list[Run] = []
    for lang, size in count.items():
        bar = "█" * round(_BAR * size / max(total, 1))
        runs.append(Run(f"{bar} {lang} {size / max(total, 1):.1%} ", lang))
    return cell(key), cell(str(total)), tuple(runs)


def _bars(name: str, rows: list[tuple[str, int]]) -> Table:
    most = max((size for _, size in rows), default=1)
    return Table(
        (name, "documents", ""),
        tuple(
            (cell(label), cell(str(size)), cell("█" * round(_BAR * size / most)))
            for label, size in rows
        ),
    )
