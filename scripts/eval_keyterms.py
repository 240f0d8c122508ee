"""Precision at 10 of key terms in Korean, Portuguese and English, by a rule.

    python scripts/eval_keyterms.py DATA

DATA holds `summaries/*.jsonl` and `docs_opensource_guide/`. A term is right where it occurs in the
text, is no function word, day, month or amount, and (with Kiwi) is made of Korean nouns alone; in
Portuguese and English its first or last word stands after an article or a preposition somewhere,
or has a capital inside a sentence. The built-in Korean reader, Kiwi, words as they are, yake and
(for Korean) KR-WordRank are compared, the last two if they are installed. The rule is partly that
of the code for Portuguese and English, so that only the Korean figures are independent; a person
should read those terms.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from statistics import mean
from unittest.mock import patch

from mlsum.core.lang import Lang
from mlsum.summarization import key_terms, keywords, korean
from mlsum.summarization.nouns import is_general
from mlsum.summarization.terms import is_stop_word
from mlsum.text.segment import sentences

Article = tuple[str, str]
_MOST = 20
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_ARTICLE = {
    "pt": r"(?:o|a|os|as|um|uma|d[oae]s?|n[oa]s?|à|às|aos?|pel[oa]s?|em|por|com|para|sem|entre)",
    "en": r"(?:the|a|an|of|in|on|for|with|by|from|at|their|its|his|her|your|our|this|these)",
}


def articles(data: Path, language: str) -> Iterator[Article]:
    """The title and text of documents of a language, 20 at most."""
    files = {"ko": "ko_scinews_dev.jsonl", "pt": "pt_cstnews_dev.jsonl"}
    if name := files.get(language):
        for line in (data / "summaries" / name).read_text("utf-8").splitlines():
            row = json.loads(line)
            yield row.get("title") or "", row["text"]
    for path in sorted((data / "docs_opensource_guide" / language).glob("*.md")):
        text = path.read_text("utf-8")
        front = _FRONT.match(text)
        title = re.search(r"^title: (.*)$", front[1], re.MULTILINE) if front else None
        yield title[1] if title else "", re.sub(r"[#*`>]|\]\(.*?\)", " ", text[front.end() :])


def is_right(term: str, text: str, lang: Lang) -> bool:
    """Whether the rule takes a term for one."""
    words = term.lower().split()
    if not words or any(is_general(word, lang) for word in (words[0], words[-1])):
        return False
    if is_stop_word(words[0], lang) or is_stop_word(words[-1], lang) or len(term) < 2:
        return False
    if lang.language == "ko":
        return all(word in text for word in term.split()) and _nouns_only(term)
    found = re.search(rf"(?<!\w){re.escape(term)}(?!\w)", text, re.IGNORECASE) is not None
    inside = re.search(rf"[\w,] {re.escape(term.title())}(?!\w)", text) or term.isupper()
    after = rf"\b{_ARTICLE[lang.language]} (?:\w+ )?{re.escape(term)}(?!\w)"
    return found and bool(inside or re.search(after, text, re.IGNORECASE))


def _nouns_only(term: str) -> bool:
    tags = [token.tag for token in korean._kiwi().tokenize(term)]
    return all(tag[:2] in ("NN", "SL", "SN", "XS", "XP", "XR", "SH", "SW", "SS") for tag in tags)


def ours(title: str, text: str, lang: Lang) -> list[str]:
    cut = [text[start:end] for start, end in sentences(text, lang)]
    return [one.text for one in key_terms(cut, lang, title)]


def without_kiwi(title: str, text: str, lang: Lang) -> list[str]:
    with patch.object(keywords, "kiwi_installed", lambda: False):
        return ours(title, text, lang)


def as_written(title: str, text: str, lang: Lang) -> list[str]:
    """Without what tells nouns."""
    with (
        patch.object(keywords, "_korean", lambda _, cut: cut),
        patch.object(keywords, "nouns", lambda *_: None),
    ):
        return ours(title, text, lang)


def by_yake(title: str, text: str, lang: Lang) -> list[str]:
    import yake

    found = yake.KeywordExtractor(lan=lang.language, n=3, top=10).extract_keywords(
        title + "\n" + text
    )
    return [term for term, _ in found]


def by_word_rank(title: str, text: str, lang: Lang) -> list[str]:
    """KR-WordRank (Kim et al. 2014) on the sentences, with the settings of its documentation."""
    from krwordrank.word import KRWordRank

    cut = [title, *(text[start:end] for start, end in sentences(text, lang))]
    found, _, _ = KRWordRank(min_count=2, max_length=10).extract(cut, beta=0.85, max_iter=10)
    return sorted(found, key=found.__getitem__, reverse=True)[:10]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--show", action="store_true", help="print what the rule refuses")
    given = parser.parse_args()
    ways: dict[str, Callable[[str, str, Lang], list[str]]] = {
        "nouns": ours, "without kiwi": without_kiwi, "words as written": as_written,
    }  # fmt: skip
    if find_spec("yake"):
        ways["yake"] = by_yake
    if find_spec("krwordrank"):
        ways["KR-WordRank"] = by_word_rank
    for language in ("ko", "pt", "en"):
        lang = Lang(language)
        chosen = list(articles(given.data, language))[:_MOST]
        for name, way in ways.items():
            if name in ("without kiwi", "KR-WordRank") and language != "ko":
                continue
            scores = []
            for title, text in chosen:
                terms = way(title, text, lang)
                wrong = [one for one in terms if not is_right(one, f"{title}\n{text}", lang)]
                scores.append(1 - len(wrong) / (len(terms) or 1))
                if given.show and wrong and name != "words as written":
                    print("   ", language, name, "wrong:", *wrong, sep="  ")
            print(f"{language}  {name:18} {mean(scores):.3f}  of {len(chosen)}", flush=True)


if __name__ == "__main__":
    main()
