"""Whether a line break in plain text ends a line, or only wraps a paragraph.

Headlines, bylines and lists stand on lines of their own; letters and old texts break their lines
where a word no longer fits. A line that goes on in lower case shows that a text is wrapped, and at
which width. A break before a word that would have fitted into that width was made on purpose.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from mlsum.text.script import UNSPACED

__all__ = ["wrap_width", "wraps"]

_OPENING = " \t>\"'“‘«(["
_ENDS = tuple(".!?…:;。！？")
_NARROW = 25  # Korean, which has no case, is hardly wrapped at fewer columns
_UNSPACED = re.compile(f"[{UNSPACED}]")


def wrap_width(lines: Sequence[str]) -> int:
    """The columns of the longest line that goes on in lower case in the next; 0 if none does."""
    return max(
        (
            len(line)
            for line, following in pairwise(lines)
            if line.strip() and _first(following).islower() and not line.rstrip().endswith(_ENDS)
        ),
        default=0,
    )


def wraps(line: str, following: str, width: int) -> bool:
    """Whether the break between two lines is one that wrapping made; `width` as `wrap_width`."""
    first = _first(following)
    if first.islower():
        return True
    if unicodedata.category(first)[0] == "S":  # an emoji or a sign begins an item
        return False
    if unicodedata.category(first) == "Lo":
        long = len(line) >= _NARROW or _UNSPACED.match(first) is not None
        return long and not line.rstrip().endswith(_ENDS)
    word = following.split(maxsplit=1)[0]
    return len(line) + 1 + len(word) > width > 0


def _first(line: str) -> str:
    return line.lstrip(_OPENING)[:1] or " "
