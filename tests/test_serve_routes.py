import io
import json
import threading
import time
from typing import Any

import pytest
from web import SAMPLE, job_of, result_of, server

EN = "The minister arrived in Seoul. Nobody knows why the talks begin."


def test_languages_of_texts_are_told_in_order() -> None:
    with server() as client:
        answer = client.post("/v1/detect", json={"texts": [EN, "장관이 도착했다.", "42"]})
    found = answer.json()["detections"]
    assert [one["lang"] for one in found] == ["en", "ko", "und"]
    assert found[1]["spans"] == [{"start": 0, "end": 9, "lang": "ko", "script": "Hang"}]


def test_texts_are_translated_with_the_embedded_model() -> None:
    asked = {"texts": ["The talks begin on Friday.", "Good morning."], "to": "pt"}
    with server(engine=None) as client:
        made = client.post("/v1/translate", json=asked).json()["translations"]
    assert "sexta-feira" in made[0]["text"]
    assert [one["status"] for one in made] == ["translated"] * 2
    assert made[0]["engine"].startswith("firefox:enpt")
    assert made[0]["segments"][0]["end"] == len("The talks begin on Friday.")


def test_what_no_model_translates_says_so() -> None:
    with server(engine="none") as client:
        made = client.post("/v1/translate", json={"texts": [EN], "to": "ko"}).json()
    assert made["translations"][0]["status"] == "untranslated"
    assert made["translations"][0]["text"] == EN


def test_markdown_stays_markdown() -> None:
    asked = {
        "texts": ["# Talks\n\n- They begin."],
        "to": "pt",
        "source": "en",
        "markup": "markdown",
    }
    with server() as client:
        made = client.post("/v1/translate", json=asked).json()["translations"]
    assert made[0]["text"].startswith("# ")
    assert "\n\n- " in made[0]["text"]


def test_a_summary_has_its_sentences_and_their_places() -> None:
    with server() as client:
        done = client.post("/v1/summarize", json={"text": EN, "sentences": 1}).json()
    (sentence,) = done["sentences"]
    assert EN[sentence["start"] : sentence["end"]] == sentence["text"] == done["text"]
    assert (done["lang"], done["target"]) == ("en", None)


def test_languages_may_be_named() -> None:
    with server() as client:
        named = {"texts": [EN], "to": "Portuguese", "source": "inglês"}
        by_name = client.post("/v1/translate", json=named).json()
        by_code = client.post("/v1/translate", json={**named, "to": "pt", "source": "en"}).json()
        wrong = client.post("/v1/translate", json={**named, "to": "Portugese"})
    assert by_name == by_code
    assert by_name["translations"][0]["engine"] == "echo"
    assert (wrong.status_code, wrong.json()["hint"]) == (400, "did you mean Portuguese (pt)?")


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("/v1/detect", {"texts": []}, 422),
        ("/v1/detect", {"texts": ["x"], "typo": 1}, 422),
        ("/v1/detect", {"texts": ["x"], "languages": ["qqq"]}, 400),
        ("/v1/detect", {"texts": ["x" * 200_000]}, 413),
        ("/v1/translate", {"texts": ["x"], "to": "qqq"}, 400),
        ("/v1/translate", {"texts": ["x"]}, 422),
        ("/v1/summarize", {"text": ""}, 422),
        ("/v1/summarize", {"text": "x", "ratio": 2}, 422),
    ],
)
def test_what_is_asked_wrongly_is_said(path: str, asked: dict[str, Any], status: int) -> None:
    with server() as client:
        answer = client.post(path, json=asked)
    assert answer.status_code == status
    assert answer.json()["error"]


@pytest.mark.parametrize(
    "body", [b"{", b'{"texts": ["\\ud800"]}', b"\xff", b"null", b"[" * 100_000]
)
def test_what_is_no_text_is_refused(body: bytes) -> None:
    with server() as client:
        headers = {"content-type": "application/json"}
        assert client.post("/v1/detect", content=body, headers=headers).status_code in (400, 422)


class TestDocuments:
    def test_the_sample_comes_back_in_portuguese(self) -> None:
        with server(engine=None) as client:
            job = job_of(client, SAMPLE.read_bytes(), "notícia.txt", to="pt", sentences="2")
            assert (job["state"], job["name"]) == ("done", "notícia.txt")
            document = result_of(client, job, format="document")
            record = result_of(client, job).json()
            pages = {kind: result_of(client, job, format=kind) for kind in ("markdown", "html")}
        assert document.text.startswith("# Título: ")
        names = "filename=\"not_cia.pt.txt\"; filename*=UTF-8''not%C3%ADcia.pt.txt"
        assert document.headers["content-disposition"] == f"attachment; {names}"
        assert set(record) == {"detect", "translate", "summarize"}
        assert len(record["summarize"][0]["sentences"]) == 2
        assert "OTAN" in document.text
        assert "OTAN" in pages["markdown"].text
        assert pages["html"].text.startswith("<!doctype html>")

    def test_its_metadata_come_in_korean_without_a_model(self) -> None:
        with server(engine=None) as client:
            fields = "date,type,source,language"
            job = job_of(client, SAMPLE.read_bytes(), to="ko", fields=fields)
            (record,) = result_of(client, job).json()["translate"]
            whole = job_of(client, SAMPLE.read_bytes(), to="ko")
            view = result_of(client, whole, format="view", ui="ko").text
        assert "mlsum models pull firefox-en-ko" in view
        values = {one["key"]: one["value"]["text"] for one in record["fields"]}
        assert values["type"] == "뉴스"
        assert values["language"] == "영어"

    def test_a_table_is_not_translated_as_running_text(self) -> None:
        table = b"title,city\nThe bridge is open,Seoul\n"
        with server() as client:
            refused = job_of(client, table, "news.csv", to="pt")
            taken = job_of(client, table, "news.csv", to="pt", format="plain")
        assert refused["state"] == "failed"
        assert refused["where"] == "news.csv"
        assert "by column" in str(refused["error"])
        assert refused["hint"] == "mlsum translate news.csv --columns title,city --to pt"
        assert taken["state"] == "done"

    def test_an_office_document_comes_back_as_one(self) -> None:
        docx = pytest.importorskip("docx")
        document, saved = docx.Document(), io.BytesIO()
        document.add_paragraph("The talks begin on Friday.")
        document.save(saved)
        with server(engine=None) as client:
            job = job_of(client, saved.getvalue(), "talks.docx", to="pt")
            answer = result_of(client, job, format="document")
        assert answer.headers["content-disposition"].endswith("talks.pt.docx")
        (paragraph,) = docx.Document(io.BytesIO(answer.content)).paragraphs
        assert "sexta-feira" in paragraph.text

    def test_without_a_target_languages_are_told(self) -> None:
        with server() as client:
            job = job_of(client, SAMPLE.read_bytes())
            record = result_of(client, job).json()
            same = result_of(client, job, format="document").content
        assert list(record["detect"][0]["languages"]) == ["en", "pt", "ko"]
        assert record["translate"] == record["summarize"] == []
        assert same == SAMPLE.read_bytes()

    def test_headings_are_in_the_language_of_the_reader(self) -> None:
        with server() as client:
            job = job_of(client, SAMPLE.read_bytes(), sentences="1")
            view = result_of(client, job, format="view", ui="ko").text
        assert "요약" in view
        assert "<html" not in view

    @pytest.mark.parametrize(
        ("data", "name", "error"),
        [
            (b"", "a.txt", "the document is empty"),
            (b"\x00\x01\x02\x03" * 100, "a.txt", ""),
            (b'{"title": ', "a.json", ""),
        ],
    )
    def test_one_that_cannot_be_read_fails_with_a_reason(
        self, data: bytes, name: str, error: str
    ) -> None:
        with server() as client:
            job = job_of(client, data, name)
            assert job["state"] == "failed"
            assert job["error"].startswith(error)
            refused = client.get(f"/v1/jobs/{job['id']}/result")
        assert refused.status_code == 409

    def test_a_job_can_be_forgotten(self) -> None:
        with server() as client:
            job = job_of(client, b"It rains.")
            assert client.delete(f"/v1/jobs/{job['id']}").status_code == 204
            assert client.get(f"/v1/jobs/{job['id']}").status_code == 404

    @pytest.mark.parametrize("asked", [{"to": "qqq"}, {"format": "nonsense", "to": "pt"}])
    def test_what_is_asked_wrongly_is_said(self, asked: dict[str, str]) -> None:
        with server() as client:
            sent = client.post("/v1/documents", files={"file": ("a", b"It rains.")}, data=asked)
            if sent.status_code == 202:
                told = client.get(f"/v1/jobs/{sent.json()['id']}/events").text
                assert "unknown format" in told
            else:
                assert sent.status_code == 400

    def test_a_full_queue_says_when_to_come_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        go = threading.Event()
        monkeypatch.setattr("mlsum.serve.documents.parse_bytes", lambda *_: go.wait(10))
        with server(jobs=1) as client:
            send = {"files": {"file": ("a.txt", b"It rains.")}}
            statuses = [client.post("/v1/documents", **send).status_code for _ in range(4)]
            answer = client.post("/v1/documents", **send)
            go.set()
        assert 429 in statuses
        assert answer.status_code == 429
        assert answer.headers["retry-after"] == "1"


def test_a_request_that_takes_too_long_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(texts: list[str], among: object) -> None:
        time.sleep(0.3)

    monkeypatch.setattr("mlsum.serve.work.detect_batch", slow)
    with server(timeout=0.05) as client:
        answer = client.post("/v1/detect", json={"texts": [EN]})
    assert answer.status_code == 503
    assert "POST /v1/documents" in answer.json()["hint"]


def test_a_full_house_answers_429(monkeypatch: pytest.MonkeyPatch) -> None:
    with server(waiting=0) as client:
        answer = client.post("/v1/detect", json={"texts": [EN]})
    assert answer.status_code == 429
    assert answer.json() == {
        "error": "too many requests are waiting",
        "hint": "try again in a second",
        "code": "busy",
    }


def test_health_and_numbers() -> None:
    with server() as client:
        client.post("/v1/detect", json={"texts": [EN]})
        assert client.get("/healthz").json()["status"] == "ok"
        numbers = client.get("/metrics").text
        client.app.state.mlsum.closing = True  # type: ignore[attr-defined]
        assert client.get("/healthz").status_code == 503
        refused = client.post("/v1/documents", files={"file": ("a.txt", b"It rains.")})
    assert refused.status_code == 503
    assert 'mlsum_requests_total{route="/v1/detect",status="200"} 1.0' in numbers
    assert "mlsum_batch_requests_count 1.0" in numbers
    assert 'mlsum_waiting{queue="jobs"} 0.0' in numbers


def test_openapi_describes_itself() -> None:
    with server() as client:
        described = client.get("/openapi.json").json()
    assert {"/v1/detect", "/v1/translate", "/v1/summarize", "/v1/documents", "/translate"} <= set(
        described["paths"]
    )
    assert json.dumps(described)
