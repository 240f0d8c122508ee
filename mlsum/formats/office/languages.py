"""Language tags as office programs write them: with a territory."""

from mlsum.lang import Lang

__all__ = ["full_tag"]


def full_tag(language: str) -> str:
    """`pt-BR` for `pt`: where no territory is named, the likeliest (CLDR's likely subtags)."""
    from babel.core import get_global

    tag = Lang.parse(language)
    parts = str(tag).split("-")
    if any(len(part) == 2 and part.isupper() for part in parts[1:]):
        return language
    likely = get_global("likely_subtags").get("_".join(parts), "")
    territory = likely.rpartition("_")[2]
    return f"{parts[0]}-{territory}" if len(territory) == 2 else language
