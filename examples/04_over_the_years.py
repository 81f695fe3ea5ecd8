"""Over the years: four reports of a county, each held against the year before, across a change of the form.

Place, names and figures are invented, and two slips are planted: a request of 2022 that 2023 does not carry in, and a stock
of documents that does not follow from the year before.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import attrs

import govreport as gr
from govreport.combine.words import told

OUT = Path("out") / "over_the_years"
COUNTY = gr.Publisher("临溪县人民政府", level="县级")

# by year: new, carried in, granted, refused for third parties, not held, carried out
REQUESTS = {
    2020: (61, 0, 34, 9, 16, 2),
    2021: (70, 2, 38, 11, 20, 3),
    2022: (83, 3, 45, 12, 25, 4),
    2023: (92, 3, 50, 14, 29, 2),  # 2022 carried 4 out
}
# by year: what the form of the year has of normative documents
DOCUMENTS = {
    2020: {"made": 21, "newly_published": 21, "published_total": 140},
    2021: {"issued": 18, "repealed": 5, "in_force": 233},
    2022: {"issued": 20, "repealed": 11, "in_force": 242},
    2023: {"issued": 16, "repealed": 8, "in_force": 257},  # 242 + 16 - 8 is 250
}
PROBLEMS = {
    2020: "部分乡镇的公开目录更新不及时。2021年将按季度核对目录。",
    2021: "答复文书格式不一。2022年将统一格式，并对承办人员培训。",
    2022: "政策解读以文字为主，群众不易看懂。2023年将增加图表和问答。",
    2023: "征收补偿信息分散在多个栏目。2024年将设立专题集中公开。",
}
ROWS = (
    "requests_new",
    "requests_carried_in",
    "granted",
    "refused_third_party",
    "unable_not_held",
    "requests_carried_out",
)


def of_year(year: int) -> gr.Report:
    """Return the report of a year, on the form that was in force."""
    form = gr.form("cn/2021" if year >= 2021 else "cn/2019")
    report = gr.blank(form, COUNTY, period=year, kind="government_rollup")
    report = report.fill(dict.fromkeys(report.cells(), 0))
    figures = dict(zip(ROWS, REQUESTS[year], strict=True))
    figures["outcome_total"] = sum(figures[row] for row in ("granted", "refused_third_party", "unable_not_held"))
    for column in ("natural_person", "total"):
        report = report.fill({f"{row}[{column}]": figure for row, figure in figures.items()})
    report = report.fill({f"normative_documents[{column}]": figure for column, figure in DOCUMENTS[year].items()})
    report = report.tell("problems", PROBLEMS[year]).tell("other", "全年未收取信息处理费。没有其他需要报告的事项。")
    return report.tell(
        "overview",
        f"{year}年新收政府信息公开申请{{requests_new[total]}}件，上年结转{{requests_carried_in[total]}}件；"
        "办结{outcome_total[total]}件，结转下年度继续办理{requests_carried_out[total]}件。",
    )


def main() -> None:
    """Check each year against the one before, carry the oldest report over, and say where everything was written."""
    reports = [of_year(year) for year in REQUESTS]
    for before, report in pairwise(reports):
        findings = gr.check(report, previous=before)
        print(f"{before.period} ({before.form.id}) → {report.period} ({report.form.id}): {findings.verdict}")
        print(findings.explain("zh"), end="\n\n")

    oldest, last, note = reports[0], reports[-1], "由2019年版格式转换，供逐年比较；不可比较的栏目未转换。"
    mapped = gr.map_to(oldest, "cn/2021")
    print(*told(mapped, oldest, "zh"), sep="\n", end="\n\n")
    carried_over = attrs.evolve(mapped.report, notes=(gr.Note("n1", note),))

    findings = gr.check(last, previous=reports[-2])
    for report, name, shown in ((carried_over, "2020-on-2021", None), (last, "2023", findings)):
        for suffix in (".html", ".pdf", ".json"):
            path = OUT / f"{name}{suffix}"
            try:
                artifact = gr.write(report, path, findings=shown)
            except gr.Unavailable as error:
                print(f"{path}: not written: {error}")
            else:
                print(f"{artifact.path}: written, {artifact.size:,} bytes", *artifact.warnings, sep="; ")


if __name__ == "__main__":
    main()
