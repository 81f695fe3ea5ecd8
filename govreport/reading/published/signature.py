"""The signature block of a published report: what its entries are called, and what stands behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govreport.model.form import Form
from govreport.reading.numerals import half_width

SEALED = r"\s*[（(](?:盖章|公章|签章|签字|签名|章)[）)]"
"""The mark of a seal or a signature, as a part of a regular expression."""
_USUAL = {
    "head": ("单位负责人", "负责人", "主要负责人", "单位领导"),
    "reviewer": ("审核人", "审核", "复核人"),
    "preparer": ("填表人", "填报人", "制表人", "经办人"),
    "unit": ("填表单位", "填报单位", "报送单位", "单位名称", "填报机关"),
    "phone": ("联系电话", "电话"),
    "date": ("填报日期", "填表日期", "报送日期", "填报时间", "日期"),
}
"""What the lines of a signature block are called, beside the words of the form."""


class Signature:
    """The entries of a form's signature block in a text: called by the form's own words, or by those that are usual."""

    def __init__(self, form: Form) -> None:
        labels = [(label, key) for key in form.attestation for label in _USUAL.get(key, ())]
        labels += [(label, key) for key, texts in form.attestation.items() for label in texts.values()]
        self.keys = {re.sub(r"\s", "", label): key for label, key in labels}
        spaced = (r"[ \u3000]*".join(map(re.escape, label)) for label in sorted(self.keys, key=len, reverse=True))
        entry = rf"[\s|｜│]*({'|'.join(spaced)})(?:{SEALED})?\s*[:：]\s*"
        self.entry = re.compile(entry if self.keys else r"(?!)()")

    def begins(self, text: str) -> bool:
        """Whether a line is one of the block."""
        return self.entry.match(text) is not None

    def entries(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield the entries of a line: the key of each, and what stands behind it; nothing if it begins with none."""
        if not self.begins(text):
            return
        found = list(self.entry.finditer(text))
        stops = [*(each.start() for each in found[1:]), len(text)]
        for each, stop in zip(found, stops, strict=True):
            told = half_width(text[each.end() : stop]).strip(" \t\u3000|｜│")
            yield self.keys[re.sub(r"\s", "", each[1])], re.sub(rf"{SEALED}$", "", told)
