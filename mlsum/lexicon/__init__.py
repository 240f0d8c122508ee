"""Metadata without a model: labels, terms, names of languages and places, dates, outlets."""

from mlsum.lexicon.bylines import person_name
from mlsum.lexicon.cldr import (
    currency_name,
    language_name,
    parse_currency,
    parse_language,
    parse_territory,
    territory_name,
)
from mlsum.lexicon.dates import DateValue, format_date, parse_date
from mlsum.lexicon.exonyms import exonym, known_forms, place_name
from mlsum.lexicon.glossary import Glossary
from mlsum.lexicon.labels import LabelMatch, label, lookup
from mlsum.lexicon.loannames import outlet_in_latin
from mlsum.lexicon.loanwords import is_loanword
from mlsum.lexicon.localize import localize_numbers
from mlsum.lexicon.money import money
from mlsum.lexicon.numbers import NumberValue, format_number, parse_number
from mlsum.lexicon.outlets import Outlet, outlet_name, outlet_tail
from mlsum.lexicon.outlets import find as find_outlet
from mlsum.lexicon.particles import agree
from mlsum.lexicon.people import in_latin
from mlsum.lexicon.romanize import romanize
from mlsum.lexicon.spelling import bare, in_case_of
from mlsum.lexicon.terms import known_phrase, map_list, term_langs, translate_term

__all__ = [
    "DateValue",
    "Glossary",
    "LabelMatch",
    "NumberValue",
    "Outlet",
    "agree",
    "bare",
    "currency_name",
    "exonym",
    "find_outlet",
    "format_date",
    "format_number",
    "in_case_of",
    "in_latin",
    "is_loanword",
    "known_forms",
    "known_phrase",
    "label",
    "language_name",
    "localize_numbers",
    "lookup",
    "map_list",
    "money",
    "outlet_in_latin",
    "outlet_name",
    "outlet_tail",
    "parse_currency",
    "parse_date",
    "parse_language",
    "parse_number",
    "parse_territory",
    "person_name",
    "place_name",
    "romanize",
    "term_langs",
    "territory_name",
    "translate_term",
]
