"""Texts in several languages."""

from __future__ import annotations

import pytest

from govreport.model.frozen import FrozenMap
from govreport.model.labels import base, pick


@pytest.mark.parametrize(
    ("labels", "language", "text"),
    [
        ({"zh": "件", "en": "items"}, "en", "items"),
        ({"zh": "件", "zh-Hant": "件數"}, "zh-Hant", "件數"),
        ({"zh": "件", "en": "items"}, "zh-Hans-CN", "件"),
        ({"zh": "件", "en": "items"}, "fr", "件"),
        ({"": "§ 1"}, "en", "§ 1"),
        ({}, "en", "none"),
    ],
)
def test_the_nearest_language_is_picked(labels, language, text):
    assert pick(FrozenMap(labels), language, "none") == text


@pytest.mark.parametrize(("tag", "primary"), [("zh-Hans", "zh"), ("EN", "en"), ("fr", "fr"), ("", "")])
def test_the_base_of_a_tag_is_its_primary_subtag(tag, primary):
    assert base(tag) == primary
