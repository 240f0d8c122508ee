"""The journal of a job: what was done to which content with which settings, in SQLite.

A row is committed after its outputs are in place. What a killed run did not commit is done again
and comes out the same.
"""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mlsum.batch.job import JOURNAL, Done, Unit
from mlsum.core.errors import OutputError

__all__ = ["Journal", "Known"]

_VERSION = 5
_WITH_FORMER = 4  # the version whose signatures were made in another way
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS runs (id INTEGER PRIMARY KEY, started REAL NOT NULL);
CREATE TABLE IF NOT EXISTS documents (
    name TEXT PRIMARY KEY, run INTEGER NOT NULL, position INTEGER NOT NULL,
    hash TEXT NOT NULL, signature TEXT NOT NULL, dataset TEXT, status TEXT NOT NULL,
    error TEXT NOT NULL, written TEXT NOT NULL, native BLOB, summary TEXT, records TEXT NOT NULL,
    routes TEXT NOT NULL, stats TEXT NOT NULL, seconds REAL NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS in_order ON documents (run, position);
CREATE INDEX IF NOT EXISTS by_dataset ON documents (dataset) WHERE dataset IS NOT NULL;
CREATE TEMP TABLE claims (path TEXT PRIMARY KEY, by TEXT NOT NULL) WITHOUT ROWID;
PRAGMA user_version = {_VERSION};
"""
_PUT = """
INSERT OR REPLACE INTO documents
(name, run, position, hash, signature, dataset, status, error, written, native, summary, records,
 routes, stats, seconds, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier run noted of a unit."""

    digest: str
    status: str
    error: str
    written: str
    routes: dict[str, str]


class Journal:
    """One run's view of the journal in `out`.

    In a journal of the version before, `former` is the signature that is now `signature`.
    """

    def __init__(self, out: Path, signature: str, former: str = "") -> None:
        self._path = out / JOURNAL
        self._signature = signature
        with self._told():
            self._file = _opened(self._path)
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.execute("PRAGMA synchronous = NORMAL")
            found = self._file.execute("PRAGMA user_version").fetchone()[0]
            if found == _WITH_FORMER:
                renamed = "UPDATE documents SET signature = ? WHERE signature = ?"
                self._file.execute(renamed, (signature, former))
            elif found != _VERSION:
                # Another version of mlsum wrote it, which other outputs may come from, too.
                self._file.execute("DROP TABLE IF EXISTS documents")
            self._file.executescript(_SCHEMA)
            self.started = time.time()
            put = self._file.execute("INSERT INTO runs (started) VALUES (?)", (self.started,))
            self.run = put.lastrowid or 0

    def close(self) -> None:
        """Close the file; what was not committed is forgotten."""
        self._file.close()

    def claim(self, path: str, by: str) -> str | None:
        """Take a place under OUT for `by` in this run; None if it was free, else who has it."""
        with self._told():
            put = self._file.execute("INSERT OR IGNORE INTO claims VALUES (?, ?)", (path, by))
            if put.rowcount:
                return None
            row = self._file.execute("SELECT by FROM claims WHERE path = ?", (path,)).fetchone()
        return str(row[0])

    def known(self, name: str) -> Known | None:
        """What an earlier run noted of a unit with these settings, if anything."""
        return self._known("name = ?", name).get(name)

    def known_rows(self, dataset: str) -> dict[str, Known]:
        """The same for all rows of a file, by name."""
        return self._known("dataset = ?", dataset)

    def _known(self, where: str, value: str) -> dict[str, Known]:
        # Conditions are those of this module; values are bound.
        query = f"SELECT name, hash, status, error, written, routes FROM documents WHERE {where}"  # noqa: S608
        with self._told():
            found = self._file.execute(f"{query} AND signature = ?", (value, self._signature))
            return {
                str(name): Known(digest, status, error, written, json.loads(ways))
                for name, digest, status, error, written, ways in found
            }

    def keep(self, unit: Unit) -> None:
        """Count a unit that was done before as one of this run."""
        with self._told():
            self._file.execute(
                "UPDATE documents SET run = ?, position = ? WHERE name = ?",
                (self.run, unit.position, unit.name),
            )

    def keep_file(self, name: str, position: int) -> int:
        """Count all of a file that nobody touched since the last run; says how many units it has.

        Rows keep their order behind the `position` of the file.
        """
        with self._told():
            kept = self._file.execute(
                "UPDATE documents SET run = ?1, position = ?2 + position % (1 << 32) "
                "WHERE (name = ?3 OR dataset = ?3) AND signature = ?4",
                (self.run, position, name, self._signature),
            )
            return kept.rowcount

    def put(self, unit: Unit, digest: str, done: Done) -> None:
        """Note what came of a unit, once its outputs are in place."""
        # What files of rows are made of at the end; other outputs are in place.
        native, summary = (done.native, done.summary) if unit.dataset else (None, None)
        row = (
            *(unit.name, self.run, unit.position, digest, self._signature, unit.dataset),
            *(done.status, done.error, done.written, native, summary, "".join(done.records)),
            *(json.dumps(done.routes), json.dumps(done.stats, ensure_ascii=False)),
            *(done.seconds, time.time()),
        )
        with self._told():
            self._file.execute(_PUT, row)

    def commit(self) -> None:
        """Make what was noted last."""
        with self._told():
            self._file.commit()

    def rows(self, columns: str, where: str = "1", *values: object) -> Iterator[tuple[object, ...]]:
        """Columns of this run's documents in the order of the listing."""
        # Columns and conditions are those of this package; values are bound.
        query = f"SELECT {columns} FROM documents WHERE run = ? AND {where} ORDER BY position"  # noqa: S608
        yield from self._file.execute(query, (self.run, *values))

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            hint = "make room, then give the same command; --force begins anew"
            raise OutputError(f"the journal: {error}", where=str(self._path), hint=hint) from error


def _opened(path: Path) -> sqlite3.Connection:
    """The database; what the folder holds in its place is not opened, nor followed out of it."""
    for suffix in ("", "-wal", "-shm"):
        place = path.with_name(f"{path.name}{suffix}")
        if place.is_symlink() or (place.exists() and not place.is_file()):
            raise OutputError(f"the journal: {place.name} is no file", where=str(path), hint=_AWAY)
    return sqlite3.connect(path)


_AWAY = "remove it, or name another folder with --out"
