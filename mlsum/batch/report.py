"""The report of a job: counts gathered row by row, and the page that shows them."""

import heapq
import json
import math
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from mlsum.batch.job import LOST
from mlsum.batch.journal import Journal
from mlsum.core.errors import LanguageError
from mlsum.core.lang import Lang
from mlsum.translation import Tally
from mlsum.writers.doubts import with_status
from mlsum.writers.page import Bar, Bars, Heading, Note, Page, Piece, Share, Table, cell
from mlsum.writers.words import Say, name_in, number, percent, say_in

__all__ = ["gather", "page"]

_SHOWN = 200
_SLOWEST = 20
_INTERVALS = 20
_LANGUAGES = 6  # that are named beside a bar
_STEPS = (1, 5, 15, 30, 60, 300, 900, 1800, 3600, 7200, 14400, 86400)  # seconds
_ACTIONS = {
    "failed": "read the reason below, mend the document, and run again with --retry-failed",
    "missing": "put the file back, and run the same command again",
    "untranslated": "install the missing models, and run the same command again",
    "suspect": "compare the sentences below with the original",
}


def gather(journal: Journal) -> dict[str, Any]:
    """Counts over a run's documents; lists are cut to a readable length.

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


def page(facts: dict[str, Any], ui: str = "en") -> Page:
    """The report as a page in the language `ui`: a chart or a table per question."""
    say = say_in(ui)
    slowest = tuple((cell(name), cell(f"{seconds:.3f} s")) for name, seconds in facts["slowest"])
    languages = tuple(_languages(key, count, ui) for key, count in facts["languages"].items())
    pace = _pace(facts["pace"])
    pieces: list[Piece] = [
        *map(Note, _overview(facts, ui)),
        Heading(say("Documents by status")),
        _statuses(facts, say),
        *_lists(facts, ui),
        Heading(say("Languages by field")),
        Bars((say("field"), say("languages, by letters")), languages),
    ]
    if len(pace) > 1:
        pieces += [
            Heading(say("Documents over time")),
            _counts(say("time"), pace, say("documents")),
        ]
    pieces += [
        Heading(say("Slowest documents")),
        Note(say("a document's share of the time of its batch, by length")),
        Table((say("document"), say("time")), slowest),
    ]
    return tuple(pieces)


def _overview(facts: dict[str, Any], ui: str) -> Iterator[str]:
    say, timing = say_in(ui), facts["timing"]
    yield say(f"Documents: {number(facts['documents'], ui)}")
    worked, seconds = number(timing["worked"], ui), number(timing["seconds"], ui, 1)
    yield say(f"In this run: {worked}, in {seconds} s")
    if rate := timing["documents_per_second"]:
        yield say(f"Documents per second: {number(rate, ui, 1)}")
    yield say(f"Done before: {number(timing['done_before'], ui)}")


def _statuses(facts: dict[str, Any], say: Say) -> Table:
    """How many documents have each status, and what to do about them."""
    rows = tuple(
        (cell(say(status)), cell(str(count)), cell(say(_ACTIONS.get(status, "nothing to do"))))
        for status, count in facts["statuses"].items()
    )
    return Table((say("status"), say("documents"), say("what to do")), rows)


def _pace(found: list[list[int]]) -> list[tuple[str, int]]:
    """Documents done in each of a few steps of a round length, by the minute they begin in."""
    end = max((seconds for seconds, _ in found), default=0)
    step = next((step for step in _STEPS if end < step * _INTERVALS), _STEPS[-1])
    counts: Counter[int] = Counter()
    for seconds, count in found:
        counts[seconds // step] += count
    return [
        (f"{at * step // 60}:{at * step % 60:02}", counts[at])
        for at in range(max(counts, default=-1) + 1)
    ]


def _lists(facts: dict[str, Any], ui: str) -> Iterator[Piece]:
    """What to look at: failures, and sentences that are suspect or not translated."""
    say = say_in(ui)
    tables = (
        ("Failures", ("document", "reason"), facts["failures"]),
        ("Sentences to check", ("document", "sentence", "status", "reason"), facts["suspects"]),
    )
    for title, header, rows in tables:
        if not rows:
            continue
        yield Heading(say(title))
        if header[1] == "sentence" and facts["reasons"]:
            counts = [(with_status(reason, ui), n) for reason, n in facts["reasons"].items()]
            yield _counts(say("reason"), counts, say("sentences"))
        yield Table(tuple(map(say, header)), tuple(tuple(map(cell, row)) for row in rows))
        if len(rows) == _SHOWN:
            yield Note(say(f"only the first {_SHOWN} are listed"))


def _languages(key: str, count: dict[str, int], ui: str) -> Bar:
    """The mix of one field; all bars are full, whatever there is of it."""
    total = max(sum(count.values()), 1)
    shares = tuple(
        Share(lang, f"{_name(lang, ui)} {percent(size / total, ui)}", size / total)
        for lang, size in count.items()
    )
    names = [share.name for share in shares[:_LANGUAGES]]
    if rest := len(shares) - len(names):
        names.append(say_in(ui)(f"and {rest} more languages"))
    return Bar(key, shares, ", ".join(names))


def _name(tag: str, ui: str) -> str:
    try:
        return name_in(Lang.parse(tag), ui) or tag
    except LanguageError:
        return tag


def _counts(name: str, rows: list[tuple[str, int]], of: str) -> Bars:
    """Bars as long as what they count, the longest full."""
    most = max((size for _, size in rows), default=1)
    bars = (Bar(label, (Share("", "", size / max(most, 1)),), str(size)) for label, size in rows)
    return Bars((name, of), tuple(bars))
