"""ROUGE-n F1 (Lin 2004) for any script: no stemming, no stop words, one reference.

It counts lower-case words, and single characters where words are not separated by spaces: Korean
syllables (a word and its particles are written as one), kana, Han, Thai, Lao, Burmese and Khmer.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from mlsum.text.script import UNSPACED

__all__ = ["SIGNATURE", "rouge", "tokens"]

SIGNATURE = "rouge:F1|case:lc|tok:words+cjk-chars|norm:NFC|stem:no|stop:no|refs:1"

_SINGLE = f"가-힣{UNSPACED}\U00020000-\U0003ffff"
# A combining mark belongs to the letter before it: without that, Hindi words would fall apart.
_TOKEN = re.compile(
    rf"[{_SINGLE}]|[^\W_{_SINGLE}](?:[^\W_{_SINGLE}]|[\u0300-\u036f\u0900-\u0dff\u064b-\u065f])*"
)


def tokens(text: str) -> list[str]:
    """The units that are counted."""
    return _TOKEN.findall(unicodedata.normalize("NFC", text).lower())


def rouge(candidate: Sequence[str], reference: Sequence[str], n: int) -> float:
    """F1 of the n-grams of two lists of tokens, with clipped counts; 0 where none is shared."""
    ours, theirs = (
        Counter(zip(*(text[i:] for i in range(n)), strict=False)) for text in (candidate, reference)
    )
    common = sum((ours & theirs).values())
    return 2 * common / (sum(ours.values()) + sum(theirs.values())) if common else 0.0
