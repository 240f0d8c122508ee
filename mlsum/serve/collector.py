"""Gather what concurrent requests ask within a few milliseconds, and do it in one batch.

While a batch is in work, requests gather for the next one; so the busier the server is, the
larger are its batches, and a lone request waits no longer than the window.
"""

import asyncio
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from mlsum.serve.errors import Busy
from mlsum.serve.thread import Thread, TimedOut

__all__ = ["Collector"]

_Item = TypeVar("_Item")
_Answer = TypeVar("_Answer")
Work = Callable[[Sequence[Any]], Sequence[Any]]
Seen = Callable[[int], None]


@dataclass(slots=True)
class _Asked:
    """One request's item and where its answer goes."""

    item: Any
    size: int
    answer: "asyncio.Future[Any]"


@dataclass(slots=True)
class _Group:
    """Requests that one call can answer."""

    work: Work
    asked: list[_Asked] = field(default_factory=list)


class Collector:
    """Answers requests in batches, in one thread of its own; start and close it in its loop.

    `window` is in seconds; `limit` is how many requests may wait; a batch takes no more once the
    sizes of its items reach `most`, and fails after `timeout` seconds. `seen` receives the number
    of requests in each batch.
    """

    def __init__(
        self,
        window: float,
        limit: int,
        most: int = 100_000,
        seen: Seen = lambda _: None,
        timeout: float = 60.0,
    ) -> None:
        self._window = window
        self._limit = limit
        self._most = most
        self._seen = seen
        self._groups: dict[Hashable, _Group] = {}
        self._some = asyncio.Event()
        self.thread = Thread("mlsum-batch", timeout)
        self._task: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        """How many requests wait for a batch."""
        return sum(len(group.asked) for group in self._groups.values())

    def start(self) -> None:
        """Begin to answer."""
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Stop; requests that still wait are cancelled, for nobody will answer them."""
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        for group in self._groups.values():
            _give_up(group.asked)
        await self.thread.close()

    async def ask(
        self,
        key: Hashable,
        work: Callable[[Sequence[_Item]], Sequence[_Answer]],
        item: _Item,
        size: int = 1,
    ) -> _Answer:
        """What `work` answers for `item`, in one call with the others that have the same `key`.

        `work` takes items and gives answers in their order. Raises Busy where too many wait, and
        whatever `work` raises for this item alone.
        """
        if self.waiting >= self._limit:
            raise Busy("too many requests are waiting")
        asked = _Asked(item, size, asyncio.get_running_loop().create_future())
        self._groups.setdefault(key, _Group(work)).asked.append(asked)
        self._some.set()
        return cast(_Answer, await asked.answer)

    async def _run(self) -> None:
        while True:
            if not self._some.is_set():
                await self._some.wait()
            await asyncio.sleep(self._window)
            work, asked = self._take()
            if asked:
                self._seen(len(asked))
                try:
                    await self._answer(work, asked)
                finally:
                    _give_up(asked)

    def _take(self) -> tuple[Work, list[_Asked]]:
        """The next batch: of the key that waits longest, as many requests as fit."""
        key = next(iter(self._groups))
        group = self._groups.pop(key)
        taken, size = 0, 0
        for one in group.asked:
            if taken and size + one.size > self._most:
                break
            taken, size = taken + 1, size + one.size
        if left := group.asked[taken:]:
            self._groups[key] = _Group(group.work, left)  # behind the others
        if not self._groups:
            self._some.clear()
        return group.work, [one for one in group.asked[:taken] if not one.answer.done()]

    async def _answer(self, work: Work, asked: Sequence[_Asked]) -> None:
        """Answer together; where that fails, one by one, so that each has only its own error."""
        try:
            answers = await self.thread.call(work, [one.item for one in asked])
        except Exception as error:
            # What hangs would hang again, and those beside it have waited long enough.
            alone = len(asked) == 1 or isinstance(error, TimedOut)
            for one in asked:
                if alone:
                    _fail(one, error)
                elif not one.answer.done():
                    await self._answer(work, [one])
            return
        for one, answer in zip(asked, answers, strict=True):
            if not one.answer.done():
                one.answer.set_result(answer)


def _give_up(asked: Sequence[_Asked]) -> None:
    """Cancel those that have no answer yet."""
    for one in asked:
        one.answer.cancel()


def _fail(asked: _Asked, error: Exception) -> None:
    if not asked.answer.done():
        asked.answer.set_exception(error)
