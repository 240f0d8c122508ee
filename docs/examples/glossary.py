"""Translate with terms of your own: python glossary.py."""

import mlsum
from mlsum.lexicon import Glossary

terms = Glossary.of([{"en": "press corps", "pt": "grupo de imprensa"}])
text = "The press corps arrived in Seoul on Monday."
translation = mlsum.translate(text, to="pt", glossary=terms)
print(translation.text, translation.status, sep="\t")
