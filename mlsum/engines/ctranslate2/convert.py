"""Turn a `transformers` folder into a CTranslate2 one, with its tokenizer beside it."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from mlsum.core.errors import MissingExtraError, ModelError, foreign_errors
from mlsum.engines.recipe import Recipe
from mlsum.store.families import FAMILIES, TOKENIZER_FILES, Family

__all__ = ["convert"]

_FIXED = {
    "bart": {"normalize_before": False, "normalize_embedding": True},
    "pegasus": {"normalize_before": True, "normalize_embedding": False},
}


def convert(source: Path, target: Path, family: str, quantization: str = "int8") -> None:
    """Write the model of `source` to the folder `target`, which must not be there yet.

    `quantization` is CTranslate2's: int8, int8_float16, float16, float32. Raises ModelError where
    the weights are not safetensors or cannot be converted, MissingExtraError without torch.
    """
    if find_spec("torch") is None:
        raise MissingExtraError("torch", "torch")
    if family not in FAMILIES:
        raise ModelError(f"unknown family {family!r}", hint=f"known: {', '.join(FAMILIES)}")
    if not any(source.glob("*.safetensors")):
        raise ModelError(
            "no weights in safetensors here; others may run code when read, so they are not",
            where=str(source),
        )
    with foreign_errors(str(source), ModelError):
        _converter(source, FAMILIES[family]).convert(str(target), quantization=quantization)
    Recipe.of(source).save(target)
    for name in TOKENIZER_FILES:
        if (source / name).is_file():
            shutil.copyfile(source / name, target / name)


def _converter(source: Path, family: Family) -> Any:
    from ctranslate2.converters import TransformersConverter

    class Converter(TransformersConverter):  # type: ignore[misc, unused-ignore]
        """CTranslate2's own, with what it takes for granted made so."""

        size = 0

        def load_model(self, model_class: Any, path: str, **settings: Any) -> Any:
            model = model_class.from_pretrained(path, use_safetensors=True, **settings)
            config = model.config
            self.size = config.vocab_size
            # transformers 5 drops the entry by which mBART-50 is told from mBART-25, which has
            # no start token; and ties embeddings always, so that the output is scaled by another.
            if family.name == "mbart50":
                config.tokenizer_class = "MBart50Tokenizer"
            if family.name in ("madlad", "mt5"):
                config.tie_word_embeddings = bool(getattr(config, "scale_decoder_outputs", False))
            # It drops as well what is the same in every BART, and in every PEGASUS.
            for key, value in _FIXED.get(family.name, {}).items():
                if not hasattr(config, key):
                    setattr(config, key, value)
            return model

        def load_tokenizer(self, _: Any, path: str, **__: Any) -> Any:
            from mlsum.engines.vocabulary import Vocabulary

            return _complete(Vocabulary.load(Path(path), family).tokenizer, self.size)

    return Converter(str(source), trust_remote_code=False)


def _complete(tokenizer: Any, size: int) -> SimpleNamespace:
    """What the converter asks of a tokenizer, with as many tokens as the model has rows.

    Vocabularies are padded to round sizes (M2M100, NLLB, T5), and their tokenizers do not agree
    with each other, nor over time, on the tokens that are only padding.
    """
    from mlsum.engines.vocabulary import ids

    by_id = {number: token for token, number in ids(tokenizer).items()}
    names = [by_id.get(number, f"madeupword{number}") for number in range(size)]
    if len(set(names)) != size:
        raise ModelError("two tokens of the vocabulary have the same name")
    return SimpleNamespace(
        get_vocab=lambda: {name: number for number, name in enumerate(names)},
        convert_ids_to_tokens=names.__getitem__,
        special_tokens_map={},
        num_madeup_words=0,
        bos_token=tokenizer.bos_token or tokenizer.eos_token,
        eos_token=tokenizer.eos_token,
        pad_token=tokenizer.pad_token,
        unk_token=tokenizer.unk_token,
        unk_token_id=tokenizer.unk_token_id,
    )
