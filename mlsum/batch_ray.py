"""The same job on a Ray cluster: Ray Data moves documents and restarts what dies, we do the rest.

The driver lists files and holds the journal. Tasks read the files where they run, actors that load
their models once work on batches, and what they made streams back to the driver, which puts it in
place and notes it, as with workers on one machine. A block that is lost with its node is made again
by Ray; the journal counts a document by its name, so none is there twice.
"""

import json
import logging
import os
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from mlsum.batch import Job, Run, Runner
from mlsum.batch.datasets import count_rows, holds_rows
from mlsum.batch.job import Done, Unit
from mlsum.batch.listing import Found, listing, units
from mlsum.batch.place import place
from mlsum.batch.stores import arrow, is_url
from mlsum.batch.work import work
from mlsum.batch.workers import Worked
from mlsum.errors import EngineError, InputError, MissingExtraError, MlsumError

__all__ = ["Cluster", "on_ray"]

_FILES = 16  # that one task reads


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where to run. `address` None begins a Ray of this machine, `auto` joins a running one.

    Each actor has as many cores as an engine has threads, and `gpus` GPUs: 0.25 lets four actors
    share one.
    """

    address: str | None = None
    gpus: float = 0.0


def on_ray(cluster: Cluster) -> Runner:
    """What runs a job on a cluster; `job.workers` is the most actors there may be."""

    def runner(run: Run) -> Generator[Worked, None, None]:
        with _connected(cluster), _told():
            yield from _streamed(run, cluster)

    return runner


@contextmanager
def _connected(cluster: Cluster) -> Iterator[None]:
    """Join the cluster, or begin one and end it."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # nothing is told to anyone
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # its own log files say the rest
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    logging.getLogger("ray").setLevel(logging.ERROR)
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise MissingExtraError("ray", "ray") from error
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = context.enable_operator_progress_bars = False
    if ray.is_initialized():
        yield
        return
    try:
        ray.init(cluster.address, log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, RuntimeError) as error:
        where = cluster.address or "this machine"
        hint = "ray start --head begins one; ray status tells of it"
        raise EngineError("no Ray cluster answers", where=where, hint=hint) from error
    try:
        yield
    finally:
        ray.shutdown()


@contextmanager
def _told() -> Iterator[None]:
    """Errors of ours that happened elsewhere, as ours; others as an EngineError."""
    import ray

    try:
        yield
    except ray.exceptions.RayError as error:
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, MlsumError):
            cause = getattr(cause, "cause", None) or cause.__cause__
        if isinstance(cause, MlsumError):
            raise cause from error
        hint = "the same command goes on; the logs of Ray say more"
        raise EngineError(f"Ray: {type(error).__name__}", hint=hint) from error


def _streamed(run: Run, cluster: Cluster) -> Generator[Worked, None, None]:
    """Read, work, and bring back, all at the same time and with little in memory."""
    import ray.data
    from ray.data import ActorPoolStrategy, TaskPoolStrategy

    job = run.job
    asked = list(_asked(run))
    if not asked:
        return
    threads = job.options.engine_options.threads or 1
    running = replace(job.options.engine_options, threads=threads)
    there = replace(job, options=replace(job.options, engine_options=running))
    parts = max(min(len(asked) // _FILES, 64 * job.workers), min(len(asked), job.workers))
    made = (
        ray.data.from_items(asked, override_num_blocks=parts)
        .map_batches(
            partial(_read, job=there),
            batch_size=1,
            batch_format="pyarrow",
            # Readers mostly wait; had they to wait for a core of their own, actors might hold all.
            num_cpus=0,
            compute=TaskPoolStrategy(max(2, job.workers)),
        )
        .map_batches(
            _Worker,
            fn_constructor_args=(there,),
            batch_size=job.batch,
            batch_format="pyarrow",
            compute=ActorPoolStrategy(min_size=1, max_size=job.workers),
            num_cpus=threads,
            num_gpus=cluster.gpus or None,
        )
    )
    blocks: Iterable[Any] = made.iter_batches(batch_size=None, batch_format="pyarrow")
    for block in blocks:
        yield _taken(run, block.to_pylist())


def _asked(run: Run) -> Iterator[dict[str, Any]]:
    """Every file to be read, with the digests of what need not be done in it."""
    job, left = run.job, run.job.limit
    for index, found in enumerate(listing(job.inputs, job.out)):
        if left is not None and left <= 0:
            return
        many = holds_rows(found.path, job)
        claimed = _claimed(run, found, many)
        if claimed is None:
            continue
        known = run.journal.known_rows(found.name) if many else {}
        if not many and (one := run.journal.known(found.name)):
            known = {found.name: one}
        done = {
            name: one.digest
            for name, one in known.items()
            if run.settled(Unit(name, dataset=found.name if many else None), one)
        }
        most = left if left is not None else -1
        if left is not None:
            left -= _rows_in(found) if many else 1
        yield {
            "path": found.path if is_url(found.path) else str(Path(found.path).absolute()),
            "name": claimed.name,
            "error": claimed.error,
            "position": index << 32,
            "most": most,
            "known": json.dumps(done),
        }


def _claimed(run: Run, found: Found, many: bool) -> Unit | None:
    """A file as a unit, with an error where its place is taken; None if it came before."""
    if not many:
        return run.claimed(found.shown, Unit(found.name))
    holder = run.journal.claim(found.name, found.shown)
    if holder == found.shown:
        return None
    error = f"its place is taken: {holder}" if holder else ""
    return Unit(found.shown if holder else found.name, error=error)


def _rows_in(found: Found) -> int:
    try:
        return count_rows(found.path)
    except (OSError, InputError):
        return 1


_UNIT = ("name", "data", "error", "dataset", "position")


def _read(asked: Any, job: Job) -> Iterator[Any]:
    """Read files, where the task runs: a row per document, without bytes where it is done."""
    for file in asked.to_pylist():
        known = json.loads(file["known"])
        if file["error"]:
            found: Iterable[Unit] = [Unit(file["name"], error=file["error"])]
        else:
            found = units(Found(file["path"], file["name"]), job, file["position"])
        rows: list[dict[str, Any]] = []
        for number, unit in enumerate(found):
            if number == file["most"]:
                break
            digest = unit.digest
            done = bool(digest) and known.get(unit.name) == digest
            row = {key: getattr(unit, key) for key in _UNIT}
            rows.append(row | {"data": b"" if done else unit.data, "digest": digest, "done": done})
            if len(rows) == job.batch:
                yield _units_table(rows)
                rows = []
        yield _units_table(rows)


def _units_table(rows: list[dict[str, Any]]) -> Any:
    pa = arrow("")
    text = {key: pa.string() for key in ("name", "error", "dataset", "digest")}
    types = text | {"data": pa.binary(), "position": pa.int64(), "done": pa.bool_()}
    return pa.Table.from_pylist(rows, schema=pa.schema(list(types.items())))


class _Worker:
    """An actor: it loads its models when the first batch comes, and keeps them."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def __call__(self, block: Any) -> Any:
        """What comes of a batch of units; rows that are done already pass by."""
        rows = block.to_pylist()
        left = [Unit(**{key: row[key] for key in _UNIT}) for row in rows if not row["done"]]
        made = iter(work(left, self._job))
        return _done_table([row | _columns(None if row["done"] else next(made)) for row in rows])


def _columns(done: Done | None) -> dict[str, Any]:
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


def _done_table(rows: list[dict[str, Any]]) -> Any:
    pa = arrow("")
    names = ("name", "error", "dataset", "digest", "status", "reason", "written", "summary")
    text = {key: pa.string() for key in (*names, "records", "routes", "stats")}
    numbers = {"position": pa.int64(), "done": pa.bool_(), "seconds": pa.float64()}
    types = text | numbers | {"native": pa.binary()}
    return pa.Table.from_pylist(rows, schema=pa.schema(list(types.items())))


def _taken(run: Run, rows: list[dict[str, Any]]) -> Worked:
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
