"""Captions and credits of pictures, as lines of a text show them."""

import re

__all__ = ["is_caption", "is_credit"]

_LONGEST = 300  # characters
_MOST_STOPS = 4  # of a caption: two sentences, and what abbreviations have

_LABEL = (
    r"photos?|images?|pictures?|credits?|captions?|figures?|fig\.|fotos?|fotografias?|imagem|imagens"
    r"|figura|cr[ée]ditos?|legenda|imagen|imágenes|pie de foto|bild|abbildung|légende"
    r"|사진|그림|자료|영상|写真|画像|図|图|图片|照片"
)
_CAPTION = re.compile(
    rf"""[△▲▼▽◀◁]\s*\S.*                                # ▲ 사진 설명
       | [\[(<【]\s*(?:{_LABEL})\b.*[\])>】]\.?           # [Photo: …], (Photo by …)
       | /?(?:{_LABEL})(?:\s?\w{{1,10}})?\s?[:：=/|].*    # Foto: …, 사진 제공=…
       | (?:photo|foto|image|imagem)\s(?:by|courtesy|de|por)\s.{{1,80}}
       | [\[(（【][^()\[\]（）【】]{{1,60}}[\])）】]\.?         # (Yonhap), [서울=연합뉴스]
     """,
    re.IGNORECASE | re.VERBOSE,
)
_EMPHASIS = re.compile(r"(?P<mark>[*_]{1,3})(?P<text>[^*_\s][^*_]*)(?P=mark)")
_WORD_FOR_PHOTO = (
    r"photos?|images?|pictures?|credits?|fotos?|fotografias?|imagem|imagens|cr[ée]ditos?"
    r"|사진|자료\s?사진|그림|그래픽|영상|이미지|写真|画像|图片|照片"
)
_AGENCY = (
    r"yonhap(?:\snews(?:\sagency)?)?|reuters|a\.?p\.?|associated\spress|afp|epa|upi|dpa|xinhua"
    r"|kyodo|tass|newsis|news1|getty(?:\simages)?(?:\s[a-z]+)?|shutterstock|bloomberg"
    r"|ag[êe]ncia\s\w+|folhapress|estad[ãa]o\sconte[úu]do|divulga[çc][ãa]o|reprodu[çc][ãa]o"
    r"|arquivo\spessoal|acervo\spessoal|file\sphoto|handout|courtesy|pool"
    r"|연합뉴스|연합|뉴스1|뉴시스|뉴스핌|로이터|게티이미지\w*|신화|타스|교도|공동취재단"
)
# A credit names an agency, alone or with what stands beside it: `AFP-Yonhap`, `AP Photo/Lee Jin`.
_CREDIT = rf"""
    (?:{_WORD_FOR_PHOTO})(?:\s?(?:제공|출처|캡처|credit))?\s?[:：=/|]\s?\S[^.!?\n]{{0,80}}
  | (?:[^\s.!?]+(?:\s[^\s.!?]+){{0,3}}\s)?(?:photos?|images?|pictures?|fotos?|imagem)\s
      (?:by|courtesy(?:\sof)?|from|de|por)\s[^!?\n]{{2,60}}
  | courtesy\sof\s[^.!?\n]{{2,60}}
  | (?:{_AGENCY})(?:\s?(?:photos?|images?|자료\s?사진|사진))?
      (?:\s?[-/=·,|©ⓒ]\s?[^.!?\n]{{1,50}})?
  | [^\s.!?/]{{2,30}}(?:\s[^\s.!?/]{{1,20}}){{0,3}}\s?[-/=]\s?(?:{_AGENCY})
  | (?-i:[A-ZÀ-Þ])[^\s.!?/]+(?:\s[^\s.!?/]{{1,20}}){{1,3}}\s?/\s?(?-i:[A-ZÀ-Þ])[^.!?\n/]{{1,30}}
"""
_ONLY_CREDIT = re.compile(rf"[\[(（【/|—–-]?\s?(?:{_CREDIT})[\])）】]?\.?", re.I | re.X)
# At the end of a line: in brackets, or behind the end of a sentence, a dash or a slash.
_ENDS_IN_CREDIT = re.compile(
    rf"""
    (?:[\[(（【]\s?(?:{_CREDIT})\s?[\])）】]\.?
      | [.!?。…][\"'”’)]*\s(?:{_CREDIT})\.?
      | (?:\s[/|—–-]\s?|(?<=[.!?。\d])\s?/\s?|\s?[©ⓒ]\s?)(?:{_CREDIT})
      | (?<=\s)(?:{_WORD_FOR_PHOTO})\s?(?:제공|출처|캡처)?\s?[:：=]\s?[^.!?\n]{{2,60}})
    $""",
    re.I | re.X,
)
_STOP = re.compile(r"[.!?。](?=\s|$)")


def is_caption(line: str) -> bool:
    """Whether a line is by its form a caption or a credit, emphasized or not.

    It is marked as one, or its one or two sentences end with the credit of a picture.
    """
    if len(line) > _LONGEST:
        return False
    bare = line.strip()
    if emphasis := _EMPHASIS.fullmatch(bare):
        bare = emphasis["text"]
    if _CAPTION.fullmatch(bare) is not None:
        return True
    return len(_STOP.findall(bare)) <= _MOST_STOPS and _ENDS_IN_CREDIT.search(bare) is not None


def is_credit(line: str) -> bool:
    """Whether a line is the credit of a picture and nothing else: `Reuters/Lee Jin`."""
    return len(line) <= _LONGEST and _ONLY_CREDIT.fullmatch(line.strip()) is not None
