"""Plugins that are not installed: entry points, records and modules made up by a test."""

from __future__ import annotations

from importlib.metadata import Distribution

from govreport.document import Document
from govreport.plugin import OutputFormat, Reader, RenderContext, Theme


class FakeDistribution(Distribution):
    """An installed package of a name, without files."""

    def __init__(self, name):
        self._name = name

    def read_text(self, filename):
        return f"Metadata-Version: 2.1\nName: {self._name}\nVersion: 3.2\n" if filename == "METADATA" else None

    def locate_file(self, path):
        return path


def fmt(name="tsv", render=lambda document, context: "text", **more):
    return OutputFormat(name, (f".{name}",), "text/plain", render, **more)


def reader(name="tsv", *, sniff=lambda head, name: 1.0, read=lambda source, context: None, **more):
    return Reader(name, (f".{name}",), (), sniff, read, **more)


def record(registry, name):
    (found,) = [each for each in registry.plugins() if each.name == name]
    return found


def reasons(registry, name):
    return "; ".join(record(registry, name).reasons)


def context(registry, **more):
    return RenderContext(None, "en", Theme("plain"), {}, registry, **more)


DOCUMENT = Document("title", "en", ())


def needs_a_module(document, context):
    """Stand for a renderer or reader whose library is not installed."""
    raise ModuleNotFoundError(name="openpyxl")
