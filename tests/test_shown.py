"""What values look like to a person: in a session, and in a text."""

import mlsum
from mlsum.core.document import KeyTerm, Sentence, Translation
from mlsum.lexicon import Glossary

LONG = "# Title: A word\n\n### Content:\n\n" + "Many words follow. " * 1000


def test_the_repr_of_a_document_and_its_parts_is_short() -> None:
    document = mlsum.parse(LONG)
    values = (document, document.source, document.items[0], document.bodies[0], document.fields[0])
    assert all(len(repr(value)) < 500 for value in values)
    assert repr(document) == "<Document labelled items=1 fields=1 characters=19031>"
    assert len(repr(mlsum.summarize(document, 5))) < 1000
    assert "status='kept'" in repr(Translation(LONG, "kept"))
    assert "engine" not in repr(Translation(LONG, "kept"))


def test_a_value_as_a_text_is_what_is_read() -> None:
    document = mlsum.parse("# Title: A word\n>Date: 2024\n")
    assert str(document) == document.source.text
    assert str(document.fields[0]) == "Title: A word"
    assert str(Translation("Uma palavra", "suspect")) == "Uma palavra"
    assert str(Sentence(0, 0, 9, "**A word**", "A word")) == "A word"
    assert str(KeyTerm("word", 1.0, 2)) == "word"
    assert str(mlsum.summarize("One. Two.", 1)) in ("One.", "Two.", "One. Two.")


def test_a_detection_as_a_text_names_its_languages() -> None:
    found = mlsum.detect("Defense minister meets NATO delegation - 코리아타임스")
    assert str(found).startswith("en+ko (")
    assert [str(span) for span in found.spans] == ["en 0:38", "ko 41:47"]


def test_a_glossary_is_shown_by_its_size() -> None:
    assert repr(Glossary.of([{"en": "NATO", "pt": "OTAN"}])) == "<Glossary entries=1>"
