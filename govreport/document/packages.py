"""Office files are zip archives: the same contents make the same bytes only if the archive tells no time."""

from __future__ import annotations

import io
import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip archive can name."""


def without_times(package: bytes) -> bytes:
    """Return an office file (docx, xlsx, odt) whose members are in the same order, all with the same time.

    Args:
        package: the zip archive as a library wrote it.

    >>> import io, zipfile
    >>> buffer = io.BytesIO()
    >>> with zipfile.ZipFile(buffer, "w") as archive:
    ...     archive.writestr("a.xml", "<a/>")
    >>> [each.date_time for each in zipfile.ZipFile(io.BytesIO(without_times(buffer.getvalue()))).infolist()]
    [(1980, 1, 1, 0, 0, 0)]
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            info = zipfile.ZipInfo(each.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(each))
    return out.getvalue()
