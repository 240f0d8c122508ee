"""How a model was made to write: what its folder says of its search, its length, and its prompt.

`transformers` keeps that in `generation_config.json` and `config.json`; a converted folder has it
in `recipe.json`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from mlsum.store.settings import read_settings

__all__ = ["Recipe"]

_FILE = "recipe.json"
_NO_LIMIT = 100_000  # what tokenizers say who know none


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a model reads and writes, in tokens, and how it searches; 0 beams is not said.

    `prompt` stands before the text, as T5 wants it; `opens` is the token that the decoder is made
    to write first, by number.
    """

    reads: int = 512
    writes: int = 128
    at_least: int = 0
    beams: int = 0
    length_penalty: float = 1.0
    no_repeat: int = 0
    prompt: str = ""
    opens: int | None = None

    @classmethod
    def of(cls, folder: Path) -> Recipe:
        """Read what a folder says. Raises ModelError where its files are damaged."""
        if (folder / _FILE).is_file():
            table = read_settings(folder / _FILE)
            return cls(**{one.name: table[one.name] for one in fields(cls) if one.name in table})
        config = read_settings(folder / "config.json")
        tasks = config.get("task_specific_params") or {}
        told = {**config, **(tasks.get("summarization") or {})}
        told |= {
            k: v
            for k, v in read_settings(folder / "generation_config.json").items()
            if v is not None
        }
        room = config.get("max_position_embeddings") or read_settings(
            folder / "tokenizer_config.json"
        ).get("model_max_length")
        usual = cls()
        return cls(
            reads=room if isinstance(room, int) and room < _NO_LIMIT else usual.reads,
            writes=told.get("max_new_tokens") or _above(told.get("max_length"), usual.writes),
            at_least=told.get("min_length") or 0,
            beams=told.get("num_beams") or 0,
            length_penalty=float(told.get("length_penalty") or 1.0),
            no_repeat=told.get("no_repeat_ngram_size") or 0,
            prompt=told.get("prefix") or "",
            opens=told.get("forced_bos_token_id"),
        )

    def save(self, folder: Path) -> None:
        """Write it into the folder of a converted model."""
        (folder / _FILE).write_text(json.dumps(asdict(self)) + "\n", encoding="utf-8")


def _above(length: int | None, default: int) -> int:
    # 20 is what `transformers` says where nobody said anything.
    return length if length and length > 20 else default
