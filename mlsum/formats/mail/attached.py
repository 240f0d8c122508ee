"""Documents that are attached to a mail: read, and put back, in their own formats."""

from collections.abc import Mapping
from pathlib import Path

from mlsum.core.document import Document, Part
from mlsum.formats.mail.entity import Entity
from mlsum.formats.mail.leaf import Change, binary_changes

__all__ = ["attachment_changes", "attachment_of", "read_only"]


def attachment_of(entity: Entity) -> Document | None:
    """The document in a part, or None where its name is that of no format.

    Raises what the format raises: InputError and its kinds, MissingExtraError.
    """
    # The formats list mail among them, so they are not there yet when this module is loaded.
    from mlsum import formats

    suffix = Path(entity.filename).suffix.lower()
    known = {one for about in map(formats.about, formats.names()) for one in about.suffixes}
    data = entity.content.get_payload(decode=True)
    if suffix not in known or not isinstance(data, bytes) or not data.strip():
        return None
    document = formats.parse_bytes(data, entity.filename)
    return None if document.format == "plain" and suffix != ".txt" else document


def read_only(document: Document) -> str:
    """Why the document cannot be put back; empty where it can."""
    from mlsum import formats

    about = formats.about(document.format)
    return f"{about.title} is read, not written back" if about.written else ""


def attachment_changes(
    entity: Entity, document: Document, edits: Mapping[Part, str]
) -> list[Change]:
    """What puts the document with its edits into its part of the mail."""
    from mlsum import formats

    if read_only(document):
        return []
    data = formats.render_bytes(document, edits)
    if formats.about(document.format).binary:
        return binary_changes(entity, data, None)
    charset = formats.encoding_for(document, formats.render(document, edits))
    return binary_changes(entity, data, charset)
