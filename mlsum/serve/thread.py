"""A thread for work that may never come back: then it is left behind, and another goes on."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar, cast

from mlsum.serve.errors import Refused

__all__ = ["Thread", "TimedOut"]

_P = ParamSpec("_P")
_T = TypeVar("_T")
_Calls = SimpleQueue["tuple[Future[Any], Callable[[], Any]] | None"]

_MOST = 3  # threads that are left behind, each with its models, before all work is refused
_GRACE = 5.0  # seconds that work in hand has to come to its end when the server stops


class TimedOut(Refused):
    """Work that did not come back in time."""

    def __init__(self, limit: float) -> None:
        message = f"the work did not come back within {limit:g} seconds"
        super().__init__(503, message, "send it again, or less of it")


class Thread:
    """Calls what it is given, one after the other, in one thread: engines bind models to theirs.

    What takes longer than `limit` seconds since its last `beat` is left behind in its thread, as
    Python can end none, and the next call has a new one. Where too many are left behind, all is
    refused until one of them ends. It does not keep the program from ending.
    """

    def __init__(self, name: str, limit: float) -> None:
        self._name = name
        self._limit = limit
        self._turn = asyncio.Lock()
        self._calls: _Calls | None = None
        self._thread: threading.Thread | None = None
        self._left: set[Future[Any]] = set()
        self._last = 0.0

    @property
    def stuck(self) -> int:
        """How many threads were left behind and have not ended."""
        return len(self._left)

    @property
    def lost(self) -> bool:
        """Whether too many are stuck to take more work."""
        return self.stuck >= _MOST

    def beat(self) -> None:
        """Report, from any thread, that the current work makes progress."""
        self._last = time.monotonic()

    async def call(self, work: Callable[_P, _T], *given: _P.args, **named: _P.kwargs) -> _T:
        """What `work` gives. Raises TimedOut, Refused, and whatever it raises."""
        async with self._turn:
            if self.lost:
                raise Refused(503, "earlier work did not come back", "restart the server")
            future: Future[Any] = Future()
            self.beat()
            self._running().put((future, lambda: work(*given, **named)))
            waiting = asyncio.wrap_future(future)
            try:
                while not waiting.done():
                    left = self._last + self._limit - time.monotonic()
                    if left <= 0:
                        self._leave(future)
                        raise TimedOut(self._limit)
                    await asyncio.wait([waiting], timeout=left)
                return cast(_T, waiting.result())
            finally:
                waiting.cancel()  # what comes later is nobody's

    async def close(self) -> None:
        """Stop; running work has a few seconds to finish."""
        thread, self._thread = self._thread, None
        if self._calls and thread:
            self._calls.put(None)
            await asyncio.to_thread(thread.join, _GRACE)

    def _running(self) -> _Calls:
        if self._thread is None or self._calls is None:
            self._calls = SimpleQueue()
            self._thread = threading.Thread(
                target=_go, args=(self._calls,), name=self._name, daemon=True
            )
            self._thread.start()
        return self._calls

    def _leave(self, future: "Future[Any]") -> None:
        if self._calls:
            self._calls.put(None)
        self._thread = None
        self._left.add(future)
        future.add_done_callback(self._left.discard)


def _go(calls: _Calls) -> None:
    while call := calls.get():
        future, work = call
        if future.set_running_or_notify_cancel():
            try:
                future.set_result(work())
            except BaseException as error:  # it is raised where it is waited for
                future.set_exception(error)
        del call, future, work  # nothing of a document stays while the next one is waited for
