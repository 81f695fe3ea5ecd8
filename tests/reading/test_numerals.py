"""Numbers of running text: what they come to, and which of them count something."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport.reading import half_width, numerals_in, read_number


@pytest.mark.parametrize(
    ("raw", "value"),
    {
        "26": "26",
        "1,260": "1260",
        "１，２６０": "1260",
        "615.54万": "6155400",
        "1.5亿": "150000000",
        "3 万": "30000",
        "二十": "20",
        "两": "2",
        "三百二十一": "321",
        "一千零五": "1005",
        "一万二千": "12000",
        "十二万三千四百五十六": "123456",
        "一亿零三万": "100030000",
        "二○一七": "2017",
        "二〇一七": "2017",
        "零": "0",
        "0.50": "0.50",
    }.items(),
)
def test_what_a_number_comes_to(raw, value):
    assert str(read_number(raw)) == value


@pytest.mark.parametrize("raw", ["", "甲", "1.2.3", "万", "12a"])
def test_what_is_no_number(raw):
    assert read_number(raw) is None


def count(text: str) -> list[str]:
    return [str(each.value) for each in numerals_in(text) if each.counts]


@pytest.mark.parametrize(
    ("text", "counted"),
    {
        "全年收到申请１２件，办结十件": ["12", "10"],
        "2017年1月18日": [],
        "第20条第（一）项": ["1"],  # counts only with a measure word behind it
        "国办发〔2016〕19号": [],
        "占91.7%": [],
        "通过12345解决": ["12345"],
        "网上申请9件": ["9"],
        "A4纸2份": ["2"],
        "时间16:08": ["16"],
        "公开1.5万条": ["15000"],
        "十八大以来": ["18"],
    }.items(),
)
def test_dates_articles_and_document_numbers_count_nothing(text, counted):
    assert count(text) == counted


def test_what_stands_around_a_number_is_known():
    found = list(numerals_in("约 20 余人次，占百分之三十，占 33.09%。"))
    assert [(each.vague, each.percent, each.digits) for each in found] == [
        (True, False, 0),
        (False, True, 0),
        (False, True, 2),
    ]
    assert found[0].unit(("人", "人次", "件")) is None  # 余 stands between
    assert next(numerals_in("20 人次")).unit(("人", "人次")) == "人次"
    assert next(numerals_in("20")).unit(("人",)) is None


def test_half_width_keeps_every_place():
    assert half_width("２６件（１）㎡…ﬁ") == "26件(1)㎡…ﬁ"


@given(st.integers(0, 10**12))
def test_digits_come_to_what_they_say(number):
    assert read_number(str(number)) == number
    assert read_number(f"{number:,}") == number
    wide = str(number).translate({ord(digit): chr(0xFF10 + int(digit)) for digit in "0123456789"})
    assert read_number(wide) == number


def chinese(number: int) -> str:
    """Write a number in Chinese, as an official does."""
    digits, told = "零一二三四五六七八九", ""
    for unit, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        part, number = divmod(number, size)
        if not part:
            continue
        text = ""
        for name, value in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
            digit, part = divmod(part, value)
            if digit:
                text += digits[digit] + name
            elif text and part and not text.endswith("零"):
                text += "零"
        told += text + unit
    return told or "零"


@given(st.integers(0, 10**11))
def test_chinese_numerals_come_to_what_they_say(number):
    assert read_number(chinese(number)) == Decimal(number)


@given(st.text(alphabet="〇一二两十百千万亿0123456789.,，年%第〔〕 件", max_size=30))
def test_no_text_breaks_it(text):
    for each in numerals_in(text):
        assert text[each.start : each.end].strip() == each.raw
        assert each.value >= 0
