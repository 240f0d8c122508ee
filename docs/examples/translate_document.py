"""Translate a document in its own format: python translate_document.py IN OUT LANG."""

import sys
from pathlib import Path

import mlsum

source, output, language = sys.argv[1:]
translation = mlsum.translate(mlsum.parse(Path(source)), to=language)
Path(output).write_text(translation.text, encoding="utf-8")
print(f"{output}: {translation.status}")
for reason in translation.reasons:
    print(f"  {reason}")
