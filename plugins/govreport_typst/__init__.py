"""The PDF, by Typst: the same pages without a system library, tagged for PDF/UA-1 and, where dated, PDF/A-3a."""

from __future__ import annotations

from collections.abc import Iterator

from govreport.plugin import Capabilities, Diagnostic, OutputFormat, hookimpl


@hookimpl
def govreport_formats() -> Iterator[OutputFormat]:
    """Give the format `pdf`, by the engine `typst`."""
    yield OutputFormat(
        "pdf",
        (".pdf",),
        "application/pdf",
        "govreport_typst.render:render",
        options={"data": True},
        capabilities=Capabilities(links=True),
        requires=("typst",),
        summary="pages to print and sign, by Typst: needs no system library",
        engine="typst",
        preference=1,
    )


@hookimpl
def govreport_diagnose() -> Iterator[Diagnostic]:
    """Say whether Typst is there."""
    from importlib.metadata import PackageNotFoundError, version

    for name in ("typst", "pikepdf"):
        try:
            yield Diagnostic(name, True, version(name))
        except PackageNotFoundError:
            yield Diagnostic(name, False, remedy="pip install 'govreport[typst]'")
