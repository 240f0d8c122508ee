"""What must come through a translation as it is written, or at least by its own name."""

from collections import Counter
from functools import lru_cache

import regex

from mlsum.core.lang import Lang
from mlsum.text.patterns import ADDRESS, EMAIL, PLACEHOLDER, message_texts

__all__ = [
    "currencies_changed",
    "leftovers",
    "messages_kept",
    "placeholders_changed",
    "verbatim_changed",
    "without_verbatim",
]

_VERBATIM = regex.compile(
    rf"{ADDRESS}|{EMAIL}"
    r"|(?<!\w)\+\d[\d-]{6,}\d"
    r"|(?<!`)(?P<fence>`+)(?!`)[^`\n]+(?P=fence)(?!`)"
)
_PLACEHOLDER = regex.compile(PLACEHOLDER, regex.DOTALL)
_HANDLE = regex.compile(r"(?<![\w@/.])[@#]\w[\w-]*")
_TRAILING = ".,;:!?'’*_~…"
# A sign is answered by itself, or by a word for what it stands for.
_CURRENCIES = {
    "real": r"R\$|\bBRL\b|\breal\b|\breais\b|헤알|레알",
    "euro": r"€|\bEUR\b|\beuros?\b|유로",
    "pound": r"£|\bGBP\b|\bpounds?\b|\blibras?\b|파운드",
    "yen": r"¥|\bJPY\b|\bCNY\b|\byen\b|\biene\b|\byuan\b|엔|위안",
    "won": r"₩|\bKRW\b|\bwon\b|원",
    "dollar": r"(?<!R)\$|\bUSD\b|\bdollars?\b|\bbucks\b|\bd[óo]lar(?:es)?\b|달러|미화|불",
}
_SIGNS = {"€": "euro", "£": "pound", "¥": "yen", "₩": "won", "$": "dollar", "R$": "real"}
_AMOUNT = regex.compile(r"(?P<sign>R?\p{Sc})\s?\d|\d\s?(?P<sign>\p{Sc})")
_KNOWN = frozenset({"en", "pt", "ko"})
# Stand-ins and control tokens that no text has: Xk1, <unk>, </s>, {0}, ⁇, ▁word, [[1]].
_LEFTOVER = regex.compile(
    r"(?<![\p{L}\d])\p{Lu}\p{Ll}{1,3}\d+(?![\p{L}\d])|</?(?:s|unk|pad)>|<2[a-z]{2,3}>"
    r"|\{\d+\}|\[\[\d+\]\]|⁇|▁|�|\b[a-z]{3}_[A-Z][a-z]{3}\b",
)


def verbatim_changed(source_text: str, output: str) -> list[str]:
    """Addresses, phone numbers and inline code that are not there exactly as often as before."""
    old, new = _written(source_text), _written(output)
    return [*(old - new), *(new - old)]


@lru_cache(maxsize=1024)  # two checks ask for the same texts
def without_verbatim(text: str) -> str:
    """The text without what is alike in every language: addresses, handles, code, placeholders."""
    rest: str = text
    for pattern in (_VERBATIM, _PLACEHOLDER, _HANDLE):
        rest = pattern.sub(" ", rest)
    return rest


def currencies_changed(source_text: str, output: str, source: Lang, target: Lang) -> list[str]:
    """The currency signs of amounts that were lost, or that the source does not have."""
    return [
        *(_unnamed(source_text, output) if target.language in _KNOWN else ()),
        *(_unnamed(output, source_text) if source.language in _KNOWN else ()),
    ]


def leftovers(source_text: str, output: str) -> list[str]:
    """Stand-ins and control tokens in the output that are not in the source."""
    return [match[0] for match in _LEFTOVER.finditer(output) if match[0] not in source_text]


def placeholders_changed(source_text: str, output: str) -> list[str]:
    """`{name}`, `%s` and their kind that are not there exactly as often as before."""
    old, new = _placeholders(source_text), _placeholders(output)
    return [*(old - new), *(new - old)]


def messages_kept(source_text: str, output: str) -> bool:
    """Whether a message has the words of its plural forms, or of its cases, as they were."""
    text = [item for item in message_texts(source_text) if any(map(str.isalpha, item))]
    return bool(text) and text == [
        item for item in message_texts(output) if any(map(str.isalpha, item))
    ]


def _placeholders(text: str) -> Counter[str]:
    result = (match[0] for match in _PLACEHOLDER.finditer(text))
    # A message may say in its braces what the other language says.
    return Counter(item.partition(",")[0] for item in result)


def _written(text: str) -> Counter[str]:
    return Counter(match[0].rstrip(_TRAILING) for match in _VERBATIM.finditer(text))


def _unnamed(text: str, other: str) -> list[str]:
    """The signs of the amounts in a text whose currencies the other text does not name."""
    signs = dict.fromkeys(match["sign"] for match in _AMOUNT.finditer(text))
    return [sign for sign in signs if sign in _SIGNS and not _names(_SIGNS[sign], other)]


def _names(kind: str, text: str) -> bool:
    return regex.search(_CURRENCIES[kind], text, regex.IGNORECASE) is not None
