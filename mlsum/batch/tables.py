"""All results as one file: JSON Lines, Parquet or CSV, written as the journal gives its rows."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from types import MappingProxyType
from typing import IO, Any

from mlsum.batch.columns import schema
from mlsum.batch.job import Job, Shape
from mlsum.batch.stores import arrow

__all__ = ["WRITERS", "Lines"]

Lines = Callable[[], Iterator[str]]
"""The records of a job as lines of JSON, from the beginning at every call."""
Record = dict[str, Any]
_GROUP = 1024  # rows of a row group, which writers and readers hold in memory


def _jsonl(lines: Lines, file: IO[bytes], _: Job) -> None:
    file.writelines(line.encode() for line in lines())


def _parquet(lines: Lines, file: IO[bytes], job: Job) -> None:
    """The same records, nested as they are."""
    columns, pa = schema(job), arrow("")
    rows = (_with_pairs(json.loads(line)) for line in lines())
    with arrow("parquet").ParquetWriter(file, columns, compression="zstd") as writer:
        while group := list(islice(rows, _GROUP)):
            writer.write_table(pa.Table.from_pylist(group, schema=columns))


def _with_pairs(record: Record) -> Record:
    """Arrow takes a mapping with keys of no fixed set as pairs."""
    pairs = {key: list(record[key].items()) for key in ("languages", "licences") if key in record}
    return record | pairs


def _csv(lines: Lines, file: IO[bytes], job: Job) -> None:
    """A row per record, a column per field; a field that occurs twice has its values joined."""
    keys = dict.fromkeys(
        field["key"] for line in lines() for field in json.loads(line)["fields"] if field["key"]
    )
    head = ("path", "format", *(("target", "status") if job.translates else ("languages",)))
    tail = (*(("body",) if job.translates else ("body_lang",)), *("summary",) * bool(job.summary))
    # A field that is called like a column of ours is told from it.
    names = [f"field:{key}" if key in head + tail else key for key in keys]
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(_harmless, [*head, *names, *tail]))
    for line in lines():
        writer.writerow(map(_harmless, _cells(json.loads(line), (head, keys, tail))))
    text.flush()
    text.detach()


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection): `'=1+1`."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _cells(
    record: Record, columns: tuple[Iterable[str], Iterable[str], Iterable[str]]
) -> list[str]:
    head, keys, tail = columns
    body, summary = record["body"] or {}, record.get("summary") or {}
    own = {
        "languages": " ".join(record.get("languages", ())),
        "body": body.get("text", ""),
        "body_lang": body.get("lang", ""),
        "summary": summary.get("text", ""),
    }
    said: dict[str, list[str]] = {}
    for field in record["fields"]:
        said.setdefault(field["key"], []).append(field["value"]["text"])
    return [
        *(own.get(name, record.get(name) or "") for name in head),
        *("; ".join(said.get(key, ())) for key in keys),
        *(own[name] for name in tail),
    ]


_FORMULA = ("=", "+", "-", "@", "\t", "\r")
WRITERS: Mapping[Shape, Callable[[Lines, IO[bytes], Job], None]] = MappingProxyType(
    {"jsonl": _jsonl, "parquet": _parquet, "csv": _csv}
)
