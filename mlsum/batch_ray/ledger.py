"""How often work on each batch was begun: who dies cannot tell what it died of, so another counts.

Ray does again and for ever what an actor did not end, which is right where a machine is lost, and
never ends where a document is the reason: one that takes all memory, so that Ray itself kills.
"""

from collections import Counter
from typing import Any, Protocol

__all__ = ["Book", "Ledger", "begun"]


class Ledger(Protocol):
    """Counts how often each batch was begun and not ended."""

    def begin(self, key: str) -> int:
        """Work on a batch begins; how often it did before."""

    def end(self, key: str) -> None:
        """It came to its end."""


class Book:
    """The counts, in an actor that does nothing else."""

    def __init__(self) -> None:
        self._begun: Counter[str] = Counter()

    def begin(self, key: str) -> int:
        """Work on a batch begins; how often it did before."""
        self._begun[key] += 1
        return self._begun[key] - 1

    def end(self, key: str) -> None:
        """It came to its end."""
        self._begun.pop(key, None)


class _Asked:
    """The book of another process."""

    def __init__(self, book: Any) -> None:
        self._book = book

    def begin(self, key: str) -> int:
        import ray

        return int(ray.get(self._book.begin.remote(key)))

    def end(self, key: str) -> None:
        import ray

        ray.get(self._book.end.remote(key))


def begun() -> Ledger:
    """A new ledger in the cluster, for as long as somebody knows of it."""
    import ray

    return _Asked(ray.remote(num_cpus=0, max_restarts=-1, max_task_retries=-1)(Book).remote())
