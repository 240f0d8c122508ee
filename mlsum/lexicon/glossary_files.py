"""Reading the glossaries that people write: tab-separated tables and YAML."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mlsum.core.errors import EncodingError, FormatError, InputError, LanguageError
from mlsum.core.lang import UND, Lang

if TYPE_CHECKING:
    import yaml

__all__ = ["ANY", "Entry", "Plain", "entries_in", "entries_of", "read_entries"]

Entry = Mapping[Lang, str]
"""One term in its languages. UND: written so in any language; ANY: to be written so in any."""

Plain = Mapping[str, str] | Sequence[Mapping[str, str]]
"""Terms as programs have them: sources with their targets, or entries by language code."""

ANY = Lang("mul")

_HINT = "a row is SOURCE<tab>TARGET, or one cell for each language code of the first row"
_YAML_HINT = "write `source: target`, or a list of entries such as `- {en: Korea, pt: Coreia}`"


def read_entries(path: Path) -> tuple[Entry, ...]:
    """The entries of a glossary file: see `entries_in`. Raises InputError, too."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"the glossary cannot be read: {error.strerror}", hint="check the path", where=str(path)
        ) from error
    return entries_in(data, str(path))


def entries_in(data: bytes, name: str) -> tuple[Entry, ...]:
    """The entries of a glossary: YAML where its name ends in `.yaml` or `.yml`, else tab-separated.

    Raises EncodingError and FormatError, with name and line, where it is none.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise EncodingError(
            "the glossary is not UTF-8 text", hint="save it as UTF-8", where=f"{name}:{line}"
        ) from error
    read = _yaml_entries if name.lower().endswith((".yaml", ".yml")) else _tsv_entries
    return tuple(_bounded(read(text, name), len(text), name))


def entries_of(terms: Plain) -> tuple[Entry, ...]:
    """The entries of plain values. Raises FormatError and LanguageError."""
    given: list[Entry] = (
        [{UND: source, ANY: target} for source, target in terms.items()]
        if isinstance(terms, Mapping)
        else [{Lang.parse(tag): word for tag, word in entry.items()} for entry in terms]
    )
    for number, entry in enumerate(given, start=1):
        if not all(word.strip() for word in entry.values()):
            raise FormatError(f"a word is missing in entry {number}", hint=_YAML_HINT)
    return tuple({lang: word.strip() for lang, word in entry.items()} for entry in given)


def _bounded(entries: Iterator[Entry], most: int, name: str) -> Iterator[Entry]:
    """Entries that have no more words than their file has characters.

    Aliases of YAML could name one entry of many words again and again.
    """
    for entry in entries:
        most -= len(entry)
        if most < 0:
            raise FormatError("too many aliases", hint=_YAML_HINT, where=name)
        yield entry


def _tsv_entries(text: str, name: str) -> Iterator[Entry]:
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
                f"cells in this row: {len(cells)}, not {len(columns)}",
                hint=_HINT,
                where=f"{name}:{number}",
            )
        yield {lang: cell for lang, cell in zip(columns, cells, strict=False) if cell}


def _languages(cells: list[str]) -> tuple[Lang, ...]:
    """The cells as language tags; empty where they are not a row of at least two different ones."""
    try:
        langs = tuple(Lang.parse(cell) for cell in cells)
    except LanguageError:
        return ()
    return langs if len(langs) > 1 and len(set(langs)) == len(langs) else ()


def _yaml_entries(text: str, name: str) -> Iterator[Entry]:
    import yaml

    # Nodes, not objects: they know their lines, and `no: Norge` stays Norwegian instead of false.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{name}:{mark.line + 1}" if mark else name
        message = getattr(error, "problem", None) or "this is not YAML"
        raise FormatError(message, hint=_YAML_HINT, where=where) from error
    if isinstance(root, yaml.SequenceNode):
        for node in root.value:
            yield _by_language(node, name)
    elif isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            if isinstance(value, yaml.MappingNode):
                yield {UND: _scalar(key, name), **_by_language(value, name)}
            else:
                yield {UND: _scalar(key, name), ANY: _scalar(value, name)}
    elif root is not None:
        raise _broken("neither a mapping nor a list", root, name)


def _by_language(node: "yaml.Node", name: str) -> Entry:
    import yaml

    if not isinstance(node, yaml.MappingNode):
        raise _broken("an entry must map language codes to words", node, name)
    entry: dict[Lang, str] = {}
    for key, value in node.value:
        try:
            lang = Lang.parse(_scalar(key, name))
        except LanguageError as error:
            raise _broken(error.message, key, name) from error
        if lang in entry:
            raise _broken(f"{lang} appears twice here", key, name)
        entry[lang] = _scalar(value, name)
    return entry


def _scalar(node: "yaml.Node", name: str) -> str:
    import yaml

    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        raise _broken("a word is missing here", node, name)
    return str(node.value).strip()


def _broken(message: str, node: "yaml.Node", name: str) -> FormatError:
    return FormatError(message, hint=_YAML_HINT, where=f"{name}:{node.start_mark.line + 1}")
