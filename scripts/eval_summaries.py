"""Rate extractive summaries on JSONL sets: our three beside lead, random and sumy's five.

    python scripts/eval_summaries.py SET.jsonl [SET.jsonl ...] [--no-title]

The sets and the score are described in mlsum/summarization/evaluate.py.
"""

import argparse
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mlsum.summarization.evaluate import (
    SIGNATURE,
    SummaryCase,
    System,
    rate,
    read_set,
    system,
    tokens,
)

_SUMY = {
    "lex_rank": "LexRankSummarizer",
    "text_rank": "TextRankSummarizer",
    "lsa": "LsaSummarizer",
    "luhn": "LuhnSummarizer",
    "sum_basic": "SumBasicSummarizer",
}


def of_sumy(name: str) -> System:
    """One of sumy's summarizers, given our sentences and the words that ROUGE counts."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

    class Tokenizer:
        to_words = staticmethod(tokens)

    make: Any = getattr(import_module(f"sumy.summarizers.{name}"), _SUMY[name])

    def chooses(case: SummaryCase) -> Sequence[int]:
        parts = [Sentence(text, Tokenizer()) for text in case.sentences]
        document = ObjectDocumentModel([Paragraph(parts)])
        chosen = {id(one) for one in make()(document, case.count)}
        return [index for index, one in enumerate(document.sentences) if id(one) in chosen]

    return chooses


def main() -> None:
    """Print one table per set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--systems", help="only these of ours, separated by commas")
    parser.add_argument("--no-title", action="store_true", help="rank without the title")
    options = parser.parse_args()
    ours = (options.systems or "extractive,semantic,morphemes").split(",")
    systems = {f"mlsum {name}": system(name) for name in ours}
    systems |= {name: system(name) for name in ("lead", "random")}
    if find_spec("sumy"):
        systems |= {f"sumy {name}": of_sumy(name) for name in _SUMY}
    else:
        print("without sumy: pip install '.[bench]'")
    print(SIGNATURE)
    for path in options.sets:
        cases = read_set(path, title=not options.no_title)
        print(f"{path.stem}: {len(cases)} documents\n{'':17}  R1 F1  R2 F1  ms/document")
        for name, one in systems.items():
            score = rate(one, cases)
            print(f"{name:17} {score.rouge1:6.3f} {score.rouge2:6.3f} {score.milliseconds:12.2f}")


if __name__ == "__main__":
    main()
