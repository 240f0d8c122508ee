"""Which signs a model copies, found by a probe that is run once per model and kept on disk.

A vocabulary says which characters a model reads. It does not say which of them come out again: the
model may have seen `_` or `|` in training too rarely to learn that they stay. The probe puts each
sign between names and numbers, which read alike in all languages, and looks for it in the output.
"""

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

from mlsum.core.backends import Engine
from mlsum.core.lang import Lang
from mlsum.store import root

__all__ = ["SIGNS", "not_copied"]

SIGNS = "#@\\^`{}~<>|&*=+/_¡¿·"
"""The signs that are probed. All others are taken out before a model with a vocabulary is asked."""

_CARRIERS = ("Maria {} Pedro, 2024.", "Berlin {} Tokyo.", "Ana, {} 30.")
_ENOUGH = 2  # carriers out of three: `Berlin & Tokyo` may well become `Berlim e Tóquio`
_QUESTION = "\n".join((SIGNS, *_CARRIERS, str(_ENOUGH)))

_copied: dict[Path, frozenset[str]] = {}


def not_copied(engine: Engine, characters: str, source: Lang, target: Lang) -> frozenset[str]:
    """Those of the characters that are SIGNS and that the engine's model of a pair does not copy.

    The model is asked only where no earlier probe of it is on disk.
    """
    signs = frozenset(SIGNS).intersection(characters)
    if not signs:
        return signs
    model = f"{engine.signature(source, target)} {source} {target}"
    key = hashlib.sha256(f"{model}\n{_QUESTION}".encode()).hexdigest()[:32]
    path = root() / ".signs" / f"{key}.json"
    copied = _copied[path] if path in _copied else _read(path)
    if copied is None:
        copied = _probe(engine, source, target)
        _write(path, {"model": model, "copied": "".join(sorted(copied))})
    _copied[path] = copied
    return signs - copied


def _read(path: Path) -> frozenset[str] | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        return frozenset(json.loads(path.read_text("utf-8"))["copied"])
    return None


def _probe(engine: Engine, source: Lang, target: Lang) -> frozenset[str]:
    asked = [carrier.replace("{}", sign) for sign in SIGNS for carrier in _CARRIERS]
    answers = iter(engine.translate_batch(asked, source, target))
    copies = {sign: sum(next(answers).text.count(sign) == 1 for _ in _CARRIERS) for sign in SIGNS}
    return frozenset(sign for sign, count in copies.items() if count >= _ENOUGH)


def _write(path: Path, answer: dict[str, str]) -> None:
    """Keep an answer; where that is not possible, the next process probes again."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(f".{os.getpid()}")
        half.write_text(json.dumps(answer, ensure_ascii=False), "utf-8")
        half.replace(path)
