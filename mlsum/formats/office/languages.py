"""Language tags as office programs write them: with a territory."""

from mlsum.core.lang import Lang

__all__ = ["ASIAN", "RIGHT_TO_LEFT", "full_tag", "is_right_to_left"]

# Languages that office programs note apart, for their scripts have fonts of their own.
ASIAN = frozenset(("ja", "ko", "zh"))
RIGHT_TO_LEFT = frozenset(("ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))


def is_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left."""
    return language.partition("-")[0] in RIGHT_TO_LEFT


def full_tag(language: str) -> str:
    """`pt-BR` for `pt`: where no territory is named, the likeliest (CLDR's likely subtags)."""
    from babel.core import get_global

    parts = str(Lang.parse(language)).split("-")
    if any(len(part) == 2 and part.isupper() for part in parts[1:]):
        return language
    territory = get_global("likely_subtags").get("_".join(parts), "").rpartition("_")[2]
    return f"{parts[0]}-{territory}" if len(territory) == 2 else language
