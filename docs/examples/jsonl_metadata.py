"""Print the metadata of a JSON Lines file in another language: python jsonl_metadata.py IN LANG."""

import sys
from pathlib import Path

import mlsum
from mlsum.core.lang import Lang
from mlsum.translation import Options, metadata

source, language = sys.argv[1:]
document = mlsum.parse(Path(source))
options = Options(Lang.parse(language), labels="translate")
for outcomes in metadata(document, options):
    for label, value in zip(outcomes[::2], outcomes[1::2], strict=True):
        print(f"{label.translation.text}\t{value.translation.text}\t{value.translation.status}")
    print()
