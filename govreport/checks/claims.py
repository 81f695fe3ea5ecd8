"""What a text says of the figures: claims are data, found by patterns and held against the cells they speak of.

A number belongs to the first claim of the file that takes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

import attrs

from govreport.checks.evaluate import evaluate
from govreport.checks.naming import quoted, with_values
from govreport.checks.outcome import Context, Outcome
from govreport.checks.scope import UNKNOWN, Scope
from govreport.checks.syntax import Expression
from govreport.checks.text import Passage, Place, Span, Text
from govreport.checks.years import of_another_year
from govreport.model.cell import Cell
from govreport.model.frozen import FrozenMap
from govreport.model.labels import Labels, pick
from govreport.reading.numerals import Numeral
from govreport.wording import in_languages, listed, quote, show_amount

_OWN = "own"
_REACH = 160
"""How far around its words what a claim says may depend on others: clauses and sentences can be as long as a text."""


@attrs.frozen
class Naming:
    """How sentences name a scope.

    Args:
        words: the words.
        levels: the levels of publishers for whom they name it; of all if there are none.
        not_levels: the levels for whom they do not.
    """

    words: re.Pattern[str]
    levels: tuple[str, ...] = ()
    not_levels: tuple[str, ...] = ()

    def is_for(self, level: str | None) -> bool:
        """Whether a publisher of a level means the scope by these words."""
        return (not self.levels or level in self.levels) and level not in self.not_levels


@attrs.frozen
class Claim:
    """One thing that texts say of the figures.

    Args:
        find: the patterns by which it is found.
        says: what its number must be, as an expression.
        also: readings under which the number is right as well, so that the author is asked which is meant.
        within: what its number must be where words before it name another scope, by the name of the scope.
        scopes: how a sentence names a scope, by its name; `own` is that of the claim itself, and one that `within`
            does not have leaves open what the number is of.
        after: what must stand before its number in the sentence.
        not_after: what must not.
        ask: words of a sentence that may give the number another scope: a difference is then asked about.
        unless: words of a clause that make it say something else.
        means: for a claim without a number, the assertion that it makes.
        stated: whether the form has no cell for it, so that it is only held against itself.
        rounded: whether its number may be rounded to its own last digit.
        labels: what it is about, by language.
        forms: the forms it is for; `*` stands for anything.
        place: the file it comes from.
    """

    find: tuple[re.Pattern[str], ...]
    says: Expression | None = None
    also: tuple[Expression, ...] = ()
    within: Mapping[str, Expression] = FrozenMap()
    scopes: Mapping[str, Naming] = FrozenMap()
    after: re.Pattern[str] | None = None
    not_after: re.Pattern[str] | None = None
    ask: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    means: Expression | None = None
    stated: bool = False
    rounded: bool = False
    labels: Labels = FrozenMap()
    forms: tuple[str, ...] = ("*",)
    place: str = ""

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """All that its number, or what it means, is held against."""
        return tuple(each for each in (self.says, *self.also, *self.within.values(), self.means) if each is not None)


@attrs.frozen(eq=False)
class Said:
    """One number of the text that a claim takes, and what it comes to.

    Args:
        claim: what is said.
        passage: where.
        numeral: the number; None for a claim without one.
        start, end: the place of the words in the passage.
        scope: the scope that words before it name; empty if none does.
    """

    claim: Claim
    passage: Passage
    numeral: Numeral | None
    start: int
    end: int
    scope: str = ""

    @property
    def says(self) -> Expression | None:
        """What its number must be in the scope that its words name."""
        return self.claim.within.get(self.scope, self.claim.says)

    @property
    def other_readings(self) -> tuple[Expression, ...]:
        """Under what it is right as well, so that the author is asked; nothing where its words name their scope."""
        return () if self.scope in self.claim.within else (*self.claim.also, *self.claim.within.values())

    @property
    def subject(self) -> tuple[int, str]:
        """What it is about: the claim in its scope."""
        return id(self.claim), self.scope if self.scope in self.claim.within else ""

    @property
    def sentence(self) -> str:
        """Its sentence, as far as it is near."""
        return near_text(self.passage.sentence_at(self.start), self.start, self.end)

    @property
    def place(self) -> Place:
        """The place of the words."""
        return self.passage.place(self.start, self.end)

    @property
    def words(self) -> str:
        """The words without the number."""
        if self.numeral is None:
            return self.passage.plain[self.start : self.end]
        return self.passage.plain[self.start : self.numeral.start] + self.passage.plain[self.numeral.end : self.end]


def said_in(text: Text, claims: tuple[Claim, ...]) -> tuple[Said, ...]:
    """Return all that the claims find in a text, in the order of the text."""
    found: list[Said] = []
    level = text.report.publisher.level
    claims = tuple(attrs.evolve(claim, scopes=_scopes_for(claim, level)) for claim in claims)
    for passage in text.passages:
        if passage.table:
            continue
        taken: set[int] = set()
        numerals = {each.start: each for each in passage.numerals}
        here = [said for claim in claims for said in _said(claim, passage, numerals, taken)]
        found.extend(sorted(here, key=lambda said: said.start))
    return tuple(found)


def _scopes_for(claim: Claim, level: str | None) -> Mapping[str, Naming]:
    return FrozenMap({name: naming for name, naming in claim.scopes.items() if naming.is_for(level)})


def _said(claim: Claim, passage: Passage, numerals: dict[int, Numeral], taken: set[int]) -> Iterator[Said]:
    for pattern in claim.find:
        for match in pattern.finditer(passage.plain):
            numeral = numerals.get(match.start("n")) if "n" in pattern.groupindex else None
            if claim.means is None and (numeral is None or numeral.start in taken or not numeral.counts):
                continue
            at = match.start() if numeral is None else numeral.start
            if claim.unless and claim.unless.search(near_text(passage.clause_at(at), at, at)):
                continue
            before = passage.plain[max(passage.sentence_at(at).start, at - _REACH) : at]
            if (claim.after and not claim.after.search(before)) or (claim.not_after and claim.not_after.search(before)):
                continue
            if numeral is not None:
                taken.add(numeral.start)
            yield Said(claim, passage, numeral, *match.span(), _scope_named(claim, before))


def near_text(span: Span, start: int, end: int) -> str:
    """Return what a clause or sentence has near some words of it."""
    return span.text[max(start - span.start - _REACH, 0) : max(end - span.start + _REACH, 0)]


def _scope_named(claim: Claim, before: str) -> str:
    """Return the scope that the words before a number name last; of two, the one that the file names last."""
    named = [
        (found.end(), place, name)
        for place, (name, each) in enumerate(claim.scopes.items())
        for found in each.words.finditer(before)
    ]
    return max(named, default=(0, 0, ""))[2]


def all_said(context: Context) -> tuple[Said, ...]:
    """Return what the claims of the report's form find in its narrative; worked out once a check."""
    return context.text.once("claims", lambda text: said_in(text, context.claims))


def exact(context: Context) -> tuple[Said, ...]:
    """Return what is told of the report's own period in exact numbers; worked out once a check."""
    return context.text.once("exact claims", lambda _: tuple(_exact(context)))


def _exact(context: Context) -> Iterator[Said]:
    for each in all_said(context):
        counts = each.claim.says is not None or each.claim.stated
        is_exact = counts and each.numeral is not None and not each.numeral.vague
        if is_exact and not _is_of_another_year(each, context):
            yield each


def _is_of_another_year(said: Said, context: Context) -> bool:
    at = said.start if said.numeral is None else said.numeral.start
    return of_another_year(said.passage, said.start, at, context.report.year)


# --- what rules do with claims ---------------------------------------------------------------------------------------


def _of_cells(context: Context) -> Iterator[Said]:
    return (each for each in exact(context) if each.claim.says is not None)


def judge_equal(report: Any, context: Context) -> Iterator[Outcome]:
    """Yield whether each number of the text equals what it speaks of (rule function).

    A number that is right under another reading of the claim, or whose sentence has words of another scope or several
    numbers of its claim, is left to `judge_scope`.
    """
    for said in _of_cells(context):
        right, reckoned, cells = _held_against(said, context)
        if reckoned is UNKNOWN:
            yield context.not_evaluable(cells=cells)
        elif right or _also_right(said, context) or _is_part(said, reckoned, context):
            yield context.holds(cells=cells)
        elif _asks(said, context):
            yield context.not_applicable(cells=cells)
        else:
            yield attrs.evolve(
                context.fails(_difference(said, reckoned), places=[said.place], cells=cells),
                actual=_value(said),
                expected=reckoned,
            )


def judge_scope(report: Any, context: Context) -> Iterator[Outcome]:
    """Yield a question for each number that differs from its cell and may be right in another scope (rule function)."""
    for said in _of_cells(context):
        right, reckoned, cells = _held_against(said, context)
        asks = _asks(said, context)
        if reckoned is UNKNOWN or not (said.other_readings or asks):
            continue
        other = _also_right(said, context)
        if right or not (other or asks) or _is_part(said, reckoned, context):
            yield context.holds(cells=cells)
        else:
            yield context.fails(_question(said, reckoned, other), places=[said.place], cells=cells)


Sentence = tuple[tuple[int, str], int, int]


@attrs.define
class _Stated:
    """What one sentence states of one claim: the words without their numbers, and the words that give each number."""

    words: set[str] = attrs.field(factory=set)
    by_value: dict[object, set[str]] = attrs.field(factory=dict)


def _stated_with(said: Said, context: Context) -> _Stated:
    """Return what the sentence of a number states of its claim."""
    return context.text.once("claims by sentence", lambda _: _by_sentence(context))[_sentence_of(said)]


def _by_sentence(context: Context) -> dict[Sentence, _Stated]:
    found: dict[Sentence, _Stated] = {}
    for each in exact(context):
        stated = found.setdefault(_sentence_of(each), _Stated())
        stated.words.add(each.words)
        stated.by_value.setdefault(_value(each), set()).add(each.words)
    return found


def _sentence_of(said: Said) -> Sentence:
    return said.subject, id(said.passage), said.passage.sentence_at(said.start).start


def _sums(context: Context) -> dict[tuple[tuple[int, str], int], Decimal]:
    """Return what the numbers of one claim in one passage come to, where there are several."""
    found: dict[tuple[tuple[int, str], int], list[Decimal]] = {}
    for each in exact(context):
        found.setdefault((each.subject, id(each.passage)), []).append(_value(each))
    return {key: sum(values, Decimal(0)) for key, values in found.items() if len(values) > 1}


def _is_part(said: Said, reckoned: Any, context: Context) -> bool:
    """Whether a number stands beside others of its claim, and one of them or their sum is what the cells come to.

    What a sentence states twice in the same words is no part: the two must be equal.
    """
    sums = context.text.once("sums of claims", lambda _: _sums(context))
    if reckoned is not None and sums.get((said.subject, id(said.passage))) == reckoned:
        return True
    return any(words != said.words for words in _stated_with(said, context).by_value.get(reckoned, ()))


def judge_same(report: Any, context: Context) -> Iterator[Outcome]:
    """Yield whether what is stated several times has one value each time (rule function)."""
    by_subject: dict[tuple[int, str], list[Said]] = {}
    for said in exact(context):
        by_subject.setdefault(said.subject, []).append(said)
    for group in by_subject.values():
        if len(group) < 2:
            continue
        claim, values = group[0].claim, {_value(each) for each in group}
        readings = [evaluate(each, _scope(context)) for each in (group[0].says, *group[0].other_readings) if each]
        settled = len(values) == 1 or (claim.says is not None and values <= set(readings))
        if settled or any(
            _asks(each, context) or _is_part(each, readings[0] if readings else None, context) for each in group
        ):
            yield context.holds()
            continue
        places = [each.place for each in group]
        told = in_languages("claim.same", partial(pick, claim.labels), partial(quoted, places))
        yield context.fails(told, places=places)


def judge_general(report: Any, context: Context) -> Iterator[Outcome]:
    """Yield whether what the text says in general ("all were upheld") agrees with the cells (rule function)."""
    for said in all_said(context):
        if said.claim.means is None or _is_of_another_year(said, context):
            continue
        scope = _scope(context)
        truth = evaluate(said.claim.means, scope)
        cells = tuple(cell for cell, _ in scope.trace)
        if truth is True:
            yield context.holds(cells=cells)
        elif truth is not False:
            yield context.not_evaluable(cells=cells)
        else:
            known = partial(with_values, cells, context.report)
            told = in_languages("claim.general", partial(quote, said.place.quote), known)
            yield context.fails(told, places=[said.place], cells=cells)


def judge_rowless(report: Any, context: Context) -> Iterator[Outcome]:
    """Yield one outcome that lists the counts of the text for which the form has no row (rule function).

    Args of the rule: `verbs` (words of a clause that make its number one of those meant), `units` (measure words).
    """
    verbs, units = context.words("verbs"), context.words("units")
    taken = {
        (id(said.passage), said.numeral.start)
        for said in all_said(context)
        if said.numeral is not None and not said.claim.stated
    }
    found: list[Place] = []
    for passage in context.text.passages:
        for numeral in () if passage.table or passage.heading else passage.numerals:
            unit = numeral.unit(units)
            clause = passage.clause_at(numeral.start)
            exact_count = numeral.arabic and numeral.counts and not numeral.vague and unit is not None
            if not exact_count or (id(passage), numeral.start) in taken:
                continue
            words = near_text(clause, numeral.start, numeral.end)
            if any(verb in words for verb in verbs):
                end = passage.plain.index(unit or "", numeral.end) + len(unit or "")
                found.append(passage.place(_begin(passage.plain, clause.start, numeral.start), end))
    if not found:
        yield context.holds()
        return
    shown = found[:12]
    told = in_languages("claim.rowless", partial(quoted, shown), len(found))
    yield context.fails(told, places=found)


def _begin(plain: str, clause: int, numeral: int) -> int:
    """Return where a quote of a number begins: with its clause, or some signs before it without cutting a word."""
    start = numeral - 12
    if start <= clause + 8:
        return clause
    while plain[start].isalnum() and plain[start].isascii():
        start += 1
    return start


def judge_units(report: Any, context: Context) -> Iterator[Outcome]:
    """Yield whether one thing is counted with one measure word (rule function); args: `units`."""
    units = context.words("units")
    by_claim: dict[int, dict[str, Said]] = {}
    for said in all_said(context):
        unit = None if said.numeral is None else said.numeral.unit(units)
        if unit is not None:
            by_claim.setdefault(id(said.claim), {}).setdefault(unit, said)
    for group in by_claim.values():
        if len(group) == 1:
            yield context.holds()
            continue
        claim = next(iter(group.values())).claim
        told = in_languages("claim.units", partial(pick, claim.labels), partial(listed, list(group)))
        yield context.fails(told, places=[each.place for each in group.values()])


def _scope(context: Context) -> Scope:
    return Scope(context.report, context.previous, context.policy)


def _value(said: Said) -> Decimal:
    assert said.numeral is not None
    return said.numeral.value


def _held_against(said: Said, context: Context) -> tuple[bool, Any, tuple[Cell, ...]]:
    """Return whether the number is what the cells come to, what they come to, and the cells."""
    scope = _scope(context)
    assert said.says is not None
    reckoned = evaluate(said.says, scope)
    return _is(said, reckoned), reckoned, tuple(cell for cell, previous in scope.trace if not previous)


def _also_right(said: Said, context: Context) -> int:
    """Return which other reading, from 1, makes the number right; 0 if none does."""
    readings = (evaluate(each, _scope(context)) for each in said.other_readings)
    return next((place for place, each in enumerate(readings, 1) if _is(said, each)), 0)


def _is(said: Said, reckoned: Any) -> bool:
    """Whether the number of the text is what the cells come to, rounded to its last digit where it may be."""
    assert said.numeral is not None
    if said.claim.rounded and isinstance(reckoned, Decimal):
        return reckoned.quantize(said.numeral.unit_of_last_digit, ROUND_HALF_UP) == _value(said)
    return bool(reckoned == _value(said))


def _asks(said: Said, context: Context) -> bool:
    """Whether a sentence leaves open what its number is of: it names another scope, or several numbers of the claim."""
    claim, sentence = said.claim, said.sentence
    if claim.ask and claim.ask.search(sentence):
        return True
    if said.scope != _OWN and said.scope not in claim.within:
        others = (naming.words for name, naming in claim.scopes.items() if name != _OWN)
        if any(words.search(sentence) for words in others):
            return True
    return len(_stated_with(said, context).words) > 1


def _difference(said: Said, reckoned: Any) -> Labels:
    apart = partial(show_amount, abs(reckoned - _value(said))) if isinstance(reckoned, Decimal) else "?"
    return in_languages("claim.differs", *_stated_as(said, reckoned), apart)


def _question(said: Said, reckoned: Any, other: int) -> Labels:
    return in_languages("claim.other_reading" if other else "claim.scope", *_stated_as(said, reckoned))


def _stated_as(said: Said, reckoned: Any) -> tuple[Callable[[str], str], ...]:
    """Return the words of the text, what they are about, and what the cells come to, each for a language."""
    return partial(quote, said.place.quote), partial(pick, said.claim.labels), partial(show_amount, reckoned)
