"""A small model that was really trained translates what it never saw, through both engines."""

import re
import shutil
from pathlib import Path

import pytest

from mlsum.core.backends import EngineOptions
from mlsum.core.errors import MissingError, MissingModelError, ModelError
from mlsum.core.lang import Lang
from mlsum.engines import choose, local
from mlsum.engines.ctranslate2 import CTranslate2Engine, convert
from mlsum.engines.local import LocalEngine
from mlsum.engines.transformers import TransformersEngine
from mlsum.store import Manifest, ModelFile, digest, write_lock

pytest.importorskip("torch", reason="needs torch: pip install 'mlsum[torch]'")

TOY = Path(__file__).parent / "data" / "toy_trilingual"
EN, PT, KO = LANGUAGES = Lang("en"), Lang("pt"), Lang("ko")
PAIRS = [(a, b) for a in LANGUAGES for b in LANGUAGES if a != b]


def held_out() -> dict[Lang, list[str]]:
    rows = [line.split("\t") for line in (TOY / "held_out.tsv").read_text("utf-8").splitlines()]
    return {lang: list(column) for lang, *column in zip(LANGUAGES, *rows[1:], strict=True)}


@pytest.fixture(scope="module", params=["ctranslate2", "transformers"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> LocalEngine:
    if request.param == "transformers":
        return TransformersEngine(EngineOptions(model=str(TOY), device="cpu", beam=1))
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("home")
        patch.setenv("MLSUM_HOME", str(home))
        folder = home / "models" / "toy"
        folder.parent.mkdir()
        convert(TOY, folder, "m2m100")
        files = tuple(
            ModelFile("", path.name, path.stat().st_size, digest(path))
            for path in sorted(folder.iterdir())
        )
        toy = Manifest(
            "toy", "ctranslate2", "1", (), "Apache-2.0", files, family="m2m100", languages=LANGUAGES
        )
        write_lock(toy, folder / "lock.toml")
        made = CTranslate2Engine(EngineOptions(device="cpu", beam=1))
        # Found once in the store, it is held from then on.
        known = made.known()
        made.known = lambda: known  # type: ignore[method-assign]
        return made


@pytest.mark.parametrize(("source", "target"), PAIRS, ids=str)
def test_sentences_it_never_saw_come_out_exactly(
    engine: LocalEngine, source: Lang, target: Lang
) -> None:
    texts = held_out()
    found = engine.translate_batch(texts[source], source, target)
    right = [one.text == text for one, text in zip(found, texts[target], strict=True)]
    assert sum(right) >= 0.95 * len(right)
    assert {one.status for one in found} == {"translated"}


def test_long_blank_and_broken_texts_keep_their_place(
    engine: LocalEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "MAX_TOKENS", 45)
    sentence, expected = (held_out()[lang][0] for lang in (EN, PT))
    long = " ".join([sentence] * 12)
    asked = ["", f" {sentence}\n", "\ud800", long, "</s> __ko__", sentence]
    found = engine.translate_batch(asked, EN, PT)
    assert [one.text for one in found[:3]] == ["", f" {expected}\n", "\ud800"]
    assert [one.status for one in found[:3]] == ["translated", "translated", "untranslated"]
    assert found[3].text == " ".join([expected] * 12)
    assert found[5].text == expected


def test_a_wrong_tag_would_show(engine: LocalEngine) -> None:
    texts = held_out()
    found = engine.translate_batch(texts[EN][:20], EN, KO)
    assert not any(one.text in texts[PT] for one in found)


def test_directions_it_has_none_of(engine: LocalEngine) -> None:
    assert not engine.supports(EN, Lang("en", region="GB"))
    assert engine.supports(EN, Lang("pt", region="BR"))
    if engine.name == "ctranslate2":
        assert not engine.supports(EN, Lang("de"))
        with pytest.raises(MissingModelError):
            engine.translate_batch(["Yes."], EN, Lang("de"))


def test_options_reach_the_engine() -> None:
    options = EngineOptions(model=str(TOY), device="cpu", beam=3)
    route = choose(EN, KO, "transformers", options)
    assert re.fullmatch("transformers:toy_trilingual@[0-9a-f]{14}-beam3", route.name)


def test_a_named_model_is_the_only_one_asked_whatever_runs_it() -> None:
    found = choose(EN, PT, options=EngineOptions(model=str(TOY)))
    assert found.name.startswith("transformers:toy_trilingual@")
    for source, target, model, message, hint in (
        (EN, Lang("de"), "m2m100-418m", "is not installed", "mlsum models pull m2m100-418m"),
        (EN, PT, "nonesuch", "is not installed", "mlsum models list"),
        (EN, Lang("xx"), str(TOY.parent), "does not translate en to xx", "mlsum models list"),
    ):
        with pytest.raises(MissingModelError, match=message) as caught:
            choose(source, target, options=EngineOptions(model=model))
        assert caught.value.hint == hint


def test_other_weights_of_the_same_name_have_another_signature(tmp_path: Path) -> None:
    shutil.copytree(TOY, tmp_path / TOY.name)
    weights = tmp_path / TOY.name / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"!")
    names = {
        choose(EN, PT, options=EngineOptions(model=str(folder / TOY.name))).name
        for folder in (TOY.parent, tmp_path)
    }
    assert len(names) == 2


def test_a_gpu_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    engine = TransformersEngine(EngineOptions(model=str(TOY), device="cuda"))
    with pytest.raises(MissingError, match="no GPU") as caught:
        engine.translate_batch(["Yes."], EN, PT)
    assert "--device cpu" in caught.value.hint


def test_weights_that_are_no_safetensors_are_refused(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(ModelError, match="safetensors"):
        convert(tmp_path, tmp_path / "out", "m2m100")


@pytest.mark.parametrize("damage", ["model.bin", "vocab.json"])
def test_damaged_files_are_named(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "toy"
    convert(TOY, folder, "m2m100")
    (folder / damage).write_bytes(b"\x00\x01")
    from mlsum.engines.ctranslate2 import Model
    from mlsum.store.families import FAMILIES

    with pytest.raises(ModelError) as caught:
        Model.load(folder, FAMILIES["m2m100"], device="cpu")
    assert caught.value.where == str(folder)
