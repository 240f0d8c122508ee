"""The sentences of a body that a summary may choose from: running text only."""

import re
from collections.abc import Sequence

from mlsum.core.document import Block, Markup, Sentence
from mlsum.core.lang import Lang
from mlsum.text.segment import Reading, blocks, is_credit, reading, sentences

__all__ = [
    "candidates",
    "is_furniture",
]

_ENDS = re.compile(r"[.!?…。！？।؟][\"'”’»›」』）)\]*_]*$")

# The beginning of a wire story: `(서울=연합뉴스) 김철수 기자 = `, `SEOUL, Dec. 13 (Yonhap) -- `.
_DATELINE = re.compile(
    r"[(\[][^()\[\]]{1,30}[)\]]\s?(?:\S{2,5}\s?(?:·\s?\S{2,5}\s?)?(?:선임\s?)?(?:기자|특파원)\s?)?=\s?"
    r"|[A-ZÀ-Þ][^()\n]{1,60}\s\([^()\n]{2,30}\)\s?(?:--|[-–—])\s"
)
# The end of a text that a news interface has truncated: `… [+1234 chars]`.
_CUT_OFF = re.compile(r"(?:(?<!\s)\s+)?\[\+?\d+ chars\]$")

# The end of an agency's report: `… he said. (Yonhap)`.
_SIGNED = re.compile(r"[.!?。][\"'”’)]*\s?[(\[]\w[\w ]{1,30}[)\]]$")
# Links to other stories and captions above their credit are no longer than this.
_LINE = 200


def candidates(text: str, lang: Lang, markup: Markup) -> list[Sentence]:
    """The sentences of a body that a summary may choose from, with their index in the body.

    Headings, captions, tables, list items that are no sentences, credits and links to other
    stories are left out, unless there is nothing else.
    """
    all_sentences: list[Sentence] = []
    running: list[Sentence] = []
    prose: list[Sentence] = []
    body = blocks(text, markup)
    read = reading(text, body, markup)
    for index, block in enumerate(body):
        if block.kind == "code":
            continue
        apart = _stands_apart(text, body, index)
        for sentence in _block_sentences(read, block, lang, len(all_sentences)):
            all_sentences.append(sentence)
            if apart or is_furniture(sentence.shown):
                continue
            running.append(sentence)
            if _ENDS.search(sentence.shown[-8:]):
                prose.append(sentence)
    return prose or running or all_sentences


def _stands_apart(text: str, body: Sequence[Block], index: int) -> bool:
    """Whether a block is no running text: by its kind, its credit, or the credit below it."""
    block = body[index]
    content = text[block.start : block.end]
    last = index + 1 == len(body)
    if block.kind in ("heading", "table"):
        return True
    if block.kind == "caption":
        return not (last and _SIGNED.search(content))
    if len(content) <= _LINE and is_furniture(content):
        return True
    if index + 2 >= len(body):  # the last credit is that of the text
        return False
    below = body[index + 1]
    if text[block.end : below.start].count("\n") != 1:
        return False
    credit = text[below.start : below.end]
    return len(content) <= _LINE and (below.kind == "caption" or is_credit(credit))


def _block_sentences(read: Reading, block: Block, lang: Lang, index: int) -> list[Sentence]:
    text = read.text
    results: list[Sentence] = []
    for start, end in sentences(text[block.start : block.end], lang):
        first, last = block.start + start, block.start + end
        if dateline := _DATELINE.match(text, first, last):
            first = dateline.end() if dateline.end() < last else first
        if cut := _CUT_OFF.search(text, first, last):
            last = cut.start() if cut.start() > first else last
        if shown := read.between(first, last, lang).strip():
            results.append(Sentence(index + len(results), first, last, text[first:last], shown))
    return results


# Matched at the start of a sentence.
_FURNITURE = re.compile(
    r"""
    [(\[（【<][^()\[\]]{0,60}[)\]）】>]\.?$                                 # (Yonhap)
    | .{0,40}(?:©|ⓒ|\(c\)\s|copyright|(?:all|todos\sos|todos\slos)\s(?:rights|direitos|derechos)\s
        (?:reserved|reserv)|無断転載|无断转载|무단\s?전재|무단\s?복제|재배포\s?금지)
    | (?:é\s)?(?:proibida|vedada)\sa\sreprodução | reprodução\s(?:\w+\s){0,4}proibida
    | (?:read|see|learn|find\sout|leia|veja|saiba|confira|assista|ouça|lea|lee|vea|mira)\s
        (?:more|also|related|mais|também|ainda|más|también|además)\b
    | also\sread\b | (?:related|relacionad[ao]s?)\s?:
    | (?:related|recommended)\s(?:articles?|stories|news|reading)\b
    | (?:more\s(?:articles|stories|news|reading)|mais\s(?:lidas|notícias))\s?(?::|$)
    | contin(?:ue\s(?:reading|lendo|a\sler)|uar?\s(?:lendo|leyendo))\b
    | (?:click\shere|clique\saqui|haga\sclic|subscribe|sign\sup|follow\sus|advertisement)\b
    | (?:assine|inscreva-se|siga\s(?:o|a|os|nos)|compartilhe|suscríb[ae]\w*)\b
    | \[?(?:관련\s?(?:기사|뉴스)|함께\s?(?:보기|읽기)|기사\s?제보|제보는|더\s?보기|바로\s?가기)
    | \[?(?:저작권자|☞|▶)
    | 関連記事|続きを読む|もっと読む|【関連
    | by\s\S+(?:\s\S+){0,4}$                                              # By Kim Min-su
    | (?:por|reportagem\sde|texto\sde)\s(?-i:[A-ZÀ-Þ])\S+(?:\s\S+){0,5},?(?:\s.{0,30})?(?<![.!?])$
    | \(?(?:reporting|writing|editing|edição|reportagem)\s(?:by|por|de)\s
    | da\sredação,?.{0,40}$
    | \S{2,5}\s(?:선임\s?|전문\s?)?(?:기자|특파원|통신원)(?:\s?=|\s.{0,40}@.*)?$  # 김민수 기자
    | (?-i:[A-ZÀ-Þ][^()\n]{1,40})\([^()\n]{2,30}\)\s?(?:--?|[–—])?$       # SEOUL, Dec. 13 (Yonhap)
    | .{0,60}[\w.+-]+@[\w-]+(?:\.\w+)+[)\]>]*$                             # a byline's address
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_furniture(sentence: str) -> bool:
    """Whether a sentence is a credit, a byline, a rights notice, or a link to another story."""
    return _FURNITURE.match(sentence) is not None
