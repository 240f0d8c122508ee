"""Print the language of every span of a text: python detect_spans.py 'TEXT'."""

import sys

import mlsum

text = sys.argv[1] if len(sys.argv) > 1 else "Defense minister meets NATO delegation - 코리아타임스"
for span in mlsum.detect(text).spans:
    print(f"{span.lang}\t{span.start}-{span.end}\t{text[span.start : span.end]}")
