"""Make tiny models with random weights, of every family, with their real classes.

    python scripts/make_test_models.py FOLDER [FAMILY...]

Each is a folder as `transformers` saves it: weights in safetensors, a tokenizer trained on a few
sentences of our own. They translate nothing; they show that two runtimes compute the same.
"""

import json
import sys
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

SENTENCES = (
    "The ministry agreed to publish the report on Monday.",
    "It rained all day in the capital, and the bridge was closed.",
    "Who wrote the letter that arrived in 2024?",
    "Three students met the mayor near the old station.",
    "O ministério aceitou publicar o relatório na segunda-feira.",
    "Choveu o dia todo na capital, e a ponte ficou fechada.",
    "Quem escreveu a carta que chegou em 2024?",
    "Três estudantes encontraram o prefeito perto da antiga estação.",
    "정부는 월요일에 보고서를 공개하기로 했다.",
    "수도에는 하루 종일 비가 내렸고 다리가 닫혔다.",
    "2024년에 도착한 편지는 누가 썼습니까?",
    "학생 세 명이 옛 역 근처에서 시장을 만났다.",
)
SHAPE = {
    "encoder_layers": 2,
    "decoder_layers": 2,
    "encoder_attention_heads": 4,
    "decoder_attention_heads": 4,
    "encoder_ffn_dim": 64,
    "decoder_ffn_dim": 64,
    "d_model": 32,
    "dropout": 0.0,
    # Wide enough that random weights say more than one token over and over.
    "init_std": 0.3,
    "max_position_embeddings": 512,
}
T5_SHAPE = {
    "d_model": 32,
    "d_kv": 8,
    "d_ff": 64,
    "num_layers": 2,
    "num_heads": 4,
    "dropout_rate": 0.0,
    "initializer_factor": 1.5,
    "feed_forward_proj": "gated-gelu",
}
SUMMARIES = {"num_beams": 2, "max_length": 40, "length_penalty": 0.6, "no_repeat_ngram_size": 3}
# Vocabularies of released models have rows without a token; so have these.
PADDING = 5


def train(prefix: Path, kind: str = "unigram", size: int = 220, **settings: Any) -> None:
    """Train a sentencepiece model of `prefix`.model on the sentences."""
    import sentencepiece

    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES * 20),
        model_prefix=str(prefix),
        vocab_size=size,
        model_type=kind,
        character_coverage=1.0,
        hard_vocab_limit=False,
        minloglevel=2,
        **settings,
    )
    prefix.with_name(prefix.name + ".vocab").unlink()


def pieces(path: Path) -> list[str]:
    """All pieces of a sentencepiece model."""
    import sentencepiece

    model = sentencepiece.SentencePieceProcessor(model_file=str(path))
    return [model.id_to_piece(number) for number in range(model.get_piece_size())]


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def marian(folder: Path) -> None:
    """One vocabulary for a source and a target tokenizer; the pad token comes last."""
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    train(folder / "source")
    train(folder / "target", size=200)
    (folder / "source.model").rename(folder / "source.spm")
    (folder / "target.model").rename(folder / "target.spm")
    words = {"</s>": None, "<unk>": None, ">>por<<": None, ">>kor<<": None}
    for side in ("source", "target"):
        words |= dict.fromkeys(p for p in pieces(folder / f"{side}.spm") if p != "<s>")
    words |= {"<pad>": None}
    write_json(folder / "vocab.json", {word: number for number, word in enumerate(words)})
    tokenizer = MarianTokenizer.from_pretrained(folder)
    pad = len(words) - 1
    config = MarianConfig(
        **SHAPE,
        vocab_size=len(words),
        pad_token_id=pad,
        eos_token_id=0,
        decoder_start_token_id=pad,
        forced_eos_token_id=None,
        scale_embedding=True,
        activation_function="swish",
    )
    model = MarianMTModel(config)
    model.generation_config.bad_words_ids = [[pad]]
    model.final_logits_bias.normal_()
    save(folder, tokenizer, model)


def m2m100(folder: Path) -> None:
    """Language tags after the pieces, then words that are only padding."""
    from transformers import M2M100Config, M2M100ForConditionalGeneration, M2M100Tokenizer

    train(folder / "sentencepiece.bpe", "bpe")
    words = dict.fromkeys(["<s>", "<pad>", "</s>", "<unk>"])
    words |= dict.fromkeys(pieces(folder / "sentencepiece.bpe.model"))
    write_json(folder / "vocab.json", {word: number for number, word in enumerate(words)})
    tokenizer = M2M100Tokenizer.from_pretrained(folder)
    size = tokenizer.encoder_size + len(tokenizer.lang_token_to_id) + 8 + PADDING
    save(folder, tokenizer, M2M100ForConditionalGeneration(M2M100Config(**SHAPE, vocab_size=size)))


def nllb(folder: Path) -> None:
    from transformers import M2M100Config, M2M100ForConditionalGeneration, NllbTokenizer
    from transformers.models.nllb.tokenization_nllb import FAIRSEQ_LANGUAGE_CODES

    train(folder / "sentencepiece.bpe", "bpe")
    tokenizer = NllbTokenizer.from_pretrained(
        folder, extra_special_tokens=list(FAIRSEQ_LANGUAGE_CODES)
    )
    size = len(tokenizer) + PADDING
    save(folder, tokenizer, M2M100ForConditionalGeneration(M2M100Config(**SHAPE, vocab_size=size)))


def mbart50(folder: Path) -> None:
    from transformers import MBart50Tokenizer, MBartConfig, MBartForConditionalGeneration

    train(folder / "sentencepiece.bpe")
    tokenizer = MBart50Tokenizer.from_pretrained(folder)
    config = MBartConfig(
        **SHAPE,
        vocab_size=len(tokenizer) + PADDING,
        decoder_start_token_id=2,
        forced_eos_token_id=None,
        activation_function="relu",
    )
    config.normalize_before = True
    save(folder, tokenizer, MBartForConditionalGeneration(config))


def bart(folder: Path) -> None:
    """A vocabulary of bytes and merges, and settings as a model of summaries has them."""
    from tokenizers import ByteLevelBPETokenizer
    from transformers import BartConfig, BartForConditionalGeneration, BartTokenizer

    trained = ByteLevelBPETokenizer()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    trained.train_from_iterator(SENTENCES, 400, show_progress=False, special_tokens=special)
    trained.save_model(str(folder))
    tokenizer = BartTokenizer.from_pretrained(folder)
    config = BartConfig(**SHAPE, vocab_size=len(tokenizer) + PADDING, activation_function="gelu")
    model = BartForConditionalGeneration(config)
    model.generation_config.update(**SUMMARIES, forced_bos_token_id=0)
    save(folder, tokenizer, model)


def pegasus(folder: Path) -> None:
    """Its tokenizer has a hundred tokens that stand for nothing; its positions are not learned."""
    from transformers import PegasusConfig, PegasusForConditionalGeneration, PegasusTokenizer

    ids = {"pad_id": 0, "eos_id": 1, "unk_id": 2, "bos_id": -1}
    train(folder / "spiece", **ids)
    tokenizer = PegasusTokenizer.from_pretrained(folder)
    config = PegasusConfig(
        **SHAPE,
        vocab_size=len(tokenizer) + PADDING,
        decoder_start_token_id=0,
        scale_embedding=True,
        activation_function="relu",
    )
    model = PegasusForConditionalGeneration(config)
    model.generation_config.update(**SUMMARIES)
    save(folder, tokenizer, model)


def _t5(folder: Path, scaled: bool, symbols: Sequence[str]) -> None:
    from transformers import (
        MT5Config,
        MT5ForConditionalGeneration,
        T5Config,
        T5ForConditionalGeneration,
        T5Tokenizer,
    )

    ids = {"pad_id": 0, "eos_id": 1, "unk_id": 2, "bos_id": -1}
    train(folder / "spiece", user_defined_symbols=list(symbols), **ids)
    tokenizer = T5Tokenizer.from_pretrained(folder)
    shape = T5_SHAPE | {"vocab_size": len(tokenizer) + PADDING, "decoder_start_token_id": 0}
    if symbols:
        config = T5Config(**shape, tie_word_embeddings=scaled)
        model: Any = T5ForConditionalGeneration(config)
    else:
        model = MT5ForConditionalGeneration(MT5Config(**shape))
    save(folder, tokenizer, model)


def madlad(folder: Path) -> None:
    """A T5 whose output is not scaled, with the target's tag among its pieces."""
    _t5(folder, False, ["<2en>", "<2pt>", "<2ko>"])


def t5(folder: Path) -> None:
    """As `madlad`, with an output scaled as the first T5's was."""
    _t5(folder, True, ["<2en>", "<2pt>", "<2ko>"])


def mt5(folder: Path) -> None:
    _t5(folder, False, [])


def save(folder: Path, tokenizer: Any, model: Any) -> None:
    tokenizer.save_pretrained(folder)
    model.eval().save_pretrained(folder, safe_serialization=True)


MAKERS: dict[str, Callable[[Path], None]] = {
    one.__name__: one for one in (marian, m2m100, nllb, mbart50, madlad, t5, mt5, bart, pegasus)
}


def make(family: str, folder: Path) -> Path:
    """Make the model of a family in a new folder; the same every time."""
    import torch

    folder.mkdir(parents=True)
    torch.manual_seed(7)
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Marian's tokenizer recommends what it does not use
        MAKERS[family](folder)
    return folder


if __name__ == "__main__":
    for name in sys.argv[2:] or MAKERS:
        print(make(name, Path(sys.argv[1]) / name))
