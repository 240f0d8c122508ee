"""One server that lives all the time, and its clients: good, rude and gone."""

import itertools
import json
import os
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from figures import Figures, Standing, undisturbed
from material import ROOT, Made, Maker

if TYPE_CHECKING:
    import httpx

sys.path.append(str(ROOT / "scripts" / "bench"))

from serving import drive, numbered, server

__all__ = ["Clients", "serving"]

_SLOW = 20  # connections that send a byte now and then
_ASKED = {"to": "pt", "source": "en", "texts": ["The council voted for the old bridge."]}


class Clients:
    """What is sent to one server, act by act."""

    def __init__(self, port: int, pid: int, maker: Maker, figures: Figures) -> None:
        import httpx

        self.port, self.pid = port, pid
        self._maker, self._random = maker, maker.random
        self._figures = figures
        self.statuses: Counter[int] = Counter()
        self._texts = numbered()
        self._slow: list[socket.socket] = []
        self._first: Any = None
        self._acts: list[Callable[[], None]] = []
        self._failed = (httpx.HTTPError, OSError)
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120)
        self._known: dict[str, Standing] = {}
        self._documents: Iterator[Made] = iter(())

    def learn(self, folder: Path, count: int) -> None:
        """Make the documents that will be sent, and what an undisturbed batch makes of them."""
        made = [self._maker.document() for _ in range(count)]
        self._known = undisturbed(made, folder, "tree,jsonl", "firefox")
        self._documents = itertools.cycle(made)

    def act(self) -> None:
        """The next of what clients do, in an order of chance; a byte from each slow one."""
        if not self._acts:
            self._acts = [
                self._burst, self._same, self._same, *(self._document,) * 4, self._break_off,
                self._hostile, self._slow_loris, self._leave_events, self._stop_job,
            ]  # fmt: skip
            self._random.shuffle(self._acts)
        act = self._acts.pop()
        try:
            act()
        except self._failed as error:
            self._figures.problem("broken", f"{act.__name__.strip('_')}: {error!r}")
        for one in list(self._slow):
            with suppress(OSError):
                one.send(b"a")
        while len(self._slow) > 2 * _SLOW:
            self._slow.pop(0).close()

    def _answer(self, answer: "httpx.Response", *expected: int) -> "httpx.Response":
        self.statuses[answer.status_code] += 1
        if answer.status_code >= 500 or (expected and answer.status_code not in expected):
            what = f"{answer.request.method} {answer.request.url.path}: {answer.status_code}"
            self._figures.problem("broken", f"{what} {answer.text[:200]}")
        return answer

    def _burst(self) -> None:
        seen, _ = drive(self.port, self._texts, 8, seconds=30, most=2)
        self.statuses += seen.statuses
        if failed := sum(count for status, count in seen.statuses.items() if status >= 500):
            self._figures.problem("broken", f"{failed} of many requests at once: 5xx")

    def _same(self) -> None:
        """One question has one answer, all the time."""
        answer = self._answer(self._client.post("/v1/translate", json=_ASKED), 200, 429).json()
        self._first = self._first or answer
        if answer != self._first:
            self._figures.problem("differing", f"the answer to one question: {answer}")

    def send(self) -> tuple[Made, str] | None:
        """Send a document; its job, or None where the queue is full, which must be told."""
        made = next(self._documents)
        form = {"to": "pt", "sentences": "3"}
        answer = self._client.post(
            "/v1/documents", data=form, files={"file": (Path(made.name).name, made.data)}
        )
        if self._answer(answer, 202, 429).status_code != 202:
            return None
        return made, answer.json()["id"]

    def take(self, sent: tuple[Made, str] | None) -> None:
        """Wait for a job and compare what came of it."""
        if sent is None:
            return
        made, job = sent
        until = time.monotonic() + 120
        while (now := self._told(job))["state"] in ("queued", "running"):
            if time.monotonic() > until:
                break
            time.sleep(0.1)
        native = b""
        if now["state"] == "done":
            answer = self._client.get(f"/v1/jobs/{job}/result", params={"format": "document"})
            native = self._answer(answer, 200).content
        self._reckon(made, now, native)

    def _told(self, job: str) -> Any:
        return self._answer(self._client.get(f"/v1/jobs/{job}"), 200).json()

    def _reckon(self, made: Made, now: Any, native: bytes) -> None:
        self._figures.given += 1
        then = self._known[made.name]
        if now["state"] == "done" and then.status != "failed":
            if native in then.outputs.values():
                self._figures.done += 1
            else:
                self._figures.problem("differing", made.name)
        elif now["state"] == "failed" and then.status == "failed" and now["error"]:
            self._figures.failed += 1
        else:
            told = f"{now['state']} {now['error']!r}, a batch says {then.status} {then.error!r}"
            self._figures.problem("lost", f"{made.name}: {told}")

    def _document(self) -> None:
        self.take(self.send())

    def _raw(self, sent: bytes) -> socket.socket:
        one = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        one.sendall(sent)
        return one

    def _break_off(self) -> None:
        """Leave in the middle: of the head, of the body, or before the answer."""
        body = json.dumps(_ASKED).encode()
        head = (
            b"POST /v1/translate HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n" % len(body)
        )
        whole = head + body
        for cut in (20, len(head) + 10, len(whole)):
            self._raw(whole[:cut]).close()
        self._figures.fault("connections broken off")

    def _hostile(self) -> None:
        """Bodies that are too large, too deep, not what they say, or for another host."""
        head = "POST /v1/{} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n{}\r\n\r\n"
        local, deep = "127.0.0.1", "[" * 100_000
        sent: tuple[tuple[str, ...], ...] = (
            ("translate", local, "Content-Length: 99999999999", "x"),
            ("translate", local, "Content-Length: -1", "{}"),
            ("translate", local, f"Content-Length: {len(deep)}", deep),
            ("translate", "evil.example", "Content-Length: 2", "{}"),
            ("translate", local, "Transfer-Encoding: chunked", "zz\r\nnot a chunk"),
            ("documents", local, "Content-Length: 9", "no form !"),
            ("../../etc/passwd", local, "Content-Length: 2", "{}"),
        )
        path, host, size, body = self._random.choice(sent)
        with self._raw((head.format(path, host, size) + body).encode()) as one:
            answer = one.recv(4096)
        status = int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0
        self.statuses[status] += 1
        self._figures.fault("hostile requests")
        if not 400 <= status < 500:
            self._figures.problem("broken", f"{size} to {path} of {host}: {answer[:200]!r}")
        big = {"to": "pt", "texts": ["The bridge is old. " * 60_000]}
        self._answer(self._client.post("/v1/translate", json=big), 413)

    def _slow_loris(self) -> None:
        for _ in range(_SLOW):
            self._slow.append(self._raw(b"POST /v1/translate HTTP/1.1\r\nHost: 127.0.0.1\r\nX: "))
        self._figures.fault("slow connections", _SLOW)

    def _leave_events(self) -> None:
        """Follow a job for a moment and leave; the job goes on."""
        if sent := self.send():
            path = f"/v1/jobs/{sent[1]}/events"
            self._raw(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()).close()
            with self._client.stream("GET", path) as events:
                next(events.iter_text(), "")
            self._figures.fault("readers of events that left")
            self.take(sent)

    def _stop_job(self) -> None:
        if sent := self.send():
            self._answer(self._client.delete(f"/v1/jobs/{sent[1]}"), 204)
            self._figures.fault("jobs stopped by their client")

    def end(self, signal: int) -> None:
        """Tell the server to stop while it has jobs in hand: all are done first."""
        for one in self._slow:
            one.close()
        sent = [self.send() for _ in range(6)]
        os.kill(self.pid, signal)
        for job in sent:
            self.take(job)
        self._client.close()
        # Asked of the kernel: while its last threads end, a process looks dead and is not yet.
        until, flags = time.monotonic() + 60, os.WEXITED | os.WNOWAIT | os.WNOHANG
        while (how := os.waitid(os.P_PID, self.pid, flags)) is None and time.monotonic() < until:
            time.sleep(0.1)
        self._figures.fault("SIGTERM with jobs in hand")
        if how is None or how.si_status not in (0, signal):  # uvicorn ends by the signal it got
            self._figures.problem("broken", f"the server ended with {how and how.si_status}")


@contextmanager
def serving(folder: Path, maker: Maker, figures: Figures, documents: int) -> Iterator[Clients]:
    """A server and what its clients know beforehand."""
    with server("--timeout", "120") as (port, pid):
        clients = Clients(port, pid, maker, figures)
        clients.learn(folder, documents)
        yield clients
