"""Argos packages made of the toy model, as the index serves them, and an index of them."""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

TOY = Path(__file__).parent / "data" / "toy_trilingual"


def model_files(folder: Path) -> dict[str, bytes]:
    """The files of a package that reads English and writes Portuguese, by their places in it."""
    from mlsum.engines.ctranslate2 import convert

    convert(TOY, folder, "m2m100", "float32")
    settings = json.loads((folder / "config.json").read_text("utf-8"))
    # The toy was trained on texts with an end; packages leave it to the settings of the model.
    settings["add_source_eos"] = True
    return {
        "model/config.json": json.dumps(settings).encode(),
        "model/model.bin": (folder / "model.bin").read_bytes(),
        **{f"model/{path.name}": path.read_bytes() for path in folder.glob("*_vocabulary.*")},
        "sentencepiece.model": (TOY / "sentencepiece.bpe.model").read_bytes(),
        "stanza/en/tokenize/ewt.pt": b"\x80\x02pickle",
    }


def metadata(source: str = "en", target: str = "pt", **more: Any) -> dict[str, Any]:
    return {
        "package_version": "1.1",
        "argos_version": "1.1",
        "from_code": source,
        "from_name": source.title(),
        "to_code": target,
        "to_name": target.title(),
        "target_prefix": "__pt__",
        **more,
    }


def package(files: Mapping[str, bytes], about: Mapping[str, Any] | None = None) -> bytes:
    """The zip of a package; names are written as they are, good or not."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in files.items():
            opened.writestr(name if name.startswith("!") else f"translate-en_pt-1_1/{name}", data)
        table = metadata() if about is None else about
        opened.writestr("translate-en_pt-1_1/metadata.json", json.dumps(table))
    return out.getvalue()


def index(*links: str, **more: Any) -> bytes:
    """An index with one entry of the real shape, and one that is older."""
    entry = {**metadata(**more), "links": [*links, "ipfs://Qm"], "code": "translate-en_pt"}
    old = {**entry, "package_version": "1.0", "links": ["http://127.0.0.1:9/old.argosmodel"]}
    return json.dumps([old, entry]).encode()
