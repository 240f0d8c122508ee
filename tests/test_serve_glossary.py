"""Terms that come with a request."""

from typing import Any

import pytest
from web import result_of, server

from mlsum.lexicon import Glossary

EN = "The minister arrived in Seoul. Nobody knows why the talks begin."
TERMS = "en\tpt\nminister\tchefe da pasta\n"
PAIRS: list[Any] = [{"minister": "chefe da pasta"}, [{"en": "minister", "pt": "chefe da pasta"}]]


class TestGlossary:
    @pytest.mark.parametrize("terms", PAIRS)
    def test_terms_of_a_request_go_before_tables_and_models(self, terms: Any) -> None:
        asked = {"to": "pt", "glossary": terms}
        with server(engine=None) as client:
            texts = {**asked, "texts": [EN]}
            made = client.post("/v1/translate", json=texts).json()["translations"]
            done = client.post("/v1/summarize", json={**asked, "text": EN}).json()
            without = client.post("/v1/translate", json={"texts": [EN], "to": "pt"}).json()
        assert "chefe da pasta" in made[0]["text"]
        assert "chefe da pasta" in done["text"]
        assert "chefe da pasta" not in without["translations"][0]["text"]

    @pytest.mark.parametrize(
        ("name", "terms"),
        [("terms.tsv", TERMS), ("terms.yaml", "minister: chefe da pasta"), ("", TERMS)],
    )
    def test_so_do_those_of_a_file_beside_a_document(self, name: str, terms: str) -> None:
        files = {"file": ("a.txt", EN), "glossary": (name or "blob", terms)}
        with server(engine=None) as client:
            sent = client.post("/v1/documents", data={"to": "pt"}, files=files).json()
            client.get(f"/v1/jobs/{sent['id']}/events")
            job = client.get(f"/v1/jobs/{sent['id']}").json()
            assert "chefe da pasta" in result_of(client, job, format="document").text
            page = result_of(client, job, format="view", ui="pt").text
        assert "Termos no glossário: 1" in page
        assert "Traduzido por firefox:enpt-1693087644" in page

    def test_they_go_before_those_of_the_server_too(self) -> None:
        own = Glossary.of({"minister": "servidor", "talks": "papo"})
        with server(engine=None, glossary=own) as client:
            asked = {"texts": ["The talks of the minister."], "to": "pt"}
            both = client.post("/v1/translate", json={**asked, "glossary": {"minister": "chefe"}})
            alone = client.post("/v1/translate", json=asked)
            summary = client.post("/v1/summarize", json={"text": EN, "to": "pt"})
        texts = [one.json()["translations"][0]["text"] for one in (both, alone)]
        assert ["chefe" in text for text in texts] == [True, False]
        assert ["servidor" in text for text in texts] == [False, True]
        assert all("papo" in text for text in texts)
        assert "servidor" in summary.json()["text"]

    @pytest.mark.parametrize(
        ("data", "status", "told"),
        [
            (b"en\tpt\na\tb\nc\n", 422, {"where": "terms.tsv:3"}),
            (b"a\tb\n\xff\tc\n", 422, {"where": "terms.tsv:2"}),
            (b"a\tb\n" * 300_000, 413, {"error": "the limit for a glossary is 1 MiB"}),
        ],
    )
    def test_one_that_cannot_be_read_is_refused_with_its_line(
        self, data: bytes, status: int, told: dict[str, str]
    ) -> None:
        files = {"file": ("a.txt", EN), "glossary": ("../terms.tsv", data)}
        with server() as client:
            answer = client.post("/v1/documents", data={"to": "pt"}, files=files)
        assert answer.status_code == status
        assert told.items() <= answer.json().items()
        assert answer.json()["hint"]

    @pytest.mark.parametrize(
        ("terms", "status"),
        [
            ({"a": " "}, 422),
            ({"a": ""}, 422),
            ({"a": "b" * 501}, 422),
            ([{"qqq": "a"}], 400),
            ([{"x": "a"}], 422),
            ([{"en": "a"}] * 10_001, 422),
            ("a\tb", 422),
        ],
    )
    def test_pairs_that_are_no_terms_are_refused(self, terms: Any, status: int) -> None:
        with server() as client:
            asked = {"texts": [EN], "to": "pt", "glossary": terms}
            assert client.post("/v1/translate", json=asked).status_code == status
