"""How much recasing raises chrF on sentences that are written as headlines are.

    python scripts/eval_headlines.py FOLDER [--sentences N]

FOLDER holds aligned sentences, a line each, in `en.txt` and `pt.txt`. Each is written in title case
and in capitals. chrF is given as it is, and with all letters small on both sides, which leaves out
what capitals alone cost. Last, how many words of sentences as they were recasing would change.
"""

import argparse
from pathlib import Path

import regex

from mlsum.core.lang import Lang
from mlsum.engines import choose
from mlsum.translation.truecasing import truecase

WORD = regex.compile(r"\p{L}[\p{L}'’]*")
SMALL = frozenset(
    (
        *("a", "an", "and", "as", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"),
        *("ao", "aos", "com", "da", "das", "de", "do", "dos", "e", "em", "na", "nas", "no", "nos"),
        *("o", "os", "ou", "para", "por", "um", "uma"),
    )
)


def title(text: str) -> str:
    """Every word with a capital but the small ones, as newspapers do."""
    return WORD.sub(
        lambda m: m[0] if m.start() and m[0] in SMALL else m[0][0].upper() + m[0][1:], text
    )


def rate(sentences: list[str], references: list[str], source: Lang, target: Lang) -> None:
    from sacrebleu import corpus_chrf

    route = choose(source, target)
    titles, capitals = list(map(title, sentences)), list(map(str.upper, sentences))
    forms = {
        "as they were": sentences,
        "title case": titles,
        "title case, recased": [truecase(text, source) for text in titles],
        "capitals": capitals,
        "capitals, recased": [truecase(text, source) for text in capitals],
    }
    print(f"{source} > {target}, {len(sentences)} sentences")
    small = [one.lower() for one in references]
    for name, texts in forms.items():
        made = [one.text for one in route.translate_batch(texts)]
        score = corpus_chrf(made, [references]).score
        without = corpus_chrf([one.lower() for one in made], [small]).score
        print(f"    {name:20} chrF {score:5.1f}, in small letters {without:5.1f}", flush=True)
    changed = sum(truecase(text, source) != text for text in sentences)
    print(f"    sentences that recasing changes: {changed}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sentences", type=int, default=300)
    given = parser.parse_args()
    en, pt = (
        (given.folder / f"{tag}.txt").read_text(encoding="utf-8").splitlines()[: given.sentences]
        for tag in ("en", "pt")
    )
    rate(en, pt, Lang("en"), Lang("pt"))
    rate(pt, en, Lang("pt"), Lang("en"))


if __name__ == "__main__":
    main()
