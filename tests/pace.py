"""Time in line with size, as any machine can measure it: one size against another."""

import time
from collections.abc import Callable

__all__ = ["PATIENCE", "assert_in_line", "seconds"]

PATIENCE = 600  # seconds for what would else be waited for without end: no machine takes as long

_TIMES = 4  # as much takes 4 times as long where time is linear, and 16 times where it is quadratic
_LIMIT = 10
_SHORT = 0.02  # seconds; what takes less cannot be compared
_TRIES = 3


def seconds(act: Callable[[], object]) -> float:
    """Processor time that this process spends on a call: other processes do not count."""
    started = time.process_time()
    act()
    return time.process_time() - started


def assert_in_line(act: Callable[[int], object], count: int) -> None:
    """Fail where `act(count)` takes longer than is in line with a quarter of `count`.

    The best of a few tries decides, as a busy machine disturbs single ones. Each try has a size of
    its own, so that a cache cannot answer for it; before all, what loads late is loaded.
    """
    act(count // 100 + 1)
    ratios: list[float] = []
    for extra in range(_TRIES):
        few, many = count // _TIMES + extra, count + extra
        short = seconds(lambda few=few: act(few))  # type: ignore[misc]
        ratios.append(seconds(lambda many=many: act(many)) / max(short, _SHORT))  # type: ignore[misc]
        if ratios[-1] < _LIMIT:
            return
    raise AssertionError(f"{_TIMES} times as much takes {min(ratios):.0f} times as long")
