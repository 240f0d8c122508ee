"""Which sentences of a body may stand in a summary: running text, no furniture of the page."""

import re

from mlsum.document import Block, Markup, Sentence
from mlsum.lang import Lang
from mlsum.segment import Reading, blocks, reading, sentences

__all__ = ["candidates"]

_ENDS = re.compile(r"[.!?…。！？।؟][\"'”’»›」』）)\]*_]*$")

# Matched at the start of a sentence: credits, rights, bylines, and calls to read something else.
_FURNITURE = re.compile(
    r"""
    [(\[（【<][^()\[\]]{0,60}[)\]）】>]\.?$                                 # (Yonhap)
    | .{0,40}(?:©|ⓒ|\(c\)\s|copyright|(?:all|todos\sos|todos\slos)\s(?:rights|direitos|derechos)\s
        (?:reserved|reserv)|無断転載|无断转载|무단\s?전재|무단\s?복제|재배포\s?금지)
    | (?:read|see|learn|find\sout|leia|veja|saiba|confira|assista|ouça|lea|lee|vea|mira)\s
        (?:more|also|related|mais|também|ainda|más|también|además)\b
    | (?:related|recommended|more)\s(?:articles?|stories|news|reading)\b
    | (?:click\shere|clique\saqui|haga\sclic|subscribe|sign\sup|follow\sus|advertisement)\b
    | (?:assine|inscreva-se|siga\s(?:o|a|os|nos)|compartilhe|suscríb[ae]\w*)\b
    | \[?(?:관련\s?(?:기사|뉴스)|기사\s?제보|제보는|더\s?보기|바로\s?가기|저작권자|☞|▶)
    | 関連記事|続きを読む|もっと読む|【関連
    | by\s\S+(?:\s\S+){0,4}$                                              # By Kim Min-su
    | \S{2,5}\s(?:선임\s?|전문\s?)?(?:기자|특파원|통신원)(?:\s?=|\s.{0,40}@.*)?$  # 김민수 기자
    | .{0,60}[\w.+-]+@[\w-]+(?:\.\w+)+[)\]>]*$                             # a byline's address
    """,
    re.IGNORECASE | re.VERBOSE,
)

# What a wire story opens with: `(서울=연합뉴스) 김철수 기자 = `, `SEOUL, Dec. 13 (Yonhap) -- `.
_DATELINE = re.compile(
    r"[(\[][^()\[\]]{1,30}[)\]]\s?(?:\S{2,5}\s?(?:·\s?\S{2,5}\s?)?(?:선임\s?)?(?:기자|특파원)\s?)?=\s?"
    r"|[A-ZÀ-Þ][^()\n]{1,60}\s\([^()\n]{2,30}\)\s?(?:--|[-–—])\s"
)
# How news interfaces end a text that goes on elsewhere: `… [+1234 chars]`.
_CUT_OFF = re.compile(r"(?:(?<!\s)\s+)?\[\+?\d+ chars\]$")


def candidates(text: str, lang: Lang, markup: Markup) -> list[Sentence]:
    """The sentences of a body that a summary may choose from, numbered among all of its sentences.

    Headings, captions, tables, list items that are no sentences, credits and calls to read on
    are left out; where nothing else is there, they are better than an empty summary.
    """
    everything: list[Sentence] = []
    running: list[Sentence] = []
    prose: list[Sentence] = []
    found = blocks(text, markup)
    read = reading(text, found, markup)
    for block in found:
        if block.kind == "code":
            continue
        for sentence in _of_block(read, block, lang, len(everything)):
            everything.append(sentence)
            if block.kind in ("heading", "caption", "table") or _FURNITURE.match(sentence.shown):
                continue
            running.append(sentence)
            if _ENDS.search(sentence.shown[-8:]):
                prose.append(sentence)
    return prose or running or everything


def _of_block(read: Reading, block: Block, lang: Lang, index: int) -> list[Sentence]:
    text = read.text
    found: list[Sentence] = []
    for start, end in sentences(text[block.start : block.end], lang):
        first, last = block.start + start, block.start + end
        if dateline := _DATELINE.match(text, first, last):
            first = dateline.end() if dateline.end() < last else first
        if cut := _CUT_OFF.search(text, first, last):
            last = cut.start() if cut.start() > first else last
        if shown := read.between(first, last, lang).strip():
            found.append(Sentence(index + len(found), first, last, text[first:last], shown))
    return found
