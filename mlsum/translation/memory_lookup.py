"""Look sentences up in the translation memory, and store new translations without doubts."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.metadata import version

from mlsum.core.document import Translation
from mlsum.memory import Memory, Query

__all__ = ["context", "look_up"]


def look_up(
    memory: Memory | None,
    queries: Sequence[Query],
    ask: Callable[[list[int]], list[Translation]],
) -> list[Translation]:
    """Translations from the memory, and from `ask` for the indices of the other queries.

    Imported entries have the engine `memory`. New translations are stored unless there is a reason
    to doubt them.
    """
    known = memory.get_many(queries) if memory else [None] * len(queries)
    left = [i for i, output in enumerate(known) if output is None]
    produced = dict(zip(left, ask(left) if left else [], strict=True))
    if memory:
        memory.put_many(
            (queries[i], item.text)
            for i, item in produced.items()
            if queries[i].engine and item.status == "translated" and not item.reasons
        )
    return [
        produced[i] if output is None else Translation(output, engine=queries[i].engine or "memory")
        for i, output in enumerate(known)
    ]


def context(*parts: object) -> str:
    """A key for everything else that shapes a translation: this version and non-empty `parts`.

    Parts are strings, numbers and lists of these. Their `repr` is the same in every version, so a
    memory finds an entry again.
    """
    return " ".join([_version(), *(repr(part) for part in parts if part)])


@lru_cache(maxsize=1)
def _version() -> str:
    return f"mlsum {version('mlsum')}"
