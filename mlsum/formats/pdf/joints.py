"""Lines put together: words that were divided at their ends mended, blanks where they belong."""

import re
from collections import Counter
from collections.abc import Sequence

from mlsum.formats.pdf.hangul import Spacing
from mlsum.formats.pdf.order import Line
from mlsum.text.script import EASTERN, HANGUL

__all__ = ["Joints"]

_LONGEST_WORD = 60
_DIVIDED = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NEXT_WORD = re.compile(r"[^\W\d_]+")
_SPACELESS = re.compile(f"[{EASTERN}]")
_LATIN = re.compile(r"[A-Za-z]+")
_LATIN_END = re.compile(r"[A-Za-z]+$")
_HANGUL = re.compile(f"[{HANGUL}]")


class Joints:
    """How the lines of a document meet: `pairs` are those that follow each other in a paragraph."""

    def __init__(self, lines: Sequence[Line], pairs: Sequence[tuple[Line, Line]]) -> None:
        texts = [line.text for line in lines]
        self._words = Counter(word for text in texts for word in _WORD.findall(text.casefold()))
        korean = [text for text in texts if _HANGUL.search(text)]
        self._is_korean = bool(korean)
        self._spacing = Spacing(korean, [(one.text, other.text) for one, other in pairs])

    def joined(self, lines: Sequence[Line]) -> str:
        """The lines of a paragraph as one text."""
        text, blank = lines[0].text, lines[0].pieces[-1].blank
        for line in lines[1:]:
            text = f"{text} {line.text}" if blank else self._joined(text, line.text)
            blank = line.pieces[-1].blank
        return text

    def _joined(self, text: str, line: str) -> str:
        """Two lines in one.

        A hyphen stays where the document has the word with it elsewhere, and not without.
        """
        divided, following = _DIVIDED.search(text[-_LONGEST_WORD:]), _NEXT_WORD.match(line)
        if divided and following:
            whole = (divided[1] + following[0]).casefold()
            hyphened = f"{divided[1]}-{following[0]}".casefold()
            kept = self._words[hyphened] > self._words[whole] or not following[0][0].islower()
            return text[:-1] + "-" * kept + line
        if _SPACELESS.match(text[-1:]) and _SPACELESS.match(line):
            return text + line
        if _HANGUL.match(line) and not self._spacing.blank(text, line):
            return text + line
        return text + line if self._divides_a_name(text, line) else f"{text} {line}"

    def _divides_a_name(self, text: str, line: str) -> bool:
        """Whether a word in other letters is divided in Korean, where no hyphen tells."""
        if not self._is_korean:
            return False
        before, after = _LATIN_END.search(text[-_LONGEST_WORD:]), _LATIN.match(line)
        if not before or not after:
            return False
        parts = before[0].casefold(), after[0].casefold()
        return self._words["".join(parts)] >= max(1, min(self._words[one] for one in parts))
