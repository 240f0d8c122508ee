"""`mlsum models`, as a person meets it."""

from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from hub import Hub
from test_store_pull import FILES, SHA, WEIGHTS, written

from mlsum import cli
from mlsum import store as models_store
from mlsum.cli import offers
from mlsum.core.lang import Lang

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MLSUM_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("MLSUM_OFFLINE", raising=False)
    return tmp_path / "home" / "models"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def mlsum(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["mlsum", "models", *words])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, err

    return mlsum


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(written(tmp_path / "mine", FILES))


HERE = ("--engine", "transformers", "--family", "m2m100")


def test_known_models_are_listed_with_their_licences(run: Run) -> None:
    code, out, _ = run("list")
    assert code == 0
    row = next(line for line in out.splitlines() if "nllb-200-distilled-600m" in line)
    assert "non-commercial" in row
    assert "187 languages" in row
    assert "~600 MB" in row
    assert "~3.3 GB" in out
    assert "m2m100-1.2b" in out
    assert "m2m100-1.2b" not in run("list", "--installed")[1]


def test_a_model_comes_is_verified_and_goes(run: Run, folder: str, store: Path) -> None:
    code, out, _ = run("import", folder, *HERE, "--languages", "en,ko", "--licence", "MIT")
    assert (code, out.strip()) == (0, str(store / "mine"))
    assert run("path", "mine")[1].strip() == str(store / "mine")
    assert "en, ko" in run("list", "--installed")[1]
    assert run("verify", "mine")[:2] == (0, "mine: good\n")
    (store / "mine" / "model.safetensors").write_bytes(bytes(len(WEIGHTS)))
    code, out, err = run("verify")
    assert (code, "mine: damaged" in out) == (3, True)
    assert str(store / "mine" / "model.safetensors") in err
    (store / "mine" / "model.safetensors").unlink()
    assert "is missing" in run("verify", "mine")[2]
    assert run("remove", "mine")[0] == 0
    assert not (store / "mine").exists()


@pytest.mark.parametrize("command", ["path", "verify", "remove", "convert"])
def test_what_is_not_installed_is_said_to_be_missing(run: Run, command: str) -> None:
    code, _, err = run(command, "nothing")
    assert code == 3
    assert "nothing" in err
    assert "hint" in err


def test_an_import_must_say_its_languages(run: Run, folder: str) -> None:
    code, _, err = run("import", folder, *HERE)
    assert code == 2
    assert "--languages" in err
    assert run("import", folder, *HERE, "--pair", "ko-en")[0] == 0
    assert models_store.find("transformers", Lang("ko"), Lang("en")) is not None


def test_a_known_name_brings_its_languages(run: Run, folder: str) -> None:
    assert run("import", folder, "--name", "mt5-multilingual-xlsum")[0] == 0
    (one,) = models_store.installed("transformers")
    assert one.family == "mt5"


def test_pull_prints_the_folder_alone_on_stdout(run: Run, store: Path) -> None:
    with Hub({"main": FILES, SHA: FILES}) as hub:
        code, out, _ = run("pull", "mt5-multilingual-xlsum", "--from", hub.url)
    assert (code, out.strip()) == (0, str(store / "mt5-multilingual-xlsum"))


@pytest.mark.parametrize("name", ["m2m100-418m", "firefox-en-ko"])
def test_offline_exits_3_with_the_way_out(run: Run, name: str) -> None:
    code, _, err = run("pull", name, "--offline")
    assert code == 3
    assert "--from DIR" in err


@pytest.mark.parametrize(
    ("answer", "pulled"), [(True, ["firefox-ko-en", "firefox-en-fr"]), (False, [])]
)
def test_a_pull_is_offered_once_with_size_and_licence(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: bool,
    pulled: list[str],
) -> None:
    asked: list[str] = []
    got: list[str] = []
    monkeypatch.setattr(typer, "confirm", lambda text, **_: bool(asked.append(text)) or answer)
    monkeypatch.setattr("mlsum.store.pull", lambda name, *_: got.append(name))
    assert offers.offer(Lang("ko"), Lang("fr")) is answer
    assert got == pulled
    assert len(asked) == 1
    err = capsys.readouterr().err
    assert "licence" in err
    assert "MB" in err


def test_nothing_is_offered_offline_or_needlessly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typer, "confirm", lambda *_, **__: pytest.fail("asked"))
    assert not offers.offer(Lang("en"), Lang("en"))
    monkeypatch.setenv("MLSUM_OFFLINE", "1")
    assert not offers.offer(Lang("ko"), Lang("fr"))
