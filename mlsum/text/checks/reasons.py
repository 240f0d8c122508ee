"""Reasons to doubt a sentence: a code such as `number lost`, with what it is about after a colon.

`number lost: 1,250` has the code `number lost` and the detail `1,250`. The table `reasons.tsv`
says each code in plain words. A reason that has no code in it, such as the message of a server, is
its own code and its own explanation.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from mlsum.core.tables import read_rows

__all__ = ["code", "codes", "detail", "explain", "reason"]

_COLON = ": "
_MOST = 5  # details that a reason names
_LONGEST = 80  # characters of a detail


def reason(name: str, details: Iterable[str] = ()) -> str:
    """The reason with the code `name` with its details, without repeats and shortened."""
    shortened = [_cut(item) for item in dict.fromkeys(details) if item.strip()]
    more = ["…"] if len(shortened) > _MOST else []
    detected = ", ".join(shortened[:_MOST] + more)
    return f"{name}{_COLON}{detected}" if detected else name


def code(given: str) -> str:
    """The code of a reason, for comparisons; a reason without a known code is its own."""
    head = given.partition(_COLON)[0]
    return head if head in codes() else given


def detail(given: str) -> str:
    """What a reason is about, such as the number that was lost; empty where it does not say."""
    return given[len(code(given)) :].removeprefix(_COLON)


def explain(given: str, lang: str = "en") -> str:
    """A reason in plain words of `lang` (en, pt, ko), or of English where the table has no others.

    A reason without a known code is returned as it is.
    """
    row = codes().get(code(given))
    if row is None:
        return given
    text = row.get(lang.partition("-")[0]) or row["en"]
    about = detail(given)
    return f"{text}{_COLON}{about}" if about else text


@lru_cache(maxsize=1)
def codes() -> Mapping[str, Mapping[str, str]]:
    """Every known code with its explanation by language."""
    return {row["code"]: row for row in read_rows("reasons.tsv")}


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
