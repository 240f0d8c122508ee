"""How near mlsum's CTranslate2 engine comes to CTranslate2 itself, and how far beyond transformers.

    python scripts/bench_ctranslate2.py [--sentences 400] [--shape marian|nllb] [--device cpu]

Random weights of a real shape, every output forced to one length, all ways in turns in one run.
"""

import argparse
import random
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import make_test_models

from mlsum.backends import EngineOptions
from mlsum.engines.ctranslate2 import Model, convert, model
from mlsum.engines.families import FAMILIES
from mlsum.lang import Lang

EN, PT = Lang("en"), Lang("pt")
WRITTEN = 24
SHAPES: dict[str, dict[str, Any]] = {
    "marian": {"d_model": 512, "layers": 6, "heads": 8, "ffn": 2048, "vocab_size": 58_000},
    "nllb": {"d_model": 1024, "layers": 12, "heads": 16, "ffn": 4096, "vocab_size": 256_206},
}


class Forced:
    """A translator whose outputs all have one length."""

    def __init__(self, translator: Any) -> None:
        self.translator = translator

    def translate_batch(self, asked: Any, **settings: Any) -> Any:
        settings |= {"min_decoding_length": WRITTEN, "max_decoding_length": WRITTEN}
        return self.translator.translate_batch(asked, **settings)


def make(folder: Path, shape: str) -> Path:
    """A model of M2M100's kind in the given shape, which only the sizes matter of."""
    sizes = SHAPES[shape]
    size, d_model = sizes["vocab_size"], sizes["d_model"]
    make_test_models.SHAPE |= {
        "d_model": d_model,
        "init_std": 0.02,
        **{f"{side}_layers": sizes["layers"] for side in ("encoder", "decoder")},
        **{f"{side}_attention_heads": sizes["heads"] for side in ("encoder", "decoder")},
        **{f"{side}_ffn_dim": sizes["ffn"] for side in ("encoder", "decoder")},
    }
    make_test_models.PADDING = size - 330
    return make_test_models.make("m2m100", folder)


def texts(count: int) -> list[str]:
    """Sentences of 2 to 40 words, most of them short."""
    words = " ".join(make_test_models.SENTENCES).split()
    choice = random.Random(5)
    return [
        " ".join(choice.choices(words, k=min(40, 2 + int(choice.expovariate(0.12)))))
        for _ in range(count)
    ]


def ways(folder: Path, sentences: list[str], device: str) -> dict[str, Callable[[], object]]:
    """What is timed, by name."""
    converted = folder.with_name("converted")
    convert(folder, converted, "m2m100", "int8")
    ours = Model.load(converted, FAMILIES["m2m100"], device=device)
    read, options = ours.vocabulary, EngineOptions(beam=1)
    forced = Model(Forced(ours.translator), read)  # type: ignore[arg-type]
    model._loops = lambda _: False  # random weights say the same over and over
    asked = [read.asked(tokens, EN, PT) for tokens in read.read(sentences)]
    begin = read.begin(PT)

    def raw(batches: Iterable[list[list[str]]]) -> None:
        started = [
            Forced(ours.translator).translate_batch(
                batch,
                target_prefix=[begin] * len(batch),
                beam_size=1,
                max_batch_size=2048,
                batch_type="tokens",
                asynchronous=True,
            )
            for batch in batches
        ]
        for one in started:
            for result in one:
                result.result()

    return {
        "mlsum": lambda: list(forced.translate(sentences, EN, PT, options)),
        "ctranslate2": lambda: raw([asked]),
        "ctranslate2, unsorted 32s": lambda: raw(
            asked[i : i + 32] for i in range(0, len(asked), 32)
        ),
        "transformers fp32, 32s": lambda: generate(folder, sentences, device),
    }


@cache
def loaded(folder: Path, device: str) -> tuple[Any, Any]:
    """Tokenizer and model of `transformers`, loaded before anything is timed twice."""
    import torch
    from transformers import AutoTokenizer, M2M100ForConditionalGeneration

    dtype = torch.float32 if device == "cpu" else torch.float16
    model = M2M100ForConditionalGeneration.from_pretrained(folder, dtype=dtype)
    return AutoTokenizer.from_pretrained(folder), model.to(device).eval()


def generate(folder: Path, sentences: list[str], device: str) -> None:
    import torch

    tokenizer, model = loaded(folder, device)
    for start in range(0, len(sentences), 32):
        read = tokenizer(sentences[start : start + 32], padding=True, return_tensors="pt")
        with torch.inference_mode():
            model.generate(
                **read.to(device),
                forced_bos_token_id=tokenizer.get_lang_id("pt"),
                num_beams=1,
                min_new_tokens=WRITTEN,
                max_new_tokens=WRITTEN,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=400)
    parser.add_argument("--shape", choices=SHAPES, default="marian")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="ways whose names begin so, and mlsum's")
    given = parser.parse_args()
    sentences = texts(given.sentences)
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        timed = ways(make(Path(scratch) / "model", given.shape), sentences, given.device)
        timed = {n: way for n, way in timed.items() if n.startswith(("mlsum", given.only))}
        best = dict.fromkeys(timed, float("inf"))
        for _ in range(given.rounds):
            for name, run in timed.items():
                start = time.perf_counter()
                run()
                best[name] = min(best[name], time.perf_counter() - start)
    print(
        f"{given.shape} shape, {len(sentences)} sentences, {given.device}, best of {given.rounds}"
    )
    for name, seconds in best.items():
        tokens = WRITTEN * len(sentences) / seconds
        share = best["mlsum"] / seconds
        print(f"{name:28} {tokens:8.0f} tokens/s   {share:5.2f} of mlsum's")


if __name__ == "__main__":
    main()
