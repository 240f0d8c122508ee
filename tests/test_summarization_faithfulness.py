"""What a text does not bear out is told; what it says in another form is not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsum.core.lang import Lang
from mlsum.summarization.candidates import candidates
from mlsum.summarization.faithfulness import FaithfulnessChecker, NameIndex

EN, PT, KO, JA, DE = Lang("en"), Lang("pt"), Lang("ko"), Lang("ja"), Lang("de")

TEXTS = {
    EN: "The mayor of Tern, Ana Souza, opened the bridge on 5 May 2021. It cost 4.5 million euros. "
    "The North Atlantic Treaty Organization sent three engineers to the site. "
    "About 12,500 people cross the river each day, the council said.",
    PT: "O presidente da Colômbia, Iván Duque, chegou a Brasília às 17h. "
    "O governo brasileiro prometeu R$ 1,2 bilhão para 350 escolas até 2030. "
    "Cinco ministros israelenses participaram da reunião na capital.",
    KO: "김철수 장관은 5일 서울에서 나토 대표 8명을 만났다. 정부는 350만 달러를 지원하기로 했다. "
    "박영희 교수는 이번 결정이 늦었다고 말했다.",
}


def reasons(said: str, lang: Lang, text: str | None = None) -> tuple[str, ...]:
    text = TEXTS[lang] if text is None else text
    return FaithfulnessChecker(candidates(text, lang, "plain"), text, lang).check(said).reasons


BORNE_OUT = [
    (EN, "Mayor Ana Souza opened a bridge that cost 4,500,000 euros."),
    (EN, "Some 12.5 thousand people cross the river each day, the council said."),
    (EN, "NATO sent 3 engineers to the site."),
    (EN, "Tern's bridge was opened in May 2021."),
    (PT, "O Brasil prometeu R$ 1.200.000.000 para 350 escolas até 2030."),
    (PT, "5 ministros de Israel participaram da reunião."),
    (PT, "Duque, da Colombia, chegou a Brasilia às 5 da tarde."),
    (KO, "김철수 장관이 서울에서 나토 대표 여덟 명을 만났다."),
    (KO, "정부는 3.5 million 달러를 지원하기로 했다."),
    (KO, "Kim Cheolsu 장관은 서울에서 대표들을 만났다."),
]


@pytest.mark.parametrize(("lang", "said"), BORNE_OUT)
def test_what_the_text_says_in_another_form_is_not_doubted(lang: Lang, said: str) -> None:
    assert reasons(said, lang) == ()


INVENTED = [
    (EN, "The bridge cost 4.8 million euros.", "number not in the text: 4.8"),
    (EN, "Mayor Ana Moreira opened the bridge of Tern.", "name not in the text: Moreira"),
    (EN, "UNESCO sent three engineers to the site.", "name not in the text: UNESCO"),
    (EN, "The bridge cost 12,500 euros.", "number from elsewhere in the text: 12,500"),
    (EN, "Wheat prices fell after a wet summer on most farms.", "not borne out"),
    (PT, "O presidente do Equador chegou a Brasília.", "name not in the text: Equador"),
    (PT, "O governo prometeu R$ 1,4 bilhão para as escolas.", "number not in the text: 1,4"),
    (KO, "이영수 장관은 서울에서 나토 대표를 만났다.", "name not in the text: 이영수"),
    (KO, "정부는 450만 달러를 지원하기로 했다.", "number not in the text: 450"),
    (KO, "The government met eight people in the capital city.", "wrong script"),
    (EN, "The bridge the bridge the bridge the bridge the bridge was opened.", "repetition"),
]


@pytest.mark.parametrize(("lang", "said", "reason"), INVENTED)
def test_what_the_text_does_not_say_is_told(lang: Lang, said: str, reason: str) -> None:
    assert reason in reasons(said, lang)


def test_support_is_best_first_and_no_more_than_it_takes() -> None:
    text = TEXTS[EN]
    witness = FaithfulnessChecker(candidates(text, EN, "plain"), text, EN)
    said = (
        "The bridge opened by the mayor cost 4.5 million euros, and 12,500 people cross the river."
    )
    support = [one.index for one in witness.check(said).support]
    assert set(support) == {0, 1, 3}
    assert [one.index for one in witness.check("It cost 4.5 million euros.").support] == [1]


def test_rows_that_differ_in_a_number_are_told_apart() -> None:
    text = "\n\n".join(f"The town of Tern, ward {n}, had {n * 7} voters." for n in range(1, 9))
    assert reasons("The town of Tern, ward 6, had 42 voters.", EN, text) == ()


def test_a_text_that_says_nothing_bears_nothing_out() -> None:
    assert reasons("The mayor opened the old bridge of Tern.", EN, "") == (
        "name not in the text: Tern",
        "not borne out",
    )
    assert reasons("Hm.", EN, "") == ()


@pytest.mark.parametrize(
    ("lang", "text", "said", "unknown"),
    [
        (EN, "the Lisbon-based firm", "Lisbon grew", []),
        (EN, "John O'Neill spoke", "It was O'Neill", []),
        (EN, "It rained.", "Wet days. Dry ones follow.", []),
        (DE, "Der Hund bellt.", "Die Katze schläft im Haus.", []),
        (JA, "首相はアメリカを訪れた。", "首相はブラジルを訪れた。", ["ブラジル"]),
        (KO, "Kim Min-su said so.", "김민수 씨가 그렇게 말했다.", []),
        (EN, "김민수 said so.", "Kim Minsu was heard, as was Dana.", ["Dana"]),
        (EN, "The European Central Bank met.", "Then the ECB met the FBI.", ["FBI"]),
    ],
)
def test_names_are_found_across_endings_and_scripts(
    lang: Lang, text: str, said: str, unknown: list[str]
) -> None:
    assert NameIndex.of(text, lang).unknown(said) == unknown


@given(st.text(max_size=120), st.text(max_size=80), st.sampled_from([EN, KO, JA, Lang("xx")]))
@settings(max_examples=60)
def test_anything_can_be_examined(text: str, said: str, lang: Lang) -> None:
    found = FaithfulnessChecker(candidates(text, lang, "plain"), text, lang).check(said)
    assert found.text == said
    assert len(found.support) <= 3
