import contextlib
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from pace import PATIENCE
from typer.testing import CliRunner
from web import TOKEN

from mlsum.cli import app
from mlsum.core.errors import MissingError, MissingExtraError, OutputError, UsageError
from mlsum.serve import Settings
from mlsum.serve.server import bind, url_of

httpx = pytest.importorskip("httpx")
LONG = "\n\n".join(
    f"The ministry of defence held its talk number {n} in Seoul." for n in range(900)
)
SECRET = "Nobody must read this sentence in a log."


class Running:
    """`mlsum serve` as a process of its own."""

    def __init__(self, log: Path, *options: str, engine: str = "echo") -> None:
        command = [sys.executable, "-c", "from mlsum.cli import main; main()", "serve"]
        self.log = log
        with log.open("w") as file:
            self.process = subprocess.Popen(
                [*command, "--port", "0", "--engine", engine, *options], stderr=file, stdout=file
            )
        self.address = self._address()

    def _address(self) -> str:
        while self.process.poll() is None:
            if found := re.search(r"the page is at (\S+)", self.log.read_text()):
                with contextlib.suppress(httpx.ConnectError):
                    httpx.get(f"{found[1].partition('#')[0]}healthz")
                    return found[1]
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def ask(self, path: str, **how: Any) -> Any:
        method = how.pop("method", "GET")
        return httpx.request(method, f"{self.address}{path}", timeout=PATIENCE, **how)

    def signalled(self, number: int) -> None:
        """Send a signal that has it take no more work, and wait until it does not."""
        self.process.send_signal(number)
        end = time.monotonic() + PATIENCE
        while self.ask("healthz").status_code != 503:
            assert time.monotonic() < end
            time.sleep(0.05)

    def send(self, text: str) -> Any:
        return self.ask(
            "v1/documents", method="POST", files={"file": text}, data={"to": "pt"}
        ).json()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    server = Running(tmp_path / "log", "--log")
    yield server
    server.process.kill()
    server.process.wait()


def test_a_signal_ends_it_when_the_jobs_in_hand_are_done_and_fetched(running: Running) -> None:
    job = running.send(LONG)
    assert running.ask(f"v1/jobs/{job['id']}").json()["state"] in ("queued", "running")
    running.signalled(signal.SIGTERM)
    refused = running.ask("v1/documents", method="POST", files={"file": "x"})
    assert refused.status_code == 503
    events = running.ask(f"v1/jobs/{job['id']}/events").text
    assert json.loads(events.rstrip().rpartition("data: ")[2])["state"] == "done"
    assert running.ask(f"v1/jobs/{job['id']}/result?format=document").text.count("number") == 900
    assert running.process.wait(PATIENCE) in (0, -signal.SIGTERM)


def test_a_second_signal_ends_it_at_once(running: Running) -> None:
    running.send(LONG)
    running.signalled(signal.SIGINT)
    running.process.send_signal(signal.SIGINT)
    running.process.wait(PATIENCE / 10)


@pytest.mark.slow  # uvicorn's own limit is 5 seconds
def test_a_connection_may_be_idle_for_longer_than_loading_takes(running: Running) -> None:
    kept = HTTPConnection(running.address.split("/")[2], timeout=30)
    with contextlib.closing(kept):
        kept.request("GET", "/healthz")
        kept.getresponse().read()
        socket = kept.sock
        time.sleep(7)
        kept.request("GET", "/healthz")
        assert kept.getresponse().status == 200
        assert kept.sock is socket  # it would have been opened anew


def test_the_log_has_a_line_per_request_and_no_text(running: Running) -> None:
    asked = {"texts": [SECRET], "to": "pt"}
    assert running.ask("v1/translate", method="POST", json=asked).status_code == 200
    running.ask("v1/translate", method="POST", json={"texts": SECRET})
    running.ask(f"nothing/{SECRET}?q={SECRET}")
    job = running.send(SECRET)
    running.ask(f"v1/jobs/{job['id']}/events")
    log = running.log.read_text()
    assert "POST /v1/translate 200" in log
    assert "POST /v1/translate 422" in log
    assert "GET other 404" in log
    assert "Nobody" not in log


def serve(*options: str) -> BaseException | None:
    return CliRunner().invoke(app, ["serve", "--port", "0", *options]).exception


def test_other_machines_need_a_token() -> None:
    error = serve("--host", "0.0.0.0")
    assert isinstance(error, UsageError)
    assert "openssl rand -hex 16" in error.hint


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "mlsum.cli.serve.find_spec", lambda name: None if name == "uvicorn" else find_spec(name)
    )
    error = serve()
    assert isinstance(error, MissingExtraError)
    assert "[web]" in error.hint


def test_a_port_that_is_taken_is_said() -> None:
    with bind(Settings(port=0)) as taken:
        port = taken.getsockname()[1]
        error = serve("--port", str(port))
    assert isinstance(error, OutputError)
    assert str(error).startswith(f"127.0.0.1:{port}: cannot listen: ")
    assert error.hint == "--port 0 takes a port that is free"


def test_options_become_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terms = tmp_path / "terms.tsv"
    terms.write_text("en\tpt\nNATO\tOTAN\n", encoding="utf-8")
    seen: list[Settings] = []
    opened: list[str] = []

    def run(settings: Settings, ready: Any) -> None:
        seen.append(settings)
        ready("http://127.0.0.1:9/")

    monkeypatch.setattr("mlsum.serve.server.serve", run)
    monkeypatch.setattr("webbrowser.open", opened.append)
    options = ["--host", "::1", "--glossary", str(terms), "--max-mb", "2", "--jobs", "3", "--open"]
    assert (
        serve(*options, "--allow-host", "news.local", "--device", "cpu", "--token", TOKEN) is None
    )
    (settings,) = seen
    assert (settings.host, settings.hosts, settings.max_bytes) == ("::1", ("news.local",), 2 << 20)
    assert (settings.jobs, settings.token, settings.options.memory) == (3, TOKEN, None)
    assert settings.options.engine_options.device == "cpu"
    assert settings.options.glossary is not None
    assert opened == ["http://127.0.0.1:9/"]


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        (Settings(port=0), r"http://127\.0\.0\.1:\d+/"),
        (Settings(port=0, token=TOKEN), rf"http://127\.0\.0\.1:\d+/#token={TOKEN}"),
    ],
)
def test_the_address_is_one_to_click_on(settings: Settings, url: str) -> None:
    with bind(settings) as listener:
        assert re.fullmatch(url, url_of(settings, listener))


def test_a_model_that_is_not_there_is_told_before_the_page_is() -> None:
    error = serve("--port", "0", "--model", "nosuch")
    assert isinstance(error, MissingError)
    assert "nosuch" in str(error)
