"""Zip archives in memory: parts are read within limits, and new ones written among the old.

A library that writes archives packs every part anew. Here the parts that are not replaced are
copied as they are stored, byte for byte, in their order (PKWARE, APPNOTE.TXT 6.3.10).
"""

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from itertools import pairwise
from lzma import LZMAError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from mlsum.core.errors import FormatError

__all__ = ["Archive", "is_archive"]

_MOST_PARTS = 50_000
_LARGEST_PART = 256 << 20  # bytes, unpacked
_LARGEST_SUM = 512 << 20  # of all parts that are read
# Deflate packs 1000 to 1 at best; the most repetitive sheets reach 100 to 1.
_HIGHEST_RATIO = 250
_RATIO_FROM = 8 << 20

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_DESCRIPTOR, _ENCRYPTED = 0x08, 0x01
_ZIP64 = 1

_AGAIN = "get the file again, or open it in its own program and save it anew"
_BOMB = "if you trust it, open it in its own program and save it anew"
_LOCKED = "save it without a password first"


# What the standard library raises over damaged archives; offsets below zero are a ValueError.
_BROKEN = (
    BadZipFile, EOFError, OSError, RuntimeError, ValueError, struct.error, zlib.error, LZMAError,
)  # fmt: skip


def is_archive(data: bytes) -> bool:
    """Whether the bytes begin as a zip archive does."""
    return data[:4] == b"PK\x03\x04"


class _Budget:
    """How many bytes may still be unpacked."""

    def __init__(self) -> None:
        self.left = _LARGEST_SUM


class Archive:
    """A zip archive. Raises FormatError where it is damaged, locked, or larger than is sane."""

    def __init__(self, data: bytes, where: str = "", budget: "_Budget | None" = None) -> None:
        self.data = data
        self.where = where
        try:
            self._zip = ZipFile(BytesIO(data))
        except _BROKEN as error:
            raise self._damaged(f"its directory cannot be read ({error})") from error
        self._infos = self._zip.infolist()
        for info in self._infos:  # some programs of Windows write backslashes
            info.filename = info.filename.replace("\\", "/")
        self._parts = {info.filename: info for info in self._infos}
        self._spellings = {name.lower(): name for name in reversed(self._parts)}
        self.names = tuple(info.filename for info in self._infos)
        self._budget = budget or _Budget()
        if len(self._infos) > _MOST_PARTS:
            message = f"this archive has {len(self._infos)} parts, more than {_MOST_PARTS}"
            raise FormatError(message, where=where, hint=_BOMB)
        if len(set(self.names)) < len(self.names):
            raise self._damaged("a part is there twice")

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def spelled(self, name: str) -> str:
        """The name of a part as it is stored: references to it may differ in case (ECMA-376-2)."""
        name = name.replace("\\", "/")
        return name if name in self._parts else self._spellings.get(name.lower(), name)

    def read(self, name: str) -> bytes:
        """A part, unpacked."""
        if name not in self:
            raise self._damaged(f"{name} is missing")
        info = self._parts[name]
        if info.flag_bits & _ENCRYPTED:
            message = "this document is protected by a password"
            raise FormatError(message, where=self.where, hint=_LOCKED)
        self._refuse_bomb(info)
        try:
            with self._zip.open(info) as part:
                data = part.read(info.file_size + 1)
        except _BROKEN as error:
            raise self._damaged(f"{name}: {error}") from error
        if len(data) != info.file_size:
            raise self._damaged(f"{name} is not of the size it claims")
        self._budget.left -= len(data)
        return data

    def inner(self, name: str) -> "Archive":
        """A part that is an archive itself. What is read of it counts for both."""
        return Archive(self.read(name), f"{self.where}, {name}", self._budget)

    def replaced(self, parts: Mapping[str, bytes]) -> bytes:
        """The archive with new content for some of its parts, the rest copied as it is stored."""
        stored = self._stored()
        for info in self._infos:
            if info.filename in parts:
                old = stored[info.header_offset]
                stored[info.header_offset] = _entry(info, old, parts[info.filename])
        written = bytearray(self.data[: min(stored, default=0)])
        moved: dict[int, int] = {}
        for offset in sorted(stored):
            moved[offset] = len(written)
            written += stored[offset]
        directory = bytearray()
        at = self._zip.start_dir
        for info in self._infos:
            size = _CENTRAL.size + sum(_CENTRAL.unpack_from(self.data, at)[10:13])
            new = stored[info.header_offset] if info.filename in parts else None
            directory += _central(info, self.data[at : at + size], new, moved[info.header_offset])
            at += size
        count = len(self._infos)
        comment = self._zip.comment
        end = _END.pack(
            *(b"PK\x05\x06", 0, 0, count, count, len(directory), len(written), len(comment))
        )
        return bytes(written + directory + end + comment)

    def _stored(self) -> dict[int, bytes]:
        """Every part as it is stored, header and all, by its offset.

        What lies between two of them goes with the first.
        """
        bounds = [*sorted(info.header_offset for info in self._infos), self._zip.start_dir]
        entries = {start: self.data[start:end] for start, end in pairwise(bounds)}
        for info in self._infos:
            if len(entries[info.header_offset]) < _LOCAL.size + info.compress_size:
                raise self._damaged(f"{info.filename} overlaps another part")
        return entries

    def _refuse_bomb(self, info: ZipInfo) -> None:
        ratio = info.file_size / max(1, info.compress_size)
        if info.file_size > min(_LARGEST_PART, self._budget.left) or (
            info.file_size > _RATIO_FROM and ratio > _HIGHEST_RATIO
        ):
            size = f"{info.file_size >> 20} MiB from {info.compress_size >> 10} KiB"
            message = f"{info.filename} unpacks to {size}, more than a document should"
            raise FormatError(message, where=self.where, hint=_BOMB)

    def _damaged(self, problem: str) -> FormatError:
        return FormatError(f"damaged archive: {problem}", where=self.where, hint=_AGAIN)


def _entry(info: ZipInfo, old: bytes, data: bytes) -> bytes:
    """A part as it is to be stored: name, time and extra fields of the old one, new content."""
    head = _LOCAL.unpack_from(old)
    name = old[_LOCAL.size : _LOCAL.size + head[9]]
    extra = _without_zip64(old[_LOCAL.size + head[9] : _LOCAL.size + head[9] + head[10]])
    method = ZIP_STORED if info.compress_type == ZIP_STORED else ZIP_DEFLATED
    packed = data
    if method == ZIP_DEFLATED:
        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        packed = packer.compress(data) + packer.flush()
    flags = head[2] & ~_DESCRIPTOR
    sizes = (zlib.crc32(data), len(packed), len(data), len(name), len(extra))
    return _LOCAL.pack(*head[:2], flags, method, *head[4:6], *sizes) + name + extra + packed


def _central(info: ZipInfo, old: bytes, new: bytes | None, offset: int) -> bytes:
    """The line of a part in the directory at the end, made of the old one.

    `new` is the entry that is stored now, at `offset`; None where it is as it was.
    """
    head = _CENTRAL.unpack_from(old)
    sizes = [info.CRC, info.compress_size, info.file_size]
    flags, method = head[3:5]
    if new is not None:
        _, _, flags, method, _, _, *sizes = _LOCAL.unpack_from(new)[:9]
    name = old[_CENTRAL.size : _CENTRAL.size + head[10]]
    extra = _without_zip64(info.extra)
    fixed = _CENTRAL.pack(
        *(*head[:3], flags, method, *head[5:7], *sizes, len(name), len(extra)),
        *(len(info.comment), 0, *head[14:16], offset),
    )
    return fixed + name + extra + info.comment


def _without_zip64(extra: bytes) -> bytes:
    """The extra fields of an entry, but for the one with sizes of more than 32 bits."""
    kept, at = bytearray(), 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind != _ZIP64:
            kept += extra[at : at + 4 + size]
        at += 4 + size
    return bytes(kept + extra[at:])
