"""Translate a folder and report progress: python batch_callback.py IN OUT LANG."""

import sys
from pathlib import Path

from mlsum.batch import Job, Progress, run_job
from mlsum.core.lang import Lang
from mlsum.translation import Options


def report(progress: Progress) -> None:
    """Called whenever the job moves on."""
    print(f"{progress.stage}: {progress.done} translated, {progress.failed} failed")


if __name__ == "__main__":  # worker processes import this file
    source, output, language = sys.argv[1:]
    totals = run_job(Job([source], Path(output), Options(Lang.parse(language))), report)
    for name, reason in totals.failures:
        print(f"{name}: {reason}")
    sys.exit(totals.exit_code())
