"""Every bundled format keeps the contract that third parties' formats are held to."""

from __future__ import annotations

import io
import json
import re
import subprocess
import tomllib
from decimal import Decimal

import pytest
from lxml import html

from govreport import MissingGlyph
from govreport.testing import FormatContract


class TestHtml(FormatContract):
    format = "html"

    def text_of(self, output):
        page = html.document_fromstring(output)
        return "\n".join([*page.itertext(), *page.xpath("//@aria-label")])

    def structure_of(self, output):
        page = html.document_fromstring(output)
        return [
            (each.tag, sorted({*each.attrib} - {"data-long"})) for each in page.iter()
        ]  # set by the length of words


class TestTable(FormatContract):
    format = "table"
    options = {"width": 5000}  # so that no text breaks over lines


@pytest.mark.usefixtures("pango", "poppler")
class TestPdf(FormatContract):
    format = "pdf"
    refuses = (MissingGlyph,)  # no machine has every font
    rows = 300  # WeasyPrint lays out a hundred rows in a second and a half
    may_use = ("subprocess.",)

    invisible = "\u200b\u200e\u200f\u2060\ufeff\u00ad"  # they have no glyph, and a PDF holds glyphs

    def text_of(self, output):
        done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=output, capture_output=True, check=True)
        return re.sub("[\u202a-\u202e]", "", done.stdout.decode())  # poppler puts them around right-to-left words

    def structure_of(self, output):
        pikepdf = pytest.importorskip("pikepdf")
        with pikepdf.open(io.BytesIO(output)) as pdf:
            found = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
            return {str(each[key]) for each in found for key in ("/S", "/Subtype") if key in each}


class _Data(FormatContract):
    """A format that writes the report itself: its texts are the strings of the data, its markup the keys."""

    def parse(self, output):
        raise NotImplementedError

    def text_of(self, output):
        return "\n".join(_leaves(self.parse(output)))

    def structure_of(self, output):
        return _keys(self.parse(output))


class TestJson(_Data):
    format = "json"

    def parse(self, output):
        return json.loads(output, parse_float=Decimal)


class TestToml(_Data):
    format = "toml"
    rows = 1_000  # tomlkit looks at all rows again for each that is added

    def parse(self, output):
        return tomllib.loads(output, parse_float=Decimal)


def _leaves(data):
    if isinstance(data, dict):
        for key, value in data.items():
            yield from ([str(key)] if not isinstance(value, dict | list) else ())
            yield from _leaves(value)
    elif isinstance(data, list):
        for value in data:
            yield from _leaves(value)
    else:
        yield repr(data) if isinstance(data, bool | None) else str(data)


def _keys(data):
    if isinstance(data, dict):
        return {key: _keys(value) for key, value in data.items()}
    return [_keys(value) for value in data] if isinstance(data, list) else None
