"""From a ledger to a report: a department's applications counted into the form, and what fits nowhere listed.

Place, names and figures are invented. The ledger is as offices keep it: several ways to write a date, words with and
without the numbers of the form, one case that was entered twice, one outcome that does not say which row is meant, and
one date of closing that lies before that of the request. These three rows count nowhere until somebody mends them.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs

import govreport as gr
from govreport.writing import starter_of

HERE = Path(__file__).parent
OUT = Path("out") / "ledger"

NOT_IN_THE_LEDGER = {
    "normative_documents[issued]": 3,
    "normative_documents[repealed]": 1,
    "normative_documents[in_force]": 22,
    "licensing[decisions]": 318,
    "penalties[decisions]": 27,
    "admin_fees[amount]": 96,
}
PROBLEMS = """
一是征地档案查找慢，个别申请用满了答复期限；二是申请人撤回的较多，说明公开前的沟通不够。\
2025年将完成征地档案目录的数字化，并在收到申请的三日内与申请人联系。
"""


def from_ledger() -> gr.Report:
    """Return the report: requests and disputes counted, the rest filled in, texts begun as the form offers."""
    publisher = gr.Publisher("临溪县自然资源局", level="部门")
    report = gr.blank(gr.form("cn/2021"), publisher, period=2024, kind="body")
    report = report.fill(dict.fromkeys(report.form.cells(report, "article20"), 0)).fill(NOT_IN_THE_LEDGER)
    report = report.fill_from(HERE / "data" / "linxi-cases-2024.csv")
    for section in ("lead", "overview", "other"):
        report = report.tell(section, starter_of(report, report.form.section(section)))
    report = report.tell("problems", PROBLEMS.strip())
    return attrs.evolve(report, published=dt.date(2025, 1, 24))


def main() -> None:
    """Print what fits nowhere, where a figure comes from, the table and the findings; write the files."""
    report = from_ledger()
    for each in report.unplaced:
        print(f"line {each.line}: {each.reason}: {each.text}")
    cell = report.locate("partly_granted[total]")
    print(f"{cell} is {report[cell].amount}, counted in lines {report.origins[cell].rows}", end="\n\n")
    print(gr.render(report, "table"))
    print(gr.check(report).explain("zh"), end="\n\n")
    for name in ("report.html", "report.pdf", "report.txt", "report.json"):
        try:
            artifact = gr.write(report, OUT / name)
        except gr.Unavailable as error:
            print(f"{OUT / name}: not written: {error}")
        else:
            print(f"{artifact.path}: written, {artifact.size:,} bytes", *artifact.warnings, sep="; ")


if __name__ == "__main__":
    main()
