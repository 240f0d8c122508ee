"""Many documents as one job: listed as a stream, worked on in batches, never lost."""

from mlsum.batch.job import DATASETS, REPORT, SUMMARY, Job, Progress, Shape, Totals
from mlsum.batch.listing import count
from mlsum.batch.run import Run, Runner, Watch, run_job, survey
from mlsum.batch.stores import is_url, upload
from mlsum.batch.watch import kept, rounds
from mlsum.batch.workers import suited

__all__ = [
    "DATASETS",
    "REPORT",
    "SUMMARY",
    "Job",
    "Progress",
    "Run",
    "Runner",
    "Shape",
    "Totals",
    "Watch",
    "count",
    "is_url",
    "kept",
    "rounds",
    "run_job",
    "suited",
    "survey",
    "upload",
]
