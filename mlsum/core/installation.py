"""Commands that install packages into the environment that runs mlsum."""

import json
import os
import shlex
import sys
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

__all__ = ["pip_install", "pip_install_extra"]


def pip_install(*requirements: str, options: str = "") -> str:
    """The command that installs requirements here, by pip, or by uv if there is no pip."""
    python = _quoted(_short(Path(sys.executable)))
    pip = f"{python} -m pip install" if find_spec("pip") else f"uv pip install --python {python}"
    return " ".join([pip, *([options] if options else []), *map(_quoted, requirements)])


def pip_install_extra(extra: str) -> str:
    """The command that installs an extra of mlsum, from where mlsum itself was installed."""
    folder = _checkout()
    if folder:
        return pip_install(f"{_short(folder)}[{extra}]", options="--editable")
    return pip_install(f"mlsum[{extra}]")


@lru_cache(maxsize=1)
def _checkout() -> Path | None:
    """The folder of an editable installation (PEP 610), if this is one."""
    try:
        record = json.loads(distribution("mlsum").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return None
    if not record.get("dir_info", {}).get("editable"):
        return None
    return Path(url2pathname(urlsplit(record["url"]).path))


def _short(path: Path) -> str:
    """A path relative to the current folder if it is inside."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _quoted(argument: str) -> str:
    """An argument as a shell of this system reads it."""
    if os.name == "nt":
        return f'"{argument}"' if " " in argument else argument
    return shlex.quote(argument)
