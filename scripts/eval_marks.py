"""Whether bold, links and the like land on the right words, and what placing them costs.

    python scripts/eval_marks.py FOLDER [--sentences N] [--no-rate] [--planted N]
                                        [--documents FILE ... [--to LANG] [--show N]]

FOLDER holds aligned sentences, a line each, in `en.txt` and `pt.txt`. Each sentence gets a mark
around one word whose translation can be told without a model: one that its output has as well
(`copies`), or a single word that begins alike (`cognates`). Printed, for marks put back by
alignment and by stand-ins that the engine has to keep: how many came back, how many of these are
on that word and on at most two more, and chrF of the output without its marks.

`--planted` marks two to four words in so many sentences, and prints what became of them. Then
documents (Markdown, HTML, whatever mlsum reads) are translated, and the ways in which their marks
were put back are counted; `--show` prints so many of them at random. Both are for a person to
judge; a mark may be told from another with the same signs only by its order.
"""

import argparse
import random
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import regex

from mlsum import formats
from mlsum.core.document import Block, Body, Document, Marks, Markup, Translation
from mlsum.core.lang import Lang
from mlsum.engines import Route, align, choose
from mlsum.text.segment import inlines, unwrap
from mlsum.text.shield import restore, shield
from mlsum.translation import Options, Text, run, translate_texts
from mlsum.translation.inline_extract import Lifted, lift
from mlsum.translation.inline_projection import by_alignment

WORD = regex.compile(r"\p{L}[\p{L}\p{M}’'-]{4,}|\d[\d.,]*\d|\d")
MOST_WORDS = 3


def fold(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if c.isalpha())


def told(source: str, output: str, rng: random.Random) -> Iterator[tuple[str, str, str]]:
    """Kind, word and translation of words whose translation needs no model to be told."""
    there = WORD.findall(output)
    words = WORD.findall(source)
    rng.shuffle(words)
    for word in words:
        if source.count(word) != 1:
            continue
        if output.count(word) == 1:
            yield "copies", word, word
        alike = [one for one in there if fold(word)[:4] and fold(one)[:4] == fold(word)[:4]]
        mine = [one for one in words if fold(one)[:4] == fold(word)[:4]]
        if len(alike) == len(mine) == 1 and alike[0] != word and len(fold(word)) > 4:
            yield "cognates", word, alike[0]


def lifted_of(text: str, markup: Markup = "markdown") -> Lifted:
    block = Block("paragraph", 0, len(text))
    marks = next(inlines(text, [block], markup)).marks
    return lift(text, (0, len(text)), marks, unwrap)


def around(lifted: Lifted) -> list[str]:
    return [lifted.plain[spot.start : spot.end] for spot in lifted.spots]


def right(marked: str, gold: str) -> bool:
    return gold in marked and len(marked.split()) <= MOST_WORDS


def aligned(asked: Sequence[str], done: Sequence[str], pair: tuple[Lang, Lang]) -> list[str | None]:
    """What is marked in each output by alignment alone; None where nothing could be told."""
    lifted = [lifted_of(text) for text in asked]
    pairs = [(one.plain, output) for one, output in zip(lifted, done, strict=True)]
    found = []
    for one, output, alignment in zip(lifted, done, align(pairs, *pair), strict=True):
        (window,) = by_alignment(one, output, alignment)
        found.append(None if window is None else output[slice(*window)])
    return found


def by_stand_ins(route: Route, asked: Sequence[str]) -> tuple[list[str | None], list[str]]:
    """What is marked in each output by stand-ins, and the outputs without their marks."""
    shields = [shield(text) for text in asked]
    answers = route.translate_batch([one.text for one in shields])
    outputs = [restore(one, answer.text) for one, answer in zip(shields, answers, strict=True)]
    lifted = [lifted_of(output) if output else None for output in outputs]
    marked = [around(one)[0] if one and one.spots else None for one in lifted]
    return marked, [one.plain if one else "" for one in lifted]


def rate(sentences: list[str], references: list[str], pair: tuple[Lang, Lang]) -> None:
    from sacrebleu import corpus_chrf

    rng = random.Random(1)
    route = choose(*pair)
    plain = [one.text for one in route.translate_batch(sentences)]
    cases = []
    for i, (source, output) in enumerate(zip(sentences, plain, strict=True)):
        for kind in ("copies", "cognates"):
            found = next((one for one in told(source, output, rng) if one[0] == kind), None)
            marked = source.replace(found[1], f"**{found[1]}**", 1) if found else ""
            if found and len(lifted_of(marked).spots) == 1:
                cases.append((i, kind, marked, found[2]))
    asked = [case[2] for case in cases]
    by = {"alignment": aligned(asked, [plain[case[0]] for case in cases], pair)}
    by["stand-ins"], bare = by_stand_ins(route, asked)
    print(f"{pair[0]} > {pair[1]}, {len(sentences)} sentences:")
    for kind in ("copies", "cognates"):
        for way, marked in by.items():
            mine = [
                (one, case[3]) for one, case in zip(marked, cases, strict=True) if case[1] == kind
            ]
            back = [(one, gold) for one, gold in mine if one is not None]
            good = sum(right(one, gold) for one, gold in back)
            print(
                f"    {kind:9} {len(mine):4} marks by {way:10}"
                f" {len(back) / len(mine):6.1%} back, {good / (len(back) or 1):6.1%} of these right"
            )
    kept = [i for i, one in enumerate(bare) if one]
    gold = [references[cases[i][0]] for i in kept]
    for name, outputs in (("without marks", [plain[cases[i][0]] for i in kept]),
                          ("with stand-ins", [bare[i] for i in kept])):  # fmt: skip
        print(f"    chrF {name:14} {corpus_chrf(outputs, [gold]).score:.1f}")


def planted(sentences: Sequence[str], rng: random.Random) -> Iterator[str]:
    """The sentences, each with a mark around two to four words in a row."""
    for sentence in sentences:
        words = sentence.split()
        size = rng.choice((2, 3, 4))
        start = rng.randrange(max(1, len(words) - size))
        inside = " ".join(words[start : start + size]).strip(".,;:!?\"'“”()")
        if sentence.count(inside) == 1:
            yield sentence.replace(inside, f"**{inside}**")


def show_planted(sentences: Sequence[str], pair: tuple[Lang, Lang], show: int) -> None:
    asked = list(planted(sentences, random.Random(2)))[:show]
    texts = [Text(text, "markdown", *pair, forced=True) for text in asked]
    made = translate_texts(texts)
    print(f"{pair[0]} > {pair[1]}, {len(asked)} marks: {sum((one.marks for one in made), Marks())}")
    for text, one in zip(asked, made, strict=True):
        was, now = lifted_of(text), lifted_of(one.text)
        print(f"\n  {was.plain}\n  {now.plain}\n      {around(was)} -> {around(now)}")


def marked_words(body: Body, made: Translation) -> Iterator[tuple[str, str, str, str]]:
    """The marked words of a body, of its translation, and the sentences they are in."""
    for one in made.segments:
        source = lifted_of(body.text.text[one.start : one.end], body.markup)
        target = lifted_of(made.text[one.new_start : one.new_end], body.markup)
        left = list(target.spots)
        for spot in source.spots:
            same = next((it for it in left if it.closing.strip() == spot.closing.strip()
                         and it.point == spot.point), None)  # fmt: skip
            if same and not spot.point:
                left.remove(same)
                was, now = source.plain[spot.start : spot.end], target.plain[same.start : same.end]
                yield was, now, source.plain, target.plain


def documents(paths: Sequence[Path], to: Lang, show: int) -> None:
    count, shown = Marks(), []
    for path in paths:
        document: Document = formats.parse_file(path)
        result = run(document, Options(to))
        done = {outcome.task.part: outcome.translation for outcome in result.outcomes}
        for body in document.pages or document.bodies:
            count += done[body.text].marks
            shown += marked_words(body, done[body.text])
    print(f"{len(paths)} documents to {to}: {count}")
    for was, now, source, target in random.Random(1).sample(shown, min(show, len(shown))):
        print(f"\n  {source}\n  {target}\n      [{was}] -> [{now}]")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sentences", type=int, default=300)
    parser.add_argument("--rate", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--documents", type=Path, nargs="*", default=[])
    parser.add_argument("--to", type=Lang.parse, default=Lang("pt"))
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--planted", type=int, default=0)
    arguments = parser.parse_args()
    en, pt = (
        (arguments.folder / f"{tag}.txt").read_text().splitlines()[: arguments.sentences]
        for tag in ("en", "pt")
    )
    if arguments.rate:
        rate(en, pt, (Lang("en"), Lang("pt")))
        rate(pt, en, (Lang("pt"), Lang("en")))
    if arguments.planted:
        show_planted(en[::-1], (Lang("en"), Lang("pt")), arguments.planted)
        show_planted(pt[::-1], (Lang("pt"), Lang("en")), arguments.planted)
    if arguments.documents:
        documents(arguments.documents, arguments.to, arguments.show)


if __name__ == "__main__":
    main()
