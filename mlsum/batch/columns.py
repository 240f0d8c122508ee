"""The columns of a dataset in Parquet, made from the classes of its records."""

from typing import Any

from mlsum.batch.job import Job
from mlsum.batch.stores import arrow
from mlsum.core.records import DetectRecord, TranslateRecord
from mlsum.core.schema import columns

__all__ = ["schema"]


def schema(job: Job) -> Any:
    """The Arrow schema of a job's records: those of `translate` or `detect`, with a summary."""
    found = columns(TranslateRecord if job.translates else DetectRecord)
    if not job.summary:
        del found["summary"]
    return arrow("").schema([(name, _type(one)) for name, one in found.items()])


def _type(column: Any) -> Any:
    """The Arrow type of a column; every one may be null."""
    pa = arrow("")
    match column:
        case str():
            return pa.type_for_alias(column)
        case [item]:
            return pa.list_(_type(item))
        case {"*": value}:
            return pa.map_(pa.string(), _type(value))
    return pa.struct([(name, _type(one)) for name, one in column.items()])
