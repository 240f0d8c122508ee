"""Many documents as one job: listed as a stream, worked on in batches, never lost."""

from mlsum.batch.job import DATASET, REPORT, SUMMARY, Job, Progress, Shape, Totals
from mlsum.batch.listing import count
from mlsum.batch.run import run_job, survey

__all__ = [
    "DATASET",
    "REPORT",
    "SUMMARY",
    "Job",
    "Progress",
    "Shape",
    "Totals",
    "count",
    "run_job",
    "survey",
]
