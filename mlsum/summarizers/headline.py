"""One sentence made short enough for a headline: what can be spared is left out, never the verb."""

import re
from collections.abc import Iterator

from mlsum.core.lang import Lang
from mlsum.summarizers.predicates import korean_versions
from mlsum.summarizers.terms import is_stop_word
from mlsum.summarizers.verbs import clause_of, finds_verbs, phrase_ends
from mlsum.text.segment import clauses

__all__ = ["LENGTHS", "headline", "shortened", "with_verb"]

# Characters of a headline; a syllable or a character of these three says what two letters do.
LENGTHS = {"ko": 45, "ja": 40, "zh": 35}
_LENGTH = 90

_ASIDE = re.compile(r"\s?[(（\[][^()（）\[\]]*[)）\]]")
# Who said so, after the comma at the end: `, the ministry said on Monday.`
_SAID = re.compile(
    r",\s(?:[^,]{2,60}\b(?:said|says|announced|reported|told|according)\b[^,]{0,60}"
    r"|according\sto\s[^,]{2,80}"
    r"|(?:segundo|conforme|de\sacordo\scom|según)\s[^,]{2,80}"
    r"|(?P<verb>said|disse|diz|afirmou|informou|anunciou|declarou|dijo)"
    r"\s(?!.{0,60}\b(?:that|que)\b)[^,]{2,80})[.。]?$",
    re.IGNORECASE,
)
# And at the start: `According to the police, …`, `Segundo a polícia, …`.
_SAYS = re.compile(
    r"(?:According\sto|De\sacordo\scom|(?:Segundo|Conforme|Según)(?=\s(?:[oa]s?|el|las?|los)\b"
    r"|\s[A-ZÀ-Þ]))\s[^,]{2,80},\s"
)
# When, where or why, before the subject.
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
    """A headline that is a whole clause, or is cut behind its verb at the end of a phrase.

    What is left out first is an aside between subject and verb, then who said it, then what else
    parts the subject from its verb. None where the verb doesn't fit, or isn't found; in a language
    whose verbs are not known, what fits is cut at a clause.
    """
    limit = limit or LENGTHS.get(lang.language, _LENGTH)
    text = _bare(sentence, lang)
    if len(text) <= limit:
        return text
    if lang.language == "ko":
        return next((one for one in korean_versions(text) if len(one) <= limit), None)
    if not finds_verbs(lang):
        return shortened(text, limit, lang)
    versions = list(_versions(text, lang, limit))
    made = (_cut(one, lang, limit, words) for words in (False, True) for one in versions)
    return next((one for one in made if one), None)


def _bare(sentence: str, lang: Lang) -> str:
    text = _ASIDE.sub("", sentence).strip()
    said = _SAID.search(text)
    if said and not (said["verb"] and clause_of(text[: said.start()], lang) is None):
        text = text[: said.start()]
    return _capital(_SAYS.sub("", _STOP.sub("", text), count=1)) or sentence


def _versions(text: str, lang: Lang, limit: int) -> Iterator[str]:
    """The text, and what is left of it without what can be spared, the least first."""
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
    if clause and clause.said is not None:
        yield from _versions(_capital(text[clause.said :]), lang, limit)
    elif clause:
        yield from _without_middle(text, clause.start, lang, limit)


def _without_middle(text: str, verb: int, lang: Lang, limit: int) -> Iterator[str]:
    """The first phrases of the subject, as many as fit whole, `…`, and the predicate."""
    ends = [*phrase_ends(text[:verb], lang), *(one.start() for one in _OF.finditer(text[:verb]))]
    made = [f"{text[:end]}… {text[verb:]}" for end in sorted(ends) if " " in text[:end]]
    fitting = [one for one in made if len(one) <= limit]
    yield from fitting[-1:] or made[:1]


def _cut(text: str, lang: Lang, limit: int, words: bool) -> str | None:
    """The text, or what fits of it up to the end of a phrase behind its verb, and `…`.

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
    """The text with `…`, and the quotation closed that is open in it."""
    for opener, closer in _QUOTES:
        if text.count(opener) > text.count(closer):
            return f"{text}…{closer}"
    return text + "…" + ('"' if text.count('"') % 2 else "")


def shortened(text: str, limit: int, lang: Lang) -> str:
    """At most `limit` characters of a text: its first clauses, else its first words, and `…`."""
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
