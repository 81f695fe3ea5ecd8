"""Figures drawn as SVG: no script, nothing loaded, every value printed beside its bar.

Drawings are narrow, so that their words can be read on a phone; bars differ by pattern and not by colour alone, and
begin at 0. What has no number is a gap with the word of its state.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

import attrs

from govreport.document.columns import ems, pieces
from govreport.document.glyphs import spelt_out
from govreport.model.value import EXACT, State, Value

WIDTH = 360.0
"""Of a drawing, in its own units; as many CSS pixels make its letters as large as a phone's."""
FAMILIES = (
    "system-ui", "-apple-system", "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "sans-serif",
)  # fmt: skip
"""Fonts that readers have, for Chinese too; engines that have their own put them in (`set_in`)."""
_SIZE, _LINE, _ROW, _BAR, _THICK, _GAP, _EDGE = 12.0, 16.0, 20.0, 11.0, 16.0, 10.0, 6.0
_HIGH, _SLIM = 84.0, 34.0
"""Of columns: how high the highest is, and how wide one is at most."""
_LABELS, _VALUES = 132.0, 150.0
"""How much room the labels and the values of bars may take."""
_LEAST = 2.5
"""What is not 0 is at least so long."""
_MOST_LINES = 4
_INK, _SOFT, _DARK, _MIDDLE, _LIGHT = "#1a1a1a", "#4a4a4a", "#1f4e79", "#86abd0", "#dbe7f3"
_STYLES = (
    (_DARK, ""), (_LIGHT, "/"), (_MIDDLE, ""), ("#ffffff", "|"), (_LIGHT, "\\"), ("#ffffff", "-"), (_LIGHT, ""),
    ("#ffffff", "/\\"),
)  # fmt: skip
"""Fill and hatching of one series after the other; in grey they differ as well."""


@attrs.frozen
class Bar:
    """One value: what it is called, and how it is printed."""

    label: str
    value: Value
    shown: str

    @property
    def extent(self) -> Decimal | None:
        """How long it is; None for what has no number."""
        amount = self.value.bound if self.value.state is State.BELOW else self.value.amount
        return amount if isinstance(amount, Decimal) else None


@attrs.frozen
class Group:
    """Values that stand together, under a name; those of one unit have one scale."""

    label: str
    bars: tuple[Bar, ...]
    unit: str = ""


@attrs.frozen
class _Scale:
    """Where amounts lie, from the least to the greatest; 0 is always between them."""

    low: Decimal
    high: Decimal
    start: float
    length: float

    @classmethod
    def over(cls, amounts: Iterable[Decimal], start: float, length: float) -> _Scale:
        found = [Decimal(0), *amounts]
        return cls(min(found), max(found), start, length)

    def at(self, amount: Decimal) -> float:
        span = EXACT.subtract(self.high, self.low) or Decimal(1)
        return self.start + self.length * float(EXACT.divide(EXACT.subtract(amount, self.low), span))


class _Canvas:
    """A drawing that grows from top to bottom."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.y = _EDGE

    def text(
        self, x: float, y: float, words: str, *, anchor: str = "start", bold: bool = False, soft: bool = False
    ) -> None:
        about = f' text-anchor="{anchor}"' * (anchor != "start") + ' font-weight="700"' * bold
        colour = f' fill="{_SOFT}"' * soft
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}"{about}{colour}>{escape(words)}</text>')

    def lines(self, x: float, words: str, room: float, *, bold: bool = False) -> None:
        for line in wrapped(words, room / _SIZE):
            self.y += _LINE
            self.text(x, self.y - 4, line, bold=bold)

    def path(self, d: str, *, width: float = 0.75, dashes: bool = False) -> None:
        dashed = ' stroke-dasharray="3 2"' * dashes
        self.parts.append(f'<path d="{d}" fill="none" stroke="{_DARK}" stroke-width="{width}"{dashed}/>')

    def box(self, x: float, y: float, width: float, height: float, style: int) -> None:
        """Draw a bar or a part of one."""
        fill, hatching = _STYLES[style % len(_STYLES)]
        shape = f'x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.8):.1f}" height="{height:.1f}"'
        self.parts.append(f'<rect {shape} fill="{fill}" stroke="{_DARK}" stroke-width="0.75"/>')
        if lines := " ".join(_hatched(x, y, width, height, hatching)):
            self.path(lines)

    def gap(self, x: float, y: float, width: float, height: float) -> None:
        """Draw the outline of what is not there."""
        self.path(f"M{x:.1f} {y:.1f}h{width:.1f}v{height:.1f}h{-width:.1f}z", dashes=True)

    def svg(self) -> str:
        height = f"{self.y + _EDGE:.0f}"
        about = f'viewBox="0 0 {WIDTH:.0f} {height}" width="{WIDTH:.0f}" height="{height}"'
        about += f' font-family={quoteattr(", ".join(FAMILIES))} font-size="{_SIZE:.0f}" fill="{_INK}"'
        back = f'<rect width="{WIDTH:.0f}" height="{height}" fill="#ffffff"/>'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {about}>'
        return "\n".join((head, back, *self.parts, "</svg>"))


def _hatched(x: float, y: float, width: float, height: float, hatching: str) -> Iterator[str]:
    """Yield the lines that fill a box: computed, since not every engine knows patterns."""
    if "|" in hatching:
        yield from (
            f"M{x + step * 4:.1f} {y:.1f}v{height:.1f}" for step in range(1, int(width / 4) + 1) if step * 4 < width
        )
    if "-" in hatching:
        yield from (
            f"M{x:.1f} {y + step * 4:.1f}h{width:.1f}" for step in range(1, int(height / 4) + 1) if step * 4 < height
        )
    for mark, up in (("/", True), ("\\", False)):
        for step in range(int((width + height) / 5) + 1) if mark in hatching else ():
            offset = step * 5 - height  # where the line begins, left of the box or in it
            first, last = max(offset, 0.0), min(offset + height, width)
            if last > first:
                begin, end = first - offset, last - offset
                ends = (y + height - begin, y + height - end) if up else (y + begin, y + end)
                yield f"M{x + first:.1f} {ends[0]:.1f}L{x + last:.1f} {ends[1]:.1f}"


def wrapped(words: str, room: float) -> list[str]:
    """Return words in lines of that many ems, a few at most.

    >>> wrapped("Office of the Inspector General", 10)
    ['Office of the', 'Inspector General']
    """
    lines = [""]
    for piece, spaced in pieces(words):
        longer = lines[-1] + " " * (spaced and bool(lines[-1])) + piece
        if lines[-1] and ems(longer) > room:
            lines.append(piece)
        else:
            lines[-1] = longer
    return lines if len(lines) <= _MOST_LINES else [*lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1] + "…"]


def plain(words: str) -> str:
    """Return words that XML can hold, on one line."""
    return re.sub("[\\ud800-\\udfff\\ufffe\\uffff]", "\ufffd", " ".join(spelt_out(words).split()))


def set_in(svg: str, families: Sequence[str]) -> str:
    """Return a drawing whose words are set in fonts that an engine has.

    >>> set_in('<svg font-family="a"><g/></svg>', ["My Serif"])
    '<svg font-family="My Serif"><g/></svg>'
    """
    found = re.search(r"<svg\b[^>]*?(?=/?>)", svg)
    if found is None:
        return svg
    head = re.sub(r"\sfont-family=(\"[^\"]*\"|'[^']*')", "", found[0])
    return f"{svg[: found.start()]}{head} font-family={quoteattr(', '.join(families))}{svg[found.end() :]}"


def height_of(svg: str) -> float:
    """Return how high a drawing of this module is, in units of its width.

    >>> height_of(draw_bars([Group("", (Bar("a", Value.of(1), "1"),))]))
    32.0
    """
    found = re.search(r'height="([0-9.]+)"', svg)
    return float(found[1]) if found else 0.0


# --- bars ----------------------------------------------------------------------------------------------------------


def draw_bars(groups: Sequence[Group], over: Sequence[Group] = (), *, alike: bool = False) -> str:
    """Return a drawing with a bar for each value, its label before it and the value behind it.

    Args:
        groups: the values.
        over: all the values that have one scale with them, where this is one of several drawings.
        alike: whether those of a group are of one series, and look alike.
    """
    if len(groups) > 1 and all(len(group.bars) == 1 for group in groups):
        over = [_together(over or groups)]
        groups = [_together(groups)]
    canvas = _Canvas()
    for place, group in enumerate(groups):
        canvas.y += _GAP * bool(place)
        if group.label:
            canvas.lines(_EDGE, group.label, WIDTH - 2 * _EDGE, bold=True)
        same = [bar for each in over or groups if each.unit == group.unit for bar in each.bars]
        _draw_rows(canvas, group.bars, same, varied=not alike and len(groups) > 1)
    return canvas.svg()


def _together(groups: Sequence[Group]) -> Group:
    """Return groups of one value each as one group."""
    return Group("", tuple(attrs.evolve(group.bars[0], label=group.label) for group in groups), groups[0].unit)


def _draw_rows(canvas: _Canvas, bars: Sequence[Bar], same: Sequence[Bar], *, varied: bool) -> None:
    """Draw bars below each other, on one scale with all of the same unit."""
    widest = max((ems(bar.label) for bar in same), default=0) * _SIZE
    left = _EDGE + (widest + 8 if widest <= _LABELS else 0)
    begin = left + _room(bar for bar in same if bar.extent is not None and bar.extent < 0)
    end = WIDTH - _EDGE - _room(bar for bar in same if bar.extent is not None and bar.extent >= 0)
    scale = _Scale.over((bar.extent for bar in same if bar.extent is not None), begin, end - begin)
    top = canvas.y
    for style, bar in enumerate(bars):
        if widest > _LABELS:
            canvas.lines(_EDGE, bar.label, WIDTH - 2 * _EDGE)
        else:
            canvas.text(left - 8, canvas.y + 14, bar.label, anchor="end")
        _draw_row(canvas, bar, scale, style * varied)
        canvas.y += _ROW
    canvas.path(f"M{scale.at(Decimal(0)):.1f} {top + 2:.1f}V{canvas.y:.1f}", width=1)


def _room(bars: Iterable[Bar]) -> float:
    """Return how much room values take at the ends of their bars."""
    widest = max((ems(bar.shown) * _SIZE for bar in bars), default=0.0)
    return min(widest, _VALUES) + 8 if widest else 0.0


def _draw_row(canvas: _Canvas, bar: Bar, scale: _Scale, style: int) -> None:
    zero, top = scale.at(Decimal(0)), canvas.y + (_ROW - _BAR) / 2
    if bar.extent is None:
        canvas.gap(zero, top, 8, _BAR)
        canvas.text(zero + 13, canvas.y + 14, bar.shown, soft=True)
        return
    end = scale.at(bar.extent)
    if bar.value.state is State.BELOW:
        canvas.gap(zero, top, max(end - zero, 3), _BAR)
    elif bar.extent:
        length = max(abs(end - zero), _LEAST)
        canvas.box(zero if end > zero else zero - length, top, length, _BAR, style)
    else:
        canvas.path(f"M{zero:.1f} {top - 1:.1f}v{_BAR + 2:.1f}", width=2)  # a bar of 0 is seen to be one
    if end < zero:
        canvas.text(end - 5, canvas.y + 14, bar.shown, anchor="end")
    else:
        canvas.text(end + 5, canvas.y + 14, bar.shown)


def draw_stacks(groups: Sequence[Group], nothing: str, over: Sequence[Group] = ()) -> str:
    """Return a drawing with one bar for each group, made of its values; below it each part with its value.

    Args:
        groups: the values, those of one series at the same place in each group.
        nothing: what is said where all values of a group are 0.
        over: all the values that have one scale with them, where this is one of several drawings.
    """
    canvas = _Canvas()
    widest = (
        max((ems(f"{bar.label} {bar.shown}") for group in over or groups for bar in group.bars), default=0) * _SIZE + 24
    )
    ends = [amount for group in over or groups for amount in _sums(group)]
    scale = _Scale.over(ends, _EDGE, WIDTH - 2 * _EDGE)
    for place, group in enumerate(groups):
        canvas.y += _GAP * bool(place)
        canvas.lines(_EDGE, group.label, WIDTH - 2 * _EDGE, bold=True)
        zero = scale.at(Decimal(0))
        canvas.path(f"M{zero:.1f} {canvas.y:.1f}v{_THICK + 4:.1f}", width=1)
        if all(bar.extent == 0 and bar.value.state is State.NUMBER for bar in group.bars):
            canvas.path(f"M{zero:.1f} {canvas.y + 1:.1f}v{_THICK + 2:.1f}", width=2)
            canvas.text(zero + 7, canvas.y + 14, nothing)
            canvas.y += _THICK + 4
        else:
            _draw_stack(canvas, group, scale)
            _draw_entries(canvas, group, widest)
    return canvas.svg()


def _sums(group: Group) -> tuple[Decimal, Decimal]:
    """Return how far the parts of a stack reach, to the right and to the left."""
    right = left = Decimal(0)
    for amount in (bar.extent for bar in group.bars if bar.value.state is State.NUMBER):
        if amount is not None and amount > 0:
            right = EXACT.add(right, amount)
        elif amount is not None:
            left = EXACT.add(left, amount)
    return right, left


def _draw_stack(canvas: _Canvas, group: Group, scale: _Scale) -> None:
    reached = {True: Decimal(0), False: Decimal(0)}
    for style, bar in enumerate(group.bars):
        amount = bar.extent if bar.value.state is State.NUMBER else None
        if amount:
            begin = reached[amount > 0]
            reached[amount > 0] = end = EXACT.add(begin, amount)
            left, right = sorted((scale.at(begin), scale.at(end)))
            canvas.box(left, canvas.y + 2, right - left, _THICK, style)
    canvas.y += _THICK + 4


def _draw_entries(canvas: _Canvas, group: Group, widest: float) -> None:
    """Draw the parts of a stack in words, below each other in as many columns as there is room for."""
    columns = max(int((WIDTH - 2 * _EDGE + 9) / widest), 1)
    for place, bar in enumerate(group.bars):
        x = _EDGE + place % columns * (WIDTH - 2 * _EDGE) / columns
        canvas.y += _LINE * (place % columns == 0)
        if bar.extent is None or bar.value.state is State.BELOW:
            canvas.gap(x, canvas.y - 13, 9, 9)
        else:
            canvas.box(x, canvas.y - 13, 9, 9, place)
        canvas.text(x + 13, canvas.y - 4, f"{bar.label} {bar.shown}")


# --- columns -------------------------------------------------------------------------------------------------------


def draw_columns(groups: Sequence[Group]) -> str:
    """Return a drawing with columns side by side for each group; bars below each other where values are too long."""
    slots = [(WIDTH - 2 * _EDGE) / max(len(group.bars), 1) for group in groups]
    widest = [
        max((ems(words) * _SIZE for bar in group.bars for words in (bar.label, bar.shown)), default=0)
        for group in groups
    ]
    if any(width + 4 > slot for width, slot in zip(widest, slots, strict=True)):
        return draw_bars(groups, alike=True)
    canvas = _Canvas()
    for place, (group, slot) in enumerate(zip(groups, slots, strict=True)):
        canvas.y += 1.6 * _GAP * bool(place)
        canvas.lines(_EDGE, group.label, WIDTH - 2 * _EDGE, bold=True)
        same = [bar.extent for each in groups if each.unit == group.unit for bar in each.bars if bar.extent is not None]
        canvas.y += _LINE
        _draw_columns(canvas, group, slot, _Scale.over(same, 0, _HIGH))
    return canvas.svg()


def _draw_columns(canvas: _Canvas, group: Group, slot: float, scale: _Scale) -> None:
    highest = max((bar.extent for bar in group.bars if bar.extent is not None), default=Decimal(0))
    rises = scale.at(max(highest, Decimal(0))) - scale.at(Decimal(0))  # no higher than it needs, on the scale of all
    zero = canvas.y + max(rises, 10.0)
    bottom = zero + scale.at(Decimal(0))
    width = min(slot * 0.6, _SLIM)
    for place, bar in enumerate(group.bars):
        middle = _EDGE + slot * (place + 0.5)
        left = middle - width / 2
        if bar.extent is None:
            canvas.gap(left, zero - 8, width, 8)
            canvas.text(middle, zero - 12, bar.shown, anchor="middle", soft=True)
        else:
            end = bottom - scale.at(bar.extent)
            if bar.value.state is State.BELOW:
                canvas.gap(left, min(end, zero - 3), width, max(zero - end, 3))
            elif bar.extent:
                length = max(abs(zero - end), _LEAST)
                canvas.box(left, zero if end > zero else zero - length, width, length, 0)
            else:
                canvas.path(f"M{left:.1f} {zero:.1f}h{width:.1f}", width=2)
            at = max(end, zero + _LEAST) + 13 if end > zero else min(end, zero - _LEAST) - 4
            canvas.text(middle, at, bar.shown, anchor="middle")
        below = _LINE * (scale.low < 0)
        canvas.text(middle, bottom + below + 14, bar.label, anchor="middle", soft=True)
    canvas.path(f"M{_EDGE:.1f} {zero:.1f}H{WIDTH - _EDGE:.1f}", width=1)
    canvas.y = bottom + _LINE * (scale.low < 0) + 18
