"""Whether a file agrees with the official XML schema, which the user has on disk."""

from __future__ import annotations

import functools
import importlib
from pathlib import Path
from types import ModuleType
from typing import Any

from govreport import InvalidInput, Unavailable
from govreport.reading import Source
from govreport_us.niem import ROOT
from govreport_us.parsing import check_beginning

_MOST = 50
"""How many disagreements are told."""


def validate(data: bytes, schema: str | Path) -> tuple[str, ...]:
    """Return in what an Annual FOIA Report disagrees with the official schema; nothing if it is valid.

    Args:
        data: the file.
        schema: the path of `FoiaAnnualReport.xsd`, which finds the files that it includes beside it.

    Raises:
        Unavailable: if lxml is not installed.
        InvalidInput: if the file is no such XML, or the schema cannot be read.
    """
    from_file = _schema(str(Path(schema).resolve()))
    source = Source(data, "report.xml")
    check_beginning(source, ROOT)
    tree = _lxml()
    try:
        document = tree.fromstring(data, _parser())
    except tree.XMLSyntaxError as error:
        raise InvalidInput(f"this is no XML: {error}", place=source.name) from None
    if from_file.validate(document):
        return ()
    return tuple(f"line {each.line}: {each.message}" for each in from_file.error_log)[:_MOST]


def _lxml() -> ModuleType:
    try:
        return importlib.import_module("lxml.etree")
    except ModuleNotFoundError:
        msg = "the XML schema cannot be used: lxml is not installed; pip install 'govreport[us]'"
        raise Unavailable(msg) from None


@functools.lru_cache(maxsize=4)
def _schema(path: str) -> Any:
    tree = _lxml()
    try:
        return tree.XMLSchema(tree.parse(path, _parser()))
    except (OSError, tree.XMLSyntaxError, tree.XMLSchemaParseError) as error:
        raise InvalidInput(f"this is no XML schema that can be used: {error}", place=path) from None


def _parser() -> Any:
    return _lxml().XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
