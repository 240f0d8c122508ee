"""Which models mlsum knows, where their files lie, and how they come into the local store.

A model is described by a manifest, `models/NAME.toml`. Its files travel in an installed package,
or lie in the store under its name, beside a lock file that pins them.
"""

from mlsum.store.catalogue import Pull, known_models, pulls_for, resolve, update
from mlsum.store.files import Progress
from mlsum.store.install import (
    PullOptions,
    broken,
    convert,
    import_argos,
    import_folder,
    import_package,
    pull,
    remove,
)
from mlsum.store.installed import (
    LOCK,
    Installed,
    digest,
    find,
    folder,
    installed,
    known,
    languages,
    licences,
    missing,
    named,
    not_installed,
    offline,
    on_record,
    root,
    verify,
)
from mlsum.store.manifest import (
    Manifest,
    ModelFile,
    Origin,
    manifests,
    read_manifest,
    write_lock,
)

__all__ = [
    "LOCK",
    "Installed",
    "Manifest",
    "ModelFile",
    "Origin",
    "Progress",
    "Pull",
    "PullOptions",
    "broken",
    "convert",
    "digest",
    "find",
    "folder",
    "import_argos",
    "import_folder",
    "import_package",
    "installed",
    "known",
    "known_models",
    "languages",
    "licences",
    "manifests",
    "missing",
    "named",
    "not_installed",
    "offline",
    "on_record",
    "pull",
    "pulls_for",
    "read_manifest",
    "remove",
    "resolve",
    "root",
    "update",
    "verify",
    "write_lock",
]
