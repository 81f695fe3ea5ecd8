"""Texts in several languages, and the choice between them."""

from __future__ import annotations

from typing import TypeAlias

from govreport.model.frozen import FrozenMap

Labels: TypeAlias = FrozenMap[str, str]
"""One text by language: the keys are BCP 47 tags, usually the bare language (`zh`, `en`)."""


def pick(labels: Labels, language: str, default: str = "") -> str:
    """Return the text in `language`, else in its base language, else the first there is.

    >>> pick(FrozenMap(zh="件", en="documents"), "zh-Hans")
    '件'
    >>> pick(FrozenMap(zh="件"), "en")
    '件'
    """
    for tag in (language, base(language)):
        if tag in labels:
            return labels[tag]
    return next(iter(labels.values()), default)


def base(language: str) -> str:
    """Return the primary subtag: `zh` of `zh-Hans`."""
    return language.partition("-")[0].lower()
