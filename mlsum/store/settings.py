"""The JSON files of settings that lie beside a model's weights."""

import json
from pathlib import Path
from typing import Any

from mlsum.core.errors import ModelError

__all__ = ["read_settings"]


def read_settings(path: Path) -> dict[str, Any]:
    """The settings in a file, none where there is no file. Raises ModelError for a broken one."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"cannot be read: {error}", where=str(path)) from error
    if not isinstance(table, dict):
        raise ModelError("holds no settings", where=str(path))
    return table
