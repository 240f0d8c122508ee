"""Tell how far a run is to whoever watches it, and let them stop it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

__all__ = ["Walk", "Watch", "watched"]

Watch = Callable[[int, int], None]
"""Called with the sentences done and all of them; what it raises ends the run."""

_T = TypeVar("_T")
_WATCH: ContextVar[Watch | None] = ContextVar("mlsum_watch", default=None)
_PORTION = 128  # sentences between two calls: a few batches of an engine


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """Have `watch` called while what runs inside the block, in this thread, goes on."""
    token = _WATCH.set(watch)
    try:
        yield
    finally:
        _WATCH.reset(token)


class Walk:
    """One pass over so many sentences, in portions where somebody watches, else whole."""

    def __init__(self, total: int) -> None:
        self._watch = _WATCH.get()
        self._total = total
        self._done = 0

    def portions(self, group: Sequence[_T]) -> Iterator[Sequence[_T]]:
        """The group, piece by piece; after each the watcher is told."""
        size = _PORTION if self._watch else max(len(group), 1)
        for at in range(0, len(group), size):
            some = group[at : at + size]
            yield some
            self._done += len(some)
            if self._watch:
                self._watch(self._done, self._total)
