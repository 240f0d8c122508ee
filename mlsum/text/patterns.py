"""Patterns of what is written alike in every language: addresses, placeholders, code, tags.

Each is the source of a regular expression for the `regex` module, to be compiled with DOTALL.
Everything that repeats has a limit, so that no text takes more than linear time.
"""

import regex

__all__ = [
    "ADDRESS",
    "DATE",
    "DOMAIN",
    "DUNDER",
    "EMAIL",
    "END",
    "FILE",
    "HANDLE",
    "MESSAGE",
    "PHONE",
    "PLACEHOLDER",
    "TAG",
    "TICKER",
    "VERSION",
    "message_cases",
    "message_places",
    "message_texts",
]

# Scripts in which a particle follows a word without a blank: `https://example.org에서`.
_GLUED = r"\p{Hangul}\p{Han}\p{Hiragana}\p{Katakana}"
# Not within a word; a Korean particle may follow, though.
END = r"(?![\p{Latin}\d_])"

_LABEL = r"[\p{L}\p{N}][\p{L}\p{M}\p{N}-]{0,62}"
_GENERIC = "com|org|net|edu|gov|info|int|app|dev|news|blog"
_COUNTRIES = "kr|jp|cn|tw|hk|br|pt|de|at|ch|fr|es|it|eu|se|dk|fi|pl|ru|ua|vn"
_NATIVE = "한국|中国|中國|台灣|香港|рф|укр"
_IN_ADDRESS = rf"[^\s<>\"“”`|\\^{{}}\[\]、。，．！？：；（）「」『』【】《》{_GLUED}]"
# In an address such letters come behind a mark of its own, or before one: `/보고서?id=3`.
_ADDRESS_REST = (
    rf"(?:{_IN_ADDRESS}|(?<=[/?\#=&_+~%-])[{_GLUED}]+|[{_GLUED}]{{1,40}}+(?=[/?\#=&_%-][\w%]))"
)
_HOST = rf"(?:[{_GLUED}]{{1,63}}(?:\.[{_GLUED}]{{1,63}}){{0,3}}\.(?:[a-z]{{2,24}}|{_NATIVE}))?"

# With a scheme, or `www.`.
ADDRESS = rf"\b(?:[a-z][a-z+.-]{{1,9}}://|www\.|mailto:){_HOST}{_ADDRESS_REST}+"
# Without: `koreatimes.co.kr`, `한국.kr/안내`.
DOMAIN = (
    r"(?<![\w.@-])(?:"
    rf"(?:[A-Za-z0-9][A-Za-z0-9-]{{0,62}}\.){{1,9}}(?:{_GENERIC})"
    r"|(?:[a-z0-9][a-z0-9-]{0,62}\.){1,9}[a-z]{2}"
    rf"|(?:{_LABEL}\.){{1,5}}(?:(?:{_GENERIC}|{_COUNTRIES})|(?:{_NATIVE})(?!\p{{L}}))"
    rf"){END}(?!@)(?:[/?\#]{_ADDRESS_REST}*)?"
)
EMAIL = (
    r"(?:(?<![\p{Latin}\p{M}\p{N}_.+-])[\p{Latin}\p{M}\p{N}_.+-]+"
    rf"|(?<![{_GLUED}])[{_GLUED}]+)"
    rf"@(?:{_LABEL}\.){{1,9}}(?:\p{{Latin}}[\p{{Latin}}\d-]{{0,62}}|{_NATIVE})"
)
HANDLE = (
    r"(?<![\w&/\#])\#[\w\p{M}]+"
    r"|(?<![\w@/.])@(?:[\p{Latin}\p{M}\d_]+(?:\.[\p{Latin}\p{M}\d_]+)*|[\w\p{M}]+)"
)
TAG = r"</?(?:[A-Za-z][A-Za-z0-9-]*(?:\s[^<>\n]*)?|\d{1,3}\s?)/?>|<!--(?:(?!-->|<!--).)*+-->"
FILE = (
    r"(?<![\w./-])[\w-]{1,60}(?:\.[\w-]{1,20}){0,3}\.(?:png|jpe?g|gif|svg|webp|pdf|docx?|xlsx?"
    rf"|pptx?|od[tsp]|epub|csv|tsv|txt|json|ya?ml|toml|html?|xml|zip|exe|mp[34]){END}"
)
PHONE = r"(?<!\w)(?:\+\d[\d ().-]{6,18}\d|\(\d{2,4}\) ?\d{3,5}-\d{4}|\d{2,4}-\d{3,4}-\d{4})" + END
DATE = r"(?<![\w-])\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?(?!-)" + END
VERSION = r"\bv?\d+(?:\.\d+){2,}\b(?<!\d\.\d{3})"  # and IP numbers, not 1.250.000
# A code of Korea Exchange has six digits, often with zeros first: no price begins so.
TICKER = (
    r"(?<!\w)\$(?:[A-Z]{1,6}|0\d{3,5}|\d{4,6}(?=\.[A-Z]))(?:\.[A-Z]{1,3})?\b"
    r"|(?<![\w.,$])(?=[A-Z\d]*\d)[A-Z\d]{4,6}\.(?:KS|KQ|SA|TW|TWO|HK|SS|SZ|T)\b"
    r"|\b(?:NYSE|NASDAQ|Nasdaq|KRX|KOSPI|KOSDAQ|B3): ?(?:[A-Z]{1,5}\d{0,2}|\d{6})\b"
)

# ICU: {count, plural, one {# file} other {# files}}, and one in another.
_FLAT = r"[^{}]{0,300}+"
_BRACES = rf"\{{{_FLAT}(?:\{{{_FLAT}\}}{_FLAT}){{0,12}}+\}}"
_NESTED = rf"\{{{_FLAT}(?:{_BRACES}{_FLAT}){{0,12}}+\}}"
_CASES = rf"\{{{_FLAT}(?:{_NESTED}{_FLAT}){{0,12}}+\}}"
_MESSAGE_OPENS = r"\{\s?[\w.]{1,60}\s?,\s?(?:plural|select|selectordinal)\s?,"
MESSAGE = rf"{_MESSAGE_OPENS}(?:[^{{}}]{{0,60}}{_CASES}){{1,12}}+\s{{0,9}}\}}"
# What Laravel's messages, and those after their kind, call their parts. Nothing tells `:name` from
# a colon with its blank on the wrong side but the word, so other words need a low line or a hump.
_NAMED = (
    "name|username|user|count|total|number|num|amount|quantity|price|date|time|day|days|month|year"
    "|hours|minutes|seconds|email|url|link|site|app|title|subject|message|attribute|other|value"
    "|values|min|max|size|format|type|status|action|model|resource|id|code|file|filename|path"
    "|field|item|items|page|role|team|version|token"
)
# `__name__` of data; a word with a capital, or several words, are bold ones of Markdown.
DUNDER = r"(?<!\w)__(?:[a-z]\w{0,60}?[a-zA-Z0-9]|[A-Z][A-Z0-9_]{0,60}?[A-Z0-9])__(?!\w)"
PLACEHOLDER = "|".join(
    (
        MESSAGE,
        r"\{\s?[\w.]{1,60}\s?,\s?(?:number|date|time|spellout|ordinal|duration)\s?(?:,[^{}]{1,99})?\}",
        r"\{\{[^{}\n]+\}\}|[$#%]?\{[\w.:-]*\}",  # {name}, {{name}}, ${name}, #{name}, %{name}
        r"(?<![\w%])%(?:\(\w{1,60}\)|\d\$)?[-+0#]{0,2}\d{0,3}(?:\.\d{1,2})?(?:ll?|hh?|z)?"
        r"[sdiufFeEgGxX@](?![\p{Latin}\d_])",  # %s, %(name)s, %1$s, %.2f
        r"(?<![\w%])%[A-Za-z]\w{0,60}%(?!\w)",  # %NAME%
        DUNDER,
        r"(?<!\#)(?P<hashes>\#{2,3})\w[\w.-]{0,60}(?P=hashes)(?!\#)",  # ###name###
        r"\$t\([^()\n]{1,99}\)|<%[^<>%\n]{1,200}%>",
        r"(?<![\w:]):[a-z0-9_+-]{2,40}:(?![\w:])",  # :smile:
        rf"(?<![^\s(\"'“‘«\[>]):(?:(?:{_NAMED})|[a-z]+(?:_[a-z\d]+|[A-Z][a-z\d]+){{1,5}}+)(?![\w:])",
    )
)


_OPENING = regex.compile(_MESSAGE_OPENS)
_LONGEST_MESSAGE = 20_000  # characters
_DEEPEST = 8  # messages within each other


def message_places(text: str) -> list[tuple[int, int]]:
    """Where the ICU messages of a text are, in order, without those within them."""
    results: list[tuple[int, int]] = []
    at = 0
    while "{" in text and (opening := _OPENING.search(text, at)):
        end = _closing(text, opening.start())
        at = end or opening.end()
        if end:
            results.append((opening.start(), end))
    return results


def message_cases(message: str) -> list[tuple[int, int]]:
    """Where a message that begins a text says what it does in each case: `# file`, `# files`."""
    opening = _OPENING.match(message)
    at = opening.end() if opening else len(message)
    results: list[tuple[int, int]] = []
    while (start := message.find("{", at)) >= 0 and (end := _closing(message, start)):
        results.append((start + 1, end - 1))
        at = end
    return results


def message_texts(text: str, depth: int = 0) -> list[str]:
    """What the ICU messages in a text, and those in them, say in each case: `# file`, `# files`."""
    results: list[str] = []
    for start, end in message_places(text) if depth < _DEEPEST else ():
        message = text[start:end]
        for first, last in message_cases(message):
            phrase = message[first:last]
            within = message_texts(phrase, depth + 1)
            for inner in message_places(phrase)[::-1]:
                phrase = phrase[: inner[0]] + phrase[inner[1] :]
            results += [phrase, *within]
    return results


def _closing(text: str, start: int) -> int:
    """Where the brace that opens at `start` has been closed; 0 where it never is."""
    depth = 0
    for at in range(start, min(len(text), start + _LONGEST_MESSAGE)):
        depth += (text[at] == "{") - (text[at] == "}")
        if depth == 0:
            return at + 1
    return 0
