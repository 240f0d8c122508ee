"""A progress bar for many documents, on a terminal only."""

import sys
from collections.abc import Iterator, Sequence

from mlsum.cli.inputs import documents
from mlsum.document import Document
from mlsum.errors import InputError

__all__ = ["progress"]


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
