from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError

import pytest
from likeness import chrf
from web import TOKEN, listening, server

EN = "Good morning, dear friends."
PT = ("Bom dia, queridos amigos.", "Bom dia, caros amigos.")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with listening() as url:
        yield url


class TestPublicClient:
    def test_it_translates(self, address: str) -> None:
        from libretranslatepy import LibreTranslateAPI

        client = LibreTranslateAPI(address)
        made = client.translate(EN, "en", "pt")
        assert chrf(made, *PT) > 50
        assert client.translate(EN, "auto", "pt") == made

    def test_it_detects(self, address: str) -> None:
        from libretranslatepy import LibreTranslateAPI

        (best,) = LibreTranslateAPI(address).detect("장관이 서울에 도착했다.")
        assert best["language"] == "ko"
        assert 50 < best["confidence"] <= 100

    def test_it_lists_languages(self, address: str) -> None:
        from libretranslatepy import LibreTranslateAPI

        listed = {one["code"]: one for one in LibreTranslateAPI(address).languages()}
        assert listed["pt"]["name"] == "Portuguese"
        assert "en" in listed["pt"]["targets"]

    def test_it_is_told_what_cannot_be_done(self, address: str) -> None:
        from libretranslatepy import LibreTranslateAPI

        with pytest.raises(HTTPError) as caught:
            LibreTranslateAPI(address).translate(EN, "en", "sw")
        assert caught.value.code == 400
        caught.value.close()


def ask(client: Any, **asked: Any) -> Any:
    return client.post("/translate", json={"source": "en", "target": "pt", **asked})


def test_several_texts_give_several_answers() -> None:
    with server(engine=None) as client:
        told = ask(client, q=[EN, EN], source="auto", alternatives=2).json()
    made = told["translatedText"]
    assert made[0] == made[1]
    assert chrf(made[0], *PT) > 50
    assert [one["language"] for one in told["detectedLanguage"]] == ["en", "en"]
    assert told["alternatives"] == [[], []]


def test_html_keeps_its_tags() -> None:
    with server(engine=None) as client:
        told = ask(client, q=f"<p>{EN}</p>", format="html").json()
    made = told.pop("translatedText")
    assert told == {}
    assert (made[:3], made[-4:]) == ("<p>", "</p>")
    assert chrf(made[3:-4], *PT) > 50


def test_a_form_is_as_good_as_json() -> None:
    with server(engine=None) as client:
        told = client.post("/translate", data={"q": EN, "source": "en", "target": "pt"}).json()
    assert set(told) == {"translatedText"}
    assert chrf(told["translatedText"], *PT) > 50


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({}, "Invalid request: missing q parameter"),
        ({"q": 3}, "Invalid request: missing q parameter"),
        ({"q": []}, "Invalid request: missing q parameter"),
        ({"q": "x", "target": ""}, "Invalid request: missing target parameter"),
        ({"q": "x", "target": "xx-nonsense"}, "unknown language 'xx-nonsense'"),
        ({"q": "x", "target": "auto"}, "auto is not supported as a target"),
        ({"q": "x", "source": "sw"}, "sw is not supported"),
        ({"q": "x", "format": "pdf"}, "pdf format is not supported"),
        ({"q": EN, "target": "ko"}, "no installed model translates en to ko"),
    ],
)
def test_errors_have_the_shape_that_clients_know(asked: dict[str, Any], error: str) -> None:
    with server(engine=None) as client:
        answer = ask(client, **asked)
    assert answer.status_code == 400
    assert answer.json()["error"] == error


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff\xfe"])
def test_what_is_no_object_is_refused(body: bytes) -> None:
    with server() as client:
        headers = {"content-type": "application/json"}
        assert client.post("/translate", content=body, headers=headers).status_code == 400


def test_too_many_texts_are_refused() -> None:
    with server() as client:
        assert ask(client, q=["x"] * 1001).status_code == 400


@pytest.mark.parametrize(
    ("key", "headers", "status"),
    [
        (None, {}, 403),
        ("wrong", {}, 403),
        (TOKEN, {}, 200),
        (None, {"authorization": f"Bearer {TOKEN}"}, 200),
    ],
)
def test_the_key_of_a_client_is_the_token(
    key: str | None, headers: dict[str, str], status: int
) -> None:
    with server(token=TOKEN) as client:
        answer = client.post("/detect", json={"q": EN, "api_key": key}, headers=headers)
    assert answer.status_code == status


def test_a_text_without_language_is_said_to_be_one() -> None:
    with server() as client:
        assert client.post("/detect", json={"q": "42"}).json() == [
            {"confidence": 0.0, "language": "en"}
        ]
