"""A model folder is the work of strangers: no code of it runs, and what lies is refused."""

import json
import pickle
import shutil
import struct
from contextlib import suppress
from pathlib import Path

import pytest

from mlsum.core.backends import EngineOptions
from mlsum.core.errors import MlsumError, ModelError
from mlsum.core.lang import Lang
from mlsum.engines.transformers import TransformersEngine
from mlsum.store import Manifest, import_folder
from mlsum.store.families import family_of

TOY = Path(__file__).parent / "data" / "toy_trilingual"
EN, PT = Lang("en"), Lang("pt")
MINE = Manifest(
    "mine", "transformers", "", (), "MIT", family="m2m100", languages=(EN, PT, Lang("ko"))
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    pytest.importorskip("torch", reason="needs torch: pip install 'mlsum[torch]'")
    monkeypatch.setenv("MLSUM_HOME", str(tmp_path / "home"))
    shutil.copytree(TOY, tmp_path / "toy")
    return tmp_path / "toy"


class Trap:
    """Springs where it is unpickled."""

    def __init__(self, sign: Path) -> None:
        self.sign = sign

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.sign,)


def translate(folder: Path) -> list[str]:
    engine = TransformersEngine(EngineOptions(model=str(folder), device="cpu", beam=1))
    return [one.text for one in engine.translate_batch(["A dog sleeps."], EN, PT)]


def with_setting(folder: Path, file: str, **more: object) -> None:
    path = folder / file
    table = json.loads(path.read_text("utf-8")) if path.exists() else {}
    path.write_text(json.dumps(table | more), "utf-8")


def test_no_code_of_a_model_folder_is_run(folder: Path, tmp_path: Path) -> None:
    sign = tmp_path / "sprung"
    code = f"from pathlib import Path\nPath({str(sign)!r}).touch()\nclass Evil: pass\n"
    for name in ("modeling_evil.py", "tokenization_evil.py", "__init__.py", "setup.py"):
        (folder / name).write_text(code)
    for name in ("pytorch_model.bin", "model.pkl", "training_args.bin", "optimizer.pt"):
        (folder / name).write_bytes(pickle.dumps(Trap(sign)))
    translate(folder)
    installed = import_folder(folder, MINE)
    assert not sign.exists()
    assert not [path.name for path in installed.folder.iterdir() if path.suffix in (".py", ".bin")]


@pytest.mark.parametrize("file", ["config.json", "tokenizer_config.json", "generation_config.json"])
def test_a_model_that_asks_for_its_own_code_is_refused(folder: Path, file: str) -> None:
    with_setting(folder, file, auto_map={"AutoModel": "modeling_evil.Evil"})
    for act in (family_of, translate, lambda where: import_folder(where, MINE)):
        with pytest.raises(ModelError, match="code of its own"):
            act(folder)


def test_pickles_alone_are_no_weights(folder: Path, tmp_path: Path) -> None:
    (folder / "model.safetensors").unlink()
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(Trap(tmp_path / "sprung")))
    with pytest.raises(ModelError, match="pickles"):
        import_folder(folder, MINE)
    with pytest.raises(MlsumError):
        translate(folder)
    assert not (tmp_path / "sprung").exists()


def header(table: object, length: int | None = None, rest: bytes = b"") -> bytes:
    written = table if isinstance(table, bytes) else json.dumps(table).encode()
    return struct.pack("<Q", len(written) if length is None else length) + written + rest


LYING = {
    "longer than the file": header({}, length=1 << 60),
    "no JSON": header(b"{{{{"),
    "offsets outside": header(
        {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 1 << 40]}}, rest=b"\0" * 8
    ),
    "a shape of another size": header(
        {"a": {"dtype": "F32", "shape": [1 << 30, 1 << 30], "data_offsets": [0, 8]}}, rest=b"\0" * 8
    ),
    "nothing": b"",
    "a pickle": pickle.dumps([1]),
    "other weights": header(
        {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}, rest=b"\0" * 8
    ),
}


@pytest.mark.parametrize("lie", [name for name in LYING if name != "other weights"])
def test_weights_that_lie_about_themselves_are_a_damaged_model(folder: Path, lie: str) -> None:
    (folder / "model.safetensors").write_bytes(LYING[lie])
    with pytest.raises(ModelError) as caught:
        translate(folder)
    assert str(folder) in str(caught.value)


def test_truncated_weights_are_a_damaged_model(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])
    with pytest.raises(ModelError):
        translate(folder)


@pytest.mark.parametrize("file", ["config.json", "vocab.json", "tokenizer_config.json"])
@pytest.mark.parametrize(
    "content", [b"", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"vocab_size": -1}']
)
def test_broken_settings_are_an_error_of_ours(folder: Path, file: str, content: bytes) -> None:
    (folder / file).write_bytes(content)
    with suppress(MlsumError):  # what it can do without may be broken
        translate(folder)
