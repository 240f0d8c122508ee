"""`mlsum doctor` says what is wrong, and how it is mended."""

import json
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mlsum.cli import app
from mlsum.cli import doctor as module
from mlsum.core.installation import pip_install_extra
from mlsum.store import Manifest, ModelFile, write_lock

runner = CliRunner()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MLSUM_HOME", str(tmp_path))
    return tmp_path


def found(*options: str) -> dict[str, dict[str, str]]:
    done = runner.invoke(app, ["doctor", "--json", *options])
    return {one["name"]: one for one in json.loads(done.stdout)}


def model(home: Path, size: int) -> None:
    folder = home / "models/mine"
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(b"x" * size)
    file = ModelFile("weights", "model.bin", 10, "0" * 64)
    write_lock(Manifest("mine", "ctranslate2", "1", (), "MIT", (file,)), folder / "lock.toml")


def test_a_sound_installation_is_said_to_be_one(home: Path) -> None:
    done = runner.invoke(app, ["doctor"])
    assert done.exit_code == 0
    assert f"ok  versions: mlsum: {version('mlsum')}\n" in done.stdout
    areas = {one["area"] for one in found().values()}
    assert {"versions", "extras", "models", "machine", "disk", "network", "locale"} <= areas


def test_a_damaged_model_is_named_with_what_mends_it(home: Path) -> None:
    model(home, 9)
    done = runner.invoke(app, ["doctor"])
    assert done.exit_code == 3
    assert "has 9 bytes, not 10" in done.stdout
    assert "hint: mlsum models pull --force mine" in done.stdout


def test_swapped_bytes_are_found_when_one_asks_for_it(home: Path) -> None:
    model(home, 10)
    assert found()["mine"]["state"] == "good"
    assert "not the file that was pinned" in found("--deep")["mine"]["said"]


def test_a_store_that_cannot_be_read_is_no_crash(home: Path) -> None:
    (home / "models/bad").mkdir(parents=True)
    (home / "models/bad/lock.toml").write_text("= = =")
    assert found()["lock files"]["state"] == "broken"


def test_a_missing_package_breaks_and_a_missing_extra_does_not(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = {"babel": "1.0"}

    def some(name: str) -> str:
        if name in ("httpx", "torch"):
            raise module.PackageNotFoundError
        return there.get(name) or version(name)

    monkeypatch.setattr(module, "version", some)
    said = found()
    assert (said["httpx"]["state"], said["httpx"]["said"]) == ("broken", "is not installed")
    assert said["babel"]["said"].startswith("is 1.0, not >=")
    assert said["torch"] == {
        "area": "extras",
        "name": "torch",
        "state": "note",
        "said": "without torch",
        "hint": pip_install_extra("torch"),
    }


def test_what_the_disk_and_the_network_allow_is_told(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLSUM_OFFLINE", "1")
    monkeypatch.setattr("os.access", lambda *_: False)
    said = found()
    assert said["offline"]["said"] == "forbidden by MLSUM_OFFLINE"
    assert said["store"]["state"] == "broken"


def test_a_memory_that_cannot_be_opened_is_broken(home: Path) -> None:
    (home / "memory.sqlite").mkdir()
    said = found()["memory"]
    assert said["state"] == "broken"
    assert said["said"].startswith(str(home / "memory.sqlite"))
