"""The same job on a Ray cluster: Ray Data moves documents and restarts what dies, we do the rest.

The driver lists files and holds the journal. Tasks read the files where they run, actors that load
their models once work on batches, and what they made streams back to the driver, which puts it in
place and notes it, as with workers on one machine. A block that is lost with its node is made again
by Ray; the journal counts a document by its name, so none is there twice.
"""

from collections.abc import Generator, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from mlsum.batch import Run, Runner
from mlsum.batch.workers import Worked
from mlsum.batch_ray.actor import Actor
from mlsum.batch_ray.cluster import Cluster, connected, told
from mlsum.batch_ray.ledger import begun
from mlsum.batch_ray.reading import FILES, asked, read
from mlsum.batch_ray.rows import taken

__all__ = ["Cluster", "on_ray"]


def on_ray(cluster: Cluster) -> Runner:
    """What runs a job on a cluster; `job.workers` is the most actors there may be."""

    def runner(run: Run) -> Generator[Worked, None, None]:
        with connected(cluster), told():
            yield from streamed(run, cluster)

    return runner


def streamed(run: Run, cluster: Cluster) -> Generator[Worked, None, None]:
    """Read, work, and bring back, all at the same time and with little in memory."""
    import ray.data
    from ray.data import ActorPoolStrategy, TaskPoolStrategy

    job = run.job
    files = list(asked(run))
    if not files:
        return
    threads = job.options.engine_options.threads or 1
    running = replace(job.options.engine_options, threads=threads)
    there = replace(job, options=replace(job.options, engine_options=running))
    parts = max(min(len(files) // FILES, 64 * job.workers), min(len(files), job.workers))
    made = (
        ray.data.from_items(files, override_num_blocks=parts)
        .map_batches(
            partial(read, job=there),
            batch_size=1,
            batch_format="pyarrow",
            # Readers mostly wait; had they to wait for a core of their own, actors might hold all.
            num_cpus=0,
            compute=TaskPoolStrategy(max(2, job.workers)),
        )
        .map_batches(
            Actor,
            fn_constructor_args=(replace(there, workers=1), begun()),
            batch_size=job.batch,
            batch_format="pyarrow",
            compute=ActorPoolStrategy(min_size=1, max_size=job.workers),
            num_cpus=threads,
            num_gpus=cluster.gpus or None,
        )
    )
    blocks: Iterable[Any] = made.iter_batches(batch_size=None, batch_format="pyarrow")
    for block in blocks:
        yield taken(run, block.to_pylist())
