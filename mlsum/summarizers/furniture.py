"""What surrounds the text of a page: credits, bylines, rights, calls to read on."""

import re

__all__ = ["is_furniture"]

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
    """Whether a sentence is a credit, a byline, rights, or a call to read something else."""
    return _FURNITURE.match(sentence) is not None
