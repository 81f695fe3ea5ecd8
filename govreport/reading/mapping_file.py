"""`mapping/1`: from a TOML file to how a report on one edition becomes one on a newer edition."""

from __future__ import annotations

from govreport.checks.syntax import parse
from govreport.combine.mapping import Break, Line, Mapping
from govreport.errors import FormError, InvalidInput, near
from govreport.model.form import Form
from govreport.model.frozen import FrozenMap
from govreport.reading.keyed import Keyed, author_mends, open_keyed
from govreport.reading.source import Source

FORMAT = "mapping/1"


def read_mapping(source: Source) -> Mapping:
    """Return the mapping that a TOML file describes.

    Raises:
        FormError: with file, key path and remedy, if it is none.
    """
    with author_mends():
        return _mapping(open_keyed(source, FORMAT, "mapping"))


def _mapping(keyed: Keyed) -> Mapping:
    sections = keyed.table("sections")
    mapping = Mapping(
        old=keyed.need("from"),
        new=keyed.need("to"),
        same=keyed.texts("same"),
        lines=tuple(_line(each) for each in keyed.tables("cell")),
        breaks=tuple(_break(each) for each in keyed.tables("break")),
        sections=FrozenMap({old: sections.need(old) for old in sections.left()}),
        place=keyed.place,
    )
    keyed.done()
    return mapping


def _line(keyed: Keyed) -> Line:
    place = ": ".join(filter(None, (keyed.place, keyed.path)))
    where = keyed.text("where")
    line = Line(
        to=keyed.need("to"),
        made_of=parse(keyed.need("from"), place),
        near=keyed.flag("near"),
        each=keyed.text("each"),
        where=None if where is None else parse(where, place),
    )
    keyed.done()
    return line


def _break(keyed: Keyed) -> Break:
    found = Break(keyed.need("from"), keyed.need("to"), keyed.labels())
    keyed.done()
    return found


def verify_mapping(mapping: Mapping, old: Form, new: Form) -> Mapping:
    """Return a mapping after making sure that both forms have what it names.

    Raises:
        FormError: naming the file and what does not fit, with near names.
    """
    for name in mapping.same:
        for form in (old, new):
            if name not in form.indicators:
                what = f"same: no indicator {name!r} in form {form.id}"
                raise FormError(what, place=mapping.place, hint=near(name, form.indicators))
        if old.indicators[name].axes != new.indicators[name].axes:
            what = f"same: {name!r} has other axes in {new.id} than in {old.id}"
            raise FormError(what, place=mapping.place, hint="give its cells one by one")
    for line in mapping.lines:
        try:
            tuple(line.places(new))
        except InvalidInput as error:
            raise FormError(error.what, place=f"{mapping.place}: cell.to", hint=error.hint) from None
    for each in mapping.breaks:
        for name, form in ((each.old, old), (each.new, new)):
            if name.partition("[")[0] not in form.indicators:
                what = f"break: no indicator {name!r} in form {form.id}"
                raise FormError(what, place=mapping.place, hint=near(name, form.indicators))
    return mapping
