"""The report it all began with: its eighteen anomalies, what must stay silent, planted errors, harmless rewordings."""

from __future__ import annotations

import collections
import re

import pytest

import govreport as gr

ANOMALIES = {
    "NX-MARKS-OWN": "own_docs",
    "NX-POLICY-OWN": "own_policy_docs",
    "NX-POLICY-PUBLISHED-OWN": "own_docs_published",
    "TX-EQ": "文件 2 份",
    "TX-NOROW": "142 条",
    "LY-BLANK": "sub_offices",
    "LY-UNIT-SIBLING": "sub_responses",
    "LY-NEST": "own_press_conferences_head",
    "LY-HEAD-DUP": "四、",
    "LY-HEAD-STYLE": "(1)",
    "LY-UNIT-NAME": "银川的神工业园区管委会",
    "LY-DOCNO": "贺政办发[2017]121号",
    "LY-HEAD-PUNCT": "三、",
    "LY-BREAK": "政务公",
    "LY-LABEL": "政府网站公开的数量",
    "LY-COL-HEADER": "汇 总 数",
    "TX-WRONGYEAR": "下半年",
    "LY-MISSING-SECTION": "收费及减免",
}
SILENT = ["NX-STAFF-OWN", "NX-STAFF-SUB", "NX-EXPLAIN-OWN", "LY-LATE", "LY-EARLY", "TX-CLAIM", "LY-SIGN", "TX-COPY"]


@pytest.fixture(scope="module")
def seed(shared) -> str:
    return (shared / "seed" / "desheng-2017.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def found_in_seed(seed):
    return told(seed)


def told(text: str, encoding: str = "utf-8") -> collections.Counter:
    """Return what is found in a text: the rules, each with its cells and how often it is said of how many places."""
    found = collections.Counter()
    for each in gr.check(gr.read(text.encode(encoding), name="a.txt", form="cn/ningxia-2017")):
        found[each.rule, each.cells] += max(1, len(each.places))
    return found


@pytest.mark.parametrize("rule", ANOMALIES)
def test_each_anomaly_is_found_and_its_place_named(seed, rule):
    findings = gr.check(gr.read(seed.encode(), name="a.txt"))
    messages = [each.message("zh") + " ".join(map(str, each.cells)) for each in findings if each.rule == rule]
    assert any(ANOMALIES[rule].replace(" ", "") in message.replace(" ", "") for message in messages)


def test_what_holds_stays_silent(seed):
    findings = gr.check(gr.read(seed.encode(), name="a.txt"))
    assert not [each.rule for each in findings if each.rule in SILENT]
    rules = {each.rule for each in findings}
    assert rules - set(ANOMALIES) == {"TX-SUM"}  # three points are announced, and five follow


def change(old: str, new: str, count: int = 1):
    def mutate(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, count)

    return mutate


def change_all(*pairs):
    def mutate(text: str) -> str:
        for old, new in pairs:
            text = change(old, new, -1)(text)
        return text

    return mutate


def row(label: str, value: str, unit: str | None = None):
    """Put another value (and unit) into the first row of a label."""

    def mutate(text: str) -> str:
        def put(found: re.Match[str]) -> str:
            return f"{found[1]}{unit or found[2]}\t{value}"

        changed, count = re.subn(rf"^({re.escape(label)}\t)(\S+)\t.*$", put, text, count=1, flags=re.MULTILINE)
        assert count == 1, label
        return changed

    return mutate


def both(*steps):
    def mutate(text: str) -> str:
        for step in steps:
            text = step(text)
        return text

    return mutate


LAST = "宣传园区优势与政策。"
PLANTED = {
    "a total that its parts do not make": (row("（一）本部门政务公开工作机构中工作人员数量", "4"), "NX-STAFF-OWN"),
    "a part greater than the whole": (row("其中: 进行政策解读的数量", "3"), "NX-EXPLAIN-OWN"),
    "more closed than received": (row("其中：申请办结数量", "1"), "NX-REQ-OWN"),
    "staff without an office": (
        both(row("（二）本部门下属单位政务公开工作机构数量", "0"), row("工作人员数量", "2")),
        "NX-STAFF-SUB",
    ),
    "a mark for zero": (row("“领导信箱”办理或答复数量", "/"), "LY-ZERO-STYLE"),
    "a unit in the cell": (row("“领导信箱”办理或答复数量", "3件"), "LY-UNIT-CELL"),
    "a word in the cell": (row("“领导信箱”办理或答复数量", "若干"), "CN-NONNEG"),
    "another blank": (row("（二）本部门下属单位收到申请数量", ""), "LY-BLANK"),
    "another unit": (row("（二）本部门下属单位收到申请数量", "0", "次"), "LY-UNIT-SIBLING"),
    "a row of one's own": (change("兼职人员数量\t人\t1", "兼职人员数量\t人\t1\n志愿者数量\t人\t5"), "LY-EXTRA-ROW"),
    "text against table": (change(LAST, LAST + "全年收到政府信息公开申请 5 件。"), "TX-EQ"),
    "stated twice": (
        change(LAST, LAST + "全年收到政府信息公开申请 0 件。收到政府信息公开申请 1 件。"),
        "TX-SAME",
    ),
    "said in general": (
        both(
            change(LAST, LAST + "园区未收到政府信息公开申请。"),
            row("（一）本部门收到申请数量", "2"),
        ),
        "TX-CLAIM",
    ),
    "parts of the text": (
        change("各类信息 142 条；", "各类信息 142 条，其中党务政务 60 条、新闻动态 50 条、经济运行 30 条；"),
        "TX-SUM",
    ),
    "a wrong share": (change("各类信息 142 条；", "各类信息 142 条，其中新闻动态 71 条，占 60%；"), "TX-PCT"),
    "a share cut off": (
        change("各类信息 142 条；", "各类信息 142 条，其中新闻动态 47 条，占 33.09%；"),
        "TX-PCT-ROUND",
    ),
    "the plan of another year": (change("五、2018 年工作打算", "五、2020 年工作打算"), "TX-WRONGYEAR"),
    "a skipped heading": (change("五、2018 年工作打算", "七、2018 年工作打算"), "LY-HEAD-GAP"),
    "a point twice": (change("三是搭建门户网站", "二是搭建门户网站"), "LY-HEAD-DUP"),
    "a skipped point": (change("二是信息公开的规范性", "三是信息公开的规范性"), "LY-HEAD-GAP"),
    "a broken paragraph": (change("加强社会监督，认真接待", "加强社会监督，认真\n\n接待"), "LY-BREAK"),
    "a doubled word": (change("相关信息，使政府优惠政策", "相关信息信息，使政府优惠政策"), "LY-TYPO"),
    "words of the template": (change("一是信息公开的时效性", "（文字描述）一是信息公开的时效性"), "LY-LEFTOVER"),
    "a lost number": (change("工作成效等信息 39 条", "工作成效等信息条"), "LY-MISSING-NUMBER"),
    "no telephone": (change("电话：8060333\n", ""), "LY-SIGN"),
    "two dates": (change("日期：2018年1月18日", "日期：2018年2月18日"), "LY-DATE"),
    "published late": (change_all(("2018年1月18日", "2018年4月18日")), "LY-LATE"),
    "the form of another year": (
        change("银川德胜工业园区2017年政府信息公开工作年度报告", "银川德胜工业园区2016年政府信息公开工作年度报告"),
        "LY-EDITION",
    ),
    "a matter left out": (change("、行政复议或行政诉讼等事件", "等事件"), "LY-MISSING-SECTION"),
    "no table": (lambda text: text[: text.index("附件：\n")], "LY-NO-TABLE"),
    "another place": (change("园区还多次组织全体干部", "我镇还多次组织全体干部"), "TX-COPY"),
}
HARMLESS = {
    "spaces gone": change_all((" 条", "条"), (" 份", "份"), (" 篇", "篇")),
    "full-width digits": change_all(("\t0\n", "\t０\n"), ("142 条", "１４２ 条")),
    "bars": change_all(("\t", " | ")),
    "wide spaces": lambda text: re.sub(r"\t(?=\S)", "     ", text),
    "windows line ends": change_all(("\n", "\r\n")),
    "trailing spaces": change_all(("\n", "  \n")),
    "more blank lines": change_all(("\n\n", "\n\n\n")),
    "straight quotes": change_all(("“", '"'), ("”", '"')),
    "half-width brackets in the table": change_all(("其中：", "其中:")),
    "a head without spaces": change("统 计 指 标\t单 位\t汇 总 数", "统计指标\t单位\t汇总数"),
    "no head and no caption": both(
        change("统 计 指 标\t单 位\t汇 总 数", "统 计 指 标\t单 位\t汇 总 数"),
        change("\n2017 年政务公开情况统计表\n", "\n"),
    ),
    "a title with spaces": change("银川德胜工业园区2017年政府", "银川德胜工业园区 2017 年 政府"),
    "annual": change("园区2017年政府信息公开工作年度报告", "园区2017年度政府信息公开工作年度报告"),
    "a title on two lines": change("园区2017年政府信息公开", "园区\n2017年政府信息公开"),
    "dates with spaces": change_all(("2018年1月18日", "2018 年 1 月 18 日")),
    "the signature in another order": both(
        change("电话：8060333\n\n", ""), change("单位负责人：", "电话：8060333\n\n单位负责人：")
    ),
    "half-width colons in the signature": change_all(("负责人：", "负责人:"), ("电话：", "电话:")),
    "another word": change("截至目前", "截至年底"),
    "a sentence without figures": change(LAST, LAST + "园区各部室密切配合，形成了工作合力。"),
    "history": change(LAST, LAST + "2008年5月1日《条例》施行以来，园区一直重视此项工作。"),
    "figures of the year before": change(LAST, LAST + "与2016年相比，公开的内容更加丰富。"),
    "a rough number": change(LAST, LAST + "园区有企业 200 余家。"),
    "a right sum": change(LAST, LAST + "园区有企业 8 家，其中甲类 3 家、乙类 5 家，乙类占 62.5%。"),
    "a right share in words": change(LAST, LAST + "园区有企业 8 家，其中甲类 2 家、乙类 6 家，甲类占百分之二十五。"),
    "no requests, said so": change(LAST, LAST + "全年未收到政府信息公开申请。"),
    "what the table says too": change(LAST, LAST + "公开工作机构现有工作人员 3 人，其中专职人员 2 人、兼职人员 1 人。"),
    "in Chinese numerals": change(LAST, LAST + "公开工作机构现有工作人员三人，其中专职人员两人、兼职人员一人。"),
    "lines cut at a width": lambda text: "\n".join(
        "\n".join(re.findall(".{1,40}", line)) if len(line) > 60 and "\t" not in line else line
        for line in text.split("\n")
    ),
    "a law quoted": change(LAST, LAST + "依据《条例》第三十二条和国办发〔2016〕19号文件开展工作。"),
    "meetings held": change(LAST, LAST + "召开专题会议 5 次，培训 30 人次。"),
}


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_error_is_found(seed, found_in_seed, kind):
    mutate, rule = PLANTED[kind]
    new = told(mutate(seed)) - found_in_seed
    assert rule in {name for name, _ in new}, f"new: {sorted({name for name, _ in new})}"


@pytest.mark.parametrize("kind", HARMLESS)
def test_a_harmless_rewording_adds_nothing(seed, found_in_seed, kind):
    assert not told(HARMLESS[kind](seed)) - found_in_seed


def test_other_encodings_add_nothing(seed, found_in_seed):
    for encoding in ("gb18030", "utf-8-sig", "utf-16"):
        assert told(seed, encoding) == found_in_seed
