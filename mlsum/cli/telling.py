"""How a job tells of itself: a bar on a terminal, lines in a log, JSON for programs."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mlsum.cli.doubts import one_command
from mlsum.cli.outputs import put, say
from mlsum.writers.doubts import with_status
from mlsum.writers.words import counted

if TYPE_CHECKING:
    from mlsum.batch import Job, Progress, Totals

__all__ = ["tell", "watching"]

Watch = Callable[["Progress"], None]
_EVERY = 5.0  # seconds between lines in a log
_LISTED = 20
_REASONS = 5


def tell(job: "Job", totals: "Totals", quiet: bool, log_json: bool, place: str = "") -> None:
    """The end of a job, and the list of what failed; `place` is where its report lies."""
    if log_json:
        for name, reason in totals.failures:
            _line({"event": "failed", "document": name, "reason": reason})
    else:
        for name, reason in totals.failures[:_LISTED]:
            say(f"mlsum: {name}: {reason}")
        if totals.failed > _LISTED:
            say(f"mlsum: and {totals.failed - _LISTED} more", f"all: {job.out / 'report.html'}")
    new, before = totals.untranslated
    partly = f"{new + before} with untranslated parts, " if new + before else ""
    hint = one_command(command for _, command in totals.tally.missing)
    summary = (
        f"{counted(totals.worked - new, 'document')} done in {totals.seconds:.1f} s, "
        f"{totals.fresh - before} done before, {partly}{totals.failed} failed"
    )
    if log_json:
        _line(
            {"event": "end", "done": totals.worked, "done_before": totals.fresh}
            | {"failed": totals.failed, "seconds": round(totals.seconds, 3)}
            | {"untranslated": new + before, "missing": dict(totals.tally.missing)}
            | {"reasons": dict(totals.reasons)}
        )
    elif not quiet:
        report = [f"report: {place.rstrip('/')}/report.html"] if place else []
        say(f"mlsum: {summary}", hint, (*_reasons(totals), *report))
    elif new + before:
        say(f"mlsum: {summary}", hint)


def _reasons(totals: "Totals") -> Iterator[str]:
    """How many sentences to look at, by reason; the report names them."""
    for reason, count in totals.reasons[:_REASONS]:
        yield f"{counted(count, 'sentence')} {with_status(reason)}"
    if len(totals.reasons) > _REASONS:
        yield f"and {counted(len(totals.reasons) - _REASONS, 'more reason')}"


def _line(values: dict[str, object]) -> None:
    # Names in their own letters, but nothing that a terminal obeys.
    text = json.dumps(values, ensure_ascii=False)
    put("".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text) + "\n")


@contextmanager
def watching(job: "Job", quiet: bool, log_json: bool) -> Iterator[Watch]:
    """What shows the progress: a bar on a terminal, a line every few seconds elsewhere."""
    if quiet and not log_json:
        yield lambda _: None
    elif log_json or not sys.stderr.isatty():
        yield _logger(log_json)
    else:
        with _bar(job) as watch:
            yield watch


def _logger(log_json: bool) -> Watch:
    started = time.monotonic()
    last = started

    def watch(progress: "Progress") -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _EVERY and not (log_json and progress.stage == "writing"):
            return
        last = now
        rate = round(progress.done / max(now - started, 0.001), 2)
        if log_json:
            _line(
                {"event": "progress", "stage": progress.stage, "done": progress.done}
                | {"done_before": progress.fresh, "failed": progress.failed, "per_second": rate}
            )
        else:
            put(
                f"mlsum: {progress.stage}: {progress.done} done, {progress.fresh} done before, "
                f"{progress.failed} failed, {rate} a second\n"
            )

    return watch


@contextmanager
def _bar(job: "Job") -> Iterator[Watch]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    from mlsum.batch import count

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:.1f}/s  {task.fields[failed]} failed"),
        TimeRemainingColumn(),
    )
    started = time.monotonic()
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("listing", total=None, rate=0.0, failed=0)
        bar.update(task, total=count(job))

        def watch(progress: "Progress") -> None:
            seen = progress.done + progress.fresh + progress.failed
            rate = progress.done / max(time.monotonic() - started, 0.001)
            bar.update(
                task,
                completed=seen,
                description=progress.stage,
                rate=rate,
                failed=progress.failed,
            )

        yield watch
