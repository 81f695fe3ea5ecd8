"""Where bytes come from, and how many of them are let in."""

from __future__ import annotations

import codecs
import io
import zipfile
from pathlib import Path

import attrs

from govreport.errors import InvalidInput

MAX_BYTES = 32 * 1024 * 1024
"""The largest file that is read. The largest real report known is under 1 MB."""
MAX_UNPACKED = 200 * 1024 * 1024
"""How much an office file may unpack to."""
HEAD_BYTES = 4096
"""How much of a file readers may look at to say whether it is theirs."""


@attrs.frozen
class Source:
    """The bytes of one file and the name by which errors call it.

    >>> Source(b"{}", "a.json").suffix
    '.json'
    """

    data: bytes = attrs.field(repr=lambda data: f"<{len(data)} bytes>")
    name: str = "<bytes>"

    @property
    def suffix(self) -> str:
        """The end of the name from the last dot, in lower case."""
        return Path(self.name).suffix.lower()

    @property
    def head(self) -> bytes:
        """The first bytes, for readers to recognise the file by."""
        return self.data[:HEAD_BYTES]

    def text(self) -> str:
        """Return the text: UTF-8 or UTF-16 as its byte-order mark says, else UTF-8, else GB18030.

        Raises:
            InvalidInput: if it is none of them.
        """
        return decode(self.data, self.name)


def open_source(path: str | Path) -> Source:
    """Read a file, after making sure that it is one and not too large.

    Raises:
        InvalidInput: if there is no such file, it is a folder, too large, or not readable.
    """
    path = Path(path)
    place = str(path)
    try:
        if path.is_dir():
            raise InvalidInput("is a folder, not a file", place=place, hint="name a report in it")
        size = path.stat().st_size
        if size > MAX_BYTES:
            what = f"is {size / 1e6:.0f} MB large; files over {MAX_BYTES / 1e6:.0f} MB are not read"
            raise InvalidInput(what, place=place, hint="is it the right file?")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InvalidInput("there is no such file", place=place, hint="check the name and the folder") from None
    except InvalidInput:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidInput(f"cannot be read: {reason}", place=place) from None
    if len(data) > MAX_BYTES:  # a pipe or device has no size to ask for
        raise InvalidInput(f"is larger than {MAX_BYTES / 1e6:.0f} MB", place=place, hint="is it the right file?")
    return Source(data, place)


def decode(data: bytes, place: str) -> str:
    """Return the text of `data`: a byte-order mark decides, else UTF-8, else GB18030.

    Raises:
        InvalidInput: if it is none of them.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif data.startswith(codecs.BOM_UTF8):
        encodings = ["utf-8-sig"]
    else:
        encodings = ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidInput("is no text in UTF-8, UTF-16 or GB18030", place=place, hint="save it as UTF-8")


def bound_package(source: Source, what: str) -> None:
    """Refuse an office file that would unpack to far more than it is, before anything of it is unpacked.

    Args:
        source: a zip archive, as DOCX and XLSX are.
        what: what it should be, as in "a workbook".

    Raises:
        InvalidInput: if it is no archive, or would unpack to more than `MAX_UNPACKED`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            unpacked = sum(each.file_size for each in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise InvalidInput(f"is no {what.removeprefix('a ')}: {error}", place=source.name) from None
    if unpacked > MAX_UNPACKED:
        told = f"would unpack to {unpacked / 1e6:.0f} MB, and {MAX_UNPACKED / 1e6:.0f} MB is the most"
        raise InvalidInput(told, place=source.name)
