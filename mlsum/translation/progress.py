"""Report the progress of a run to a callback, which may also stop it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

__all__ = ["ProgressCallback", "SentenceProgress", "reporting_to"]

ProgressCallback = Callable[[int, int], None]
"""Called with the number of finished sentences and the total; an exception ends the run."""

_T = TypeVar("_T")
_CALLBACK: ContextVar[ProgressCallback | None] = ContextVar("mlsum_watch", default=None)
_PORTION = 128  # sentences between two calls: a few batches of an engine


@contextmanager
def reporting_to(callback: ProgressCallback) -> Iterator[None]:
    """Report the progress of runs inside the block, in this thread, to `callback`."""
    token = _CALLBACK.set(callback)
    try:
        yield
    finally:
        _CALLBACK.reset(token)


class SentenceProgress:
    """One pass over `total` sentences, in portions if there is a callback."""

    def __init__(self, total: int) -> None:
        self._callback = _CALLBACK.get()
        self._total = total
        self._done = 0

    def portions(self, group: Sequence[_T]) -> Iterator[Sequence[_T]]:
        """The group in portions; progress is reported after each."""
        size = _PORTION if self._callback else max(len(group), 1)
        for at in range(0, len(group), size):
            some = group[at : at + size]
            yield some
            self._done += len(some)
            if self._callback:
                self._callback(self._done, self._total)
