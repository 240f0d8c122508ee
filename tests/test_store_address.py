"""Documents at addresses: fetched only when one is typed, within limits."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from typer.testing import CliRunner

from mlsum.cli import app
from mlsum.core.errors import InputError, UsageError
from mlsum.store import address

FEED = (
    b'<rss version="2.0"><channel><title>The Harbour Times</title><item>'
    b"<title>Ships came in</title><description>They were late.</description></item>"
    b"</channel></rss>"
)


class Handler(BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012 (one server a test)

    def do_GET(self) -> None:
        self.asked.append(self.headers["User-Agent"])
        if self.path == "/old":
            self.send_response(302)
            self.send_header("Location", "/feed.xml")
            self.end_headers()
            return
        if self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
            return
        if self.path.startswith("/status"):
            self.send_error(int(self.path[-3:]))
            return
        self.send_response(200)
        self.end_headers()
        if self.path == "/slow":
            for _ in range(20):
                self.wfile.write(b"x" * 1000)
                self.wfile.flush()
                time.sleep(0.05)
            return
        self.wfile.write(FEED if self.path == "/feed.xml" else b"x" * 5000)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.delenv("MLSUM_OFFLINE", raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_feed_at_an_address_is_translated(site: str) -> None:
    command = ["translate", f"{site}/old", "--to", "pt", "--engine", "echo", "--source", "en"]
    done = CliRunner().invoke(app, command, catch_exceptions=False)
    assert "<title>[pt] ships came in</title>" in done.stdout.replace("Ships", "ships")
    assert Handler.asked[-1].startswith("mlsum/")


def test_the_network_can_be_forbidden(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Handler.asked.clear()
    monkeypatch.setenv("MLSUM_OFFLINE", "1")
    with pytest.raises(UsageError, match="forbidden"):
        address.fetch(f"{site}/feed.xml")
    assert Handler.asked == []


@pytest.mark.parametrize(
    ("path", "message", "hint"),
    [
        ("/status404", "answers 404", "check the address"),
        ("/status403", "answers 403", "save it with a browser"),
        ("/status503", "answers 503", "later"),
        ("/loop", "nothing comes", "network"),
    ],
)
def test_what_does_not_come_says_why(site: str, path: str, message: str, hint: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        address.fetch(site + path)
    assert hint in caught.value.hint


def test_what_is_too_large_or_too_slow_is_left(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address, "_SECONDS", 0.2)
    with pytest.raises(InputError, match="not there after"):
        address.fetch(f"{site}/slow")
    monkeypatch.setattr(address, "_MOST", 1000)
    with pytest.raises(InputError, match="larger than"):
        address.fetch(f"{site}/large")


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:1/x", "http://[", "https://", f"http://{'a' * 300}/", "http://a\r\nb/"],
)
def test_addresses_that_lead_nowhere(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLSUM_OFFLINE", raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with pytest.raises(InputError):
        address.fetch(url)


def test_other_schemes_are_names_of_files() -> None:
    done = CliRunner().invoke(app, ["detect", "ftp://example.org/feed"])
    assert done.exit_code == InputError.exit_code
    assert "no such file" in done.stderr
