"""Every bundled format keeps the contract that third parties' formats are held to."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import tomllib
import zipfile
from collections import Counter
from decimal import Decimal

import pytest
from lxml import etree, html
from markdown_it import MarkdownIt

from govreport import MissingGlyph
from govreport.testing import FormatContract
from govreport_data.tidy import unwritten


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


class TestDocx(FormatContract):
    format = "docx"
    rows = 2_000  # with 10,000 the suite takes too long; the time grows as the rows do

    def parts(self, output):
        with zipfile.ZipFile(io.BytesIO(output)) as package:
            return [etree.fromstring(package.read(each)) for each in package.namelist() if each.endswith(".xml")]

    def text_of(self, output):
        words = ("{*}t", "{*}title", "{*}creator")
        lines = [each for part in self.parts(output) for each in part.iter("{*}p", *words[1:])]
        return "\n".join("".join(each.itertext(*words)) for each in lines)

    def structure_of(self, output):
        found = Counter(etree.QName(each).localname for part in self.parts(output) for each in part.iter())
        counted = {name: found[name] for name in ("tbl", "tr", "tc", "sdt", "hyperlink", "bookmarkStart")}
        return counted, set(found) - {"br"}  # a line end of the text


class TestXlsx(FormatContract):
    format = "xlsx"
    rows = 2_000  # with 10,000 the suite takes too long; the time grows as the rows do

    def sheets(self, output):
        """Yield the sheets that are seen; the one behind them holds the report as data."""
        with zipfile.ZipFile(io.BytesIO(output)) as package:
            about = etree.fromstring(package.read("xl/workbook.xml"))
            shared = etree.fromstring(package.read("xl/sharedStrings.xml"))
            texts = ["".join(each.itertext("{*}t")) for each in shared.iter("{*}si")]
            styles = etree.fromstring(package.read("xl/styles.xml"))
            codes = {each.get("numFmtId"): each.get("formatCode") for each in styles.iter("{*}numFmt")}
            formats = [codes.get(each.get("numFmtId"), "") for each in styles.find("{*}cellXfs")]
            for number, sheet in enumerate(about.iter("{*}sheet"), 1):
                if sheet.get("state") is None:
                    yield texts, formats, etree.fromstring(package.read(f"xl/worksheets/sheet{number}.xml"))

    def text_of(self, output):
        lines = []
        for texts, formats, sheet in self.sheets(output):
            for cell in sheet.iter("{*}c"):
                held = cell.findtext("{*}v")
                if held is not None and cell.get("t") == "s":
                    lines.append(texts[int(held)])
                elif held is not None:
                    decimals = re.match(r"0\.(0+)", formats[int(cell.get("s", 0))])
                    lines.append(f"{Decimal(held):.{len(decimals[1])}f}" if decimals else f"{Decimal(held):f}")
        return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), "\n".join(lines))

    def structure_of(self, output):
        found = [Counter(etree.QName(each).localname for each in sheet.iter()) for *_, sheet in self.sheets(output)]
        return [{name: each[name] for name in ("row", "c", "f", "mergeCell", "hyperlink")} for each in found]


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


class TestCsv(FormatContract):
    format = "csv"
    rows = 2_000  # with 10,000 the suite takes too long; the time grows as the rows do

    def parsed(self, output):
        return list(csv.reader(io.StringIO(output.removeprefix("\ufeff"), newline="")))

    def text_of(self, output):
        return "\n".join(unwritten(each) or "" for row in self.parsed(output) for each in row)

    def structure_of(self, output):
        return [len(row) for row in self.parsed(output)]


class TestMarkdown(FormatContract):
    format = "markdown"
    rows = 2_000  # with 10,000 the suite takes too long; the time grows as the rows do

    def tokens(self, output):
        parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
        for token in parser.parse(output):
            yield token
            yield from token.children or ()

    def text_of(self, output):
        said = {"softbreak": "\n", "hardbreak": "\n", "paragraph_close": "\n", "td_close": "\n", "th_close": "\n"}
        inline = {"text", "code_inline", "fence", "code_block", "html_inline", "html_block"}
        return "".join(each.content if each.type in inline else said.get(each.type, "") for each in self.tokens(output))

    def structure_of(self, output):
        return [
            (each.type, each.tag, each.attrs) for each in self.tokens(output) if each.type not in {"text", "inline"}
        ]


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
