"""The database of the translation memory: one SQLite file, shared by threads and processes.

Every call opens the file anew (0.2 ms), so there is nothing to share, lock, fork or close. The
memory only saves work: where it cannot be read or written, `get_many` and `put_many` say so once
and the run goes on without it.
"""

import hashlib
import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from mlsum.core.errors import MlsumError, OutputError, foreign_errors
from mlsum.core.lang import Lang

__all__ = ["IMPORTED", "Entry", "Info", "Memory", "Query"]

IMPORTED = ""
"""The engine of entries that a person brought: no engine."""

_T = TypeVar("_T")
_log = logging.getLogger("mlsum")
_CHUNK = 500  # keys in one statement; SQLite takes 999 in its oldest builds
_WAIT = 30.0  # seconds for another process to finish writing
_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
    id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, text TEXT NOT NULL, source TEXT NOT NULL,
    target TEXT NOT NULL, engine TEXT NOT NULL, context TEXT NOT NULL, output TEXT NOT NULL)
"""
# What was written longest ago goes first; entries that a person brought never go.
_PRUNE = """
DELETE FROM entries WHERE engine != '' AND id <= (SELECT max(id) FROM entries) - ?
"""
_PUT = """
INSERT OR REPLACE INTO entries (key, text, source, target, engine, context, output)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_told: set[str] = set()


@dataclass(frozen=True, slots=True)
class Query:
    """A sentence as an engine would be asked: `context` is whatever else shapes the answer.

    `engine` is a signature, so that another model or version never answers for this one.
    """

    text: str
    source: Lang
    target: Lang
    engine: str = IMPORTED
    context: str = ""

    @property
    def key(self) -> bytes:
        """A digest of all of it; regions and scripts do not matter."""
        return _digest(self._fields)

    @property
    def _fields(self) -> tuple[str, str, str, str, str]:
        pair = (str(self.source.base), str(self.target.base))
        return (self.text, *pair, self.engine, self.context)


@dataclass(frozen=True, slots=True)
class Entry:
    """A sentence, its languages, what translated it, and its translation."""

    text: str
    source: Lang
    target: Lang
    engine: str
    output: str


@dataclass(frozen=True, slots=True)
class Info:
    """What a memory holds: entries by languages and engine, and the bytes of its files."""

    path: Path
    size: int
    entries: Mapping[tuple[str, str, str], int]


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory in one file. Past `limit` entries those of engines that are oldest are dropped."""

    path: Path
    limit: int = 1_000_000

    @classmethod
    def default(cls) -> "Memory":
        """The person's own: `$MLSUM_HOME/memory.sqlite`, or in the user's data folder.

        It is no cache: what was imported exists nowhere else.
        """
        if home := os.environ.get("MLSUM_HOME"):
            return cls(Path(home).expanduser() / "memory.sqlite")
        from platformdirs import user_data_path

        return cls(user_data_path("mlsum") / "memory.sqlite")

    def get_many(self, queries: Sequence[Query]) -> list[str | None]:
        """The remembered outputs, None where there is none: same length and order."""
        keys = [query.key for query in queries]
        nothing: dict[bytes, str] = {}

        def looked_up() -> dict[bytes, str]:
            there = bool(keys) and self._exists()
            return self._run(lambda db: _lookup(db, keys)) if there else nothing

        found = self._spared(looked_up, nothing)
        return [found.get(key) for key in keys]

    def put_many(self, pairs: Iterable[tuple[Query, str]]) -> None:
        """Remember outputs, in place of older ones for the same queries."""
        if pairs := list(pairs):
            self._spared(lambda: self.add(pairs), 0)

    def add(self, pairs: Iterable[tuple[Query, str]]) -> int:
        """As `put_many`, all or nothing, and counted. Raises OutputError."""
        return self._run(lambda db: _store(db, pairs, self.limit))

    def entries(self) -> Iterator[Entry]:
        """All entries in the order they were written. Raises OutputError."""
        if not self._exists():
            return
        # A thousand at a time: no reader holds the file, or all of it, while it is written out.
        rows = self._run(partial(_page, after=0))
        while rows:
            for _, text, source, target, engine, output in rows:
                yield Entry(text, Lang.parse(source), Lang.parse(target), engine, output)
            rows = self._run(partial(_page, after=rows[-1][0]))

    def info(self) -> Info:
        """What it holds. Raises OutputError."""
        if not self._exists():
            return Info(self.path, 0, {})
        counted = self._run(
            lambda db: db.execute(
                "SELECT source, target, engine, count(*) FROM entries GROUP BY 1, 2, 3"
            ).fetchall()
        )
        size = sum(path.stat().st_size for path in self._files() if path.exists())
        return Info(self.path, size, {(a, b, engine): n for a, b, engine, n in counted})

    def clear(self, imported: bool = True) -> int:
        """Forget everything, or only what engines made; says how many. Raises OutputError."""
        if not self._exists():
            return 0
        return self._run(lambda db: _clear(db, imported))

    def _exists(self) -> bool:
        with foreign_errors(str(self.path), OutputError):
            return self.path.exists()

    def _spared(self, act: Callable[[], _T], otherwise: _T) -> _T:
        """Act, or say why not and go on without: the memory is never worth a failed run."""
        try:
            return act()
        except MlsumError as error:
            _say(f"the translation memory is not used: {error}")
            return otherwise

    def _run(self, act: Callable[[sqlite3.Connection], _T]) -> _T:
        """Act in one transaction; a damaged file is set aside and a new one made."""
        with foreign_errors(str(self.path), OutputError):
            try:
                return self._once(act)
            except sqlite3.DatabaseError as error:
                if (error.sqlite_errorcode & 0xFF) not in _BROKEN:
                    raise
            self._set_aside()
            return self._once(act)

    def _once(self, act: Callable[[sqlite3.Connection], _T]) -> _T:
        self._make_private()
        with closing(sqlite3.connect(self.path, timeout=_WAIT)) as db, db:
            if db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute(_SCHEMA)
            return act(db)

    def _make_private(self) -> None:
        # It holds the text of documents: nobody else's business.
        if not self.path.exists():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.path.touch(mode=0o600)

    def _set_aside(self) -> None:
        aside = self.path.with_name(
            f"{self.path.name}.damaged-{os.getpid()}-{threading.get_ident()}"
        )
        if self.path.exists():
            self.path.replace(aside)
        for path in self._files()[1:]:
            path.unlink(missing_ok=True)
        _say(f"the translation memory was damaged: kept as {aside}, a new one is begun")

    def _files(self) -> list[Path]:
        return [self.path.with_name(self.path.name + end) for end in ("", "-wal", "-shm")]


def _lookup(db: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, str]:
    found: dict[bytes, str] = {}
    for start in range(0, len(keys), _CHUNK):
        some = keys[start : start + _CHUNK]
        marks = ",".join("?" * len(some))
        found |= db.execute(
            f"SELECT key, output FROM entries WHERE key IN ({marks})",  # noqa: S608
            some,
        ).fetchall()
    return found


def _store(db: sqlite3.Connection, pairs: Iterable[tuple[Query, str]], limit: int) -> int:
    before = db.total_changes
    rows = ((*query._fields, output) for query, output in pairs)
    # SQLite cannot hold a lone surrogate; such a sentence is not worth remembering.
    db.executemany(_PUT, ((_digest(row[:5]), *row) for row in rows if _storable(row)))
    written = db.total_changes - before
    db.execute(_PRUNE, (limit,))
    return written


def _page(db: sqlite3.Connection, after: int) -> list[tuple[int, str, str, str, str, str]]:
    return db.execute(
        "SELECT id, text, source, target, engine, output FROM entries"
        " WHERE id > ? ORDER BY id LIMIT 1000",
        (after,),
    ).fetchall()


def _clear(db: sqlite3.Connection, imported: bool) -> int:
    gone = db.execute("DELETE FROM entries WHERE ? OR engine != ''", (imported,)).rowcount
    db.commit()
    db.execute("VACUUM")
    return gone


def _digest(fields: Sequence[str]) -> bytes:
    # Lengths go before the fields, so that no two ways of cutting give the same bytes.
    written = "".join(f"{len(field)}:{field}" for field in fields)
    return hashlib.blake2b(written.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _storable(row: Sequence[str]) -> bool:
    return not any("\ud800" <= char <= "\udfff" for text in row for char in text)


def _say(message: str) -> None:
    """A warning, once in a process: without logging set up it goes to standard error."""
    if message not in _told:
        _told.add(message)
        _log.warning("mlsum: %s", message)
