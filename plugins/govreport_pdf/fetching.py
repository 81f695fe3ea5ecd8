"""The only way for WeasyPrint to get at anything: a fetcher that knows the theme's fonts, and refuses all else."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from govreport_pdf import native


@functools.cache
def _fetcher_class() -> type:
    """Return the fetcher's class, made when WeasyPrint is there; it must derive from WeasyPrint's own."""
    native.load()
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class ClosedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        """Hands out the files it was given, by their private names; any other URL ends the rendering."""

        def __init__(self, files: Mapping[str, Path]) -> None:
            super().__init__(allowed_protocols=("govreport",), allow_redirects=False)
            self._files = dict(files)

        def fetch(self, url: str, headers: Any = None) -> Any:
            path = self._files.get(url)
            if path is None:
                msg = f"{url[:200]} (rendering opens no address and no file but the theme's fonts)"
                raise FatalURLFetchingError(msg)
            return URLFetcherResponse(url, body=path.read_bytes(), headers={"Content-Type": "font/ttf"})

    return ClosedFetcher


def closed_fetcher(files: Mapping[str, Path]) -> Any:
    """Return a fetcher that knows `files` by their private URLs and refuses every other."""
    return _fetcher_class()(files)
