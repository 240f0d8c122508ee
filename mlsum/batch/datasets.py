"""Files that hold many documents: JSON Lines and Parquet, read row by row and written back."""

import json
import math
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import IO, Any

from mlsum.batch.job import Job, Unit
from mlsum.batch.stores import arrow, opened
from mlsum.core.errors import InputError, foreign_errors

__all__ = ["count_rows", "holds_rows", "lines_back", "parquet_back", "rows"]

_LINES = (".jsonl", ".ndjson", ".jsonlines")
_PARQUET = ".parquet"
_ROWS = 256  # rows of a Parquet file that are in memory at a time


def holds_rows(path: str, job: Job) -> bool:
    """Whether each row of this file is a document, by its name."""
    suffix = PurePosixPath(path).suffix.lower()
    return suffix == _PARQUET or (suffix in _LINES and job.input_format in (None, "jsonl"))


def rows(path: str, name: str, job: Job, position: int = 0) -> Iterator[Unit]:
    """The documents in a file, each as a line of JSON. Raises OSError, InputError."""
    parquet = PurePosixPath(path).suffix.lower() == _PARQUET
    for number, line in _parquet(path) if parquet else _lines(path, job.max_bytes):
        if line.strip():
            large = len(line) > job.max_bytes
            yield Unit(
                f"{name}:{number}",
                b"" if large else line,
                f"larger than {job.max_bytes >> 20} MiB: --max-mb" if large else "",
                name,
                position + number,
            )


def count_rows(path: str) -> int:
    """How many documents a file holds. Raises OSError, InputError."""
    if PurePosixPath(path).suffix.lower() == _PARQUET:
        with foreign_errors(path, InputError), opened(path) as file:
            total: int = arrow("parquet").ParquetFile(file).metadata.num_rows
            return total
    with opened(path) as file:
        return sum(1 for line in file if line.strip())


def _lines(path: str, limit: int) -> Iterator[tuple[int, bytes]]:
    """Lines with their numbers; of one that is too long only so much that this shows."""
    number = 0
    with opened(path) as file:
        while line := file.readline(limit + 1):
            number += 1
            yield number, line
            while len(line) > limit and not line.endswith(b"\n"):
                line = file.readline(limit + 1)


def _parquet(path: str) -> Iterator[tuple[int, bytes]]:
    """Rows with their numbers, a few at a time in memory."""
    parquet = arrow("parquet")
    number = 0
    with opened(path) as file:
        with foreign_errors(path, InputError):
            batches = parquet.ParquetFile(file).iter_batches(batch_size=_ROWS)
        while True:
            with foreign_errors(path, InputError):
                batch = next(batches, None)
                if batch is None:
                    return
                found = batch.to_pylist()
            for row in found:
                number += 1
                line = json.dumps(_plain(row), ensure_ascii=False, default=str)
                yield number, line.encode()


def _plain(value: Any) -> Any:
    """A value as JSON has it; what JSON lacks becomes text, and is not read back."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def lines_back(lines: Iterable[bytes], file: IO[bytes]) -> None:
    """Write JSON Lines. The last line of a file may lack its end, but not where others follow."""
    before = b"\n"
    for line in lines:
        file.write(line if before.endswith(b"\n") else b"\n" + line)
        before = line


def parquet_back(path: str, lines: Iterable[tuple[int, bytes]], file: IO[bytes]) -> None:
    """Write the rows of a Parquet file again, with the text of `lines`: (row number, JSON).

    Only text is taken from them: numbers and times stay what they were, the schema is the file's
    own. Raises InputError where the file is no longer what it was.
    """
    parquet, pa = arrow("parquet"), arrow("")
    news = iter(lines)
    with foreign_errors(path, InputError), opened(path) as source:
        read = parquet.ParquetFile(source)
        with parquet.ParquetWriter(file, read.schema_arrow, compression="zstd") as writer:
            number, new = 0, next(news, None)
            for batch in read.iter_batches(batch_size=_ROWS):
                found = batch.to_pylist()
                for i, row in enumerate(found):
                    number += 1
                    if new and new[0] == number:
                        found[i] = _merged(row, json.loads(new[1]))
                        new = next(news, None)
                writer.write_table(pa.Table.from_pylist(found, schema=read.schema_arrow))


def _merged(old: Any, new: Any) -> Any:
    """The old value with the text of the new one."""
    if isinstance(old, str) and isinstance(new, str):
        return new
    if isinstance(old, dict) and isinstance(new, dict):
        # By place: the keys of the new one may be translated, those of a schema are not.
        return {key: _merged(a, b) for (key, a), b in zip(old.items(), new.values(), strict=False)}
    if isinstance(old, list) and isinstance(new, list):
        return [_merged(a, b) for a, b in zip(old, new, strict=False)]
    return old
