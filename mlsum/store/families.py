"""Families of translation models, and how each takes the two languages.

A tag in the wrong place is the commonest cause of rubbish, so all that differs stands in one table:

family    read by the encoder      the decoder is made to begin with
marian    >>por<< text </s>        (a model of a single pair has no tags)
m2m100    __en__ text </s>         __pt__
nllb      eng_Latn text </s>       por_Latn
mbart50   en_XX text </s>          pt_XX
madlad    <2pt> text </s>
mt5       text </s>                (no languages: summaries)
bart      <s> text </s>            (no languages: summaries)
pegasus   text </s>                (no languages: summaries)
argos     text                     (one direction; its settings add the rest)

Sources: Tiedemann and Thottingal 2020; Fan et al. 2020; NLLB Team 2022; Tang et al. 2020;
Kudugunta et al. 2023; Xue et al. 2021; Lewis et al. 2020; Zhang et al. 2020.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mlsum.core.errors import LanguageError, ModelError
from mlsum.core.lang import Lang
from mlsum.store.settings import read_settings
from mlsum.text.script import likely_script

__all__ = [
    "FAMILIES",
    "TOKENIZER_FILES",
    "Family",
    "best_code",
    "codes",
    "family_of",
    "pair_of",
    "refuse_code",
]

# Whatever a tokenizer of the families is read from; a folder has some of them.
TOKENIZER_FILES = (
    "tokenizer_config.json",
    "tokenizer.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "source.spm",
    "target.spm",
    "vocab.json",
    "merges.txt",
    "target_vocab.json",
    "sentencepiece.bpe.model",
    "spiece.model",
)


@dataclass(frozen=True, slots=True)
class Family:
    """What sets a family apart; `tag` finds the language code in a token of the vocabulary.

    `opened` texts begin with the token `<s>`. `beam` and `length_penalty` are how the family's own
    runtime searches, and `copies_unknown` whether it puts the source's word for an unknown one.
    """

    name: str
    tokenizer: str
    tag: str = ""
    source_first: bool = False
    target_first: bool = False
    target_written: bool = False
    opened: bool = False
    beam: int = 0
    length_penalty: float = 1.0
    copies_unknown: bool = False


FAMILIES: Mapping[str, Family] = {
    one.name: one
    for one in (
        Family("marian", "MarianTokenizer", r">>([A-Za-z_]+)<<", target_first=True),
        Family("m2m100", "M2M100Tokenizer", r"__([a-z]{2,3})__", True, target_written=True),
        Family("nllb", "NllbTokenizer", r"([a-z]{3}_[A-Z][a-z]{3})", True, target_written=True),
        Family("mbart50", "MBart50Tokenizer", r"([a-z]{2}_[A-Z]{2})", True, target_written=True),
        Family("madlad", "T5Tokenizer", r"<2([A-Za-z_]+)>", target_first=True),
        Family("mt5", "T5Tokenizer"),
        Family("bart", "BartTokenizer", opened=True),
        Family("pegasus", "PegasusTokenizer"),
        Family("argos", "", beam=4, length_penalty=0.2, copies_unknown=True),
    )
}

# Under which name BART's tokenizer is saved by transformers 5.
_ALIASES = {"RobertaTokenizer": "BartTokenizer"}
_BY_TYPE = {
    "marian": "marian",
    "m2m_100": "m2m100",
    "mbart": "mbart50",
    "t5": "madlad",
    "mt5": "mt5",
    "bart": "bart",
    "pegasus": "pegasus",
}


def refuse_code(folder: Path) -> None:
    """Raise ModelError for a model that brings code of its own, even if it could do without."""
    for name in ("config.json", "tokenizer_config.json", "generation_config.json"):
        settings = read_settings(folder / name)
        if settings.get("auto_map") or settings.get("custom_generate"):
            raise ModelError(
                f"this model brings code of its own ({name}: auto_map), which mlsum never runs",
                hint="take a model of a known family: mlsum models list",
                where=str(folder),
            )


def family_of(folder: Path) -> Family:
    """The family of a folder, converted or not, from its settings. Raises ModelError."""
    refuse_code(folder)
    kind = str(read_settings(folder / "config.json").get("model_type", ""))
    table = read_settings(folder / "tokenizer_config.json")
    tokenizer = str(table.get("tokenizer_class", "")).removesuffix("Fast")
    # NLLB is of M2M100's type, and a converted model of none; only their tokenizers tell.
    if kind in ("m2m_100", ""):
        alike = (
            one for one in FAMILIES.values() if one.tokenizer == _ALIASES.get(tokenizer, tokenizer)
        )
        if family := next(alike, None):
            return family
    if kind not in _BY_TYPE:
        raise ModelError(
            f"a model of the type {kind!r} is not one mlsum can run",
            hint=f"known: {', '.join(_BY_TYPE)}",
            where=str(folder),
        )
    return FAMILIES[_BY_TYPE[kind]]


def pair_of(folder: Path) -> tuple[Lang, Lang] | None:
    """The one direction of a folder whose tokenizer names it, as Marian's do."""
    table = read_settings(folder / "tokenizer_config.json")
    source, target = table.get("source_lang"), table.get("target_lang")
    return (Lang.parse(source), Lang.parse(target)) if source and target else None


def codes(family: Family, vocabulary: Iterable[str]) -> dict[Lang, str]:
    """The language tags among the tokens of a vocabulary, by language.

    A tag of a language CLDR does not know is left out; of two for one language the first stays.
    """
    found: dict[Lang, str] = {}
    for token in vocabulary if family.tag else ():
        if match := re.fullmatch(family.tag, token):
            # Region XX is mBART's word for none.
            code = match[1].removesuffix("_XX").removesuffix("_xx")
            try:
                found.setdefault(Lang.parse(code), token)
            except LanguageError:
                continue
    return found


def best_code(known: Mapping[Lang, str], lang: Lang) -> str | None:
    """The tag for a language: that of its script where there are several, likely ones if unsaid."""
    near = [one for one in known if one.language == lang.language]
    if not near:
        return None

    def rank(one: Lang) -> tuple[bool, bool, bool]:
        return one != lang, likely_script(one) != likely_script(lang), one != lang.base

    return known[min(near, key=rank)]
