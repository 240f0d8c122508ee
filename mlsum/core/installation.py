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
    folder, editable = _checkout()
    if folder is None:
        return pip_install(f"mlsum[{extra}]")
    place = _short(folder)
    if place != "." and not Path(place).is_absolute():
        place = f".{os.sep}{place}"  # else a name for an index
    return pip_install(f"{place}[{extra}]", options="--editable" if editable else "")


@lru_cache(maxsize=1)
def _checkout() -> tuple[Path | None, bool]:
    """The folder that mlsum was installed from (PEP 610), and whether it is editable."""
    try:
        record = json.loads(distribution("mlsum").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return None, False
    if "dir_info" not in record:
        return None, False
    folder = Path(url2pathname(urlsplit(record["url"]).path))
    return folder if folder.is_dir() else None, bool(record["dir_info"].get("editable"))


def _short(path: Path) -> str:
    """A path relative to the current folder if it is inside."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _quoted(argument: str) -> str:
    """An argument as a shell of this system reads it."""
    if os.name == "nt":
        return f'"{argument}"' if " " in argument else argument
    return shlex.quote(argument)
