"""One sentence made short enough for a headline: what can be spared is left out."""

import re

from mlsum.lang import Lang
from mlsum.segment import clauses
from mlsum.summarizers.terms import is_stop_word

__all__ = ["LENGTHS", "headline", "shortened"]

# Characters of a headline; a syllable or a character of these three says what two letters do.
LENGTHS = {"ko": 45, "ja": 40, "zh": 35}
_LENGTH = 90

_ASIDE = re.compile(r"\s?[(（\[][^()（）\[\]]*[)）\]]")
# Who said so, after the comma at the end: `, the ministry said on Monday.`
_SAID = re.compile(
    r",\s(?:[^,]{2,60}\b(?:said|says|announced|reported|told|according)\b[^,]{0,60}"
    r"|according\sto\s[^,]{2,80}"
    r"|(?:segundo|conforme|de\sacordo\scom|disse|diz|afirmou|informou|anunciou|declarou|según|dijo)"
    r"\b[^,]{2,80})[.。]?$",
    re.IGNORECASE,
)
_STOP = re.compile(r"(?<![.…])[.。]$")
_LOOSE = " ,;:–—-、，"


def headline(sentence: str, lang: Lang, limit: int | None = None) -> str:
    """The sentence without asides, attribution and full stop, cut to `limit` characters."""
    limit = limit or LENGTHS.get(lang.language, _LENGTH)
    text = _STOP.sub("", _SAID.sub("", _ASIDE.sub("", sentence).strip()))
    return shortened(text or sentence, limit, lang)


def shortened(text: str, limit: int, lang: Lang) -> str:
    """At most `limit` characters of a text: its first clauses, else its first words, and `…`."""
    text = text.strip()
    if len(text) <= limit or limit < 2:
        return text[:limit]
    start, end = clauses(text, limit - 1)[0]
    words = text[start:end].rstrip(_LOOSE).split(" ")
    while len(words) > 2 and is_stop_word(words[-1], lang):
        words.pop()
    return " ".join(words).rstrip(_LOOSE) + "…"
