"""Models of the hub by their address: recognized by their settings, converted or as they are."""

import json
import shutil
from pathlib import Path

import pytest
from hub import SHA, Hub

import mlsum.store as models
from mlsum.core.errors import MissingModelError, ModelError, UsageError
from mlsum.core.lang import Lang
from mlsum.engines import choose
from mlsum.store import Progress, PullOptions, install, pull

pytest.importorskip("torch", reason="needs torch to make the models: pip install 'mlsum[torch]'")

TOY = Path(__file__).parent / "data" / "toy_trilingual"
EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")
NAME = "hf:who/tiny"


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MLSUM_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("MLSUM_OFFLINE", raising=False)
    return tmp_path / "home" / "models"


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    from mlsum.engines.ctranslate2 import convert

    folder = tmp_path_factory.mktemp("converted") / "toy"
    convert(TOY, folder, "m2m100")
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    return files | {"README.md": b"---\nlicense: mit\n---\n", "pytorch_model.bin": b"\x80\x02"}


def test_a_converted_repository_needs_no_torch(
    converted: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(install, "find_spec", lambda _: None)
    messages: list[str] = []
    with Hub({"main": converted, SHA: converted}, card={"license": "mit"}) as hub:
        model = pull(NAME, PullOptions(hub.url), Progress(message=messages.append))
        assert not any("pytorch_model" in path for path, _ in hub.requests)
    assert (model.name, model.engine, model.family) == ("who--tiny", "ctranslate2", "m2m100")
    assert (model.licence, model.version) == ("mit", SHA)
    assert {EN, PT, KO} <= set(model.languages), "as the vocabulary has tags"
    assert any("MB" in one and "mit" in one for one in messages)
    assert models.broken(model) == {}
    route = choose(EN, PT, "ctranslate2")
    assert route.name.startswith("ctranslate2:who--tiny@")
    assert route.translate_batch(["755 nurses gathered in Lisbon on June 3, 1985."])[0].text


def test_the_same_files_are_imported_without_a_network(
    tmp_path: Path, converted: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLSUM_OFFLINE", "1")
    folder = tmp_path / "tiny"
    folder.mkdir()
    for name in converted.keys() - {"pytorch_model.bin"}:
        (folder / name).write_bytes(converted[name])
    model = pull(NAME, PullOptions(str(folder)))
    assert (model.family, model.licence) == ("m2m100", "mit")
    assert model.version.startswith("local-")


def test_a_repository_in_safetensors_is_recognized_and_converted() -> None:
    files = {path.name: path.read_bytes() for path in TOY.iterdir() if path.suffix != ".tsv"}
    with Hub({"main": files, SHA: files}) as hub:
        model = pull(f"{NAME}@main", PullOptions(hub.url))
    assert (model.engine, model.family) == ("ctranslate2", "m2m100")
    assert model.licence == "not stated on the model card"
    assert (model.folder / "model.bin").is_file()


@pytest.mark.parametrize(
    "settings", [{"model_type": "llama"}, {"model_type": "m2m_100", "auto_map": {"x": "y"}}]
)
def test_what_cannot_run_is_refused_before_the_weights(settings: dict[str, object]) -> None:
    files = {"config.json": json.dumps(settings).encode(), "model.safetensors": b"w" * 99}
    with Hub({"main": files, SHA: files}) as hub:
        with pytest.raises(ModelError):
            pull(NAME, PullOptions(hub.url))
        assert not any("safetensors" in path for path, _ in hub.requests)


def test_a_pickle_named_as_a_converted_model_is_refused(converted: dict[str, bytes]) -> None:
    files = {**converted, "model.bin": b"\x80\x02}q\x00." * 99}
    with Hub({"main": files, SHA: files}) as hub, pytest.raises(ModelError, match="pickles"):
        pull(NAME, PullOptions(hub.url))


def test_a_pair_that_nothing_states_is_asked_for_before_the_weights() -> None:
    files = {
        "config.json": b'{"model_type": "marian"}',
        "tokenizer_config.json": b'{"tokenizer_class": "MarianTokenizer"}',
        "model.safetensors": b"w" * 99,
    }
    with Hub({"main": files, SHA: files}) as hub:
        with pytest.raises(UsageError, match="which languages") as error:
            pull(NAME, PullOptions(hub.url))
        assert "--pair" in error.value.hint
        assert not any("safetensors" in path for path, _ in hub.requests)


def test_opus_pairs_are_looked_for_under_the_names_that_the_project_uses() -> None:
    with Hub({}) as hub:
        with pytest.raises(MissingModelError):
            pull("opus-ko-en", PullOptions(hub.url))
        paths = [path for path, _ in hub.requests]
    assert any("Helsinki-NLP/opus-mt-ko-en" in path for path in paths)
    assert any("Helsinki-NLP/opus-mt-tc-big-ko-en" in path for path in paths)
    shutil.rmtree(models.root(), ignore_errors=True)
