"""Words that do not belong in a text: lists of patterns as data, for the rules that only look for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from govreport.checks.claims import near_text
from govreport.checks.outcome import Context, Outcome
from govreport.checks.patterns import compile_pattern, compile_printed
from govreport.checks.text import Passage, Place
from govreport.errors import FormError


def judge_phrases(report: Any, context: Context) -> Iterator[Outcome]:
    """Yield one outcome for each kind of words that the rule looks for (rule function).

    Args of the rule: `find`, a list of tables with `pattern` (as in claims), `zh` and `en` for what is wrong, and
    where it counts: `under` (words of the heading above), `levels` (of the publisher), `not_levels`, `unless` (words
    of its sentence that make it right). `printed = true`: look at the text as printed, not in half width.

    Raises:
        FormError: if a pattern is none, or the list says nothing.
    """
    kinds = context.args.get("find")
    if not isinstance(kinds, list) or not kinds:
        raise FormError("args.find is no list of patterns", place=f"{context.rule.place}: rule {context.rule.id}")
    for kind in kinds:
        if not _is_for(kind, context):
            yield context.not_applicable()
            continue
        yield context.none_of(_matches(kind, context), zh=str(kind.get("zh", "")), en=str(kind.get("en", "")))


def _is_for(kind: Mapping[str, Any], context: Context) -> bool:
    level = context.report.publisher.level
    if "levels" in kind:
        return level in kind["levels"]
    return "not_levels" not in kind or (level is not None and level not in kind["not_levels"])


def _matches(kind: Mapping[str, Any], context: Context) -> Iterator[Place]:
    place = f"{context.rule.place}: rule {context.rule.id}"
    printed = bool(kind.get("printed"))
    pattern = (compile_printed if printed else compile_pattern)(str(kind["pattern"]), place)
    right = compile_pattern(str(kind["unless"]), place) if "unless" in kind else None
    for passage in context.text.passages:
        if passage.table or not is_under(passage, kind.get("under"), context):
            continue
        for found in pattern.finditer(passage.text if printed else passage.plain):
            if printed and found[0]:
                yield attrs.evolve(passage.place(0, 0), quote=found[0])
            elif found[0] and not (
                right and right.search(near_text(passage.sentence_at(found.start()), *found.span()))
            ):
                yield passage.place(*found.span())


def is_under(passage: Passage, words: Any, context: Context) -> bool:
    """Whether the heading above a passage, or its own if it is one, has one of some words; without words, always."""
    return not words or any(word in context.text.heading_of(passage) for word in words)
