"""Argos packages: from an index, a file, or argostranslate's folder, with argos' own answers."""

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import argos
import pytest
from hub import Hub

import mlsum.store as models
from mlsum.core.backends import EngineOptions
from mlsum.core.errors import MissingError, MissingModelError, ModelError, UsageError
from mlsum.core.lang import Lang
from mlsum.engines import choose
from mlsum.engines.ctranslate2 import CTranslate2Engine
from mlsum.store import PullOptions, import_argos, import_package, pull
from mlsum.store.argos import manifest, pair_of, read_index

pytest.importorskip("torch", reason="needs torch to make the package: pip install 'mlsum[torch]'")

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")
INDEX = Path(__file__).parents[2] / "shared" / "data" / "argospm_index" / "index.json"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MLSUM_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("MLSUM_OFFLINE", raising=False)
    return tmp_path / "home" / "models"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return argos.model_files(tmp_path_factory.mktemp("toy") / "model")


@pytest.fixture(scope="module")
def package(files: dict[str, bytes]) -> bytes:
    return argos.package(files)


def english() -> list[str]:
    rows = [
        line.split("\t") for line in (argos.TOY / "held_out.tsv").read_text("utf-8").split("\n")
    ]
    column = rows[0].index("en")
    return [row[column] for row in rows[1:] if len(row) > column]


def reference(files: dict[str, bytes], folder: Path, texts: Sequence[str]) -> list[str]:
    """What argostranslate 1.11 computes: its calls in `apply_packaged_translation`, in order."""
    import ctranslate2
    from sentencepiece import SentencePieceProcessor

    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    tokenizer: Any = SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
    translator = ctranslate2.Translator(str(folder / "model"), device="cpu", compute_type="auto")
    results = translator.translate_batch(
        [tokenizer.encode(text, out_type=str) for text in texts],
        target_prefix=[["__pt__"]] * len(texts),
        replace_unknowns=True,
        max_batch_size=32,
        batch_type="tokens",
        beam_size=4,
        num_hypotheses=1,
        length_penalty=0.2,
        return_scores=True,
    )
    values = [tokenizer.decode_pieces(one.hypotheses[0]).replace("▁", " ") for one in results]
    return [value.removeprefix("__pt__").removeprefix(" ") for value in values]


def test_a_package_gives_the_answers_of_argos_own_runtime(
    tmp_path: Path, files: dict[str, bytes], package: bytes
) -> None:
    path = tmp_path / "translate-en_pt-1_1.argosmodel"
    path.write_bytes(package)
    model = import_package(path)
    assert (model.name, model.engine, model.pairs) == ("argos-en-pt", "ctranslate2", ((EN, PT),))
    assert not any("stanza" in file.name for file in model.files)
    texts = [*english()[:60], "Zyxw § 12.345 — unbekannt!"]
    engine = CTranslate2Engine(EngineOptions(model="argos-en-pt", device="cpu"))
    outputs = engine.translate_batch(texts, EN, PT)
    assert [one.text for one in outputs] == reference(files, tmp_path / "reference", texts)
    assert len({one.text for one in outputs}) > 30, "the model says something"
    assert engine.signature(EN, PT) == f"ctranslate2:argos-en-pt@{model.version[:14]}-beam4"


def test_a_direction_is_pulled_by_its_name(home: Path, package: bytes) -> None:
    with Hub({}, plain={"p.argosmodel": package}) as hub:
        hub.plain["index.json"] = argos.index(f"{hub.url}/gone", f"{hub.url}/p.argosmodel")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ARGOS_PACKAGE_INDEX", f"{hub.url}/")
            model = pull("argos-en-pt")
        assert model.folder == home / "argos-en-pt"
        assert model.version == "en-pt-1.1"
        assert models.broken(model) == {}
        assert choose(EN, PT, "ctranslate2").name.startswith("ctranslate2:argos-en-pt@en-pt-1.1")
        with pytest.raises(MissingModelError, match="no package of en to ja") as error:
            pull("argos-en-ja", PullOptions(hub.url))
        assert "argos-en-pt" in error.value.hint


def test_a_broken_download_is_finished_by_the_next_pull(home: Path, package: bytes) -> None:
    with Hub({}, plain={"p.argosmodel": package}) as hub:
        hub.plain["index.json"] = argos.index(f"{hub.url}/p.argosmodel")
        folder = home / ".scratch" / "argos-en-pt" / "en-pt-1.1"
        folder.mkdir(parents=True)
        (folder / "en-pt-1.1.argosmodel.part").write_bytes(package[:5000])
        pull("argos-en-pt", PullOptions(hub.url))
        assert ("/p.argosmodel", "bytes=5000-") in hub.requests


def test_brazilian_portuguese_and_traditional_chinese_have_codes_of_their_own() -> None:
    assert manifest("argos-en-pb").pairs == ((EN, Lang.parse("pt-BR")),)
    assert manifest("argos-en-pt-BR").name == "argos-en-pb"
    assert manifest("argos-zt-en").pairs == ((Lang.parse("zh-Hant"), EN),)
    for name in ("argos-en", "argos-en-qqqq", "argos-"):
        with pytest.raises(UsageError, match="no pair of languages"):
            manifest(name)


@pytest.mark.skipif(not INDEX.exists(), reason="the public index is not beside the checkout")
def test_every_pair_of_the_public_index_has_a_name() -> None:
    entries = read_index(INDEX.read_text("utf-8"), str(INDEX))
    for entry in entries:
        pair = pair_of(entry)
        assert pair, entry["code"]
        name = f"argos-{entry['from_code']}-{entry['to_code']}"
        assert manifest(name).pairs == (pair,)
    assert {(EN, KO), (KO, EN)} <= {pair_of(entry) for entry in entries}


def test_what_argostranslate_installed_is_shared_not_copied(
    tmp_path: Path, home: Path, package: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "share"
    monkeypatch.delenv("ARGOS_PACKAGES_DIR", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(data))
    with pytest.raises(MissingModelError, match="no packages here"):
        import_argos()
    zipfile.ZipFile(io.BytesIO(package)).extractall(data / "argos-translate" / "packages")
    (model,) = import_argos()
    source = data / "argos-translate" / "packages" / "translate-en_pt-1_1" / "model" / "model.bin"
    assert model.name == "argos-en-pt"
    assert source.samefile(home / "argos-en-pt" / "model.bin")
    assert import_argos() == [model]


def spoilt(change: str, files: dict[str, bytes]) -> bytes:
    """A package with one thing wrong."""
    if change == "climbs":
        out = io.BytesIO(argos.package(files))
        with zipfile.ZipFile(out, "a") as opened:
            opened.writestr("../../evil", b"x")
        return out.getvalue()
    if change == "no zip":
        return b"not a zip"
    if change == "flipped":
        data = bytearray(argos.package(files))
        data[len(data) // 2] ^= 0xFF
        return bytes(data)
    if change == "pickle":
        return argos.package({**files, "model/model.bin": b"\x80\x02}q\x00."})
    if change == "no vocabulary":
        return argos.package({k: v for k, v in files.items() if k != "sentencepiece.model"})
    if change == "no languages":
        return argos.package(files, {"type": "sbd"})
    return argos.package(files, argos.metadata("en", "xq"))


@pytest.mark.parametrize(
    "change", ["climbs", "no zip", "flipped", "pickle", "no vocabulary", "no languages", "unknown"]
)
def test_a_hostile_or_broken_package_installs_nothing(
    tmp_path: Path, home: Path, files: dict[str, bytes], change: str
) -> None:
    path = tmp_path / "x.argosmodel"
    path.write_bytes(spoilt(change, files))
    with pytest.raises(ModelError):
        import_package(path)
    assert models.installed("ctranslate2") == ()
    assert not (tmp_path / "evil").exists()
    assert not (home / "argos-en-pt").exists()


@pytest.mark.parametrize("body", ["{}", "[1]", "nonsense", '[{"from_code": "en"}]'])
def test_another_document_is_no_index(body: str) -> None:
    with pytest.raises(ModelError, match="not an index"):
        read_index(body, "here")


def test_older_packages_need_sacremoses_and_say_so(
    tmp_path: Path, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sacremoses", None)
    old = {k: v for k, v in files.items() if k != "sentencepiece.model"}
    path = tmp_path / "x.argosmodel"
    path.write_bytes(argos.package({**old, "bpe.model": b"#version: 0.2\na b</w>\n"}))
    import_package(path)
    with pytest.raises(MissingError, match="sacremoses"):
        CTranslate2Engine(EngineOptions(model="argos-en-pt")).translate_batch(["Yes."], EN, PT)


def test_offline_nothing_is_fetched() -> None:
    with pytest.raises(MissingError, match="forbidden"):
        pull("argos-en-ko", PullOptions(offline=True))


def test_settings_of_a_package_are_read_as_json(tmp_path: Path, files: dict[str, bytes]) -> None:
    path = tmp_path / "x.argosmodel"
    path.write_bytes(argos.package(files, argos.metadata(target_prefix="")))
    model = import_package(path)
    assert json.loads((model.folder / "metadata.json").read_text("utf-8"))["target_prefix"] == ""
