"""The language of rules: its syntax tree, and the parser that makes it. Nothing is ever given to `eval`.

expression  = disjunction [ "implies" expression ]
disjunction = conjunction { "or" conjunction }
conjunction = negation { "and" negation }
negation    = "not" negation | comparison
comparison  = sum { ("==" | "!=" | "<" | "<=" | ">" | ">=") sum } | sum ["not"] "in" list
sum         = product { ("+" | "-") product }
product     = unary { ("*" | "/") unary }
unary       = "-" unary | primary
primary     = number | 'text' | list | "(" expression ")" | reference | function "(" arguments ")"
reference   = indicator [ "[" member { "," member } "]" ]        member: id, axis=id, * or axis=*
argument    = expression [ "where" expression ]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TypeAlias

import attrs

from govreport.errors import FormError, near

FUNCTIONS = frozenset(
    "if abs round sum min max avg count children leaves cells row state raw member previous date".split()
)
"""Every function of the language."""
AGGREGATES = frozenset("sum min max avg count".split())
"""The functions that reckon over many cells; the `aggregate` part of a policy covers what is missing in them."""
SETS = frozenset("children leaves cells".split())
"""The functions that give many cells."""


@attrs.frozen
class Number:
    """A number as written."""

    value: Decimal


@attrs.frozen
class Text:
    """A text in single quotes."""

    value: str


@attrs.frozen
class Truth:
    """`true` or `false`."""

    value: bool


@attrs.frozen
class Sequence:
    """A list of expressions in square brackets."""

    items: tuple[Expression, ...]


@attrs.frozen
class Selector:
    """One member in a reference; without an axis it is for the first one that is not yet bound."""

    member: str
    axis: str | None = None


@attrs.frozen(cache_hash=True)
class Reference:
    """An indicator (or `it`) with the members that the rule names; `each` binds the other axes."""

    indicator: str
    selectors: tuple[Selector, ...] = ()


@attrs.frozen
class Property:
    """A fact that is no cell: `report.level`, `previous.form`, `form.first_year`, `value`."""

    name: str


@attrs.frozen
class Operation:
    """`+ - * /` of two, or `-` of one."""

    operator: str
    operands: tuple[Expression, ...]


@attrs.frozen
class Comparison:
    """A chain of comparisons: `a <= b <= c`."""

    first: Expression
    rest: tuple[tuple[str, Expression], ...]


@attrs.frozen
class Logic:
    """`and`, `or`, `not`, `implies`; three-valued."""

    operator: str
    operands: tuple[Expression, ...]


@attrs.frozen
class Membership:
    """Whether a value is one of a list."""

    item: Expression
    within: Expression
    negated: bool = False


@attrs.frozen(cache_hash=True)
class Call:
    """A function with its arguments."""

    function: str
    arguments: tuple[Expression, ...]


@attrs.frozen
class Filter:
    """Those cells of a set for which a condition holds; in it, `value` is the cell."""

    cells: Expression
    condition: Expression


Expression: TypeAlias = (
    Number
    | Text
    | Truth
    | Sequence
    | Reference
    | Property
    | Operation
    | Comparison
    | Logic
    | Membership
    | Call
    | Filter
)

RANGES = frozenset("rows columns cells of".split())
"""What an `each` may say beside the name of an axis."""

PROPERTIES = frozenset(
    "report.level report.kind report.period report.published report.form report.partial report.language "
    "previous.form previous.level previous.kind previous.period previous.published "
    "form.first_year form.last_year value".split()
)
"""Every name that is a fact of report or form and no cell."""

_TOKEN = re.compile(
    r"""
    (?P<space>\s+|\#.*)
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<text>'[^']*')
    | (?P<name>[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9][A-Za-z0-9_]*)*)(?P<inside>\[[^\[\]']*\])?
    | (?P<sign><=|>=|==|!=|<|>|\+|-|\*|/|\(|\)|\[|\]|,)
    """,
    re.VERBOSE,
)
_SELECTOR = re.compile(r"(?:([A-Za-z][A-Za-z0-9_]*)\s*=\s*)?(\*|[A-Za-z0-9_.+-]+(?:#[1-9][0-9]*)?)")
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_WORDS = frozenset("and or not implies in where true false".split())


@attrs.frozen
class _Token:
    kind: str
    text: str
    column: int
    inside: str | None = None


def _tokens(source: str, place: str) -> Iterator[_Token]:
    position = 0
    while position < len(source):
        found = _TOKEN.match(source, position)
        if found is None:
            what = f"{source[position]!r} at column {position + 1} is not part of the language of rules"
            hint = "texts stand in 'single quotes'" if source[position] == '"' else ""
            raise FormError(what, place=place, hint=hint)
        kind = found.lastgroup or ""
        if kind != "space":
            name = found["name"]
            if name in _WORDS and not found["inside"]:
                yield _Token("word", name, position + 1)
            elif name is not None:
                yield _Token("name", name, position + 1, found["inside"])
            else:
                yield _Token(kind, found[0], position + 1)
        position = found.end()


def parse(source: str, place: str = "", functions: frozenset[str] = FUNCTIONS) -> Expression:
    """Read an expression.

    Args:
        source: as written in a rule.
        place: file and rule, for errors.
        functions: the functions that may be called; an `each` has its own (`RANGES`).

    Raises:
        FormError: with the column, if it is not of the language.

    >>> parse("a + b == c[total]").rest[0][1]
    Reference(indicator='c', selectors=(Selector(member='total', axis=None),))
    """
    parser = _Parser(tuple(_tokens(source, place)), source, place, functions)
    tree = parser.expression()
    parser.end()
    return tree


class _Parser:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, tokens: tuple[_Token, ...], source: str, place: str, functions: frozenset[str]) -> None:
        self.tokens, self.source, self.place, self.functions, self.at = tokens, source, place, functions, 0

    def peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def next_is(self, *texts: str) -> bool:
        token = self.peek()
        return token is not None and token.kind in {"sign", "word"} and token.text in texts

    def accept(self, *texts: str) -> str | None:
        if self.next_is(*texts):
            self.at += 1
            return self.tokens[self.at - 1].text
        return None

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise self.error(f"{text!r} is missing")

    def error(self, what: str, *, hint: str = "") -> FormError:
        token = self.peek()
        where = f"before {token.text!r} at column {token.column}" if token else "at the end"
        return FormError(f"{what} {where} of {self.source!r}", place=self.place, hint=hint)

    def end(self) -> None:
        if self.peek() is not None:
            raise self.error("an operator is missing")

    def expression(self) -> Expression:
        left = self.disjunction()
        if self.accept("implies"):
            return Logic("implies", (left, self.expression()))
        return left

    def disjunction(self) -> Expression:
        items = [self.conjunction()]
        while self.accept("or"):
            items.append(self.conjunction())
        return items[0] if len(items) == 1 else Logic("or", tuple(items))

    def conjunction(self) -> Expression:
        items = [self.negation()]
        while self.accept("and"):
            items.append(self.negation())
        return items[0] if len(items) == 1 else Logic("and", tuple(items))

    def negation(self) -> Expression:
        if self.accept("not"):
            return Logic("not", (self.negation(),))
        return self.comparison()

    def comparison(self) -> Expression:
        first = self.sum()
        if self.next_is("in"):
            self.at += 1
            return Membership(first, self.sum())
        if self.next_is("not") and self.at + 1 < len(self.tokens) and self.tokens[self.at + 1].text == "in":
            self.at += 2
            return Membership(first, self.sum(), negated=True)
        rest: list[tuple[str, Expression]] = []
        while operator := self.accept(*_COMPARISONS):
            rest.append((operator, self.sum()))
        return Comparison(first, tuple(rest)) if rest else first

    def sum(self) -> Expression:
        left = self.product()
        while operator := self.accept("+", "-"):
            left = Operation(operator, (left, self.product()))
        return left

    def product(self) -> Expression:
        left = self.unary()
        while operator := self.accept("*", "/"):
            left = Operation(operator, (left, self.unary()))
        return left

    def unary(self) -> Expression:
        if self.accept("-"):
            return Operation("-", (self.unary(),))
        return self.primary()

    def primary(self) -> Expression:
        token = self.peek()
        if token is None:
            raise self.error("something is missing")
        if self.accept("("):
            inside = self.expression()
            self.expect(")")
            return inside
        if self.accept("["):
            return Sequence(self.listed("]"))
        if word := self.accept("true", "false"):
            return Truth(word == "true")
        self.at += 1
        if token.kind == "number":
            return Number(Decimal(token.text))
        if token.kind == "text":
            return Text(token.text[1:-1])
        if token.kind == "name":
            return self.named(token)
        self.at -= 1
        raise self.error("a value is missing")

    def listed(self, end: str) -> tuple[Expression, ...]:
        items: list[Expression] = []
        while not self.accept(end):
            if items:
                self.expect(",")
            items.append(self.argument())
        return tuple(items)

    def argument(self) -> Expression:
        if self.next_is("*"):  # cells(*): of every table
            self.at += 1
            return Reference("*")
        inside = self.expression()
        if self.accept("where"):
            return Filter(inside, self.expression())
        return inside

    def named(self, token: _Token) -> Expression:
        if token.inside is None and self.accept("("):
            if token.text not in self.functions:
                what = f"unknown function {token.text!r} in {self.source!r}"
                raise FormError(what, place=self.place, hint=near(token.text, self.functions))
            return Call(token.text, self.listed(")"))
        if token.text in PROPERTIES and token.inside is None:
            return Property(token.text)
        if token.text.partition(".")[0] in {"report", "previous", "form"}:
            what = f"unknown fact {token.text!r} in {self.source!r}"
            raise FormError(what, place=self.place, hint=near(token.text, PROPERTIES))
        return Reference(token.text, self.selectors(token))

    def selectors(self, token: _Token) -> tuple[Selector, ...]:
        if token.inside is None:
            return ()
        found: list[Selector] = []
        for part in token.inside[1:-1].split(","):
            match = _SELECTOR.fullmatch(part.strip())
            if match is None:
                what = f"{part.strip()!r} in {token.text}{token.inside} is no member"
                raise FormError(what, place=self.place, hint="write id, axis=id or *")
            found.append(Selector(match[2], match[1]))
        return tuple(found)


def below(tree: Expression) -> tuple[Expression, ...]:
    """Return the expressions that a node is made of."""
    match tree:
        case Sequence(items):
            return items
        case Operation(_, operands) | Logic(_, operands):
            return operands
        case Comparison(first, rest):
            return (first, *(each for _, each in rest))
        case Membership(item, within):
            return (item, within)
        case Call(_, arguments):
            return arguments
        case Filter(cells, condition):
            return (cells, condition)
        case _:
            return ()


def walk(tree: Expression) -> Iterator[Expression]:
    """Yield a node and everything in it."""
    yield tree
    for each in below(tree):
        yield from walk(each)
