"""Write the schemas that are generated from the records.

    python scripts/schemas.py [--check]

`mlsum/data/output.schema.json` describes the output of commands, `docs/schemas/api.json` the
results of the HTTP API, `docs/schemas/columns.json` the columns of Parquet datasets.
"""

import argparse
import json
from pathlib import Path

from mlsum.core.records import DetectRecord, TranslateRecord
from mlsum.core.schema import columns, components, json_schema

ROOT = Path(__file__).parent.parent


def schemas() -> dict[str, str]:
    """The text of every file, by its path."""
    datasets = {"detect": columns(DetectRecord), "translate": columns(TranslateRecord)}
    found = {
        "mlsum/data/output.schema.json": json_schema(),
        "docs/schemas/api.json": components(),
        "docs/schemas/columns.json": datasets,
    }
    return {
        path: json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for path, schema in found.items()
    }


def main() -> int:
    """Write the files, or say which differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; 1 where one differs")
    check = parser.parse_args().check
    differing = [
        path
        for path, text in schemas().items()
        if not (ROOT / path).exists() or (ROOT / path).read_text(encoding="utf-8") != text
    ]
    for path in differing:
        print(path)
        if not check:
            (ROOT / path).write_text(schemas()[path], encoding="utf-8")
    return 1 if check and differing else 0


if __name__ == "__main__":
    raise SystemExit(main())
