"""The first report: fill the form, check it, and publish it as web page, PDF, plain table and data.

The figures are those that the Desheng Industrial Park of Yinchuan published for 2017, slips included: a total of 26
documents of which none carries a mark, and one cell that was left empty. The narrative is our own.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import attrs

import govreport as gr

HERE = Path(__file__).parent
OUT = Path("out") / "first_report"

LEAD = """
为落实全面推进政务公开的要求，园区由主要负责人牵头、综合办公室承办，全年按照“谁提供、谁审核、谁负责”的原则公开政府信息。\
现将银川德胜工业园区2017年政府信息公开工作情况报告如下。
"""
ORGANISATION = """
园区设立政务信息公开工作领导小组，日常工作由综合办公室承担，现有工作人员{own_staff}人，其中专职{own_staff_full_time}人、\
兼职{own_staff_part_time}人。年内制定了公开工作实施方案，修订了公开指南和公开目录，并组织各部室信息员学习。
"""
PROACTIVE = """
（一）公文公开。全年制发公文{own_docs}件。主动公开政策性文件{own_policy_docs}件，均配有解读，共解读{own_policy_docs_explained}件。

（二）回应关切。全年回应公众关注的事项{own_responses}次，办理“领导信箱”来信{own_leader_mailbox}件。
"""
REQUESTS = "全年收到政府信息公开申请{own_requests}件，办结{own_requests_closed}件，答复{own_requests_answered}件。"
FEES = "全年未收取政府信息公开费用，没有减免事项。"
DISPUTES = "全年没有因政府信息公开引起的行政复议和行政诉讼。"
PROBLEMS = """
一是公开不够及时，部分信息未能随产生、随公开；二是公开不够规范，个别栏目与公开目录没有完全对应。\
2018年将加强对工作人员的培训，逐条核对公开目录，健全保密审查和责任追究制度。
"""


def first_report() -> gr.Report:
    """Return the report: figures from the data file, narrative from here, figures in the text bound to cells."""
    figures = json.loads((HERE / "data" / "desheng-2017.json").read_text("utf-8"))
    publisher = gr.Publisher("银川德胜工业园区管委会", level="园区")
    report = gr.blank(gr.form("cn/ningxia-2017"), publisher, period=2017, kind="body")
    report = report.fill(figures)
    for section, text in {
        "lead": LEAD,
        "organisation": ORGANISATION,
        "proactive": PROACTIVE,
        "requests": REQUESTS,
        "fees": FEES,
        "disputes": DISPUTES,
        "problems": PROBLEMS,
    }.items():
        report = report.tell(section, text.strip())
    published = dt.date(2018, 1, 18)
    return attrs.evolve(
        report,
        title="银川德胜工业园区2017年政府信息公开工作年度报告",
        published=published,
        attestation=gr.Attestation(
            head="赵某",
            reviewer="钱某",
            preparer="孙某",
            unit="银川德胜工业园区管委会",
            phone="0000000",
            date=published,
        ),
    )


def main() -> None:
    """Print the table and the findings, write the files, and say where they are."""
    report = first_report()
    findings = gr.check(report)
    print(gr.render(report, "table"))
    print(findings.explain("zh"), end="\n\n")
    print(findings.explain("en"), end="\n\n")
    for name in ("report.html", "report.pdf", "report.txt", "report.json"):
        try:
            artifact = gr.write(report, OUT / name)
        except gr.Unavailable as error:
            print(f"{OUT / name}: not written: {error}")
        else:
            print(f"{artifact.path}: written, {artifact.size:,} bytes", *artifact.warnings, sep="; ")


if __name__ == "__main__":
    main()
