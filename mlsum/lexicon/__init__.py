"""Metadata without a model: labels, terms, names of languages and places, dates, outlets."""

from mlsum.lexicon.amounts import localize_amount
from mlsum.lexicon.bylines import person_name
from mlsum.lexicon.cldr import (
    currency_name,
    language_name,
    parse_currency,
    parse_language,
    parse_territory,
    resolve_language,
    territory_name,
)
from mlsum.lexicon.datenames import calendar_words
from mlsum.lexicon.dates import date_order, parse_date
from mlsum.lexicon.datetexts import DATE_KEYS, is_date, localize_date
from mlsum.lexicon.exonyms import exonym, known_forms, place_name
from mlsum.lexicon.glossary import Glossary
from mlsum.lexicon.labels import LabelMatch, label, lookup, sense_of
from mlsum.lexicon.languages import is_language_list, language_meant, localize_languages
from mlsum.lexicon.loanwords import is_loanword, outlet_in_latin
from mlsum.lexicon.localize import localize_numbers
from mlsum.lexicon.money import money
from mlsum.lexicon.numbers import decimal_sign, parse_number
from mlsum.lexicon.outlets import Outlet, outlet_name, outlet_tail
from mlsum.lexicon.outlets import find as find_outlet
from mlsum.lexicon.particles import agree
from mlsum.lexicon.people import in_latin
from mlsum.lexicon.romanize import romanize
from mlsum.lexicon.spelling import bare, in_case_of, plain
from mlsum.lexicon.terms import (
    TERM_KEYS,
    is_term_in,
    known_phrase,
    map_list,
    speaker_in,
    term_langs,
    translate_term,
)

__all__ = [
    "DATE_KEYS",
    "TERM_KEYS",
    "Glossary",
    "LabelMatch",
    "Outlet",
    "agree",
    "bare",
    "calendar_words",
    "currency_name",
    "date_order",
    "decimal_sign",
    "exonym",
    "find_outlet",
    "in_case_of",
    "in_latin",
    "is_date",
    "is_language_list",
    "is_loanword",
    "is_term_in",
    "known_forms",
    "known_phrase",
    "label",
    "language_meant",
    "language_name",
    "localize_amount",
    "localize_date",
    "localize_languages",
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
    "plain",
    "resolve_language",
    "romanize",
    "sense_of",
    "speaker_in",
    "term_langs",
    "territory_name",
    "translate_term",
]
