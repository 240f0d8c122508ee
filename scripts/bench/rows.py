"""What a row of the bench is, and how two ways of doing one thing are raced."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["Row", "race", "run_for", "spread"]

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was compared, both figures, their ratio, and what is wanted."""

    what: str
    ours: str
    theirs: str
    ratio: str
    goal: str = ""


def run_for(work: Work, least: float = 0.05) -> float:
    """Processor seconds of one call, over as many calls as fill `least` seconds.

    Processor time of all threads, not time on the wall: on a busy machine the second says more
    of its other tenants than of the work.
    """
    count, start = 0, time.process_time()
    while count == 0 or time.process_time() - start < least:
        work()
        count += 1
    return (time.process_time() - start) / count


def race(ours: Work, theirs: Work, rounds: int = 7) -> list[tuple[float, float]]:
    """Seconds of both, round by round, taking turns in going first; both are warmed up before."""
    ours()
    theirs()
    found = []
    for turn in range(rounds):
        if turn % 2:
            second = run_for(theirs)
            found.append((run_for(ours), second))
        else:
            first = run_for(ours)
            found.append((first, run_for(theirs)))
    return found


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Median, least and greatest: `1.31 (1.25 to 1.40)`."""
    least, most = min(values), max(values)
    return f"{statistics.median(values):.{digits}f} ({least:.{digits}f} to {most:.{digits}f})"


def micro(seconds: Sequence[float], count: int = 1) -> str:
    """The median of times for `count` things as microseconds of one."""
    return f"{statistics.median(seconds) / count * 1e6:,.0f} µs"
