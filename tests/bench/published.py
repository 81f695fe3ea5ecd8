"""Reading reports as published, and writing office files, beside bare scripts with the same libraries.

Run it with `python -m tests.bench.published [ROUNDS]`: ratios of medians in one run, as in `run.py`. With `large` behind it
also a web page of 20 MB and a PDF of 300 pages, with the memory that each takes in a process of its own.
"""

from __future__ import annotations

import functools
import io
import resource
import subprocess
import sys
import time
from collections.abc import Callable

import govreport as gr
from tests.bench.run import medians, tell


def a_report() -> gr.Report:
    """Return a report of three tables, every cell filled."""
    report = gr.blank(gr.form("cn/2021"), "某县司法局", 2023)
    report = report.fill({cell: number for number, cell in enumerate(report.cells(), 1)})
    return report.tell("overview", "全年收到申请{requests_new[total]}件。" * 40)


def bare_html(data: bytes) -> object:
    """Return the texts of all cells of a page, and all its text."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(data.decode())
    cells = [[cell.text() for cell in row.css("td,th")] for table in tree.css("table") for row in table.css("tr")]
    return cells, tree.body.text() if tree.body else ""


def bare_pdf(data: bytes) -> object:
    """Return tables and text of each page."""
    import pdfplumber

    found = []
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            found.append((page.extract_tables(), page.extract_text()))
            page.close()
    return found


def bare_docx(data: bytes) -> object:
    """Return the texts of all paragraphs and cells."""
    import docx

    document = docx.Document(io.BytesIO(data))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    return cells, [each.text for each in document.paragraphs]


def bare_xlsx(data: bytes) -> object:
    """Return the values of all cells."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return [[cell.value for cell in row] for sheet in book.worksheets for row in sheet.iter_rows()]


BARE: dict[str, Callable[[bytes], object]] = {"html": bare_html, "pdf": bare_pdf, "docx": bare_docx, "xlsx": bare_xlsx}


def written(report: gr.Report, name: str) -> bytes:
    """Return a report in a format, as one who published it would have it."""
    options = {"pdf": {"data": False, "engine": "typst"}, "xlsx": {"data": False}}.get(name, {})
    data = gr.render(report, name, **options)
    return data.encode() if isinstance(data, str) else data


def reading(rounds: int) -> None:
    """Reading a published report beside taking its cells and text with the same library."""
    for name, bare in BARE.items():
        data = written(a_report(), name)
        found = medians(
            rounds,
            bare=functools.partial(bare, data),
            read=functools.partial(gr.read, data, name=f"report.{name}"),
        )
        tell(f"read a published report, {name} / its cells and text bare", found["read"] / found["bare"], "-", found)


def writing(rounds: int) -> None:
    """Writing a workbook and a Word file, beside the web page of the same report."""
    report = a_report()
    found = medians(rounds, **{name: functools.partial(gr.render, report, name) for name in ("html", "docx", "xlsx")})
    for name in ("docx", "xlsx"):
        tell(f"{name} / html", found[name] / found["html"], "-", found)


def large(name: str) -> None:
    """Read something large once, beside the bare script, and tell the time of both and the memory of the reading."""
    report = a_report()
    if name == "html":
        items = "".join(
            f'<div><ul><li><a href="/{n}">栏目{n}</a><span>事项第{n}号</span></li></ul></div>' for n in range(230_000)
        )
        data = written(report, "html").replace(b"</body>", items.encode() + b"</body>")
    else:
        text = "\n\n".join("全年政府信息公开工作有序推进，" * 30 + "。" for _ in range(400))
        data = written(report.tell("overview", f"# 一、总体情况\n\n{text}"), "pdf")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.perf_counter()
    read = gr.read(data, name=f"report.{name}")
    own = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.perf_counter()
    BARE[name](data)
    bare = time.perf_counter() - start
    assert len(read.values) == len(report.values)
    tell(f"{len(data) / 1e6:.1f} MB of {name} / bare", own / bare, "-", {"bare": bare, "read": own})
    print(f"{'memory at most, and before':<58} {memory:5.0f} MB, {before:.0f} MB")


def main() -> None:
    """Print every ratio."""
    given = sys.argv[1:]
    if given[:1] == ["one"]:
        large(given[1])
        return
    rounds = int(given[0]) if given else 9
    reading(rounds)
    writing(rounds)
    if "large" in given:
        for name in ("html", "pdf"):
            subprocess.run([sys.executable, "-m", "tests.bench.published", "one", name], check=True)


if __name__ == "__main__":
    main()
