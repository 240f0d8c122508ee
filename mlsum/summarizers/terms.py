"""What sentences are compared by: stems of words, or pairs of syllables where words do not part."""

import re

from mlsum.lang import Lang

__all__ = ["terms"]

_WORD = re.compile(r"[가-힣]+|[\u3040-\u30ff\u3400-\u9fff]+|[^\W_가-힣\u3040-\u30ff\u3400-\u9fff]+")
_STEM = 6


def terms(text: str, lang: Lang) -> list[str]:
    """The terms of a sentence, in order, with repeats."""
    del lang
    found: list[str] = []
    for word in _WORD.findall(text.lower()):
        if word[0] >= "\u3040":
            found.extend([word[i : i + 2] for i in range(len(word) - 1)] or [word])
        else:
            found.append(word[:_STEM])
    return found
