"""How much the library's own work costs beside a peer, as ratios of medians in one run; machines are noisy.

Run it with `python tests/bench/run.py [ROUNDS]`; nothing here is a test of speed, and no test depends on it.
"""

from __future__ import annotations

import functools
import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import attrs

import govreport as gr


def medians(rounds: int, **tasks: Callable[[], object]) -> dict[str, float]:
    """Return the median time of each task in seconds; the tasks take turns, so that noise meets all of them."""
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for turn in range(rounds):
        for name, task in list(tasks.items())[:: 1 if turn % 2 else -1]:
            gc.collect()  # what one task leaves behind is not the next one's cost
            start = time.perf_counter()
            task()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(each) for name, each in times.items()}


def tell(what: str, ratio: float, goal: str, seconds: dict[str, float]) -> None:
    """Print one line: the ratio, its goal, and the times it was made of."""
    shown = ", ".join(f"{name} {each * 1000:.1f} ms" for name, each in seconds.items())
    print(f"{what:<58} {ratio:5.2f}   goal {goal:<7} ({shown})")


def imports(rounds: int) -> None:
    """`import govreport` beside `import attrs, pluggy`, each in a process of its own."""

    def run(code: str) -> object:
        return subprocess.run([sys.executable, "-c", code], check=True)

    found = medians(
        rounds,
        bare=functools.partial(run, "pass"),
        peer=functools.partial(run, "import attrs, pluggy"),
        own=functools.partial(run, "import govreport"),
        used=functools.partial(run, "import govreport as gr; gr.form; gr.check; gr.Report"),
    )
    peer = found["peer"] - found["bare"]
    tell("import govreport / import attrs, pluggy", (found["own"] - found["bare"]) / peer, "<= 1.5", found)
    tell("the same with its verbs and model used", (found["used"] - found["bare"]) / peer, "-", found)


def a_report() -> gr.Report:
    """Return the first report, filled and told."""
    blank = gr.blank(gr.form("cn/ningxia-2017"), "某局", 2017)
    report = blank.fill({cell: number for number, cell in enumerate(blank.cells())})
    return report.tell("lead", "全年制发公文{own_docs}件。" * 20)


def reading(rounds: int) -> None:
    """Reading a report beside parsing its JSON; checking it beside a plain loop of the same sums."""
    report = a_report()
    data = str(gr.render(report, "json")).encode()
    found = medians(rounds, parse=lambda: json.loads(data), read=lambda: gr.read(data, name="a.json"))
    tell("read report/1 / json.loads", found["read"] / found["parse"], "-", found)
    print(f"{'one fact read':<58} {found['read'] / len(report.values) * 1e6:5.1f} µs")
    found = medians(rounds, check=lambda: gr.check(report), read=lambda: gr.read(data, name="a.json"))
    instances = sum(gr.check(report).totals.values())
    tell("check / read", found["check"] / found["read"], "-", found)
    print(f"{'one instance of a rule':<58} {found['check'] / instances * 1e6:5.1f} µs")


def checking(rounds: int) -> None:
    """All rules of cn/2021, and its sums alone, beside a plain loop over the same sums of the same numbers."""
    from govreport.checks.check import check_with

    form = gr.form("cn/2021")
    report = gr.blank(form, "某市", 2023)
    report = report.fill(dict.fromkeys(report.cells(), 0))
    book = gr.Registry().rules(form)
    sums = attrs.evolve(book, rules=tuple(rule for rule in book.rules if rule.id in _SUMS))
    applicants = [member.id for member in form.axes["applicant"].leaves()]
    outcomes = [each.id for each in form.leaves("outcomes")]
    rows = ["requests_new", "requests_carried_in", *outcomes, "outcome_total", "requests_carried_out"]
    results = [member.id for member in form.axes["result"].leaves()]
    number = {str(cell): int(value.amount) for cell, value in report.values.items()}

    def loop() -> int:
        wrong = 0
        for one in (*applicants, "total"):
            total = number[f"outcome_total[{one}]"]
            came = number[f"requests_new[{one}]"] + number[f"requests_carried_in[{one}]"]
            wrong += came != total + number[f"requests_carried_out[{one}]"]
            wrong += total != sum(number[f"{row}[{one}]"] for row in outcomes)
        for row in rows:
            wrong += number[f"{row}[total]"] != sum(number[f"{row}[{one}]"] for one in applicants)
        for case in ("reconsideration", "litigation_direct", "litigation_after_review"):
            wrong += number[f"{case}[total]"] != sum(number[f"{case}[{one}]"] for one in results)
        return wrong

    found = medians(
        rounds, loop=loop, sums=lambda: check_with(sums, report), all=lambda: check_with(book, report)
    )  # fmt: skip
    counts = [sum(check_with(each, report).totals.values()) for each in (sums, book)]
    tell(f"check of {counts[0]} sums / a plain loop over them", found["sums"] / found["loop"], "-", found)
    tell(f"all rules ({counts[1]} instances) / that loop", found["all"] / found["loop"], "-", found)


_SUMS = {"CN-REQ-BALANCE", "CN-REQ-OUTCOMES", "CN-REQ-ROWSUM", "CN-CASE-ROWSUM"}


def pages(rounds: int) -> None:
    """A PDF beside WeasyPrint on the same HTML, style sheet and fonts; the same in fontTools' way of cutting fonts."""
    from govreport_pdf import native, subsetting
    from govreport_pdf.render import make_press

    try:
        weasyprint = native.load()
    except gr.Unavailable as error:
        print(f"PDF: {error}")
        return
    report = a_report()
    way = subsetting.install()
    html = str(gr.render(report, "html", purpose="print"))
    press = make_press(gr.Registry().theme(), report.in_language, "A4")

    def peer() -> object:
        page = weasyprint.HTML(string=html, url_fetcher=press.fetcher, base_url="govreport:document")
        return page.write_pdf(stylesheets=[press.css], font_config=press.font_config, pdf_tags=True)

    own = functools.partial(gr.render, report, "pdf", engine="weasyprint")
    own(), peer()
    found = medians(rounds, weasyprint=peer, govreport=own)
    share = (found["govreport"] - found["weasyprint"]) / found["weasyprint"]
    tell(f"own work / WeasyPrint, one report to PDF, warm ({way})", share, "<= 0.10", found)
    found = medians(rounds, html=lambda: gr.render(report, "html"), table=lambda: gr.render(report, "table"), pdf=own)
    tell("html / pdf", found["html"] / found["pdf"], "-", found)


def long_tables() -> None:
    """A table of eight columns by Typst, four times as long: its time must grow as its length does."""
    from govreport.document import Document, Grid, GridCell, Run
    from govreport.plugin import RenderContext

    registry = gr.Registry()
    context = RenderContext(None, "en", registry.theme(), {}, registry)

    def table(rows: int) -> Document:
        cells = [GridCell(row, at, (Run(f"{row * at}"),), numeric=True) for row in range(rows) for at in range(8)]
        return Document("t", "en", (Grid(tuple(cells), rows, 8),))

    found = {}
    for rows in (500, 2000):
        start = time.perf_counter()
        registry.render_document("pdf", table(rows), context, "typst")
        found[f"{rows} rows"] = time.perf_counter() - start
    tell("PDF by Typst, 2,000 rows / 500 rows", found["2000 rows"] / found["500 rows"], "<= 5", found)


def typst_pages(rounds: int) -> None:
    """A PDF by Typst beside bare Typst on the same template and data, new ones each time (it remembers old ones)."""
    import itertools

    import typst

    from govreport.document import build_document
    from govreport.plugin import RenderContext
    from govreport_typst.data import document_data
    from govreport_typst.render import PAGES
    from govreport_typst.style import make_style

    registry = gr.Registry()
    numbers = itertools.count(1)

    def fresh() -> gr.Report:
        shift = next(numbers) * 1000
        return a_report().fill({cell: at + shift for at, cell in enumerate(a_report().cells())})

    def prepared() -> tuple[typst.Fonts, str]:
        document = build_document(fresh())
        style = make_style(registry.theme(), document.language, document.paper)
        return style.fonts.fonts, json.dumps(document_data(document, style) | {"rescue": []}, ensure_ascii=False)

    inputs = iter([prepared() for _ in range(rounds)])
    reports = iter([fresh() for _ in range(rounds)])

    def peer() -> object:
        fonts, data = next(inputs)
        given: dict = {"root": PAGES, "font_paths": fonts, "ignore_system_fonts": True, "pdf_standards": ["ua-1"]}
        return typst.compile(PAGES / "main.typ", sys_inputs={"document": data}, **given)

    documents = iter([build_document(fresh()) for _ in range(rounds)])
    context = RenderContext(None, "zh", registry.theme(), {}, registry)
    gr.render(fresh(), "pdf", engine="typst")
    found = medians(
        rounds,
        typst=peer,
        engine=lambda: registry.render_document("pdf", next(documents), context, "typst"),
        report=lambda: gr.render(next(reports), "pdf", engine="typst"),
    )
    tell("PDF by Typst, from the document on / bare Typst", found["engine"] / found["typst"], "<= 1.3", found)
    tell("the same from the report on", found["report"] / found["typst"], "-", found)
    try:
        gr.render(a_report(), "pdf", engine="weasyprint")
    except gr.Unavailable as error:
        print(f"PDF: {error}")
        return
    reports = iter([fresh() for _ in range(2 * rounds)])
    engines = {name: functools.partial(lambda name: gr.render(next(reports), "pdf", engine=name), name)
               for name in ("weasyprint", "typst")}  # fmt: skip
    found = medians(rounds, **engines)
    tell("PDF by WeasyPrint / by Typst, warm", found["weasyprint"] / found["typst"], "-", found)


def archives() -> None:
    """All agencies' official XML of two years: reading and checking them beside lxml parsing them, in one process."""
    import resource
    import zipfile

    from lxml import etree

    folder = Path(__file__).parents[3] / "shared" / "us"
    files: dict[str, bytes] = {}
    for path in sorted(folder.glob("*-all-agencies.zip")):
        with zipfile.ZipFile(path) as archive:
            names = [each for each in archive.namelist() if each.endswith(".xml") and "MACOSX" not in each]
            files |= {name: archive.read(name) for name in names}
    if not files:
        print("archives of the United States are not here")
        return
    tasks: dict[str, Callable[[str, bytes], object]] = {
        "lxml": lambda _, data: etree.fromstring(data),
        "read": lambda name, data: gr.read(data, name=name),
        "check": lambda name, data: gr.check(gr.read(data, name=name)),
    }
    found = {}
    for name, task in tasks.items():
        start = time.process_time()
        for file, data in files.items():
            task(file, data)
        found[name] = time.process_time() - start
    tell(f"reading {len(files)} files / lxml parsing them", found["read"] / found["lxml"], "-", found)
    tell("reading and checking them / lxml parsing them", found["check"] / found["lxml"], "-", found)
    print(f"{'memory at most':<58} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:5.0f} MB")


def main() -> None:
    """Print every ratio."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    imports(rounds)
    reading(rounds * 5)
    checking(rounds * 5)
    pages(rounds)
    typst_pages(rounds)
    long_tables()
    archives()


if __name__ == "__main__":
    main()
