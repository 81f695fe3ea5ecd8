"""The charts of a form file (`[[chart]]`): what they name is there, and what they draw can be drawn together."""

from __future__ import annotations

from collections.abc import Iterator

from govreport.errors import near
from govreport.model.cell import Cell
from govreport.model.chart import EACH, Chart, ChartKind, Series
from govreport.model.form import Form
from govreport.reading.keyed import Keyed


def read_charts(given: Iterator[Keyed], form: Form) -> tuple[Chart, ...]:
    """Return the charts of a form.

    Args:
        given: the tables of the file.
        form: as read so far.

    Raises:
        InvalidInput: with key path and remedy, if a chart is wrong.
    """
    found: dict[str, Chart] = {}
    for keyed in given:
        chart = _chart(keyed, form)
        if chart.id in found:
            raise keyed.error(f"the chart {chart.id!r} stands twice", "id", hint="give one of them another id")
        found[chart.id] = chart
    return tuple(found.values())


def _chart(keyed: Keyed, form: Form) -> Chart:
    chart = Chart(
        id=keyed.need("id"),
        kind=_kind(keyed),
        labels=keyed.labels(),
        table=keyed.text("table"),
        section=keyed.text("section"),
        only=keyed.texts("only"),
        stacked=keyed.flag("stacked"),
        series=tuple(_series(each, form) for each in keyed.tables("series")),
    )
    keyed.done()
    _check_place(chart, keyed, form)
    if not chart.series:
        raise keyed.error("a chart shows something", "series", hint='add {of = "…", zh = "…"}')
    _check_axis(chart, keyed, form)
    return chart


def _kind(keyed: Keyed) -> ChartKind:
    given = keyed.need("kind")
    try:
        return ChartKind(given)
    except ValueError:
        raise keyed.error(f"unknown kind {given!r}", "kind", hint="one of " + ", ".join(ChartKind)) from None


def _check_place(chart: Chart, keyed: Keyed, form: Form) -> None:
    if (chart.table is None) == (chart.section is None):
        raise keyed.error("a chart stands behind a table or in a section", hint="name one of them")
    known = [section.id for section in form.sections]
    for key, name, names in (("table", chart.table, list(form.tables)), ("section", chart.section, known)):
        if name is not None and name not in names:
            raise keyed.error(f"no {key} {name!r}", key, hint=near(name, names))


def _series(keyed: Keyed, form: Form) -> Series:
    address = keyed.need("of")
    name, _, inside = address.partition("[")
    members = tuple(each.strip() for each in inside.removesuffix("]").split(",")) if inside else ()
    indicator = form.indicators.get(name.strip())
    if indicator is None:
        raise keyed.error(f"no indicator {name!r}", "of", hint=near(name, form.indicators))
    axes = indicator.axes
    if len(axes) != len(members):
        shape = f"{name}[{','.join(axes)}]" if axes else name
        raise keyed.error(f"{address!r} does not fit the form", "of", hint=f"write {shape}")
    for axis, member in zip(axes, members, strict=True):
        if member != EACH and form.axes[axis].member(member) is None:
            hint = near(member, [each.id for each in form.axes[axis].members])
            raise keyed.error(f"{address!r}: no member {member!r} in axis {axis!r}", "of", hint=hint)
    series = Series(Cell(indicator.id, members), keyed.labels())
    keyed.done()
    return series


def _check_axis(chart: Chart, keyed: Keyed, form: Form) -> None:
    """Make sure that all series are drawn over the same members, and that every cell of theirs is there."""
    axes = {_axis(series, form) for series in chart.series}
    if len(axes) > 1 or any(series.of.members.count(EACH) > 1 for series in chart.series):
        raise keyed.error(
            "the series are not drawn over the same members", "series", hint="put one * into each, or none"
        )
    (axis,) = axes
    if chart.kind is ChartKind.TREND and axis is not None:
        raise keyed.error("a trend has years in place of members", "series", hint="name a member in place of *")
    for member in chart.only:
        if axis is None or form.axes[axis].member(member) is None:
            raise keyed.error(f"no member {member!r} is drawn", "only")
    for cell in chart.cells(form):
        if form.table_of(cell) is None:
            raise keyed.error(f"the form has no cell {cell}", "series")


def _axis(series: Series, form: Form) -> str | None:
    return None if series.each is None else form.indicators[series.of.indicator].axes[series.each]
