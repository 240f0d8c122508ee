"""Guess encodings from before Unicode by the text that they give.

An encoding is sure where nearly all letters are of one alphabet, words are written as words are
(`Word`, `word`, `WORD`), its commonest letters are common, and no other encoding does as well.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import regex

__all__ = ["GUESSED", "guess", "is_of_one_language"]


@dataclass(frozen=True, slots=True)
class _Alphabet:
    """Letters beyond ASCII; of scripts other than Latin, the commonest ones first."""

    encodings: tuple[str, ...]
    letters: str
    common: int = 0


_EAST = ("cp1250", "iso8859-2")
_BALTIC = ("cp1257", "iso8859-13")
_CYRILLIC = ("cp1251", "koi8-r", "koi8-u", "cp866", "iso8859-5")
_ALPHABETS = (
    *(_Alphabet(_EAST, it) for it in (
        "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž",
    )),
    _Alphabet(("cp1254", "iso8859-9"), "çğıöşüâîûi̇"),
    *(_Alphabet(_BALTIC, it) for it in ("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž")),
    _Alphabet(_CYRILLIC, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", 10),
    _Alphabet(_CYRILLIC, "оанивертслкдмпуяізьйбгчхїюцжєщшфґ", 10),
    _Alphabet(("cp1251", "iso8859-5"), "аоиенртсвјкдпмулбгзшцчжњљхћђфџѓќѕъщьюяйўі", 10),
    _Alphabet(("cp1253", "iso8859-7"), "αοιετσνηυρκπμλςωάίόήέδγύχθώφβξζψϊϋΐΰ", 10),
    _Alphabet(("cp1255", "iso8859-8"), "יוהלאתרבמשנעדקפחצגטכסזםךןףץ", 10),
    _Alphabet(("cp1256", "iso8859-6"), "اليمنوتربعدةسكهفقحجأشصطخىذغضزثإءئظؤآپچژگکی", 10),
    _Alphabet(("cp874",), "านรอกเงมยลวดทสตะปบคหแจพชขใไโผถศณษซธญฐภฎฏฑฒฌฮฟฝฉฆฬำๆฯ", 20),
)  # fmt: skip
_WESTERN = (
    "áàâãçéêíóôõúü", "áéíóúüñªº", "àâæçéèêëîïôœùûüÿ", "äöüß", "àèéìíîòóùú", "åäöé", "æøåéóô",
    "áðéíóúýþæö", "àçèéíïóòúü", "éëïóöüè", "äõöüšž",
)  # fmt: skip
_EASTERN = ("cp932", "euc_jp", "gb18030", "big5")
# What no reader is expected to have thought of: it is named when a document is read in it.
GUESSED = frozenset((*_EASTERN, *(it for alphabet in _ALPHABETS for it in alphabet.encodings)))
_MARKS = frozenset(" «»„“”‘’‚‹›–—…·•°§№©®™€£±×ªº­،؛؟·´`")
_SHAPE = regex.compile(r"\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\p{Lu}+")
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_SIGN_IN_WORD = regex.compile(r"\p{Ll}[±³¶¼¾¿¹]")
_LATIN = regex.compile(r"[A-Za-z]")
_BEYOND = regex.compile(r"[^\x00-\x7f]")
# Letters beyond ASCII, the same of other scripts than Latin, and how many different ones.
_FEWEST, _FEWEST_OTHER, _FEWEST_KINDS = 5, 10, 3
_PURE, _SHAPED, _COMMON, _MARGIN = 0.98, 0.95, 0.5, 0.08
# The commonest Chinese characters of running text, in both scripts (about 40 % of it).
_HANZI = frozenset(
    "的一是不了在有人我他這这個个們们中大來来上國国到說说時时要就出會会可也你對对生能而子那得於于著着下自之年過过"
    "發发後后作里裡用道行所然家種种事成方多經经麼么去法學学如都同現现當当沒没動动面起看定天分還还進进好小部其些主"
    "樣样理心她本前開开但因只從从想實实日軍军者意無无力它與与長长把機机十民第公此已工使情明性知全三又關关點点正業业"
    "外將将兩两高間间由問问很最重並并物手應应戰战向頭头文體体政美相見见被利什二等產产或新己制身果加西斯月話话合回"
    "特代內内信表化老給给世位次度門门任常先海通教兒儿原東东聲声提立及比員员解水名真論论處处走義义各入幾几口認认條"
    "条平系氣气題题活爾尔更別别打女變变四神總总何電电數数安少報报才結结反受目太量再感建務务做接必場场件計计管期市"
    "直德資资命山金指克許许統统區区保至隊队形社便空決决治展馬马科司五基眼書书非則则聽听白卻却界達达光放強强即像難"
)
_HIRAGANA = regex.compile(r"[ぁ-ん]")
_HALF_KANA = regex.compile(r"[\uff61-\uff9f]")
_IDEOGRAPH = regex.compile(r"\p{Han}")
_HIRAGANA_SHARE, _HANZI_SHARE, _FEWEST_EASTERN = 0.2, 0.15, 4


def guess(data: bytes) -> str | None:
    """The encoding that some bytes are surely in; None where none is sure."""
    eastern = [it for it in _EASTERN if _is_eastern(data, it)]
    if len(eastern) == 1:
        return eastern[0]
    rated = sorted(_rated(data), key=lambda it: -it[0])
    if eastern or not rated:
        return None
    rate, encoding, text = rated[0]
    others = [other for other, _, read in rated if read != text]
    return encoding if not others or rate - others[0] > _MARGIN else None


def is_of_one_language(text: str) -> bool:
    """Whether the letters beyond ASCII in a text are those of one language of Western Europe."""
    letters = set(filter(str.isalpha, _BEYOND.findall(text.lower())))
    return not _SIGN_IN_WORD.search(text) and any(letters.issubset(it) for it in _WESTERN)


def _rated(data: bytes) -> Iterator[tuple[float, str, str]]:
    """How sure the encodings are that are not refuted, and the text that they give."""
    for encoding in dict.fromkeys(it for alphabet in _ALPHABETS for it in alphabet.encodings):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        rates = [_rate(text, it) for it in _ALPHABETS if encoding in it.encodings]
        if rate := max(rates):
            yield rate, encoding, text


def _rate(text: str, alphabet: _Alphabet) -> float:
    beyond = _BEYOND.findall(text.lower())
    letters = [it for it in beyond if it.isalpha() or unicodedata.category(it)[0] == "M"]
    marks = sum(it in _MARKS or it == "\xa0" for it in beyond)
    own = [it for it in letters if it in alphabet.letters or "\u0e30" < it < "\u0e4f"]
    fewest = _FEWEST_OTHER if alphabet.common else _FEWEST
    if len(own) < fewest or len(set(own)) < _FEWEST_KINDS:
        return 0.0
    if len(own) + marks < _PURE * len(beyond):
        return 0.0
    words = [it for it in _WORD.findall(text) if _BEYOND.search(it)]
    if sum(_SHAPE.fullmatch(it) is not None for it in words) < _SHAPED * len(words):
        return 0.0
    if not alphabet.common:
        return len(own) / len(beyond)
    if sum(_LATIN.search(it) is None for it in words) < _SHAPED * len(words):
        return 0.0
    common = sum(it in alphabet.letters[: alphabet.common] for it in own) / len(own)
    return common if common > _COMMON else 0.0


def _is_eastern(data: bytes, encoding: str) -> bool:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    beyond = len(_BEYOND.findall(text))
    if beyond < _FEWEST_EASTERN:
        return False
    if encoding in ("cp932", "euc_jp"):
        kana = len(_HIRAGANA.findall(text))
        return kana > _HIRAGANA_SHARE * beyond and not _HALF_KANA.search(text)
    ideographs = _IDEOGRAPH.findall(text)
    common = sum(it in _HANZI for it in ideographs)
    return common >= _FEWEST_EASTERN and common > _HANZI_SHARE * beyond
