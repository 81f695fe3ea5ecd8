"""Load WeasyPrint and say in one line what the machine lacks when that fails.

WeasyPrint looks for Pango and its companions when it is imported. Where one is missing it prints a banner on
stdout and raises OSError with dlopen's own words; here that becomes one exception with a remedy for each
system.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import io
import re
import sys
import threading
import warnings
from types import ModuleType

from govreport import Unavailable

# Packages that bring Pango and what it stands on (glib, HarfBuzz, fontconfig).
_REMEDIES = (
    ("Debian/Ubuntu", "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
    ("Fedora", "dnf install pango harfbuzz"),
    ("macOS", "brew install pango"),
    (
        "Windows",
        "MSYS2 and pacman -S mingw-w64-ucrt-x86_64-pango (elsewhere: set WEASYPRINT_DLL_DIRECTORIES)",
    ),
)
_SUBSET_REMEDY = (
    "apt-get install libharfbuzz-subset0 (Debian/Ubuntu), dnf install harfbuzz (Fedora), brew install harfbuzz (macOS)"
)
_LIBRARY = re.compile(r"cannot load library '([^']+)'")
_lock = threading.Lock()


class NativeLibraryMissing(Unavailable):
    """A shared library that WeasyPrint stands on is not installed, or cannot be found.

    Its text is one line that names the library and what to install on each system.
    """

    def __init__(self, library: str) -> None:
        """Make the message for `library`, the name of the library as the loader asked for it."""
        self.library = library
        remedies = "; ".join(f"{system}: {remedy}" for system, remedy in _REMEDIES)
        super().__init__(
            f"PDF needs the system library {library}, which could not be loaded. Install Pango. {remedies}"
        )

    def __reduce__(self) -> tuple[type[NativeLibraryMissing], tuple[str]]:
        """Let the error cross from a worker process: pickle would pass the message for the library."""
        return type(self), (self.library,)


def load() -> ModuleType:
    """Return the module weasyprint, imported without its banner and needless warnings.

    A second call costs one look-up.

    Raises:
        NativeLibraryMissing: if Pango or a library it stands on cannot be loaded.
        ImportError: if WeasyPrint itself is not installed.
    """
    loaded = sys.modules.get("weasyprint")
    if loaded is not None and not getattr(loaded.__spec__, "_initializing", False):
        return loaded
    # Streams and warning filters belong to the process: two threads in here would put back each other's.
    with _lock:
        return _import_quietly()


def _import_quietly() -> ModuleType:
    """Import weasyprint and turn the failure of a library into NativeLibraryMissing."""
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            # Fonts come with the library, so it is no news that the machine has none.
            warnings.filterwarnings("ignore", message="(No fonts configured|FontConfig cannot load)")
            if stand_in():
                warnings.filterwarnings("ignore", message="HarfBuzz-Subset will be required")
            return importlib.import_module("weasyprint")
    except OSError as error:
        found = _LIBRARY.search(str(error))
        told = " ".join(str(error).split()) or "no reason given"
        raise NativeLibraryMissing(found[1] if found else f"of Pango's family ({told})") from error


def stand_in() -> bool:
    """Tell whether uharfbuzz is installed, which cuts fonts where libharfbuzz-subset is missing."""
    return importlib.util.find_spec("uharfbuzz") is not None


def diagnose() -> list[tuple[str, bool, str]]:
    """Return for each native library its name, whether it is there, and details or a remedy. Never raises."""
    standing = stand_in()
    uharfbuzz = (
        "uharfbuzz",
        standing,
        "cuts fonts where libharfbuzz-subset is missing" if standing else "pip install uharfbuzz",
    )
    try:
        load()
    except (NativeLibraryMissing, ImportError) as error:
        return [("pango", False, str(error)), ("libharfbuzz-subset", False, _SUBSET_REMEDY), uharfbuzz]
    ffi = importlib.import_module("weasyprint.text.ffi")
    number = int(ffi.pango.pango_version())
    version = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    present = harfbuzz_subset_usable()
    absent = "missing or older than 4.1, " + ("uharfbuzz stands in" if standing else "PDF is slow")
    details = "present" if present else f"{absent}: {_SUBSET_REMEDY}"
    return [("pango", True, version), ("libharfbuzz-subset", present, details), uharfbuzz]


def harfbuzz_subset_usable() -> bool:
    """Tell whether WeasyPrint, already loadable, has a libharfbuzz-subset that it will use.

    Raises:
        NativeLibraryMissing: as `load`.
    """
    load()
    ffi = importlib.import_module("weasyprint.text.ffi")
    # The same condition as in weasyprint.pdf.fonts.Font.subset.
    return ffi.harfbuzz_subset is not None and bool(ffi.harfbuzz.hb_version_atleast(4, 1, 0))
