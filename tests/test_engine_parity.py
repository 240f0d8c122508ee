"""Each family computed by CTranslate2 as by transformers, whose tokenizers place the tags here."""

import importlib.util
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from mlsum.core.lang import Lang
from mlsum.engines.ctranslate2 import Model, convert
from mlsum.store.families import FAMILIES

torch = pytest.importorskip("torch", reason="needs torch: pip install 'mlsum[torch]'")

EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")
KINDS = ["marian", "m2m100", "nllb", "mbart50", "madlad", "t5", "mt5"]
TEXTS = {
    EN: ["Who met the mayor in 2024?", "It rained.", "The ministry agreed to close the bridge."],
    PT: ["Quem encontrou o prefeito?", "A carta chegou na segunda-feira, e o relatório também."],
    KO: ["정부는 다리를 닫기로 했다.", "학생 세 명이 비가 내린 수도에서 편지를 썼습니까?"],
}
PAIRS = [(EN, PT), (PT, KO), (KO, EN), (EN, KO)]
TAGS = {
    "m2m100": {EN: "__en__", PT: "__pt__", KO: "__ko__"},
    "nllb": {EN: "eng_Latn", PT: "por_Latn", KO: "kor_Hang"},
    "mbart50": {EN: "en_XX", PT: "pt_XX", KO: "ko_KR"},
    "madlad": {EN: "<2en>", PT: "<2pt>", KO: "<2ko>"},
    "marian": {PT: ">>por<<", KO: ">>kor<<"},
}


class Reference:
    """A family as its users call it in transformers."""

    def __init__(self, folder: Path, family: str) -> None:
        import transformers

        self.family = family
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Marian's recommends a package that it does not use
            self.tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
        self.model = transformers.AutoModelForSeq2SeqLM.from_pretrained(folder).eval()
        self.start = self.model.config.decoder_start_token_id

    def read(self, text: str, source: Lang, target: Lang) -> list[int]:
        tags = TAGS.get(self.family, {})
        if self.family in ("madlad", "marian"):
            text = f"{tags[target]} {text}" if self.family == "madlad" else tags[target] + text
        elif tags:
            self.tokenizer.src_lang = tags[source].strip("_")
        ids: list[int] = self.tokenizer(text)["input_ids"]
        return ids

    def numbers(self, tokens: Sequence[str]) -> list[int]:
        """Rows of tokens, those included that only pad the vocabulary."""
        padding = "madeupword"
        return [
            int(one.removeprefix(padding))
            if one.startswith(padding)
            else self.tokenizer.convert_tokens_to_ids(one)
            for one in tokens
        ]

    def first(self, target: Lang) -> list[int]:
        if self.family not in ("m2m100", "nllb", "mbart50"):
            return []
        return [self.tokenizer.convert_tokens_to_ids(TAGS[self.family][target])]

    def write(self, ids: list[int], target: Lang, **settings: Any) -> list[int]:
        first = self.first(target)
        with torch.no_grad():
            found = self.model.generate(
                torch.tensor([ids]),
                forced_bos_token_id=first[0] if first else None,
                do_sample=False,
                min_new_tokens=0,
                **settings,
            )
        return [int(one) for one in found[0][1:]]

    def scores(self, ids: list[int], written: Sequence[int]) -> list[float]:
        decoder = torch.tensor([[self.start, *written[:-1]]])
        with torch.no_grad():
            logits = self.model(input_ids=torch.tensor([ids]), decoder_input_ids=decoder).logits[0]
        rows = torch.log_softmax(logits.double(), -1)
        return [float(row[token]) for row, token in zip(rows, written, strict=True)]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Reference, Model]]:
    script = Path(__file__).parent.parent / "scripts" / "make_test_models.py"
    spec = importlib.util.spec_from_file_location("make_test_models", script)
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    made: dict[str, tuple[Reference, Model]] = {}

    def make(kind: str) -> tuple[Reference, Model]:
        if kind not in made:
            family = FAMILIES["madlad" if kind == "t5" else kind]
            folder = maker.make(kind, tmp_path_factory.mktemp("models") / kind)
            converted = folder.with_name("converted")
            convert(folder, converted, family.name, "float32")
            model = Model.load(converted, family, device="cpu", threads=1, compute_type="float32")
            made[kind] = Reference(folder, family.name), model
        return made[kind]

    return make


Make = Callable[[str], tuple[Reference, Model]]


def sentences() -> list[tuple[str, Lang, Lang]]:
    return [(text, *pair) for pair in PAIRS for text in TEXTS[pair[0]]]


@pytest.fixture(params=KINDS)
def pair(request: pytest.FixtureRequest, make: Make) -> tuple[Reference, Model]:
    return make(request.param)


def usable(reference: Reference) -> list[tuple[str, Lang, Lang]]:
    return [one for one in sentences() if reference.family != "marian" or one[2] != EN]


def test_tokens_and_tags_are_those_of_transformers(pair: tuple[Reference, Model]) -> None:
    reference, model = pair
    for text, source, target in usable(reference):
        expected = reference.tokenizer.convert_ids_to_tokens(reference.read(text, source, target))
        read = model.vocabulary.read([text])[0]
        found = model.vocabulary.asked(read, source, target)
        ids = reference.tokenizer.convert_tokens_to_ids(found)
        assert ids == reference.tokenizer.convert_tokens_to_ids(expected)
        assert reference.tokenizer.convert_tokens_to_ids(
            model.vocabulary.begin(target)
        ) == reference.first(target)


def test_log_probabilities_are_the_same(pair: tuple[Reference, Model]) -> None:
    reference, model = pair
    for text, source, target in usable(reference):
        ids = reference.read(text, source, target)
        written = (
            reference.first(target)
            + reference.tokenizer(TEXTS[target][0], add_special_tokens=False)["input_ids"]
        )
        written.append(reference.tokenizer.eos_token_id)
        expected = reference.scores(ids, written)
        tokens = reference.tokenizer.convert_ids_to_tokens(written[:-1])
        read = model.vocabulary.asked(model.vocabulary.read([text])[0], source, target)
        (found,) = model.translator.score_batch([read], [tokens], max_input_length=0)
        assert found.log_probs == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("beam", [1, 4])
def test_the_same_tokens_are_written(pair: tuple[Reference, Model], beam: int) -> None:
    reference, model = pair
    for text, source, target in usable(reference):
        first = reference.first(target)
        settings = {"num_beams": beam, "early_stopping": True} if beam > 1 else {"num_beams": 1}
        expected = reference.write(
            reference.read(text, source, target), target, max_new_tokens=20, **settings
        )
        (found,) = model.translator.translate_batch(
            [model.vocabulary.asked(model.vocabulary.read([text])[0], source, target)],
            target_prefix=[model.vocabulary.begin(target)] if first else None,
            beam_size=beam,
            max_decoding_length=20,
            max_input_length=0,
        )
        tokens = [one for one in expected if one != reference.tokenizer.eos_token_id]
        assert reference.numbers(found.hypotheses[0]) == tokens
