"""Requests that nobody means well with: each is refused as one, none is a bug of the server."""

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from web import TOKEN, server

ROUTES = ("/v1/detect", "/v1/translate", "/v1/summarize", "/v1/documents", "/detect", "/translate")
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
DEEP = b"[" * 100_000
BODIES = {
    "nothing": (b"", JSON),
    "no JSON": (b'{"texts": ["x"', JSON),
    "no UTF-8": (b'{"q": "\xff\xfe", "texts": ["\xff"]}', JSON),
    "deep lists": (DEEP, JSON),
    "deep values": (b'{"q": ' + DEEP + b"]" * 100_000 + b"}", JSON),
    "deep objects": (b'{"texts":' * 50_000 + b"1" + b"}" * 50_000, JSON),
    "a number without end": (b'{"q": ' + b"9" * 10_000 + b"}", JSON),
    "no numbers": (b'{"q": NaN, "texts": [Infinity], "text": NaN}', JSON),
    "another kind": (b'{"q": {"a": 1}, "texts": {"0": "x"}, "text": ["x"]}', JSON),
    "null": (b'{"q": null, "texts": null, "text": null, "target": null}', JSON),
    "half a character": (
        rb'{"q": "\ud800", "texts": ["\ud800"], "text": "\udfff", "source": "en", "target": "pt"}',
        JSON,
    ),
    "half a language": (
        rb'{"q": "x", "texts": ["x"], "text": "x", "to": "\ud800", "source": "\ud800", '
        rb'"target": "\ud800", "lang": "\ud800", "languages": ["\ud800"]}',
        JSON,
    ),
    "half a key": (rb'{"q": "x", "texts": 1, "api_key": "\ud800", "\udc00": 1}', JSON),
    "many texts": (json.dumps({"q": ["x"] * 100_000, "texts": ["x"] * 100_000}).encode(), JSON),
    "text for JSON": (b'{"q": "x"}', "text/plain"),
    "XML": (b"<q>x</q>", "text/xml"),
    "an encoding of its own": (b'{"q": "x"}', "application/json; charset=nonsense"),
    "a form without a boundary": (b"--x\r\n", "multipart/form-data"),
    "a form that breaks off": (b"--x\r\nContent-Disp", "multipart/form-data; boundary=x"),
    "a part without a name": (b"--x\r\n\r\nx\r\n--x--", "multipart/form-data; boundary=x"),
    "many parts": (
        b"".join(
            b'--x\r\nContent-Disposition: form-data; name="a%d"\r\n\r\n1\r\n' % n
            for n in range(5000)
        )
        + b"--x--",
        "multipart/form-data; boundary=x",
    ),
    "many fields": (b"&".join(b"a%d=1" % n for n in range(100_000)), FORM),
    "no percents": (b"q=%ff%zz%&target=%ED%A0%80&source=en", FORM),
}
# What /detect reads of these is harmless.
TAKEN = {"half a language", "half a key", "an encoding of its own", "no percents"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with server(token=TOKEN) as client:
        yield client


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("body", BODIES)
def test_a_hostile_body_is_refused(client: TestClient, route: str, body: str) -> None:
    data, kind = BODIES[body]
    headers = {"content-type": kind, "authorization": f"Bearer {TOKEN}"}
    answer = client.post(route, content=data, headers=headers)
    if answer.status_code == 200:
        assert (route, body) in {("/detect", taken) for taken in TAKEN}
        return
    assert 400 <= answer.status_code < 500, answer.text[:200]
    assert len(answer.content) < 2000, "what was sent is sent back"
    assert answer.json()["error"]


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("kind", [JSON, FORM])
def test_a_hostile_body_without_the_token_is_refused(
    client: TestClient, route: str, kind: str
) -> None:
    body = rb'{"q": "x", "api_key": "\ud800"}' if kind == JSON else b"api_key=%ED%A0%80"
    answer = client.post(route, content=body, headers={"content-type": kind})
    assert answer.status_code in (401, 403)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("content-length", "9" * 10_000),
        ("content-length", "²"),
        ("content-length", "-1"),
        ("content-type", "x" * 100_000),
        ("content-type", "multipart/form-data; boundary=" + "x" * 100_000),
        ("authorization", "Bearer " + "x" * 100_000),
        ("authorization", "Bearer \xff\xfe"),
        ("host", "x" * 100_000),
        ("host", "[" * 1000),
        ("origin", "x" * 100_000),
        ("accept-language", "pt;q=nan," * 10_000),
        ("cookie", "a=" + "x" * 100_000),
    ],
)
@pytest.mark.parametrize("route", ["/v1/detect", "/translate"])
def test_a_hostile_header_is_refused(client: TestClient, route: str, name: str, value: str) -> None:
    headers = {"authorization": f"Bearer {TOKEN}", name: value.encode("latin-1")}
    answer = client.post(route, content=b"{", headers=headers)
    assert 400 <= answer.status_code < 500, answer.text[:200]
    assert len(answer.content) < 2000


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\x00.txt", "\x1b[2J.txt", "x" * 5000, "."])
def test_the_name_of_a_file_is_only_a_name(client: TestClient, name: str) -> None:
    answer = client.post(
        "/v1/documents",
        files={"file": (name, b"The talks begin.")},
        headers={"authorization": f"Bearer {TOKEN}"},
    )
    assert answer.status_code in (202, 400, 422), answer.text[:200]
