import asyncio
import threading
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import pytest
from pace import PATIENCE

from mlsum.serve.collector import Collector
from mlsum.serve.errors import Busy


def run(
    steps: Callable[[Collector], Coroutine[Any, Any, Any]], **how: Any
) -> tuple[Any, list[int]]:
    """What the steps give, and the sizes of the batches that were made."""
    sizes: list[int] = []

    async def main() -> Any:
        collector = Collector(
            how.pop("window", 0.01), how.pop("limit", 100), **how, seen=sizes.append
        )
        collector.start()
        try:
            return await steps(collector)
        finally:
            await collector.close()

    return asyncio.run(main()), sizes


def double(items: Sequence[int]) -> list[int]:
    return [item * 2 for item in items]


def test_requests_that_come_together_share_a_batch() -> None:
    async def steps(collector: Collector) -> list[int]:
        return await asyncio.gather(*(collector.ask("key", double, n) for n in range(20)))

    answers, sizes = run(steps)
    assert answers == [n * 2 for n in range(20)]
    assert sizes == [20]


def test_requests_of_different_keys_do_not() -> None:
    async def steps(collector: Collector) -> list[int]:
        return await asyncio.gather(*(collector.ask(n % 2, double, n) for n in range(6)))

    answers, sizes = run(steps)
    assert answers == [0, 2, 4, 6, 8, 10]
    assert sizes == [3, 3]


def test_a_batch_holds_no_more_than_it_may() -> None:
    async def steps(collector: Collector) -> list[int]:
        return await asyncio.gather(*(collector.ask("k", double, n, size=4) for n in range(5)))

    answers, sizes = run(steps, most=10)
    assert answers == [0, 2, 4, 6, 8]
    assert sizes == [2, 2, 1]


def test_an_item_over_the_limit_of_a_batch_goes_alone() -> None:
    assert run(lambda collector: collector.ask("k", double, 1, size=99), most=10) == (2, [1])


def test_one_bad_item_fails_alone() -> None:
    def invert(items: Sequence[int]) -> list[float]:
        return [1 / item for item in items]

    async def steps(collector: Collector) -> list[Any]:
        asked = (collector.ask("k", invert, n) for n in (1, 0, 2))
        return await asyncio.gather(*asked, return_exceptions=True)

    (one, bad, half), _ = run(steps)
    assert (one, half) == (1.0, 0.5)
    assert isinstance(bad, ZeroDivisionError)


def test_more_than_may_wait_is_refused() -> None:
    async def steps(collector: Collector) -> list[Any]:
        asked = (collector.ask("k", double, n) for n in range(5))
        return await asyncio.gather(*asked, return_exceptions=True)

    answers, _ = run(steps, limit=3)
    assert answers[:3] == [0, 2, 4]
    assert [type(one) for one in answers[3:]] == [Busy, Busy]


def test_what_nobody_waits_for_is_left_out() -> None:
    seen: list[int] = []

    def work(items: Sequence[int]) -> list[int]:
        seen.extend(items)
        return double(items)

    async def steps(collector: Collector) -> int:
        given_up = asyncio.create_task(collector.ask("k", work, 1))
        await asyncio.sleep(0)
        given_up.cancel()
        return await collector.ask("k", work, 2)

    assert run(steps)[0] == 4
    assert seen == [2]


def test_while_a_batch_is_in_work_the_next_one_gathers() -> None:
    begun, go = threading.Event(), threading.Event()

    def held(items: Sequence[int]) -> list[int]:
        begun.set()
        go.wait(PATIENCE)
        return double(items)

    async def steps(collector: Collector) -> int:
        first = asyncio.create_task(collector.ask("k", held, 0))
        await asyncio.to_thread(begun.wait)
        later = []
        for n in range(4):
            later.append(asyncio.create_task(collector.ask("k", held, n)))
            await asyncio.sleep(0.005)
        go.set()
        await asyncio.gather(first, *later)
        return collector.waiting

    assert run(steps, window=0.001) == (0, [1, 4])


def test_closing_gives_up_what_waits() -> None:
    async def main() -> None:
        collector = Collector(60, 10)
        collector.start()
        asked = asyncio.create_task(collector.ask("k", double, 1))
        await asyncio.sleep(0)
        await collector.close()
        with pytest.raises(asyncio.CancelledError):
            await asked

    asyncio.run(main())
