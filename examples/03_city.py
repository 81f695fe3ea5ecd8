"""A long report: a city with the power to make rules, which adds up its departments and counties.

Place, names and figures are invented. The text has headings of two levels, and a table of its own.
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import attrs

import govreport as gr

HERE = Path(__file__).parent
OUT = Path("out") / "city"

LEAD = """
根据《中华人民共和国政府信息公开条例》和国办公开办函〔2021〕30号通知所定格式，汇总市政府各部门和5个县（区）的年度报告，\
编制云澜市2024年政府信息公开工作年度报告。本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。\
本报告电子版可在市政府网站政府信息公开专栏下载。如有疑问，请与市政府办公室政务公开科联系。
"""
OVERVIEW = """
2024年，云澜市以群众看得到、找得着、读得懂为标准推进政府信息公开，公开的内容更多来自办事过程，答复更多走在期限之前。

## （一）主动公开

全年制发规章{rules[issued]}件、废止规章{rules[repealed]}件，年末现行有效的规章{rules[in_force]}件；\
全年制发行政规范性文件{normative_documents[issued]}件，废止行政规范性文件{normative_documents[repealed]}件，\
年末现行有效的行政规范性文件{normative_documents[in_force]}件。作出行政许可决定{licensing[decisions]}件、\
行政处罚决定{penalties[decisions]}件、行政强制决定{coercive_measures[decisions]}件，均按规定公开或者依法不公开。

## （二）依申请公开

### 1.收到和办理

全年新收政府信息公开申请{requests_new[total]}件，上年结转{requests_carried_in[total]}件；办结{outcome_total[total]}件，\
结转下年度继续办理{requests_carried_out[total]}件。

### 2.办理结果

予以公开{granted[total]}件，部分公开{partly_granted[total]}件，本机关不掌握相关政府信息{unable_not_held[total]}件。\
申请集中在征收补偿、自然资源和教育招生三个方面。

### 3.复议诉讼

因政府信息公开被申请行政复议{reconsideration[total]}件；未经复议直接起诉{litigation_direct[total]}件，\
复议后起诉{litigation_after_review[total]}件。

## （三）政府信息管理

建立规章和行政规范性文件目录，逐件标注有效、失效和废止。公开属性与文件同步拟定，不予公开的逐件说明理由。

## （四）平台建设

市、县两级政府信息公开专栏统一栏目和检索；市政务服务中心和各县（区）图书馆设政府信息查阅点，老年读者有专人协助。

## （五）监督保障

市政府办公室按季度抽查专栏，问题清单限期整改；工作考核占市直部门年度考核的四个百分点，社会评议结果向社会公布。\
全年没有追究责任的情形。
"""
PROBLEMS = """
**存在的问题**：一是部分县（区）答复文书说理不够，被纠正的案件多出于此；二是征收补偿信息散见于多个栏目，查找费时；\
三是政策解读偏重文字，图表和问答少。

**改进情况**：上年度提出的三项整改已经完成：统一了答复文书格式，清理了失效文件，开通了目录检索。

**下一步打算**：2025年将做好以下工作：

1.对被纠正的案件逐件复盘，编发答复文书范例；

2.设立征收补偿信息专题，按项目集中公开；

3.与起草部门同步安排解读，逐步以图表和问答为主。
"""
OTHER = """
**信息处理费**：全市有{other_handling_fee_unpaid[total]}件申请因逾期未缴纳费用不再处理，全年未收取信息处理费。

**汇总范围**：本报告汇总的机关如下：

| 汇总单位 | 单位数 | 说明 |
| --- | ---: | --- |
| 市政府及其办公室 | 1 | 市政府办公室一并填报 |
| 市政府部门 | 34 | 含派出机构 |
| 县（区）政府 | 5 | 各自已汇总所属部门和乡镇 |

税务、海关等垂直管理单位的报告由其系统汇总，不在本报告之内。
"""


def city() -> gr.Report:
    """Return the report: figures from the data file, narrative from here."""
    figures = json.loads((HERE / "data" / "yunlan-2024.json").read_text("utf-8"), parse_float=Decimal)
    publisher = gr.Publisher("云澜市人民政府", level="地市级")
    report = gr.blank(gr.form("cn/2021"), publisher, period=2024, kind="government_rollup").fill(figures)
    for section, text in {"lead": LEAD, "overview": OVERVIEW, "problems": PROBLEMS, "other": OTHER}.items():
        report = report.tell(section, text.strip())
    return attrs.evolve(report, title="云澜市2024年政府信息公开工作年度报告", published=dt.date(2025, 3, 5))


def main() -> None:
    """Print the findings, write the files, and say where they are."""
    report = city()
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
