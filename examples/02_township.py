"""A short report: a township that received one request, on the format of 2021.

Place, names and figures are invented. Most cells of the form are 0, and are filled in as 0: a blank would not be the same.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs

import govreport as gr

OUT = Path("out") / "township"

FIGURES = {
    "normative_documents[issued]": 1,
    "normative_documents[in_force]": 3,
    "licensing[decisions]": 46,
    "penalties[decisions]": 5,
    "requests_new[natural_person]": 1,
    "requests_new[total]": 1,
    "granted[natural_person]": 1,
    "granted[total]": 1,
    "outcome_total[natural_person]": 1,
    "outcome_total[total]": 1,
}

LEAD = """
根据《中华人民共和国政府信息公开条例》和国办公开办函〔2021〕30号通知所定格式，编制柳湾镇2024年政府信息公开工作年度报告。\
本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。如有疑问，请与柳湾镇党政综合办公室联系。
"""
OVERVIEW = """
## （一）主动公开

全年制发行政规范性文件{normative_documents[issued]}件，年末现行有效的行政规范性文件{normative_documents[in_force]}件；\
作出行政许可决定{licensing[decisions]}件、行政处罚决定{penalties[decisions]}件。惠农补贴、低保和临时救助名单在村务公开栏同步张贴。

## （二）依申请公开

全年新收政府信息公开申请{requests_new[total]}件，为村民申请查阅土地承包经营权登记资料，已予以公开。没有发生行政复议和行政诉讼。

## （三）政府信息管理

镇党政综合办公室每季度核对一次已公开的信息，换届后联系方式变动的栏目已经更新。

## （四）平台建设

便民服务中心设政府信息查阅点1处，配有自助查询机。

## （五）监督保障

一名副镇长分管，两名工作人员兼职承办。全年没有需要追究责任的情形。
"""
PROBLEMS = """
一是村务与政务公开的内容有重复，群众不易分辨；二是兼职人员调动多，业务不够熟悉。\
2025年将重新梳理两类公开的目录，并为新任人员安排跟班学习。
"""
OTHER = "全年未收取信息处理费。没有其他需要报告的事项。"


def township() -> gr.Report:
    """Return the report."""
    publisher = gr.Publisher("临溪县柳湾镇人民政府", level="乡镇")
    report = gr.blank(gr.form("cn/2021"), publisher, period=2024, kind="body")
    report = report.fill(dict.fromkeys(report.cells(), 0)).fill(FIGURES)
    for section, text in {"lead": LEAD, "overview": OVERVIEW, "problems": PROBLEMS, "other": OTHER}.items():
        report = report.tell(section, text.strip())
    return attrs.evolve(report, published=dt.date(2025, 1, 17))


def main() -> None:
    """Print the findings, write the files, and say where they are."""
    report = township()
    findings = gr.check(report)
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
