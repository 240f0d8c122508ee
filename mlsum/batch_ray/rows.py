"""Documents and what comes of them as rows of Arrow tables, which Ray moves."""

import json
from typing import Any

from mlsum.batch import Run
from mlsum.batch.job import Done, Unit
from mlsum.batch.place import place
from mlsum.batch.stores import arrow
from mlsum.batch.workers import Worked

__all__ = ["UNIT", "columns", "done_table", "taken", "unit_of", "units_table"]

UNIT = ("name", "data", "error", "dataset", "position")


def units_table(rows: list[dict[str, Any]]) -> Any:
    """Units that were read, and which of them are done already."""
    pa = arrow("")
    text = {key: pa.string() for key in ("name", "error", "dataset", "digest")}
    types = text | {"data": pa.binary(), "position": pa.int64(), "done": pa.bool_()}
    return pa.Table.from_pylist(rows, schema=pa.schema(list(types.items())))


def _units_table(rows: list[dict[str, Any]]) -> Any:
    pa = arrow("")
    text = {key: pa.string() for key in ("name", "error", "dataset", "digest")}
    types = text | {"data": pa.binary(), "position": pa.int64(), "done": pa.bool_()}
    return pa.Table.from_pylist(rows, schema=pa.schema(list(types.items())))


def unit_of(row: dict[str, Any]) -> Unit:
    """The unit of a row."""
    return Unit(**{key: row[key] for key in UNIT})


def columns(done: Done | None) -> dict[str, Any]:
    """What came of a unit, as what is added to its row; None where it was done before."""
    one = done or Done("")
    return {
        "status": one.status,
        "reason": one.error,
        "native": one.native,
        "written": one.written,
        "summary": one.summary,
        "records": "".join(one.records),
        "routes": json.dumps(one.routes),
        "stats": json.dumps(one.stats),
        "seconds": one.seconds,
    }


def done_table(rows: list[dict[str, Any]]) -> Any:
    """What came of units, without their bytes."""
    pa = arrow("")
    names = ("name", "error", "dataset", "digest", "status", "reason", "written", "summary")
    text = {key: pa.string() for key in (*names, "records", "routes", "stats")}
    numbers = {"position": pa.int64(), "done": pa.bool_(), "seconds": pa.float64()}
    types = text | numbers | {"native": pa.binary()}
    return pa.Table.from_pylist(rows, schema=pa.schema(list(types.items())))


def taken(run: Run, rows: list[dict[str, Any]]) -> Worked:
    """What came back, in place; what was done before is counted."""
    batch, made = [], []
    for row in rows:
        unit = Unit(row["name"], b"", row["error"], row["dataset"], row["position"])
        if row["done"]:
            run.fresh(unit, row["digest"], run.journal.known(unit.name))
            continue
        batch.append((unit, row["digest"]))
        made.append(
            Done(
                *(row["status"], row["reason"], row["native"], row["written"], row["summary"]),
                (row["records"],) if row["records"] else (),
                *(json.loads(row["routes"]), json.loads(row["stats"]), row["seconds"]),
            )
        )
    return batch, place([unit for unit, _ in batch], made, run.job)
