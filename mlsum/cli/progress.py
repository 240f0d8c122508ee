"""Progress on a terminal: a bar for many documents, and one for the sentences of a long one."""

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from mlsum.cli.inputs import documents
from mlsum.core.document import Document
from mlsum.core.errors import InputError
from mlsum.request import Request

__all__ = ["progress", "sentence_progress"]

_PATIENCE = 1.0  # seconds before a bar appears


def progress(
    files: Sequence[str], input_format: str | None, quiet: bool
) -> Iterator[tuple[str, Document | InputError]]:
    """The documents with their paths, one by one, and on a terminal a bar that counts them."""
    read = zip(files, documents(files, input_format), strict=True)
    if quiet or len(files) == 1 or not sys.stderr.isatty():
        yield from read
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(read, "documents", len(files), console=Console(stderr=True), transient=True)


@contextmanager
def sentence_progress(request: Request) -> Iterator[None]:
    """Show how many sentences of the only document are translated, after a second, on a terminal.

    The rate and the time left are those of the sentences so far.
    """
    if request.quiet or len(request.files) > 1 or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    from mlsum.translation import reporting_to

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("sentences", total=None, rate="")

    def watch(done: int, total: int) -> None:
        elapsed = bar.tasks[0].elapsed
        rate = f"{done / elapsed:.0f}/s" if elapsed else ""
        bar.update(task, completed=done, total=total, rate=rate)

    timer = threading.Timer(_PATIENCE, bar.start)
    timer.start()
    try:
        with reporting_to(watch):
            yield
    finally:
        timer.cancel()
        timer.join()
        bar.stop()
