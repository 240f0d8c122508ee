"""What is fuzzed, and what must hold: each target takes bytes and lets nothing out but MlsumError.

A target that finds a property broken raises AssertionError; every other exception is a crash.
`TARGETS` is the list; `run.py` and `tests/test_fuzz.py` read it.
"""

import json
import re
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import get_args

from mlsum import formats
from mlsum.batch.job import JOURNAL
from mlsum.batch.journal import Journal
from mlsum.core.document import Document, Markup
from mlsum.core.errors import MlsumError
from mlsum.core.lang import Lang
from mlsum.detection import detect, kind_of
from mlsum.engines.server import Unusable, content_of
from mlsum.lexicon.cldr import parse_currency, parse_language, parse_territory
from mlsum.lexicon.dates import parse_date
from mlsum.lexicon.datewriting import format_date
from mlsum.lexicon.glossary import Glossary
from mlsum.lexicon.labels import lookup
from mlsum.lexicon.numbers import parse_number
from mlsum.lexicon.outlets import find as find_outlet
from mlsum.lexicon.romanize import romanize
from mlsum.lexicon.terms import translate_term
from mlsum.memory import Memory, Query, read_pairs
from mlsum.store import firefox, read_manifest
from mlsum.store.hub import needed
from mlsum.summarization import key_terms, summarize
from mlsum.text.checks import check
from mlsum.text.segment import blocks, reading, sentences
from mlsum.text.shield import pieces, restore, shield
from mlsum.translation import Options, run
from mlsum.writers import html, markdown, terminal
from mlsum.writers.page import Bullets, Heading, Note, Page, Prose, Run, Table, cell

__all__ = ["TARGETS", "Target"]

Target = Callable[[bytes], None]
EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")
# What a terminal may be told: colours.
_STYLED = re.compile(r"\x1b\[[0-9;]*m")
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_TAG = re.compile(r"<([a-z!]\w*)")
_SHORT = 600  # characters for what asks a classifier: it is slow, not at risk


@lru_cache(maxsize=1)
def _folder() -> Path:
    """A folder for the readers of files; the system clears it away."""
    return Path(tempfile.mkdtemp(prefix="mlsum-fuzz-"))


def _file(name: str, data: bytes) -> Path:
    path = _folder() / name
    path.write_bytes(data)
    return path


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _decode(data: bytes) -> None:
    source = formats.decode(data)
    assert source.bom + source.text.encode(source.encoding) == data


def _sniffed(data: bytes) -> None:
    _whole(formats.parse_bytes(data), data)


def _named(name: str) -> Target:
    """Bytes said to be in a format."""

    def target(data: bytes) -> None:
        _whole(formats.parse_bytes(data, format=name), data)

    return target


def _whole(document: Document, data: bytes) -> None:
    """Unchanged, the bytes come back; changed, what is written says the new texts."""
    other = formats.about(document.format).written  # the suffix of what a PDF comes back as
    assert other or formats.render_bytes(document) == data
    text = document.source.text
    parts = [part for field in document.fields for part in (field.label, field.value)]
    parts += [body.text for body in document.bodies]
    assert all(part.start <= part.end <= len(text) for part in parts)
    edits = {part: f"{part.text[:20]} ünd <b>&'\"\\ 한국" for part in parts[:20] if part.text}
    try:
        written = formats.render_bytes(document, edits)
    except MlsumError:
        return  # what cannot be written is said, never written wrong
    if other:
        return
    again = formats.parse_bytes(written, format=document.format)
    if document.format == "xml":  # there, a text with markup is an item
        assert _texts(again) == _texts(document)
    else:
        assert len(again.items) == len(document.items)


def _texts(document: Document) -> int:
    return len(document.fields) + len(document.bodies)


def _detect(data: bytes) -> None:
    text = _text(data)[:_SHORT]
    at = 0
    for span in detect(text).spans:
        assert at <= span.start < span.end <= len(text)
        at = span.end
    kind_of(text)


def _segment(data: bytes) -> None:
    text = _text(data)
    for markup in get_args(Markup):
        found = blocks(text, markup)
        assert all(0 <= one.start < one.end <= len(text) for one in found)
        assert all(one.end <= other.start for one, other in pairwise(found))
        reading(text, found, markup).between(0, len(text))
    for lang in (EN, KO):
        cut = sentences(text, lang)
        assert all(text[a:b].strip() == text[a:b] != "" for a, b in cut)
        assert all(b <= c for (_, b), (c, _) in pairwise(cut))


def _shield(data: bytes) -> None:
    text = _text(data)
    for strict in (False, True):
        shielded = shield(text, strict=strict)
        assert restore(shielded, shielded.text) == text
        assert "".join(piece.text for piece in pieces(text, strict=strict)) == text
    half = len(text) // 2
    extra = [(half // 2, half, text[half // 2 : half])] if half // 2 < half else []
    shielded = shield(text, extra)
    assert restore(shielded, shielded.text) == text


def _check(data: bytes) -> None:
    one, _, other = _text(data).partition("\n")
    check(one, other, EN, PT)
    check(one, other, KO, EN)


def _lexicon(data: bytes) -> None:
    text = _text(data)[:2000]
    if date := parse_date(text, PT):
        format_date(date, KO)
    parse_number(text, PT)
    parse_language(text)
    parse_territory(text)
    parse_currency(text)
    lookup(text)
    find_outlet(name=text, domain=text)
    translate_term(text, "type", KO)
    romanize(text)
    with suppress(MlsumError):
        Lang.parse(text)


def _glossary(suffix: str) -> Target:
    def target(data: bytes) -> None:
        glossary = Glossary.load(_file(f"glossary{suffix}", data))
        text = _text(data)[:_SHORT]
        for start, end, _ in glossary.matches(text, EN, PT):
            assert 0 <= start < end <= len(text)

    return target


def _manifest(data: bytes) -> None:
    manifest = read_manifest(_file("model.toml", data))
    assert all(".." not in file.name for file in manifest.files)


def _journal(data: bytes) -> None:
    """A journal that was damaged between two runs."""
    out = _folder() / "out"
    out.mkdir(exist_ok=True)
    for suffix in ("-wal", "-shm"):
        (out / f"{JOURNAL}{suffix}").unlink(missing_ok=True)
    (out / JOURNAL).write_bytes(_flipped(_database(_folder() / "good.db", "journal"), data))
    journal = Journal(out, "signature")
    journal.commit()
    journal.close()


def _memory(data: bytes) -> None:
    """A memory that was damaged: it answers what it can, and is never worth an error."""
    path = _folder() / "memory.sqlite"
    for old in _folder().glob("memory.sqlite*"):
        old.unlink()
    path.write_bytes(_flipped(_database(_folder() / "memory.good", "memory"), data))
    memory = Memory(path)
    queries = [Query("a", EN, PT), Query("b", EN, PT)]
    assert len(memory.get_many(queries)) == 2
    memory.put_many([(queries[0], "x")])


@lru_cache(maxsize=2)
def _database(path: Path, kind: str) -> bytes:
    """A good file of its kind."""
    if kind == "memory":
        Memory(path).put_many([(Query("a", EN, PT), "á"), (Query("b", EN, PT), "bê")])
    else:
        folder = path.with_suffix("")
        folder.mkdir(exist_ok=True)
        Journal(folder, "signature").close()
        path = folder / JOURNAL
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file.close()
    return path.read_bytes()


def _flipped(good: bytes, data: bytes) -> bytes:
    """The good file with bytes of `data` at places that `data` names, or `data` itself."""
    if len(data) % 5 == 0:
        return data
    made = bytearray(good)
    for at in range(0, len(data) - 2, 3):
        made[(data[at] << 8 | data[at + 1]) % len(made)] = data[at + 2]
    return bytes(made)


def _pairs(suffix: str) -> Target:
    def target(data: bytes) -> None:
        for query, output in read_pairs(_file(f"pairs{suffix}", data)):
            assert query.text
            assert output

    return target


def _writers(data: bytes) -> None:
    text = _text(data)
    for colour in (False, True):
        drawn = terminal.draw(_page(text), width=80, colour=colour)
        bare = _STYLED.sub("", drawn) if colour else drawn
        assert not _OBEYED.search(bare), "a control character reaches the terminal"
    markdown.draw(_page(text))
    made, harmless = (
        set(_TAG.findall(html.draw(_page(one), one))) for one in (text, "https://x.org")
    )
    assert made <= harmless, "a tag of the text is a tag of the page"


def _page(text: str) -> Page:
    return (
        Heading(text),
        Note(text),
        Prose((Run(text, "en", mark=True),)),
        Bullets((cell(text),)),
        Table((text[:20],), ((cell(text, "ko"),),)),
    )


def _chat(data: bytes) -> None:
    """What a server answers, whole or as the content of a good answer."""
    wrapped = json.dumps({"choices": [{"message": {"content": _text(data)}}]}).encode()
    for body in (data, wrapped):
        try:
            content_of(body)
        except Unusable:
            continue


def _catalogue(data: bytes) -> None:
    records, version = firefox._choose(firefox._records(_text(data), "here"), ("en", "ko"), "here")
    found = firefox._found(records, ("en", "ko"), version, lambda location: location)
    assert all("/" not in file.name and ".." not in str(file.place) for file in found.files)


def _listing(data: bytes) -> None:
    for name in needed(_text(data).split("\n")):
        assert "/" not in name
        assert name.isprintable()


def _pipeline(data: bytes) -> None:
    """A whole translation, by an engine that turns nothing around."""
    document = formats.parse_bytes(data[:_SHORT])
    result = run(document, Options(PT, engine="echo"))
    formats.render_bytes(document, result.edits)


def _summary(data: bytes) -> None:
    text = _text(data)[: 4 * _SHORT]
    made = summarize(text, EN)
    assert all(text[one.start : one.end] == one.text for one in made.sentences)
    key_terms(text.split(". "), EN)


TARGETS: dict[str, Target] = {
    "catalogue": _catalogue,
    "chat": _chat,
    "check": _check,
    "decode": _decode,
    "detect": _detect,
    **{f"format-{name}": _named(name) for name in formats.names()},
    "glossary-tsv": _glossary(".tsv"),
    "glossary-yaml": _glossary(".yaml"),
    "journal": _journal,
    "lexicon": _lexicon,
    "listing": _listing,
    "manifest": _manifest,
    "memory": _memory,
    "pairs-tmx": _pairs(".tmx"),
    "pairs-tsv": _pairs(".tsv"),
    "pipeline": _pipeline,
    "segment": _segment,
    "shield": _shield,
    "sniffed": _sniffed,
    "summary": _summary,
    "writers": _writers,
}
