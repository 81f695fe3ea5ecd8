"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from govreport.errors import WriteFailed


def write_atomically(path: Path, data: bytes) -> None:
    """Put `data` into the file at `path`: all of it, or nothing and the old file stays.

    It is written to a temporary file in the same folder, flushed to the disk, and renamed. Missing folders are made.

    Raises:
        WriteFailed: naming the file, the reason and, where it is known, the remedy.
    """
    temporary: str | None = None
    try:
        path = path.resolve() if path.is_symlink() else path  # the file is replaced, and the link to it stays
        if path.is_dir():
            raise IsADirectoryError(21, "is a folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(path))
        os.replace(temporary, path)
        temporary = None
        _sync_folder(path.parent)
    except (OSError, ValueError) as error:  # a name with a null character is a ValueError
        reason = getattr(error, "strerror", None) or str(error)
        hint = "the old file is unchanged" if os.path.exists(path) else "nothing was written"
        raise WriteFailed(f"{path}: cannot be written: {reason}; {hint}") from None
    finally:
        if temporary is not None:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)


def _mode(path: Path) -> int:
    """Return the permissions that the file has, or that a new one gets."""
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the rename last through a power cut, where the system lets a folder be opened."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
