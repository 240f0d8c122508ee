"""Put models into the local store: from a hub, from Mozilla's catalogue, or from a folder."""

from mlsum.pull.files import Watch
from mlsum.pull.install import How, broken, convert, import_folder, pull, remove, resolve

__all__ = ["How", "Watch", "broken", "convert", "import_folder", "pull", "remove", "resolve"]
