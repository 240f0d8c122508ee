"""Shortens a sentence to a headline without dropping its verb."""

import re
from collections.abc import Iterator

from mlsum.core.lang import Lang
from mlsum.summarization.clauses import clause_of, finds_verbs, korean_versions, phrase_ends
from mlsum.summarization.terms import is_stop_word
from mlsum.text.segment import clauses

__all__ = ["LENGTHS", "headline", "shortened", "with_verb"]

# Characters of a headline. In these languages a character has the information of two letters.
LENGTHS = {"ko": 45, "ja": 40, "zh": 35}
_LENGTH = 90

_ASIDE = re.compile(r"\s?[(（\[][^()（）\[\]]*[)）\]]")
# The source, after the comma at the end: `, the ministry said on Monday.`
_ATTRIBUTION = re.compile(
    r",\s(?:[^,]{2,60}\b(?:said|says|announced|reported|told|according)\b[^,]{0,60}"
    r"|according\sto\s[^,]{2,80}"
    r"|(?:segundo|conforme|de\sacordo\scom|según)\s[^,]{2,80}"
    r"|(?P<verb>said|disse|diz|afirmou|informou|anunciou|declarou|dijo)"
    r"\s(?!.{0,60}\b(?:that|que)\b)[^,]{2,80})[.。]?$",
    re.IGNORECASE,
)
# The source at the start: `According to the police, …`, `Segundo a polícia, …`.
_LEADING_ATTRIBUTION = re.compile(
    r"(?:According\sto|De\sacordo\scom|(?:Segundo|Conforme|Según)(?=\s(?:[oa]s?|el|las?|los)\b"
    r"|\s[A-ZÀ-Þ]))\s[^,]{2,80},\s"
)
# An adverbial of time, place or cause before the subject.
_LEADING = re.compile(
    r"(?:On|In|At|After|Before|During|Amid|Despite|With|Following|Since|Em|N[oa]s?|Após|Depois|Antes"
    r"|Durante|Apesar|Com|Nest[ae]|Desde|En|Tras|Después)\s[^,]{2,100},\s"
)
_OF = re.compile(r"\s(?=(?:of|that|de|d[oa]s?|que|à|ao)\s)")
_STOP = re.compile(r"(?<![.…])[.。]$")
_LOOSE = " ,;:–—-、，"
_QUOTES = (("“", "”"), ("‘", "’"), ("«", "»"), ("「", "」"), ("『", "』"))


def headline(sentence: str, lang: Lang, limit: int | None = None) -> str:
    """The sentence without asides, attribution and full stop, cut to `limit` characters."""
    limit = limit or LENGTHS.get(lang.language, _LENGTH)
    return with_verb(sentence, lang, limit) or shortened(_bare(sentence, lang), limit, lang)


def with_verb(sentence: str, lang: Lang, limit: int | None = None) -> str | None:
    """A headline that is a whole clause, or is cut after its verb at the end of a phrase.

    First an aside between subject and verb is left out, then the source, then other words between
    the subject and its verb. None where the verb does not fit or is not found. In a language whose
    verbs are unknown, the text is cut at a clause.
    """
    limit = limit or LENGTHS.get(lang.language, _LENGTH)
    text = _bare(sentence, lang)
    if len(text) <= limit:
        return text
    if lang.language == "ko":
        return next((short for short in korean_versions(text) if len(short) <= limit), None)
    if not finds_verbs(lang):
        return shortened(text, limit, lang)
    versions = list(_versions(text, lang, limit))
    cuts = (_cut(version, lang, limit, words) for words in (False, True) for version in versions)
    return next((cut for cut in cuts if cut), None)


def _bare(sentence: str, lang: Lang) -> str:
    text = _ASIDE.sub("", sentence).strip()
    source = _ATTRIBUTION.search(text)
    if source and not (source["verb"] and clause_of(text[: source.start()], lang) is None):
        text = text[: source.start()]
    return _capital(_LEADING_ATTRIBUTION.sub("", _STOP.sub("", text), count=1)) or sentence


def _versions(text: str, lang: Lang, limit: int) -> Iterator[str]:
    """The text, and ever shorter versions without its optional parts."""
    yield text
    while leading := _LEADING.match(text):
        text = _capital(text[leading.end() :])
        yield text
    clause = clause_of(text, lang)
    if clause and clause.aside:
        first, last = clause.aside
        text = text[:first] + text[last:]
        yield text
        clause = clause_of(text, lang)
    if clause and clause.quoted is not None:
        yield from _versions(_capital(text[clause.quoted :]), lang, limit)
    elif clause:
        yield from _without_middle(text, clause.start, lang, limit)


def _without_middle(text: str, verb: int, lang: Lang, limit: int) -> Iterator[str]:
    """As many phrases of the subject as fit, `…`, and the predicate."""
    ends = [
        *phrase_ends(text[:verb], lang),
        *(match.start() for match in _OF.finditer(text[:verb])),
    ]
    versions = [f"{text[:end]}… {text[verb:]}" for end in sorted(ends) if " " in text[:end]]
    fitting = [version for version in versions if len(version) <= limit]
    yield from fitting[-1:] or versions[:1]


def _cut(text: str, lang: Lang, limit: int, words: bool) -> str | None:
    """The text, or as much as fits up to the end of a phrase after its verb, and `…`.

    With `words`, up to the end of a word.
    """
    if len(text) <= limit:
        return text
    if (clause := clause_of(text, lang)) is None:
        return None
    ends = [end for end in phrase_ends(text, lang) if clause.end + 1 < end < limit - 1]
    if words and not ends:
        ends = [end for end in [text.rfind(" ", 0, max(limit - 1, 0))] if end > 0]
    short = _without_stop_words(text[: max(ends)], lang) if ends else ""
    return _closed(short) if len(short) > clause.end else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _closed(text: str) -> str:
    """The text with `…` and the closing mark of an open quotation."""
    for opener, closer in _QUOTES:
        if text.count(opener) > text.count(closer):
            return f"{text}…{closer}"
    return text + "…" + ('"' if text.count('"') % 2 else "")


def shortened(text: str, limit: int, lang: Lang) -> str:
    """At most `limit` characters of a text: its first clauses or words, and `…`."""
    text = text.strip()
    if len(text) <= limit or limit < 2:
        return text[:limit]
    start, end = clauses(text, limit - 1)[0]
    return _without_stop_words(text[start:end], lang) + "…"


def _without_stop_words(text: str, lang: Lang) -> str:
    """The text without stop words and punctuation at its end."""
    words = text.rstrip(_LOOSE).split(" ")
    while len(words) > 2 and is_stop_word(words[-1], lang):
        words.pop()
    return " ".join(words).rstrip(_LOOSE)
