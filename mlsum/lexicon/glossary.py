"""The user's own glossary: how words must be translated, before any table and any model."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mlsum.core.lang import UND, Lang
from mlsum.lexicon.glossary_files import ANY, Entry, Plain, entries_in, entries_of, read_entries
from mlsum.lexicon.particles import NOUN_PARTICLES
from mlsum.text.script import UNSPACED

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

__all__ = ["Glossary"]

# A term may stand anywhere in words of these.
_UNSPACED = re.compile(f"[{UNSPACED}]")
_WINDOW = 1024  # characters


@dataclass(frozen=True, slots=True)
class _Index:
    """The terms for one target: every spelling in lower case → its (term, replacement) pairs."""

    pairs: dict[str, list[tuple[str, str]]]
    spellings: list[str]
    automaton: "AhoCorasick"
    longest: int  # characters of a spelling


@dataclass(frozen=True, eq=False)
class Glossary:
    """Terms with their translations. Where two entries have the same term, the first one holds.

    It equals itself only, so that what it is part of can be a key.
    """

    entries: tuple[Entry, ...] = ()
    _indexes: dict[tuple[Lang, Lang], _Index] = field(default_factory=dict, init=False, repr=False)

    def __repr__(self) -> str:
        return f"<Glossary entries={len(self.entries)}>"

    @classmethod
    def load(cls, path: Path | str) -> "Glossary":
        """Read a glossary from a `.yaml` or tab-separated file.

        Raises InputError, and FormatError with file and line.
        """
        return cls(read_entries(Path(path)))

    @classmethod
    def parse(cls, data: bytes, name: str) -> "Glossary":
        """Read what such a file holds; `name` tells its kind, and where an error is."""
        return cls(entries_in(data, name))

    @classmethod
    def of(cls, terms: Plain) -> "Glossary":
        """Take terms as YAML would give them: `{"NATO": "OTAN"}` or `[{"en": "NATO", …}, …]`.

        Raises FormatError for an empty word, LanguageError for an unknown language.
        """
        return cls(entries_of(terms))

    def merge(self, other: "Glossary") -> "Glossary":
        """Both glossaries in one; this one goes first."""
        return Glossary(self.entries + other.entries)

    def lookup(self, text: str, target: Lang) -> str | None:
        """The translation of `text` as a whole, in whatever language it is; None if it has none.

        An entry in the same case goes before one that differs in case only.
        """
        written = text.strip()
        pairs = self._index(UND, target).pairs.get(_lower(written), [])
        same_case = (new for term, new in pairs if term == written)
        return next(same_case, pairs[0][1] if pairs else None)

    def matches(self, text: str, source: Lang, target: Lang) -> list[tuple[int, int, str]]:
        """The terms that occur in a text of the source language: start, end, replacement.

        They are whole words (a Korean particle may follow), do not overlap, and come in order;
        of several that begin at one place the longest counts. Terms in capitals, such as `US`,
        are found only as they are written; others in any case.
        """
        index = self._index(source, target)
        found = sorted(self._occurrences(text, index), key=lambda match: (match[0], -match[1]))
        chosen: list[tuple[int, int, str]] = []
        for match in found:
            if not chosen or match[0] >= chosen[-1][1]:
                chosen.append(match)
        return chosen

    def _occurrences(self, text: str, index: _Index) -> Iterator[tuple[int, int, str]]:
        for number, start, end in _hits(_lower(text), index):
            if _is_word(text, start, end):
                replacement = _choose(text[start:end], index.pairs[index.spellings[number]])
                if replacement is not None:
                    yield start, end, replacement

    def _index(self, source: Lang, target: Lang) -> _Index:
        """The terms of the source language (UND: of any) with a translation, built once."""
        place = (source.base, target)
        if place not in self._indexes:
            self._indexes[place] = _build(self.entries, source.base, target)
        return self._indexes[place]


def _build(entries: Iterable[Entry], source: Lang, target: Lang) -> _Index:
    from ahocorasick_rs import AhoCorasick

    pairs: dict[str, list[tuple[str, str]]] = {}
    for entry in entries:
        new = _translation(entry, target)
        for lang, term in entry.items() if new else ():
            wanted = lang in (UND, source) or lang.base == source or source == UND
            if wanted and lang != ANY and lang.base != target.base:
                pairs.setdefault(_lower(term), []).append((term, new or ""))
    spellings = list(pairs)
    return _Index(pairs, spellings, AhoCorasick(spellings), max(map(len, spellings), default=0))


def _hits(text: str, index: _Index) -> Iterator[tuple[int, int, int]]:
    """Where spellings stand: number, start, end; those within each other as well.

    Asked for window by window: of terms that are parts of each other (`a`, `aa`, …) there can be
    hundreds at every place.
    """
    for at in range(0, len(text), _WINDOW):
        window = text[at : at + _WINDOW + index.longest - 1]
        hits = index.automaton.find_matches_as_indexes(window, overlapping=True)
        for number, start, end in hits:
            if start < _WINDOW:  # the next window has the others
                yield number, at + start, at + end


def _translation(entry: Entry, target: Lang) -> str | None:
    """What the entry says for a target: its own tag, its base, a sister region, or any language."""
    sisters = (entry[lang] for lang in entry if lang.base == target.base)
    return entry.get(target) or entry.get(target.base) or next(sisters, None) or entry.get(ANY)


def _choose(found: str, pairs: list[tuple[str, str]]) -> str | None:
    """The replacement of the term as it is written, else of the first that differs in case only."""
    for term, new in pairs:
        if term == found:
            return new
    for term, new in pairs:
        if not _is_acronym(term):
            # A term that begins a sentence passes its capital on.
            begins = found[0].isupper() and term[0].islower()
            return new[0].upper() + new[1:] if begins else new
    return None


def _is_acronym(term: str) -> bool:
    return term.isupper()


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` begins and ends where words do."""
    return (start == 0 or not (_joins(text[start - 1]) and _joins(text[start]))) and (
        end == len(text)
        or not (_joins(text[end - 1]) and _joins(text[end]))
        or NOUN_PARTICLES.match(text, end) is not None
    )


def _joins(char: str) -> bool:
    """Whether a character sticks to its neighbour in a word."""
    return (char.isalnum() or char == "_") and not _UNSPACED.match(char)


def _lower(text: str) -> str:
    """The text in lower case, character by character, so that places in it stay the same."""
    return "".join(map(_lower_char, text))


def _lower_char(char: str) -> str:
    """One character for another; for a lone surrogate, which the matcher cannot take, U+FFFD."""
    if "\ud800" <= char <= "\udfff":
        return "\N{REPLACEMENT CHARACTER}"
    low = char.lower()
    return low if len(low) == 1 else char
