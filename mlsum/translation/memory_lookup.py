"""Answer from the translation memory where it can, and remember what came without a doubt."""

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
    """The remembered answers, and what `ask` says to the other queries, named by their indices.

    What a person imported goes by the engine `memory`. New answers of an engine are remembered
    unless there is a reason to doubt them.
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
    """What else shapes an answer, as one text: this version, and whatever of `parts` is not empty.

    They are strings, numbers and lists of these, which have one `repr` in every version: a memory
    finds an entry again by it.
    """
    return " ".join([_version(), *(repr(part) for part in parts if part)])


@lru_cache(maxsize=1)
def _version() -> str:
    return f"mlsum {version('mlsum')}"
