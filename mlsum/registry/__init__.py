"""Which models mlsum knows, where their files lie, and whether they are the ones that were pinned.

A model is described by a manifest, `models/NAME.toml`. Its files travel in an installed package,
or lie in the local store under its name, beside a lock file that pins them.
"""

from mlsum.registry.manifest import (
    Manifest,
    ModelFile,
    Origin,
    manifests,
    read_manifest,
    write_lock,
)
from mlsum.registry.store import (
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
    store,
    verify,
)

__all__ = [
    "LOCK",
    "Installed",
    "Manifest",
    "ModelFile",
    "Origin",
    "digest",
    "find",
    "folder",
    "installed",
    "known",
    "languages",
    "licences",
    "manifests",
    "missing",
    "named",
    "not_installed",
    "offline",
    "on_record",
    "read_manifest",
    "store",
    "verify",
    "write_lock",
]
