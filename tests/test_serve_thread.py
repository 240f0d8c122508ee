"""Work that never comes back blocks no other."""

import asyncio
import signal
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from fragile import environment
from pace import PATIENCE
from test_cli_serve import Running
from web import job_of, server

from mlsum.core.document import Translation
from mlsum.core.lang import Lang
from mlsum.engines.echo import EchoEngine
from mlsum.serve.errors import Refused
from mlsum.serve.thread import Thread, TimedOut

httpx = pytest.importorskip("httpx")


@pytest.fixture
def go() -> Iterator[threading.Event]:
    """What hanging work waits for."""
    event = threading.Event()
    yield event
    event.set()


def run(steps: Callable[[Thread], Coroutine[Any, Any, Any]], limit: float = 0.5) -> Any:
    async def main() -> Any:
        thread = Thread("test", limit)
        try:
            return await steps(thread)
        finally:
            await thread.close()

    return asyncio.run(main())


class TestThread:
    def test_is_one_and_the_same_for_all_calls(self) -> None:
        async def steps(thread: Thread) -> list[str]:
            ask = [thread.call(lambda: threading.current_thread().name) for _ in range(3)]
            return await asyncio.gather(*ask)

        assert run(steps) == ["test"] * 3

    def test_raises_what_the_work_raises(self) -> None:
        async def steps(thread: Thread) -> None:
            with pytest.raises(ZeroDivisionError):
                await thread.call(lambda n: 1 / n, 0)
            assert await thread.call(lambda n: 1 / n, 2) == 0.5

        run(steps)

    def test_is_left_behind_and_replaced(self, go: threading.Event) -> None:
        async def steps(thread: Thread) -> None:
            hanging, next_one = await asyncio.gather(
                thread.call(go.wait, PATIENCE), thread.call(str, 1), return_exceptions=True
            )
            assert isinstance(hanging, TimedOut)
            assert next_one == "1"
            assert (thread.stuck, thread.lost) == (1, False)
            go.set()
            while thread.stuck:
                await asyncio.sleep(0.01)

        run(steps)

    def test_refuses_all_where_too_many_are_until_one_ends(self, go: threading.Event) -> None:
        async def steps(thread: Thread) -> None:
            for _ in range(3):
                with pytest.raises(TimedOut, match=r"within 0\.5 seconds"):
                    await thread.call(go.wait, PATIENCE)
            assert thread.lost
            with pytest.raises(Refused, match="did not come back") as told:
                await thread.call(str, 1)
            assert told.value.hint == "restart the server"
            go.set()
            while thread.lost:
                await asyncio.sleep(0.01)
            assert await thread.call(str, 1) == "1"

        run(steps)

    def test_may_take_longer_with_signs_of_life(self) -> None:
        limit = 1.0

        async def steps(thread: Thread) -> None:
            def long() -> None:
                for _ in range(10):
                    time.sleep(limit / 5)
                    thread.beat()

            await thread.call(long)
            assert thread.stuck == 0

        run(steps, limit)

    def test_that_is_closed_waits_for_work_in_hand(self) -> None:
        done: list[int] = []
        begun = threading.Event()

        def work() -> None:
            begun.set()
            time.sleep(0.2)
            done.append(1)

        async def steps(thread: Thread) -> None:
            task = asyncio.create_task(thread.call(work))
            await asyncio.to_thread(begun.wait)
            task.cancel()

        run(steps, limit=PATIENCE)
        assert done == [1]


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch, go: threading.Event) -> threading.Event:
    """The engine does not come back from one word, until the event is set."""
    with server() as client:  # so that all is loaded
        ask(client, "They work.")
        job_of(client, b"They work.", to="pt", source="en")
    real = EchoEngine.translate_batch

    def slow(
        self: EchoEngine, texts: Sequence[str], source: Lang, target: Lang
    ) -> list[Translation]:
        if any("sleep" in text for text in texts):
            go.wait(PATIENCE)
        return real(self, texts, source, target)

    monkeypatch.setattr(EchoEngine, "translate_batch", slow)
    return go


@pytest.fixture
def limit(hanging: threading.Event) -> float:
    """Seconds that are far more than an answer takes here, once all is loaded."""
    with server() as client:
        started = time.monotonic()
        ask(client, "They rest.")
    return max(1.0, 20 * (time.monotonic() - started))


def ask(client: Any, text: str) -> Any:
    return client.post("/v1/translate", json={"texts": [text], "to": "pt", "source": "en"})


def health(client: Any) -> tuple[int, str, int]:
    answer = client.get("/healthz")
    return answer.status_code, answer.json()["status"], answer.json()["stuck"]


class TestServer:
    def test_answers_others_while_a_request_hangs(
        self, hanging: threading.Event, limit: float
    ) -> None:
        with server(timeout=limit) as client:
            assert ask(client, "They sleep.").status_code == 503
            assert ask(client, "They rest.").json()["translations"][0]["text"] == "[pt] They rest."
            assert health(client) == (200, "ok", 1)
            assert "mlsum_stuck 1.0" in client.get("/metrics").text
            hanging.set()

    def test_says_when_it_must_be_restarted(self, hanging: threading.Event, limit: float) -> None:
        with server(timeout=limit) as client:
            for _ in range(3):
                assert ask(client, "They sleep.").status_code == 503
            refused = ask(client, "They rest.")
            assert (refused.status_code, refused.json()["hint"]) == (503, "restart the server")
            assert health(client) == (503, "stuck", 3)
            hanging.set()
            deadline = time.monotonic() + PATIENCE
            while health(client) != (200, "ok", 0) and time.monotonic() < deadline:
                time.sleep(0.05)
            assert ask(client, "They rest.").status_code == 200

    def test_does_other_documents_where_one_hangs(
        self, hanging: threading.Event, limit: float
    ) -> None:
        with server(timeout=limit / 5) as client:
            asked = {"to": "pt", "source": "en"}
            bad = job_of(client, b"They sleep.", **asked)
            assert bad["state"] == "failed"
            assert bad["error"].startswith("the work did not come back within ")
            assert job_of(client, b"They rest.", **asked)["state"] == "done"
            hanging.set()


@pytest.fixture
def fragile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """A server of its own, with an engine that some words kill or hold up."""
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    running = Running(tmp_path / "log", "--timeout", "2", engine="fragile")
    yield running
    running.process.kill()
    running.process.wait()


@pytest.mark.slow
def test_a_server_with_a_request_that_hangs_still_ends(fragile: Running) -> None:
    asked = {"texts": ["They sleep."], "to": "pt", "source": "en"}
    assert fragile.ask("v1/translate", method="POST", json=asked).status_code == 503
    fragile.process.send_signal(signal.SIGTERM)
    assert fragile.process.wait(PATIENCE) in (0, -signal.SIGTERM)


@pytest.mark.slow
def test_a_crash_ends_it_in_a_way_that_a_supervisor_sees(fragile: Running) -> None:
    asked = {"texts": ["The poison."], "to": "pt", "source": "en"}
    with pytest.raises(httpx.TransportError):
        fragile.ask("v1/translate", method="POST", json=asked)
    assert fragile.process.wait(PATIENCE) == -signal.SIGKILL
