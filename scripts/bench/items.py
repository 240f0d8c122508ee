"""What one news item costs, and how costs grow with size, number and glossary."""

from collections.abc import Callable, Iterator
from itertools import islice

from rows import Row, run_for, spread

import mlsum
from mlsum.core.lang import Lang
from mlsum.formats import parse_text
from mlsum.lexicon import Glossary
from mlsum.summarization import summarize
from mlsum.translation import Options, plan
from mlsum.translation.plan import plan_all

_HEAD = (
    "# Título: {title} - 연합뉴스\n\n>Data: 2025-03-0{day} 09:30:00\n>Origem: koreatimes.co.kr\n"
    ">Idioma: en\n>Tipo: Notícias\n>Autor: Kim Min-ji\n\n### Conteúdo:\n\n{body}\n"
)
_SUBJECTS = ("The ministry", "A spokesman", "The new bridge", "Local traders", "The court")
_VERBS = ("opened", "rejected", "welcomed", "delayed", "explained")
_OBJECTS = ("the plan for the harbour", "a report on prices", "the talks with the unions")
_ENDS = ("on Monday", "after a long debate", "despite heavy rain", "for the third time this year")
PARAGRAPH = 4


def sentences() -> Iterator[str]:
    """Sentences without end, no two in a row alike; plain ones, for time, not for quality."""
    number = 0
    while True:
        words = [group[(number // step) % len(group)] for group, step in
                 ((_SUBJECTS, 1), (_VERBS, 2), (_OBJECTS, 3), (_ENDS, 5))]  # fmt: skip
        number += 1
        yield f"{' '.join(words)}, officials said in statement number {number}."


def body(count: int) -> str:
    """A text of `count` sentences in paragraphs."""
    said = list(islice(sentences(), count))
    cut = range(0, count, PARAGRAPH)
    return "\n\n".join(" ".join(said[at : at + PARAGRAPH]) for at in cut)


def item(count: int = 16, day: int = 1) -> mlsum.Document:
    """A news item of `count` sentences with six fields in three languages."""
    title = "Harbour plan delayed after long debate"
    return parse_text(_HEAD.format(title=title, day=day, body=body(count)), "labelled")


def rows() -> Iterator[Row]:
    """Milliseconds of one item, then how each cost grows."""
    news, options, english = item(), Options(target=Lang("ko")), Lang("en")
    head = mlsum.Document(news.source, news.format, (mlsum.Item(news.items[0].fields),))
    text = news.bodies[0].text.text
    for what, work, goal in (
        ("fields: detect, plan, lexicon", lambda: plan(head, options), 3),
        ("the same with the body", lambda: plan(news, options), None),
        ("summary of its 16 sentences", lambda: summarize(text, english), 2),
    ):
        work()
        times = [run_for(work) * 1e3 for _ in range(7)]
        yield Row(what, f"{spread(times)} ms", "", "", f"< {goal} ms" if goal else "")
    yield from growth()


def growth() -> Iterator[Row]:
    """Ten times as much of each against once: ten or less is linear."""
    options = Options(target=Lang("ko"))
    few, many = item(40), item(400)
    yield _grown(
        "plan, 40 → 400 sentences", lambda: plan(few, options), lambda: plan(many, options)
    )
    short, long_ = body(200), body(2000)
    english = Lang("en")
    yield _grown(
        "summary, 200 → 2,000 sentences",
        lambda: summarize(short, english), lambda: summarize(long_, english),
    )  # fmt: skip
    some = [item(day=day % 9 + 1) for day in range(10)]
    lots = [item(day=day % 9 + 1) for day in range(100)]
    yield _grown(
        "plan, 10 → 100 documents",
        lambda: plan_all(some, options), lambda: plan_all(lots, options),
    )  # fmt: skip
    text, small, large = body(16), _glossary(100), _glossary(100_000)

    def match(glossary: Glossary) -> Callable[[], object]:
        return lambda: glossary.matches(text, english, Lang("pt"))

    yield _grown("glossary, 100 → 100,000 terms", match(small), match(large), "< 2")


def _grown(
    what: str, few: Callable[[], object], many: Callable[[], object], goal: str = "≤ 10, linear"
) -> Row:
    few()
    many()
    times = [(run_for(few), run_for(many)) for _ in range(5)]
    ones, tens = zip(*times, strict=True)
    ratios = [b / a for a, b in times]
    return Row(what, f"{min(tens) * 1e3:.2f} ms", f"{min(ones) * 1e3:.2f} ms",
               f"{spread(ratios, 1)} times", goal)  # fmt: skip


def _glossary(count: int) -> Glossary:
    english, portuguese = Lang("en"), Lang("pt")
    return Glossary(tuple(
        {english: f"harbour plan {number}", portuguese: f"plano {number}"}
        for number in range(count)
    ))  # fmt: skip
