"""An actor of Ray: it loads its models when the first batch comes, and keeps them."""

from typing import Any

from mlsum.batch import Job
from mlsum.batch.job import Done
from mlsum.batch.work import failed, work
from mlsum.batch.workers import Batch, Workers
from mlsum.batch_ray.ledger import Ledger
from mlsum.batch_ray.rows import columns, done_table, unit_of

__all__ = ["Actor"]

_OFTEN = 2  # times that an actor died, before the reason is sought in documents


class Actor:
    """It works in a process of its own, and that one may be lost to a document.

    Then it is begun anew and tells which document it was, as on one machine. Where the actor itself
    is lost with a batch again and again, the batch is tried document by document.
    """

    def __init__(self, job: Job, ledger: Ledger) -> None:
        self._workers = Workers(job, work)
        self._ledger = ledger

    def __call__(self, block: Any) -> Any:
        """What comes of a batch of units; rows that are done already pass by."""
        rows = block.to_pylist()
        left = [(unit_of(row), str(row["digest"])) for row in rows if not row["done"]]
        made = iter(self._made(left))
        return done_table([row | columns(None if row["done"] else next(made)) for row in rows])

    def _made(self, batch: Batch) -> list[Done]:
        if not batch:
            return []
        key = f"{batch[0][0].name} {len(batch)}"
        if self._ledger.begin(key) < _OFTEN:
            made = [done for _, some in self._workers.worked([batch]) for done in some]
        elif len(batch) > 1:
            made = [done for one in batch for done in self._made([one])]
        else:
            made = [failed(batch[0][0], "its actor of Ray died again and again")]
        self._ledger.end(key)
        return made
