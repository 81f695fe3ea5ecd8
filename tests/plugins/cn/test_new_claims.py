"""What texts of the newer editions say of their figures, in words of our own: right and wrong numbers, and other things."""

from __future__ import annotations

import functools

import pytest

import govreport as gr

from .valid import two_years

LITIGATION = ["litigation_direct", "litigation_after_review"]
REFUSED = ["state_secret", "other_law", "security_stability", "third_party"]
REFUSED += ["internal_affairs", "process_info", "enforcement_file", "enquiry_matter"]
BOTH = [  # of the editions of 2019 and 2021; # stands for the number
    ("本年度共收到政府信息公开申请#件", ["requests_new[total]"]),
    ("全县收到#件政府信息公开申请", ["requests_new[total]"]),
    ("共受理依申请公开申请#宗", ["requests_new[total]"]),
    ("信息公开申请共计#件", ["requests_new[total]"]),
    ("另有上年结转#件", ["requests_carried_in[total]"]),
    ("上一年度结转的申请#件", ["requests_carried_in[total]"]),
    ("#件申请结转至下年度继续办理", ["requests_carried_out[total]"]),
    ("结转下年度#件", ["requests_carried_out[total]"]),
    ("其中自然人申请#件", ["requests_new[natural_person]"]),
    ("科研机构提出#件", ["requests_new[research]"]),
    ("商业企业#件", ["requests_new[business]"]),
    ("依法予以公开#件", ["granted[total]"]),
    ("部分公开的#件", ["partly_granted[total]"]),
    ("予以公开和部分公开#件", ["granted[total]", "partly_granted[total]"]),
    ("不予公开#件", [f"refused_{each}[total]" for each in REFUSED]),
    ("无法提供的#件", [f"unable_{each}[total]" for each in ("not_held", "must_create", "still_unclear")]),
    ("收到的申请均依法办理，办结#件", ["outcome_total[total]"]),
    ("政府信息公开申请按期答复#件", ["outcome_total[total]"]),
    ("发生行政复议案件#件", ["reconsideration[total]"]),
    ("行政复议已审结，其中结果维持#件", ["reconsideration[upheld]"]),
    ("行政诉讼#件", [f"{each}[total]" for each in LITIGATION]),
    ("行政诉讼中尚未审结#件", [f"{each}[pending]" for each in LITIGATION]),
    ("未经复议直接起诉#件", ["litigation_direct[total]"]),
    ("行政许可决定#件", ["licensing[decisions]"]),
    ("作出行政处罚#件", ["penalties[decisions]"]),
    ("行政强制措施#件", ["coercive_measures[decisions]"]),
]
SAID = {
    "cn/2021": [
        *BOTH,
        ("年末现行有效行政规范性文件#件", ["normative_documents[in_force]"]),
        ("全年制发行政规范性文件#件", ["normative_documents[issued]"]),
        ("废止行政规范性文件#件", ["normative_documents[repealed]"]),
        ("制定地方政府规章#部", ["rules[issued]"]),
        ("其他处理#件", [f"other_handling_{each}[total]" for each in ("not_corrected", "fee_unpaid", "other")]),
    ],
    "cn/2019": [
        *BOTH,
        ("新制作规范性文件#件", ["normative_documents[made]"]),
        ("对外公开的规范性文件#件", ["normative_documents[published_total]"]),
        ("其他处理#件", ["other_handling[total]"]),
    ],
    "cn/2014": [
        ("主动公开政府信息#条", ["public_info"]),
        ("政府网站公开政府信息#条", ["channel_website"]),
        ("政务微信公众号发布信息#条", ["channel_wechat"]),
        ("制发规范性文件#件", ["norm_docs_issued"]),
        ("举办新闻发布会#次", ["press_conferences"]),
        ("收到政府信息公开申请#件", ["requests_received"]),
        ("当面申请#件", ["requests_in_person"]),
        ("同意公开#件", ["answer_granted"]),
        ("同意部分公开#件", ["answer_partly_granted"]),
        ("不同意公开#件", ["answer_refused"]),
        ("信息不存在#件", ["answer_no_such_info"]),
        ("行政复议#件", ["reconsiderations"]),
        ("专职人员#名", ["staff_full_time"]),
    ],
    "cn/fujian-2009": [
        ("主动公开政府信息#条", ["fj_public[year]"]),
        ("收到政府信息公开申请#条", ["fj_requests[year]"]),
        ("信函申请#条", ["fj_requests_letter[year]"]),
        ("同意部分公开答复#条", ["fj_answers_partly[year]"]),
        ("行政诉讼#件", ["fj_litigations[year]"]),
    ],
    "cn/fujian-2014": [("信函、传真申请#条", ["fj_requests_letter_fax[year]"]), ("答复申请#条", ["fj_answers[year]"])],
}
SENTENCES = [(edition, text, cells) for edition, said in SAID.items() for text, cells in said]
NOTHING = {
    "cn/2021": [
        "办结人大建议、政协提案35件。",
        "12345热线受理诉求1200件，满意率98%。",
        "2022年，共收到政府信息公开申请999件，办结998件。",
        "2022年度收到政府信息公开申请999件。",
        "公开行政许可事项316项。",
        "解读规范性文件15件。",
        "受理企业开办申请1364件。",
        "约收到政府信息公开申请300余件。",
        "网站发布行政处罚信息145条。",
    ],
    "cn/2014": ["“领导信箱”答复群众来信77件。", "受理低保申请450件。", "召开专题会议2次，印发规章制度3项。"],
    "cn/fujian-2014": ["区行政服务中心受理申请13643件。", "各乡镇主动公开政府信息674条。"],
}
first = functools.cache(lambda edition: two_years(edition)[0])


def judged(edition: str, text: str, **figures: int) -> dict[str, dict[str, int]]:
    report = first(edition).fill(figures)
    section = next(each.id for each in report.form.sections if each.narrative)
    return gr.check(report.tell(section, text)).by_rule


@pytest.mark.parametrize(("edition", "text", "cells"), SENTENCES)
def test_a_number_is_that_of_its_cells(edition, text, cells):
    amount = sum(int(first(edition)[cell].amount) for cell in cells)
    right = judged(edition, text.replace("#", str(amount)) + "。")["TX-EQ"]
    assert (right["holds"], right["fails"]) == (1, 0)
    wrong = judged(edition, text.replace("#", str(amount + 1000)) + "。")["TX-EQ"]
    assert (wrong["holds"], wrong["fails"]) == (0, 1)


@pytest.mark.parametrize(("edition", "text"), [(edition, text) for edition, texts in NOTHING.items() for text in texts])
def test_other_things_are_left_alone(edition, text):
    counts = judged(edition, text)
    assert not any(counts[rule]["fails"] for rule in ("TX-EQ", "TX-SCOPE", "TX-CLAIM"))


def test_a_paragraph_is_taken_apart():
    report = first("cn/2021")
    figures = {
        name: int(report[f"{name}[total]"].amount) for name in ("requests_new", "outcome_total", "reconsideration")
    }
    text = (
        "本年度全县共收到政府信息公开申请{requests_new}件，上年结转{carried_in}件，办结{outcome_total}件，"
        "{carried_out}件结转下年度继续办理。因政府信息公开引起的行政复议{reconsideration}件，"
        "其中结果维持{upheld}件，结果纠正{corrected}件，尚未审结{pending}件；行政诉讼{litigation}件。"
    ).format(
        **figures,
        carried_in=report["requests_carried_in[total]"].amount,
        carried_out=report["requests_carried_out[total]"].amount,
        litigation=sum(int(report[f"{each}[total]"].amount) for each in LITIGATION),
        **{each: report[f"reconsideration[{each}]"].amount for each in ("upheld", "corrected", "pending")},
    )
    counts = judged("cn/2021", text)["TX-EQ"]
    assert (counts["holds"], counts["fails"]) == (9, 0)


def test_requests_carried_in_are_often_counted_as_received():
    report = first("cn/2021")
    both = sum(int(report[f"requests_{each}[total]"].amount) for each in ("new", "carried_in"))
    counts = judged("cn/2021", f"全年共收到政府信息公开申请{both}件。")
    assert (counts["TX-EQ"]["holds"], counts["TX-SCOPE"]["fails"]) == (1, 1)


@pytest.mark.parametrize(
    ("edition", "text", "fails"),
    [
        ("cn/2021", "本年度未收到政府信息公开申请。", 1),
        ("cn/2021", "本年度政府信息公开申请均已按时办结。", 1),
        ("cn/2021", "未发生因政府信息公开引起的行政复议、行政诉讼。", 2),
        ("cn/2021", "行政复议均获维持。", 1),
        ("cn/2014", "没有收到信息公开申请，也未发生行政复议和行政诉讼。", 3),
        ("cn/fujian-2009", "未收到有关政府信息公开申请。", 1),
    ],
)
def test_what_is_said_in_general(edition, text, fails):
    assert judged(edition, text)["TX-CLAIM"]["fails"] == fails


def test_an_amount_may_be_rounded():
    for amount, fails in (("62.5", 0), ("63", 0), ("64.5", 1)):
        counts = judged("cn/2021", f"收取行政事业性收费{amount}万元。")
        assert counts["TX-EQ"]["fails"] == fails, amount


# --- what the formats of 2019 and 2021 want of the text --------------------------------------------------------------


def told(edition: str, **texts: str) -> set[str]:
    report = first(edition)
    for section, text in texts.items():
        report = report.tell(section, text)
    return {each.rule for each in gr.check(report)}


def test_sections_length_and_headings():
    full = {
        "overview": "编发公报12期，工作正常。",
        "problems": "公开不够及时，将加强培训。",
        "other": "本年度未收取信息处理费。",
    }
    assert not {rule for rule in told("cn/2021", **full) if rule.startswith("LY")}
    assert "LY-MISSING-SECTION" in told("cn/2019", overview="工作正常。")
    long = full | {"overview": "公开政府工作信息。" * 130}
    assert "LY-LENGTH" in told("cn/2021", **long)
    assert "LY-LENGTH" not in told("cn/2019", **long)
    for heading, differs in (("五、存在的主要问题及改进情况", False), ("五、存在的主要问题及改情况", True)):
        headed = full | {"problems": f"# {heading}\n\n公开不够及时，将加强培训。"}
        assert ("LY-HEAD-TEXT" in told("cn/2021", **headed)) is differs


def test_the_matters_of_the_old_regulation_may_stand_anywhere():
    for edition in ("cn/2014", "cn/fujian-2009"):
        assert "LY-MISSING-SECTION" in told(edition, overview="工作正常。")
        words = "主动公开正常，收费为零，依申请公开、行政复议见附表。主要问题是慢。"
        assert "LY-MISSING-SECTION" not in told(edition, overview=words)
