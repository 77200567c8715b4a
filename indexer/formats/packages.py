"""Packages of Office (OOXML): a zip of XML parts, opened so that no file can take the machine."""

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass

from indexer.errors import DamagedSource, EncryptedSource, LegacyFormat, OversizedSource
from indexer.formats.trees import Element, parse_xml

PART_LIMIT = 100_000_000
"""Bytes of the largest part, unpacked. The tree of XML takes several times as much memory."""
_PARTS_LIMIT = 20_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/math": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/math"
    ),
}
"""Names of the strict variant of ISO 29500 by those of the transitional one, which all write."""

_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    UnicodeError,
    ValueError,
)
"""What zipfile raises for packages that are broken, in one place or another."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """A part that another refers to."""

    type: str
    """The last word of its type: `footnotes`, `worksheet`."""
    target: str
    """The name of the part."""


class Package:
    """An opened package; made by `Package.open`."""

    def __init__(self, archive: zipfile.ZipFile, source: str, suffix: str) -> None:
        self._archive = archive
        self.source = source
        """What errors call it."""
        self._suffix = suffix
        self._names = {name.casefold().lstrip("/"): name for name in archive.namelist()}

    @classmethod
    def open(cls, content: bytes, source: str, suffix: str) -> "Package":
        """Open a package.

        Parameters
        ----------
        suffix
            Of files of this kind, for errors.

        Raises
        ------
        DamagedSource
            It is no zip, or a broken one.
        LegacyFormat, EncryptedSource
            It is what Office writes before 2007, or with a password.
        OversizedSource
            It has too many parts.
        """
        if content.startswith(_OLE):
            if _ENCRYPTED in content:
                raise EncryptedSource(source=source)
            raise LegacyFormat(source=source, suffix=suffix)
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
            count = len(archive.infolist())
        except _BROKEN as error:
            raise DamagedSource(source=source, suffix=suffix, reason=_say(error)) from error
        if count > _PARTS_LIMIT:
            raise OversizedSource(source=source, size=f"{count} parts", limit=_PARTS_LIMIT)
        return cls(archive, source, suffix)

    def damage(self, reason: str) -> DamagedSource:
        """Return the error for a package that is not as it should be."""
        return DamagedSource(source=self.source, suffix=self._suffix, reason=reason)

    def bytes_of(self, name: str) -> bytes | None:
        """Return a part, None where there is none.

        Raises
        ------
        DamagedSource, OversizedSource
            It cannot be unpacked, or is too large.
        """
        stored = self._names.get(name.casefold().lstrip("/"))
        if stored is None:
            return None
        size = self._archive.getinfo(stored).file_size
        if size > PART_LIMIT:
            raise OversizedSource(
                source=self.source,
                size=f"{size // 1_000_000} MB",
                limit=f"{PART_LIMIT // 1_000_000} MB",
            )
        try:
            # zipfile unpacks no more than the size that was just looked at.
            return self._archive.read(stored)
        except _BROKEN as error:
            raise self.damage(f"{name}: {_say(error)}") from error

    def part(self, name: str) -> Element | None:
        """Return the tree of a part, None where there is none.

        Raises
        ------
        DamagedSource, OversizedSource
            It cannot be unpacked or is no XML, or is too large.
        """
        content = self.bytes_of(name)
        if content is None:
            return None
        for strict, transitional in _STRICT.items():
            content = content.replace(strict, transitional)
        try:
            return parse_xml(content)
        except ValueError as error:
            raise self.damage(f"{name}: {_say(error)}") from error

    def relationships(self, name: str) -> dict[str, Relationship]:
        """Return the parts that a part refers to inside the package, by the id it has for each.

        Parameters
        ----------
        name
            Empty for the package itself.

        Raises
        ------
        DamagedSource, OversizedSource
            As `part`.
        """
        folder, base = posixpath.split(name)
        root = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, Relationship] = {}
        for element in root.iter(f"{_RELATIONSHIPS}Relationship") if root is not None else ():
            target, type_ = element.get("Target") or "", element.get("Type") or ""
            if element.get("TargetMode") != "External":
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[element.get("Id") or ""] = Relationship(type_.rpartition("/")[2], path)
        return found

    def main_part(self, default: str) -> str:
        """Return the name of the part that the package is about.

        Raises
        ------
        DamagedSource
            There is none, or its name cannot be found out.
        """
        for relationship in self.relationships("").values():
            if relationship.type == "officeDocument":
                default = relationship.target
        if default.casefold() not in self._names:
            raise self.damage(f"{default} is missing")
        return default

    def title(self) -> str | None:
        """Return the title that the properties of the document have.

        Raises
        ------
        DamagedSource, OversizedSource
            As `part`.
        """
        root = self.part("docProps/core.xml")
        element = root.find(f"{_DUBLIN_CORE}title") if root is not None else None
        words = " ".join((element.text or "").split()) if element is not None else ""
        return words or None


def _say(error: Exception) -> str:
    return re.sub(r"\s+", " ", str(error) or type(error).__name__)[:200]
