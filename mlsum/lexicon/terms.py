"""Words that fields draw from a small set (kinds of documents, sections, states), and phrases
that are the same wherever they stand: topics, signs, sounds of subtitles."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mlsum.core.lang import Lang
from mlsum.core.tables import read_rows
from mlsum.lexicon.spelling import (
    LONGEST,
    bare,
    column_lang,
    fold,
    in_case_of,
    pick,
    strip_accents,
)

__all__ = [
    "TERM_KEYS",
    "is_term_in",
    "known_phrase",
    "map_list",
    "role",
    "speaker_in",
    "term_langs",
    "translate_term",
]

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "type": ("type", "section"),
    **dict.fromkeys(("section", "category", "topic"), ("section", "type", "topic")),
    **dict.fromkeys(("tags", "keywords"), ("topic", "section", "type")),
    "status": ("status", "flag"),
    "priority": ("priority", "flag"),
    "audience": ("audience", "flag"),
    "format": ("format", "type", "flag"),
    **dict.fromkeys(("rights", "licence", "access"), ("rights", "flag")),
    "description_level": ("level",),
    "sentiment": ("sentiment", "flag"),
    "degree": ("degree",),
    **dict.fromkeys(("author", "reporter", "editor", "photographer", "byline"), ("credit", "flag")),
}
TERM_KEYS = frozenset(_GROUPS) - {"author", "reporter", "editor", "photographer", "byline"}
# What these are called depends on no field; of the others, only the usual names do not.
_ANYWHERE = ("phrase", "topic")
_USUAL = ("section", "type")
# White space is looked at from its start only, so that much of it takes linear time.
_SEPARATOR = re.compile(r"((?:(?<!\s)\s+)?[,，、;；|/·ㆍ・>›»]\s*)")
_DOT = re.compile("[·ㆍ・]")
_AND: Mapping[str, str] = {"en": " & ", "pt": " e "}
_LONGEST_ACRONYM = 3  # letters; `IT` stands for a word that has no capitals


@dataclass(frozen=True, slots=True)
class _Term:
    group: str
    names: Mapping[Lang, str]
    spellings: frozenset[tuple[str, Lang]]
    usual: frozenset[str]
    written: frozenset[tuple[str, Lang]]


@lru_cache(maxsize=1)
def _terms() -> Mapping[str, tuple[_Term, ...]]:
    """`terms.tsv`: a group, a term, then per language its usual name and aliases, `|` between.

    A column of a region, such as `pt-PT`, has only the names that differ there.
    """
    index: dict[str, dict[int, _Term]] = defaultdict(dict)
    for number, row in enumerate(read_rows("terms.tsv")):
        group, _ = row.pop("group"), row.pop("term")
        cells = {column_lang(tag): cell.split("|") for tag, cell in row.items() if cell}
        known = frozenset((fold(name), lang.base) for lang, cell in cells.items() for name in cell)
        bare = frozenset((strip_accents(spelling), lang) for spelling, lang in known)
        names = {lang: cell[0] for lang, cell in cells.items()}
        usual = frozenset(fold(name) for lang, name in names.items() if not lang.region)
        term = _Term(group, names, known | bare, usual, known)
        for spelling, _lang in term.spellings:
            index[spelling][number] = term
    return {spelling: tuple(terms.values()) for spelling, terms in index.items()}


def translate_term(text: str, key: str, target: Lang) -> str | None:
    """A term of field `key` in the target language; None if any part of the text is unknown.

    Lists such as `Política, Economia` go element by element and keep their separators; a text
    in capitals or in lower case stays so (in German, not in lower case).
    """

    def translate(element: str) -> str | None:
        names = (term.names for term in _find(element, key))
        name = next((name for each in names if (name := pick(each, target))), None)
        capitals = sum(map(str.isupper, element)) > _LONGEST_ACRONYM and element.isupper()
        return name.upper() if name and capitals else name

    translated = map_list(text, translate)
    names = [translate(one) for one in _DOT.split(text.strip())]
    if len(names) > 1 and all(names) and target.language in _AND and not translate(text.strip()):
        translated = _joined([name for name in names if name], target)
    lower = text == text.lower() != text.upper() and target.language != "de"
    return translated.lower() if translated and lower else translated


def _joined(names: Sequence[str], target: Lang) -> str:
    """Names that Korean has a dot between, with the words or commas of another language."""
    small = [
        names[0],
        *(name if name[1:] != name[1:].lower() else name.lower() for name in names[1:]),
    ]
    return ", ".join(small[:-1]) + _AND[target.language] + small[-1]


def is_term_in(text: str, key: str, target: Lang) -> bool:
    """Whether all of the text is terms as the target language, or its region, has them."""

    def known(element: str) -> str | None:
        for term in _find(element, key):
            here = (fold(element), target.base) in term.written
            if here and pick(term.names, target) == pick(term.names, target.base):
                return element
        return None

    return map_list(text, known) is not None


def role(text: str, target: Lang) -> str | None:
    """What somebody is for a document (`기자`), in the target language; None if it is no role."""
    if target.base in term_langs(text, "author"):
        return text
    return translate_term(text, "author", target)


def known_phrase(text: str, source: Lang, target: Lang) -> str | None:
    """The translation of a short text that the table has as a whole; None where it has not.

    Capitals, brackets and punctuation stay as they are in the text. Sounds are looked for only
    where brackets or notes are around the text.
    """
    before, said, after = bare(text)
    groups = ("sound", *_ANYWHERE) if before.strip("-–— \t\n") else _ANYWHERE
    spelling = fold(said[: LONGEST + 1])
    found = [
        term
        for group in (*groups, *_USUAL)
        for term in _terms().get(spelling) or _terms().get(strip_accents(spelling), ())
        if term.group == group and _means(term, spelling, source)
    ]
    name = next((name for term in found if (name := pick(term.names, target))), None)
    return None if name is None else before + in_case_of(said, name) + after


def speaker_in(text: str, source: Lang, target: Lang) -> str | None:
    """Who speaks in subtitles, `NARRATOR`, in the target language; None for a name."""
    spelling = fold(text[: LONGEST + 1])
    found = [
        term
        for term in _terms().get(spelling, ())
        if term.group == "speaker" and _means(term, spelling, source)
    ]
    name = next((name for term in found if (name := pick(term.names, target))), None)
    return None if name is None else in_case_of(text, name)


def _means(term: _Term, spelling: str, source: Lang) -> bool:
    """Whether the term is spelled so in the language; sections and types, by their usual name."""
    if term.group in _USUAL:
        usual = pick(term.names, source)
        return usual is not None and strip_accents(fold(usual)) == strip_accents(spelling)
    return (spelling, source.base) in term.spellings


def term_langs(text: str, key: str) -> tuple[Lang, ...]:
    """The languages in which `text` is a term of field `key`; of a list, those of every element."""
    whole = _langs(text, key)
    if whole:
        return whole
    each = [_langs(element, key) for element in _SEPARATOR.split(text.strip())[::2]]
    return tuple(lang for lang in each[0] if all(lang in langs for langs in each))


def map_list(text: str, translate: Callable[[str], str | None]) -> str | None:
    """The text as a whole, else its elements one by one, the separators between them kept.

    None where `translate` gives None for any of them.
    """
    whole = translate(text.strip())
    if whole is not None:
        return whole
    pieces = _SEPARATOR.split(text.strip())
    if len(pieces) == 1:
        return None
    for place in range(0, len(pieces), 2):
        element = translate(pieces[place])
        if element is None:
            return None
        pieces[place] = element
    return "".join(pieces)


def _find(element: str, key: str) -> list[_Term]:
    """The terms of the groups that field `key` draws from, the group that fits best first."""
    spelling = fold(element[: LONGEST + 1])
    found = _terms().get(spelling) or _terms().get(strip_accents(spelling), ())
    groups = _GROUPS.get(key, ())
    return sorted(
        (term for term in found if term.group in groups),
        key=lambda term: (spelling not in term.usual, groups.index(term.group)),
    )


def _langs(element: str, key: str) -> tuple[Lang, ...]:
    """The languages in which one element is a term; those that write it with its accents first."""
    terms, spelling = _find(element, key), fold(element)
    for written in (spelling, strip_accents(spelling)):
        langs = dict.fromkeys(
            lang for t in terms for name, lang in sorted(t.spellings) if name == written
        )
        if langs:
            return tuple(langs)
    return ()
