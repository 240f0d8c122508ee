"""How fast `mlsum serve` answers on this machine: one client after another, then many at once.

    python scripts/bench/serving.py                      # 1 client against 32, three rounds
    python scripts/bench/serving.py --load 60 --clients 64   # a load of a minute: errors, memory

A request is one sentence, never twice the same. Traffic goes to the loopback address only.
"""

import argparse
import asyncio
import itertools
import json
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rows import Row, spread

from mlsum.core.lang import Lang
from mlsum.formats import parse_file
from mlsum.text.segment import sentences

SAMPLE = Path(__file__).parents[2] / "seeds" / "000_6d34a9a495decccd.txt"


@dataclass
class Seen:
    """What the clients saw."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def line(self, elapsed: float) -> str:
        times = sorted(self.seconds)
        median, late = statistics.median(times) * 1000, times[int(len(times) * 0.99)] * 1000
        statuses = ", ".join(f"{count} × {status}" for status, count in self.statuses.items())
        rate = len(times) / elapsed
        return f"{rate:6.1f} requests/s · median {median:.0f} ms · 99 % {late:.0f} ms · {statuses}"


def numbered() -> Iterator[str]:
    """Sentences of the sample, each with a number of its own."""
    text = parse_file(SAMPLE).bodies[0].text.text
    found = [text[start:end] for start, end in sentences(text, Lang("en"))]
    for number in itertools.count(1000):
        yield f"{found[number % len(found)].strip().rstrip('.')} in {number} cases."


@contextmanager
def server(*options: str) -> Iterator[tuple[int, int]]:
    """The port and the process of a server of its own."""
    command = [sys.executable, "-c", "from mlsum.cli import main; main()", "serve", "--port", "0"]
    process = subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True)
    try:
        line = process.stderr.readline() if process.stderr else ""
        yield int(re.search(r":(\d+)/", line)[1]), process.pid  # type: ignore[index]
    finally:
        process.terminate()
        process.wait(30)


async def client(port: int, texts: Iterator[str], until: float, seen: Seen, most: int) -> None:
    """One after the other, on one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for _ in range(most):
            if time.monotonic() >= until:
                break
            body = json.dumps({"texts": [next(texts)], "to": "pt", "source": "en"}).encode()
            started = time.perf_counter()
            writer.write(
                b"POST /v1/translate HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
                % (len(body), body)
            )
            head = await reader.readuntil(b"\r\n\r\n")
            size = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            await reader.readexactly(int(size[1]) if size else 0)
            seen.statuses[int(head.split(b" ", 2)[1])] += 1
            seen.seconds.append(time.perf_counter() - started)
    finally:
        writer.close()


def drive(
    port: int, texts: Iterator[str], clients: int, seconds: float, most: int = 1_000_000
) -> tuple[Seen, float]:
    """So many clients for so long, or until each has asked so often."""

    async def run() -> None:
        until = time.monotonic() + seconds
        await asyncio.gather(*(client(port, texts, until, seen, most) for _ in range(clients)))

    seen = Seen()
    started = time.perf_counter()
    asyncio.run(run())
    return seen, time.perf_counter() - started


def memory(pid: int) -> int:
    """The resident memory of a process, in MiB (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024  # type: ignore[index]


def rows(clients: int = 32, seconds: float = 8.0, rounds: int = 3) -> Iterator[Row]:
    """Many clients at once beside one after another, in requests a second."""
    texts = numbered()
    rates: list[tuple[float, float]] = []
    with server() as (port, _):
        drive(port, texts, 1, seconds=60, most=5)  # the model is loaded
        for _ in range(rounds):
            one, alone = drive(port, texts, 1, seconds)
            many, together = drive(port, texts, clients, seconds)
            rates.append((len(many.seconds) / together, len(one.seconds) / alone))
            print(f"  1 client   {one.line(alone)}", file=sys.stderr)
            print(f"{clients:3} clients  {many.line(together)}", file=sys.stderr)
    all_, single = zip(*rates, strict=True)
    yield Row(
        f"{clients} clients at once, against one",
        f"{spread(all_, 1)} requests/s", f"{spread(single, 1)} requests/s",
        f"{spread([a / b for a, b in rates])} times", "≥ 3 times",
    )  # fmt: skip


def load(clients: int, seconds: float) -> int:
    """The exit code is 1 where the server failed, or its memory grew."""
    texts = numbered()
    with server() as (port, pid):
        drive(port, texts, clients, seconds=15)  # caches and arenas fill
        sizes = [memory(pid)]
        total = Seen()
        started = time.perf_counter()
        for _ in range(6):
            seen, _ = drive(port, texts, clients, seconds / 6)
            total.statuses += seen.statuses
            total.seconds += seen.seconds
            sizes.append(memory(pid))
        print(total.line(time.perf_counter() - started))
        print(f"memory in MiB, at the beginning and after each sixth: {sizes}")
    failed = sum(count for status, count in total.statuses.items() if status >= 500)
    grown = sizes[-1] > sizes[3] * 1.03 + 5  # the runtime's arenas take the first half to fill
    return 1 if failed or grown else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=8.0, help="of each round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--load", type=float, metavar="SECONDS", help="a steady load instead")
    given = parser.parse_args()
    if given.load:
        sys.exit(load(given.clients, given.load))
    for row in rows(given.clients, given.seconds, given.rounds):
        print(row.what, row.ours, row.theirs, row.ratio, sep=" | ")


if __name__ == "__main__":
    main()
