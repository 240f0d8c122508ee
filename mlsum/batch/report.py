"""The report of a job: counts gathered row by row, and the page that shows them."""

import heapq
import json
import math
import time
from collections import Counter
from typing import Any

from mlsum.batch.job import LOST
from mlsum.batch.journal import Journal
from mlsum.translation import Tally
from mlsum.writers.doubts import with_status
from mlsum.writers.page import Bar, Bars, Heading, Note, Page, Piece, Share, Table, cell

__all__ = ["gather", "page"]

_SHOWN = 200
_SLOWEST = 20
_INTERVALS = 20
_LANGUAGES = 6  # that are named beside a bar


def gather(journal: Journal) -> dict[str, Any]:
    """Counts over a run's documents; lists are cut to what a person would read.

    `pace` has the documents done in this run by seconds since its beginning; `partly` are those
    with untranslated parts, done in this run and before.
    """
    statuses: Counter[str] = Counter()
    languages: dict[str, Counter[str]] = {}
    suspects: list[list[str]] = []
    reasons: Counter[str] = Counter()
    failures: list[list[str]] = []
    slowest: list[tuple[float, str]] = []
    now = time.time()
    width = max(1, math.ceil((now - journal.started) / _INTERVALS))
    pace: Counter[int] = Counter()
    tally, partly = Tally(), [0, 0]
    for name, status, error, stats, seconds, at in journal.rows(
        "name, status, error, stats, seconds, at"
    ):
        statuses[str(status)] += 1
        if status in LOST and len(failures) < _SHOWN:
            failures.append([str(name), str(error)])
        found = json.loads(str(stats))
        for key, count in found.get("languages", {}).items():
            languages.setdefault(key, Counter()).update(count)
        reasons.update(found.get("reasons", {}))
        one = _tally(found)
        tally += one
        partly[float(str(at)) < journal.started] += bool(one.untranslated)
        for key, state, why in found.get("suspects", ()):
            if len(suspects) < _SHOWN:
                suspects.append([str(name), key, state, why])
        heapq.heappush(slowest, (float(str(seconds)), str(name)))
        if len(slowest) > _SLOWEST:
            heapq.heappop(slowest)
        if float(str(at)) >= journal.started:
            pace[int((float(str(at)) - journal.started) / width)] += 1
    return {
        "documents": sum(statuses.values()),
        "statuses": dict(sorted(statuses.items())),
        "languages": {key: dict(count.most_common()) for key, count in sorted(languages.items())},
        "reasons": dict(sorted(reasons.items(), key=lambda one: (-one[1], one[0]))[:_SHOWN]),
        "suspects": suspects,
        "failures": failures,
        "tally": tally,
        "partly": tuple(partly),
        "slowest": [[name, seconds] for seconds, name in sorted(slowest, reverse=True)],
        "pace": [[index * width, pace[index]] for index in range(max(pace, default=-1) + 1)],
    }


def _tally(stats: dict[str, Any]) -> Tally:
    """The sentences of a document by status, as `work` noted them."""
    translated, suspect, untranslated, missing = stats.get("tally", (0, 0, 0, ()))
    return Tally(translated, suspect, untranslated, tuple(map(tuple, missing)))


def page(facts: dict[str, Any]) -> Page:
    """The report as a page: a chart or a table per question."""
    timing = facts["timing"]
    rate = timing["documents_per_second"]
    pieces: list[Piece] = [
        Note(
            f"{facts['documents']} documents; {timing['worked']} worked on in this run in "
            f"{timing['seconds']:.1f} s"
            + (f" ({rate:.1f} a second), " if rate else ", ")
            + f"{timing['done_before']} done before"
        ),
        Heading("Statuses"),
        _counts("status", list(facts["statuses"].items())),
        Heading("Languages by field"),
        Bars(
            ("field", "languages, by letters"),
            tuple(_languages(key, count) for key, count in facts["languages"].items()),
        ),
    ]
    pieces += _lists(facts)
    pace = [(f"after {seconds} s", count) for seconds, count in facts["pace"]]
    rows = tuple((cell(name), cell(f"{seconds:.3f} s")) for name, seconds in facts["slowest"])
    pieces += [
        Heading("Throughput over time"),
        _counts("time", pace),
        Heading("Slowest documents"),
        Note("a document's share of the time of its batch, by length"),
        Table(("document", "time"), rows),
    ]
    return tuple(pieces)


def _lists(facts: dict[str, Any]) -> list[Piece]:
    """What a person should look at: failures, and parts that are suspect or untranslated."""
    reasons = [(with_status(reason), count) for reason, count in facts["reasons"].items()]
    pieces: list[Piece] = []
    if reasons:
        pieces += [Heading("Doubts by reason"), _counts("status: reason", reasons, "sentences")]
    tables = (
        ("Failures", ("document", "reason"), facts["failures"]),
        ("Doubts", ("document", "sentence", "status", "reasons"), facts["suspects"]),
    )
    for title, header, rows in tables:
        pieces.append(Heading(title))
        if rows:
            pieces.append(Table(header, tuple(tuple(map(cell, row)) for row in rows)))
        else:
            pieces.append(Note("none"))
        if len(rows) == _SHOWN:
            pieces.append(Note(f"the first {_SHOWN}"))
    return pieces


def _languages(key: str, count: dict[str, int]) -> Bar:
    """The mix of one field; all bars are full, whatever there is of it."""
    total = max(sum(count.values()), 1)
    shares = tuple(
        Share(lang, f"{lang} {size / total:.1%}", size / total) for lang, size in count.items()
    )
    told = [share.name for share in shares[:_LANGUAGES]]
    rest = [f"{len(shares) - _LANGUAGES} more"] if len(shares) > _LANGUAGES else []
    return Bar(key, shares, ", ".join([*told, *rest]) + f" of {total}")


def _counts(name: str, rows: list[tuple[str, int]], of: str = "documents") -> Bars:
    """Bars as long as what they count, the longest full."""
    most = max((size for _, size in rows), default=1)
    bars = (Bar(label, (Share("", "", size / max(most, 1)),), str(size)) for label, size in rows)
    return Bars((name, of), tuple(bars))
