"""How well addresses, code and money survive a translation, and what shielding them costs.

    python scripts/eval_shield.py FOLDER [--sentences N]

FOLDER holds aligned sentences, a line each, in `en.txt` and `pt.txt`. Fragile pieces are put into
the sentences; printed is the share that comes back exactly once when the model is left alone, when
it is shielded, and when what failed is done in pieces; then chrF of what the model makes of the
sentence without the pieces, and of the shielded output with the pieces taken out.
"""

import argparse
import random
from pathlib import Path

from mlsum.core.lang import Lang
from mlsum.engines import Route, choose
from mlsum.text.shield import pieces, restore, shield

FRAGILE = [
    *("https://www.example.org/a/b_(c)?id=7&x=1", "www.example.com.br/noticias", "example.co.kr"),
    *("user@example.org", "first.last@mail.example.com", "€30", "US$1,250.75", "₩10,000"),
    *("R$ 3,5", "£27", "`make test`", "`a.b(c)`", "#Copa2026", "@some_one", "$TSLA"),
    *("+447378099903", "2023-12-13", "{name}", "v1.2.3"),
]


def planted(sentence: str, rng: random.Random) -> tuple[str, list[str]]:
    """A sentence with one to three fragile pieces, each once, in brackets after a clause."""
    found = rng.sample(FRAGILE, rng.choice((1, 1, 1, 2, 2, 3)))
    bare, stop = sentence.rstrip("."), sentence[len(sentence.rstrip(".")) :]
    words = bare.split()
    for piece in found:
        places = [i for i, word in enumerate(words, 1) if word[-1] in ",;" or i == len(words)]
        words.insert(rng.choice(places), f"({piece})")
    return " ".join(words) + stop, found


def once(found: list[str], output: str | None) -> bool:
    return output is not None and all(output.count(piece) == 1 for piece in found)


def in_pieces(route: Route, text: str) -> str:
    cut = pieces(text)
    free = iter(route.translate_batch([piece.text for piece in cut if not piece.protected]))
    return "".join(piece.text if piece.protected else next(free).text for piece in cut)


def without(text: str, found: list[str]) -> str:
    for piece in found:
        text = text.replace(f" ({piece})", "").replace(piece, "")
    return text


def rate(sentences: list[str], references: list[str], source: Lang, target: Lang) -> None:
    from sacrebleu import corpus_chrf

    rng = random.Random(1)
    route = choose(source, target)
    cases = [planted(sentence, rng) for sentence in sentences]
    shields = [shield(text) for text, _ in cases]
    alone = [one.text for one in route.translate_batch([text for text, _ in cases])]
    outputs = [one.text for one in route.translate_batch([one.text for one in shields])]
    restored = [restore(*pair) for pair in zip(shields, outputs, strict=True)]
    redone = [
        output if once(found, output) else in_pieces(route, text)
        for (text, found), output in zip(cases, restored, strict=True)
    ]
    print(f"{source} > {target}, {len(cases)} sentences, each piece exactly once:")
    for name, done in (("left alone", alone), ("shielded", restored), ("then in pieces", redone)):
        share = sum(once(f, o) for (_, f), o in zip(cases, done, strict=True)) / len(cases)
        print(f"    {name:15} {share:.1%}")
    plain = [one.text for one in route.translate_batch(sentences)]
    bare = [without(output, found) for output, (_, found) in zip(redone, cases, strict=True)]
    print(f"    chrF without pieces {corpus_chrf(plain, [references]).score:.1f}", end=", ")
    print(f"with pieces, taken out again {corpus_chrf(bare, [references]).score:.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sentences", type=int, default=300)
    arguments = parser.parse_args()
    en, pt = (
        (arguments.folder / f"{tag}.txt").read_text().splitlines()[: arguments.sentences]
        for tag in ("en", "pt")
    )
    rate(en, pt, Lang("en"), Lang("pt"))
    rate(pt, en, Lang("pt"), Lang("en"))


if __name__ == "__main__":
    main()
