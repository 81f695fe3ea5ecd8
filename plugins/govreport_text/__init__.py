"""Reports as published in plain text: title, sections, table and signature, each found by what it says."""

from __future__ import annotations

from collections.abc import Iterator

from govreport.plugin import Reader, hookimpl


def sniff(head: bytes, name: str) -> float:
    """Say whether a file may be a report in plain text: by its name; what it holds is seen when it is read."""
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return 0.0
    return 0.3 if name.lower().endswith((".txt", ".text")) else 0.05


@hookimpl
def govreport_readers() -> Iterator[Reader]:
    """Give the reader `text`."""
    yield Reader(
        "text",
        (".txt", ".text"),
        ("text/plain",),
        sniff,
        "govreport_text.read:read",
        summary="a report as published, in plain text",
    )
