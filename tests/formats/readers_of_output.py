"""Reads every output back the way a person would find a number in it: by the label of its row."""

from __future__ import annotations

import re
import subprocess
import unicodedata


def squeeze(text: str) -> str:
    """Return text without white space, for labels that break over lines."""
    return re.sub(r"\s+", "", text)


def rows_of_html(html: str) -> list[tuple[str, str, str]]:
    """Return label, unit and value of each row of the statistics table."""
    from lxml import html as parser

    rows = parser.fromstring(html).xpath("//table[@id='table-statistics']/tbody/tr")
    found = []
    for row in rows:
        cells = [squeeze(cell.text_content()) for cell in row]
        found.append((cells[0], *(cells[1:] if len(cells) == 3 else ("", ""))))
    return found


def rows_of_table(text: str) -> list[tuple[str, str, str]]:
    """Return label, unit and value of each row of the plain table, which has two spaces between columns."""
    lines = text.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("-----") and "  --" in line)
    stops = [match.span() for match in re.finditer(r"-+", lines[start])]
    found: list[list[str]] = []
    for line in lines[start + 1 :]:
        if not line.strip():
            break
        cells = [columns(line, *stop).strip() for stop in stops]
        if cells[2] or cells[0][:1] in "一二三四五六七":
            found.append([squeeze(cells[0]), cells[1], cells[2]])
        else:
            found[-1][0] += squeeze(cells[0])
    return [tuple(row) for row in found]


def columns(line: str, start: int, stop: int) -> str:
    """Return what stands in the columns of a line, wide characters counted as two."""
    found, at = "", 0
    for character in line:
        if start <= at < stop:
            found += character
        at += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return found


def words_of_pdf(path) -> str:
    """Return the text of a PDF as poppler finds it, laid out."""
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def rows_of_pdf(path) -> list[tuple[str, str, str]]:
    """Return label, unit and value of each row of the statistics table, as pdfplumber finds its lines."""
    import pdfplumber

    found: list[tuple[str, str, str]] = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            for table in page.extract_tables():
                for row in table:
                    cells = [squeeze(cell or "") for cell in row]
                    if cells[0] not in {"统计指标", ""}:
                        found.append((cells[0], cells[1], cells[2]))
    return found
