"""Reading the glossaries that people write: tab-separated tables and YAML."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mlsum.errors import EncodingError, FormatError, InputError, LanguageError
from mlsum.lang import UND, Lang

if TYPE_CHECKING:
    import yaml

__all__ = ["ANY", "Entry", "read_entries"]

Entry = Mapping[Lang, str]
"""One term in its languages. UND: written so in any language; ANY: to be written so in any."""

ANY = Lang("mul")

_HINT = "a row is SOURCE<tab>TARGET, or one cell for each language code of the first row"
_YAML_HINT = "write `source: target`, or a list of entries such as `- {en: Korea, pt: Coreia}`"


def read_entries(path: Path) -> tuple[Entry, ...]:
    """The entries of a glossary file: YAML by its suffix `.yaml` or `.yml`, else tab-separated.

    Raises InputError where it cannot be read, and FormatError with file and line where its
    text is no glossary.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"the glossary cannot be read: {error.strerror}", hint="check the path", where=str(path)
        ) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise EncodingError(
            "the glossary is not UTF-8 text", hint="save it as UTF-8", where=f"{path}:{line}"
        ) from error
    read = _yaml_entries if path.suffix.lower() in {".yaml", ".yml"} else _tsv_entries
    return tuple(read(text, path))


def _tsv_entries(text: str, path: Path) -> Iterator[Entry]:
    header: tuple[Lang, ...] = ()
    first = True
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not any(cells) or line.startswith("#"):
            continue
        if first:
            first = False
            header = _languages(cells)
            if header or [cell.lower() for cell in cells] == ["source", "target"]:
                continue
        columns = header or (UND, ANY)
        if len(cells) > len(columns) or (not header and not all(cells[:2])) or len(cells) < 2:
            raise FormatError(
                f"{len(cells)} cells where {len(columns)} belong",
                hint=_HINT,
                where=f"{path}:{number}",
            )
        yield {lang: cell for lang, cell in zip(columns, cells, strict=False) if cell}


def _languages(cells: list[str]) -> tuple[Lang, ...]:
    """The cells as language tags; empty where they are not a row of at least two different ones."""
    try:
        langs = tuple(Lang.parse(cell) for cell in cells)
    except LanguageError:
        return ()
    return langs if len(langs) > 1 and len(set(langs)) == len(langs) else ()


def _yaml_entries(text: str, path: Path) -> Iterator[Entry]:
    import yaml

    # Nodes, not objects: they know their lines, and `no: Norge` stays Norwegian instead of false.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        message = getattr(error, "problem", None) or "this is not YAML"
        raise FormatError(message, hint=_YAML_HINT, where=where) from error
    if isinstance(root, yaml.SequenceNode):
        for node in root.value:
            yield _by_language(node, path)
    elif isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            if isinstance(value, yaml.MappingNode):
                yield {UND: _scalar(key, path), **_by_language(value, path)}
            else:
                yield {UND: _scalar(key, path), ANY: _scalar(value, path)}
    elif root is not None:
        raise _broken("neither a mapping nor a list", root, path)


def _by_language(node: "yaml.Node", path: Path) -> Entry:
    import yaml

    if not isinstance(node, yaml.MappingNode):
        raise _broken("an entry must map language codes to words", node, path)
    entry: dict[Lang, str] = {}
    for key, value in node.value:
        try:
            lang = Lang.parse(_scalar(key, path))
        except LanguageError as error:
            raise _broken(error.message, key, path) from error
        entry[lang] = _scalar(value, path)
    return entry


def _scalar(node: "yaml.Node", path: Path) -> str:
    import yaml

    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        raise _broken("a word is missing here", node, path)
    return str(node.value).strip()


def _broken(message: str, node: "yaml.Node", path: Path) -> FormatError:
    return FormatError(message, hint=_YAML_HINT, where=f"{path}:{node.start_mark.line + 1}")
