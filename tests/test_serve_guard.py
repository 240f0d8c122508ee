import logging

import pytest
from web import TOKEN, server

from mlsum.core.errors import UsageError
from mlsum.serve import Settings

SECRET = "Nobody must read this sentence in a log."


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8765", "localhost:80", "[::1]:8765"])
def test_this_machine_may_be_asked_by_its_own_names(host: str) -> None:
    with server() as client:
        assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "192.168.1.4", "", "[:"]
)
def test_a_foreign_name_that_points_here_is_refused(host: str) -> None:
    with server() as client:
        answer = client.get("/healthz", headers={"host": host})
    assert answer.status_code == 421
    assert answer.json()["hint"].endswith("--allow-host")


def test_a_name_that_was_allowed_is_not() -> None:
    with server(hosts=("News.Local",)) as client:
        assert client.get("/healthz", headers={"host": "news.local:8765"}).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:9999"])
def test_pages_of_other_sites_are_refused(origin: str) -> None:
    with server() as client:
        answer = client.post("/v1/detect", json={"texts": ["x"]}, headers={"origin": origin})
    assert answer.status_code == 403


def test_its_own_page_is_not_and_nobody_is_told_that_others_may() -> None:
    with server() as client:
        own = {"origin": "http://127.0.0.1:8765"}
        answer = client.post("/v1/detect", json={"texts": ["x"]}, headers=own)
    assert answer.status_code == 200
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    ("path", "given", "status"),
    [
        ("/healthz", None, 200),
        ("/docs", None, 200),
        ("/", None, 200),
        ("/static/app.css", None, 200),
        ("/metrics", None, 401),
        ("/v1/languages", None, 401),
        ("/v1/languages", "Bearer wrong", 401),
        ("/v1/languages", f"Basic {TOKEN}", 401),
        ("/v1/languages", f"Bearer {TOKEN}x", 401),
        ("/v1/languages", f"Bearer {TOKEN}", 200),
        ("/v1/languages", f"bearer {TOKEN}", 200),
    ],
)
def test_a_token_opens_all_but_the_page(path: str, given: str | None, status: int) -> None:
    with server(token=TOKEN) as client:
        headers = {"authorization": given} if given else {}
        assert client.get(path, headers=headers).status_code == status


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "news.local"])
def test_where_others_can_ask_there_must_be_a_token(host: str) -> None:
    with pytest.raises(UsageError, match="anyone on the network") as caught:
        Settings(host=host)
    assert "--token" in caught.value.hint
    assert Settings(host=host, token=TOKEN).token == TOKEN


def test_a_short_token_is_refused() -> None:
    with pytest.raises(UsageError, match="too short"):
        Settings(token="1234")


def test_where_others_can_ask_addresses_are_names() -> None:
    with server(host="0.0.0.0", token=TOKEN) as client:
        assert client.get("/healthz", headers={"host": "10.1.2.3:8765"}).status_code == 200
        assert client.get("/healthz", headers={"host": "evil.example"}).status_code == 421


def test_a_large_request_is_refused_by_what_it_says_of_itself() -> None:
    with server(max_bytes=1000) as client:
        answer = client.post("/v1/detect", json={"texts": ["x" * 2000]})
    assert answer.status_code == 413
    assert "1000 bytes" in answer.json()["error"]


def test_and_by_what_comes_where_it_says_nothing() -> None:
    with server(max_bytes=1000) as client:
        chunks = (b"x" * 600 for _ in range(4))
        assert client.post("/v1/detect", content=chunks).status_code == 413


def test_every_answer_tells_the_browser_what_it_must_not() -> None:
    with server() as client:
        for path in ("/", "/healthz", "/nothing", "/static/app.js"):
            headers = client.get(path).headers
            policy = headers["content-security-policy"]
            assert "unsafe" not in policy
            assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "no-referrer"


def test_no_text_is_logged_or_echoed(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "mlsum.serve")  # a command that served may have said otherwise
    with server() as client:
        client.post("/v1/translate", json={"texts": [SECRET], "to": "pt"})
        bad = client.post("/v1/translate", json={"texts": SECRET, "to": SECRET, SECRET[:5]: 1})
        client.get("/nothing", params={"q": SECRET})
        client.post("/translate", data={"q": SECRET, "source": "en", "target": "pt"})
    assert bad.status_code == 422
    assert SECRET not in bad.text
    ours = [one for one in caplog.records if one.name.startswith("mlsum")]
    assert len(ours) >= 4
    assert "Nobody" not in " ".join(one.getMessage() for one in ours)


def test_a_bug_is_answered_and_told_without_what_it_says(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise KeyError(SECRET)

    monkeypatch.setattr("mlsum.serve.work.detect_batch", broken)
    with server() as client:
        answer = client.post("/v1/detect", json={"texts": ["x"]})
    assert answer.status_code == 500
    assert answer.json() == {
        "error": "unexpected KeyError",
        "hint": "this is a bug in mlsum",
        "code": "unexpected",
    }
    assert "unexpected KeyError at" in caplog.text
    assert SECRET not in caplog.text
