"""Settings for all tests."""

import os
import tempfile
from importlib.util import find_spec

from hypothesis import settings

# Models and memory of the person who runs the tests play no part in them.
os.environ["MLSUM_HOME"] = tempfile.mkdtemp(prefix="mlsum-tests-")

# A property is about results, not about how busy the machine is.
settings.register_profile("mlsum", deadline=None)
settings.load_profile("mlsum")

# What needs an extra that is not installed is left out, and the first lines say so.
_NEEDED = {
    "uvicorn": ("test_serve_*.py", "test_cli_serve.py"),
    "pypdfium2": ("test_formats_pdf.py",),
    "sacrebleu": ("test_cli_evaluate.py",),
}
collect_ignore_glob = [
    name for package, names in _NEEDED.items() if not find_spec(package) for name in names
]


def pytest_report_header() -> list[str]:
    return [f"left out, as an extra is missing: {name}" for name in collect_ignore_glob]
