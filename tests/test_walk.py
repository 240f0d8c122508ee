"""The walk of one document in docs/architecture.md, compared with a run."""

import json
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "architecture.md"
NEWS = "# Título: Ministra visita Lisboa\n>Data: 2024-05-01\n\n### Conteúdo:\n\nA ministra falou.\n"
TRACE = """
import json, sys

calls = {}

def profile(frame, event, _):
    if event == "call":
        module = frame.f_globals.get("__name__", "")
        calls.setdefault(f"{module}.{frame.f_code.co_name}".removeprefix("mlsum."))

from mlsum.cli import main

sys.setprofile(profile)
try:
    main()
except SystemExit as end:
    assert not end.code
finally:
    sys.setprofile(None)
print(json.dumps(list(calls)))
"""


def test_a_document_takes_the_walk_that_is_written_down(tmp_path: Path) -> None:
    source, target = tmp_path / "article.txt", tmp_path / "article.en.txt"
    source.write_text(NEWS, encoding="utf-8")
    options = ["--to", "en", "--engine", "echo", "--no-memory", "-q", "-o", str(target)]
    command = [sys.executable, "-c", TRACE, "translate", str(source), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    order = json.loads(done.stdout)

    page = PAGE.read_text(encoding="utf-8")
    walk = page.split("<!-- walk -->")[1].split("<!-- end of walk -->")[0]
    steps = re.findall(r"`(\w+(?:\.\w+)+)`", walk)
    steps = [step for step in steps if step != "core.records"]
    assert len(steps) > 20
    assert [step for step in steps if step not in order] == []
    assert sorted(steps, key=order.index) == steps
    assert target.exists()
