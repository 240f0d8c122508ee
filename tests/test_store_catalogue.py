"""The names of models, what a pair lacks, and how the public catalogues are kept."""

import json
from pathlib import Path

import argos
import pytest
from hub import Hub
from test_cli_models import Run, run  # noqa: F401
from test_store_pull import needs_models, records

from mlsum.core.errors import MissingError, MissingModelError, UsageError
from mlsum.core.lang import Lang
from mlsum.engines import availability
from mlsum.store import known_models, pulls_for, resolve, update
from mlsum.store.firefox import find

EN, PT, KO, EO, FR = map(Lang, ("en", "pt", "ko", "eo", "fr"))


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MLSUM_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("MLSUM_OFFLINE", raising=False)
    return tmp_path / "home" / "models"


def test_every_model_that_a_hint_names_is_known() -> None:
    names = {model.name for model in known_models()}
    for source, target in ((EN, KO), (KO, PT), (EO, KO), (KO, FR)):
        pulls = pulls_for(source, target)
        assert pulls
        for pull in pulls:
            assert {model.name for model in pull.models} <= names
            assert all(resolve(model.name).name == model.name for model in pull.models)


def test_the_lightest_way_is_named_first_and_two_steps_go_by_way_of_english() -> None:
    commands = [pull.command for pull in pulls_for(KO, FR)]
    assert commands[:2] == [
        "mlsum models pull firefox-ko-en && mlsum models pull firefox-en-fr",
        "mlsum models pull argos-ko-en && mlsum models pull argos-en-fr",
    ]
    assert pulls_for(EO, KO)[0].command == (
        "mlsum models pull argos-eo-en && mlsum models pull argos-en-ko"
    ), "Mozilla has no Esperanto"
    error = availability(KO, FR).error
    assert error is not None
    assert error.hint == commands[0]
    assert availability(EN, EN).pulls == ()


@needs_models
def test_a_leg_that_is_here_is_not_pulled() -> None:
    assert pulls_for(PT, KO)[0].command == "mlsum models pull firefox-en-ko"


@pytest.mark.parametrize("name", ["opus-en-de", "hf:facebook/m2m100_418M@main", "argos-en-ko"])
def test_names_that_no_manifest_has_are_resolved(name: str) -> None:
    manifest = resolve(name)
    assert "/" not in manifest.name
    assert manifest.link.startswith("https://")


@pytest.mark.parametrize("name", ["hf:", "hf:x", "hf:../../etc", "opus-", "opus-en", "nonesuch"])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(UsageError):
        resolve(name)


@needs_models
def test_catalogues_are_read_again_on_request(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"model.koen.bin": b"m" * 99, "vocab.koen.spm": b"v" * 99}
    with Hub({}, plain={"records": json.dumps({"data": records(files)}).encode()}) as hub:
        hub.plain["index.json"] = argos.index(f"{hub.url}/p", target="ko")
        monkeypatch.setenv("FXTRANSLATE_RECORDS_URL", f"{hub.url}/records")
        monkeypatch.setenv("ARGOS_PACKAGE_INDEX", hub.url)
        assert update() == {"Firefox Translations": 1, "Argos Translate": 1}
    names = [one.name for one in known_models() if one.name.startswith(("argos-", "firefox-"))]
    assert {"argos-en-ko", "firefox-ko-en"} <= set(names)
    assert "firefox-en-fr" not in names
    (store / ".catalogues" / "argos.json").write_text("broken")
    assert "argos-ko-en" in {one.name for one in known_models()}, "the table that came along"
    monkeypatch.setenv("MLSUM_OFFLINE", "1")
    with pytest.raises(MissingError, match="forbidden"):
        update()


def folder_of(path: Path, *kinds: tuple[str, str]) -> str:
    files = {"model.koen.bin": b"m" * 99, "vocab.koen.spm": b"v" * 99}
    data = [one for version, kind in kinds for one in records(files, version, architecture=kind)]
    path.joinpath("records.json").write_text(json.dumps({"data": data}))
    return str(path)


@needs_models
def test_a_size_is_chosen_and_what_cannot_run_is_refused_before_the_download(
    tmp_path: Path,
) -> None:
    where = folder_of(tmp_path, ("3.0", "tiny"), ("3.1", "base"), ("3.1", "base-memory"))
    assert find("firefox-ko-en", where).revision == "koen-3.1"
    assert find("firefox-ko-en", where, "tiny").revision == "koen-3.0"
    where = folder_of(tmp_path, ("3.0", "tiny"))
    with pytest.raises(MissingModelError, match="not there in the size base") as error:
        find("firefox-ko-en", where, "base")
    assert error.value.hint == "--size tiny"
    where = folder_of(tmp_path, ("3.0", "huge"), ("9.0", "base"))
    with pytest.raises(MissingModelError, match=r"no runtime here.*base 9.0, huge 3.0"):
        find("firefox-ko-en", where)


def test_a_pair_reads_well_to_a_newcomer(run: Run) -> None:  # noqa: F811
    code, out, _ = run("search", "en-ko")
    assert code == 0
    assert out.startswith("English → Korean: no model is installed.")
    assert "mlsum models pull firefox-en-ko" in out
    assert "MPL 2.0" in out


def test_models_are_found_by_language_name_and_text(run: Run) -> None:  # noqa: F811
    for query in ("ko", "Korean"):
        found = {one["name"] for one in json.loads(run("search", query, "--json")[1])}
        assert {"argos-ko-en", "firefox-en-ko", "m2m100-418m"} <= found
        assert "argos-fr-en" not in found
    assert "nllb" in run("search", "nllb")[1]
    assert "no model has" in run("search", "qqqq")[2]
    table = json.loads(run("search", "ko-pt", "--json")[1])
    assert table["route"] is None
    assert table["pulls"][0]["models"]


def test_a_model_is_shown_with_all_that_is_known(run: Run) -> None:  # noqa: F811
    code, out, _ = run("show", "argos-en-ko")
    assert code == 0
    assert "link: https://" in out
    assert "installed: no" in out
    everything = json.loads(run("list", "--json")[1])
    assert all(one["licence"] and one["link"] for one in everything)
