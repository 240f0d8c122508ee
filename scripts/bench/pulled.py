"""How near mlsum's CTranslate2 engine comes to CTranslate2 itself, and how far beyond transformers.

    python scripts/bench/pulled.py [--sentences 2000] [--shape marian|nllb] [--device cpu]

Random weights of a real shape, every output forced to one length, all ways in turns in one run.
What is timed of mlsum is all it does with a sentence: shielding, tokenizing, translating, putting
together, restoring, checking. CTranslate2 gets tokens and gives tokens. `--share N` gives only
every N-th sentence to transformers, which takes long; tokens/s are compared, not times. What cores
worked is given as well: on a machine that others use, too, it is the fairer measure.
"""

import argparse
import random
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
import make_test_models
from rows import Row, spread

from mlsum.core.backends import Device, EngineOptions
from mlsum.core.document import Translation
from mlsum.core.lang import Lang
from mlsum.engines import Route, Step
from mlsum.engines.ctranslate2 import Model, convert, model
from mlsum.store.families import FAMILIES
from mlsum.translation.retries import TextQuery, judge, with_stand_ins

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
    """Sentences of 2 to 40 words, most of them short, one in eight with something to be kept."""
    words = " ".join(make_test_models.SENTENCES[:4]).split()
    choice = random.Random(5)
    return [
        " ".join(
            choice.choices(words, k=min(40, 2 + int(choice.expovariate(0.12))))
            + ([choice.choice(("https://example.org/a", "€30"))] if choice.random() < 1 / 8 else [])
        )
        for _ in range(count)
    ]


class Forcing:
    """An engine of one model, as the pipeline sees it."""

    name = "bench"

    def __init__(self, model: Model, options: EngineOptions) -> None:
        self.model, self.options = model, options

    def supports(self, source: Lang, target: Lang) -> bool:  # noqa: ARG002
        return True

    def signature(self, source: Lang, target: Lang) -> str:  # noqa: ARG002
        return self.name

    def translate_batch(
        self, texts: Sequence[str], source: Lang, target: Lang
    ) -> list[Translation]:
        return [
            Translation(one or "")
            for one in self.model.translate(texts, source, target, self.options)
        ]


def whole(engine: Forcing, sentences: list[str]) -> None:
    """The way of sentences through the pipeline; what random weights say is not tried again."""
    route = Route((Step(engine, EN, PT),))
    asked = [TextQuery(text, EN, PT) for text in sentences]
    outputs = with_stand_ins([(one, ()) for one in asked], route)
    judge(asked, [one or Translation("") for one in outputs], route.name)


def ways(
    folder: Path, sentences: list[str], device: Device, share: int
) -> dict[str, tuple[int, Callable[[], object]]]:
    """What is timed, by name, each with how many sentences it takes."""
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

    count, some = len(sentences), sentences[::share]
    loaded(folder, device)
    timed: dict[str, tuple[int, Callable[[], object]]] = {
        "mlsum": (count, lambda: whole(Forcing(forced, options), sentences)),
        "mlsum, the engine alone": (
            count,
            lambda: list(forced.translate(sentences, EN, PT, options)),
        ),
        "ctranslate2": (count, lambda: raw([asked])),
        "ctranslate2, unsorted 32s": (
            count,
            lambda: raw(asked[i : i + 32] for i in range(0, len(asked), 32)),
        ),
        "transformers, 32s": (len(some), lambda: generate(folder, some, device)),
    }
    return timed


@cache
def loaded(folder: Path, device: Device) -> tuple[Any, Any]:
    """Tokenizer and model of `transformers`, loaded before anything is timed twice."""
    import torch
    from transformers import AutoTokenizer, M2M100ForConditionalGeneration

    dtype = torch.float32 if device == "cpu" else torch.float16
    model = M2M100ForConditionalGeneration.from_pretrained(folder, dtype=dtype)
    return AutoTokenizer.from_pretrained(folder), model.to(device).eval()


def generate(folder: Path, sentences: list[str], device: Device) -> None:
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


def race(
    timed: dict[str, tuple[int, Callable[[], object]]], rounds: int
) -> dict[str, list[tuple[float, float]]]:
    """Tokens per second on the clock and of processor time, by way and round."""
    rates: dict[str, list[tuple[float, float]]] = {name: [] for name in timed}
    timed["mlsum"][1]()  # which loads the models that its checks need
    for turn in range(rounds):
        for name, (count, run) in timed.items():
            start, busy = time.perf_counter(), time.process_time()
            run()
            took, worked = time.perf_counter() - start, time.process_time() - busy
            rates[name].append((WRITTEN * count / took, WRITTEN * count / worked))
            print(
                f"round {turn + 1}: {name:26} {rates[name][-1][0]:8.0f} tokens/s", file=sys.stderr
            )
    return rates


def rows(
    count: int = 500,
    shape: str = "marian",
    device: Device = "cpu",
    share: int = 10,
    rounds: int = 3,
) -> Iterator[Row]:
    """mlsum beside each of the other ways, in tokens per second of processor time."""
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = make(Path(scratch) / "model", shape)
        rates = race(ways(made, texts(count), device, share), rounds)
    work = {name: [one for _, one in found] for name, found in rates.items()}
    goals = {"ctranslate2": "≥ 0.95 of its speed", "transformers, 32s": "≥ 4 times"}
    for name in list(work)[1:]:
        ratios = [a / b for a, b in zip(work["mlsum"], work[name], strict=True)]
        yield Row(
            f"{shape} shape, {count} sentences, {name}",
            f"{spread(work['mlsum'], 0)} tokens/s", f"{spread(work[name], 0)} tokens/s",
            f"{spread(ratios)} times its speed", goals.get(name, ""),
        )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sentences", type=int, default=2000)
    parser.add_argument("--shape", choices=SHAPES, default="marian")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--share", type=int, default=1, help="transformers gets one in so many")
    given = parser.parse_args()
    for row in rows(given.sentences, given.shape, given.device, given.share, given.rounds):
        print(row.what, row.ours, row.theirs, row.ratio, sep=" | ", flush=True)


if __name__ == "__main__":
    main()
