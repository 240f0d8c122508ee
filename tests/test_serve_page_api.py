"""What the page asks of its server, without a browser."""

import ast
import io
import zipfile
from pathlib import Path

import pytest
from web import job_of, server

import mlsum.serve
from mlsum.core import errors as core_errors
from mlsum.core.errors import MlsumError
from mlsum.core.tables import read_rows
from mlsum.memory import Memory
from mlsum.serve.errors import CODES, describe, sentences
from mlsum.serve.page_api import _refuse_private
from mlsum.serve.settings import Settings
from mlsum.store import offline
from mlsum.writers.words import LANGUAGES

TEXT = b"The minister opened the talks. Nobody knows why they were late."
TOKEN = "correct-horse-battery"


class TestErrors:
    @pytest.mark.parametrize("ui", LANGUAGES)
    def test_every_code_has_a_sentence_and_what_to_do(self, ui: str) -> None:
        found = sentences(ui)
        assert found.keys() == sentences("en").keys()
        assert set(CODES.values()) <= found.keys()
        assert all(text and act for text, act in found.values())

    def test_sentences_have_the_same_gaps_in_all_languages(self) -> None:
        for row in read_rows("errors.tsv"):
            gaps = {row[ui].count("{") for ui in LANGUAGES}
            assert len(gaps) == 1, row["code"]

    def test_every_error_of_mlsum_has_a_code(self) -> None:
        classes = [
            kind
            for kind in vars(core_errors).values()
            if isinstance(kind, type) and issubclass(kind, MlsumError) and kind is not MlsumError
        ]
        assert len(classes) > 8
        codes = [
            next(code for base, code in CODES.items() if issubclass(kind, base)) for kind in classes
        ]
        assert "unexpected" not in codes

    def test_every_refusal_of_the_server_has_a_sentence_of_its_own(self) -> None:
        """The messages that the modules raise are in the table, whatever is in their gaps."""
        own = {row["message"] for row in read_rows("errors.tsv")}
        found = set()
        folder = Path(mlsum.serve.__file__).parent
        for path in folder.glob("*.py"):
            if path.name == "libretranslate.py":  # the page never calls it
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                    "Refused",
                    "Busy",
                ):
                    found |= {_pattern(arg) for arg in node.args[:2]} - {""}
        assert len(found) > 8
        assert found - own == set()

    def test_a_message_of_a_library_is_never_quoted(self) -> None:
        shown = describe(KeyError("the text of somebody"))
        assert shown["code"] == "unexpected"
        assert "somebody" not in str(shown)


def _pattern(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            part.value if isinstance(part, ast.Constant) else "{}" for part in node.values
        )
    return ""


class TestEdits:
    def test_an_edited_sentence_is_kept_as_by_a_person_and_used(self, tmp_path: Path) -> None:
        memory = Memory(tmp_path / "memory.sqlite")
        with server(memory=memory) as client:
            job = job_of(client, TEXT, to="pt")
            shown = client.get(f"/page/jobs/{job['id']}").json()
            assert shown["edit"]
            edit = {"job": job["id"], "part": "b0", "sentence": 1, "text": "Ninguém sabe\npor quê."}
            assert client.post("/page/memory", json=edit).status_code == 204
            again = job_of(client, TEXT, to="pt")
            text = client.get(f"/page/jobs/{again['id']}").json()["text"]
        assert text.endswith("Ninguém sabe por quê.")
        assert "The minister opened the talks." in text
        assert [one.output for one in memory.entries() if one.engine == ""] == [
            "Ninguém sabe por quê."
        ]

    def test_a_sentence_with_marks_is_kept_by_its_words(self, tmp_path: Path) -> None:
        memory = Memory(tmp_path / "memory.sqlite")
        with server(memory=memory) as client:
            job = job_of(
                client, b"# Talks\n\nThe **minister** opened the talks.\n", "a.md", to="pt"
            )
            edit = {"job": job["id"], "part": "b0", "sentence": 1, "text": "Abriu."}
            assert client.post("/page/memory", json=edit).status_code == 204
        assert [one.text for one in memory.entries() if one.engine == ""] == [
            "The minister opened the talks."
        ]

    def test_without_a_memory_it_is_refused(self) -> None:
        with server() as client:
            job = job_of(client, TEXT, to="pt")
            edit = {"job": job["id"], "part": "b0", "sentence": 0, "text": "x"}
            answer = client.post("/page/memory", json=edit)
        assert (answer.status_code, answer.json()["code"]) == (409, "memory-off")

    @pytest.mark.parametrize(("part", "sentence"), [("b0", 9), ("b7", 0), ("f0-0", 0)])
    def test_a_sentence_that_is_not_there_is_refused(
        self, tmp_path: Path, part: str, sentence: int
    ) -> None:
        with server(memory=Memory(tmp_path / "memory.sqlite")) as client:
            job = job_of(client, TEXT, to="pt")
            edit = {"job": job["id"], "part": part, "sentence": sentence, "text": "x"}
            assert client.post("/page/memory", json=edit).json()["code"] == "no-sentence"


class TestMissingModels:
    def test_what_a_language_takes_is_shown(self) -> None:
        with server() as client:
            shown = client.get("/page/models", params={"source": "en", "target": "ko"}).json()
        (model,) = shown["models"]
        assert model["name"] == "firefox-en-ko"
        assert model["licence"]
        assert model["source"]
        assert shown["command"] == "mlsum models pull firefox-en-ko"
        assert shown["pull"] is False

    def test_models_are_installed_only_where_that_is_allowed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pulled: list[str] = []

        def pull(name: str, _: object, progress: object) -> None:
            progress.update("model.bin", 1, 2)  # type: ignore[attr-defined]
            pulled.append(name)

        monkeypatch.setattr("mlsum.store.pull", pull)
        pair = {"source": "en", "target": "ko"}
        with server() as client:
            assert client.post("/page/pull", json=pair).json()["code"] == "pull-off"
        with server(allow_pull=True) as client:
            shown = client.get("/page/models", params=pair).json()
            assert shown["pull"] is not offline()
            job = client.post("/page/pull", json=pair).json()
            events = client.get(f"/v1/jobs/{job['id']}/events").text
        assert pulled == ["firefox-en-ko"]
        assert "event: done" in events


class TestDocuments:
    def test_several_results_come_in_one_archive(self) -> None:
        with server() as client:
            ids = [job_of(client, TEXT, name, to="pt")["id"] for name in ("a.txt", "b.md", "a.txt")]
            answer = client.get("/page/zip", params={"job": ids})
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert archive.namelist() == ["a.pt.txt", "b.pt.md", "a.pt (2).txt"]

    def test_without_a_file_or_an_address_there_is_nothing_to_do(self) -> None:
        with server() as client:
            answer = client.post("/page/documents", data={"to": "pt"})
        assert (answer.status_code, answer.json()["code"]) == (422, "nothing")

    def test_a_glossary_becomes_a_table(self) -> None:
        with server() as client:
            pairs = client.post("/page/glossary", files={"file": ("a.tsv", b"NATO\tOTAN\n")}).json()
            named = client.post(
                "/page/glossary", files={"file": ("a.tsv", b"en\tpt\tko\nNATO\tOTAN\t\n")}
            ).json()
        assert pairs == {"languages": [], "rows": [["NATO", "OTAN"]]}
        assert named["rows"][0][:2] == ["NATO", "OTAN"]
        assert named["languages"][:2] == ["en", "pt"]

    def test_the_token_is_needed(self) -> None:
        with server(token=TOKEN) as client:
            for path in ("/page/models?source=en&target=ko", "/page/jobs/x", "/page/zip?job=x"):
                assert client.get(path).status_code == 401


def test_a_server_for_others_opens_no_address_of_its_own_network() -> None:
    served = Settings(host="0.0.0.0", token=TOKEN)
    for host in ("127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254"):
        with pytest.raises(Exception, match="addresses of this network are refused"):
            _refuse_private(served, host)
        _refuse_private(Settings(), host)
