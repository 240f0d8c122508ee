"""Quotations in another language than the text around them."""

from collections.abc import Sequence

import pytest
from pace import assert_in_line

from mlsum.core.document import Translation
from mlsum.core.lang import UND, Lang
from mlsum.engines import availability
from mlsum.request.options import Options
from mlsum.text.checks import code
from mlsum.translation import Text, translate_texts
from mlsum.translation.quotations import quoted_in
from mlsum.translation.units import units

EN, PT, ES, FR, KO = (Lang(tag) for tag in ("en", "pt", "es", "fr", "ko"))

SPANISH, FRENCH = "la vida es un carnaval y hay que vivirla", "c’est la vie et il faut la vivre"
KOREAN = "우리는 내일 다시 만날 것이다"
THIRD = [
    (EN, PT, f"He said “{SPANISH}” and smiled.", SPANISH),
    (EN, PT, f"The sign read «{FRENCH}» in big letters.", FRENCH),
    (EN, PT, f"The banner said “{KOREAN}” in black paint.", KOREAN),
    (EN, PT, "He wrote “¿Dónde está la biblioteca?” on the wall.", "¿Dónde está la biblioteca?"),
    (PT, EN, f"Ele disse “{SPANISH}” e sorriu.", SPANISH),
    (PT, EN, f"A placa dizia «{FRENCH}» em letras grandes.", FRENCH),
]


@pytest.mark.parametrize("given", [True, False])
@pytest.mark.parametrize(("source", "target", "text", "phrase"), THIRD)
def test_a_quotation_without_a_model_is_kept_and_reported(
    source: Lang, target: Lang, text: str, phrase: str, given: bool
) -> None:
    if availability(source, target).error:
        pytest.skip("needs the embedded models")
    asked = Text(text, "plain", source if given else UND, target, forced=given)
    made = translate_texts([asked])[0]
    assert phrase in made.text
    assert made.text != text
    assert made.status == "suspect"
    assert [code(one) for one in made.reasons] == ["quotation kept"]
    assert len(made.segments) == 1


class Upper:
    """A model that writes Spanish in capitals, and copies everything else."""

    name = "upper"

    def supports(self, source: Lang, target: Lang) -> bool:
        return True

    def signature(self, source: Lang, target: Lang) -> str:
        return "upper:1"

    def translate_batch(
        self, texts: Sequence[str], source: Lang, target: Lang
    ) -> list[Translation]:
        return [Translation(text.upper() if source == ES else text) for text in texts]


def test_a_quotation_is_translated_where_a_model_has_its_languages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = Upper()
    monkeypatch.setattr("mlsum.engines.routes.load_engine", lambda name, options: model)
    asked = Text(f"He said “{SPANISH}” and smiled.", "plain", EN, PT, forced=True)
    made = translate_texts([asked], Options(PT, engine="upper"))[0]
    assert SPANISH.upper() in made.text
    assert "quotation kept" not in map(code, made.reasons)


@pytest.mark.parametrize(
    ("source", "target", "text"),
    [
        (EN, PT, "They called it “a very bad idea for the whole country” last week."),
        (EN, PT, "He likes “The Old Man and the Sea” and “Cirque du Soleil”."),
        (PT, EN, "Ela disse “não vamos mais voltar para casa” e saiu."),
        (PT, EN, "O jornal “O Estado de S. Paulo” deu a notícia."),
    ],
)
def test_quotations_in_the_language_of_the_text_are_part_of_it(
    source: Lang, target: Lang, text: str
) -> None:
    assert quoted_in([text], [source], target) == [[]]


def test_only_the_outermost_quotation_counts() -> None:
    text = f"She said “il a dit que « {SPANISH} » et il est parti avec nous” again."
    found = quoted_in([text], [EN], PT)[0]
    assert len(found) == 1


@pytest.mark.parametrize(
    "piece", ["“Não sei o que dizer agora”, he said. ", "“a “b ", '"', "“Eu sei que não” e "]
)
def test_many_quotations_take_linear_time(piece: str) -> None:
    def cut(count: int) -> None:
        text = (piece * count)[:count] + " The end."
        units(Text(text, "plain", EN, PT, forced=True))

    assert_in_line(cut, 20_000)
