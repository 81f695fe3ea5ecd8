"""The records that plugins give: plain frozen values, no classes to derive from."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import attrs

from govreport.errors import InvalidInput, PluginError, near
from govreport.model.frozen import FrozenMap

BLOCKS = frozenset("heading paragraph list grid notes findings attestation figure pagebreak".split())
"""The kinds of block that a document is made of."""
_NAME = re.compile(r"[a-z][a-z0-9_.-]*")


def _check_name(_: Any, attribute: attrs.Attribute[str], value: str) -> None:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        msg = f"{attribute.name} {value!r}: a name is lower-case letters, digits and _ . -"
        raise PluginError(msg)


def _check_engine(instance: Any, attribute: attrs.Attribute[str], value: str) -> None:
    if value != "":
        _check_name(instance, attribute, value)


def _check_suffixes(_: Any, attribute: attrs.Attribute[tuple[str, ...]], value: tuple[str, ...]) -> None:
    for suffix in value:
        if not isinstance(suffix, str) or not suffix.startswith(".") or suffix != suffix.lower():
            msg = f"{attribute.name} {suffix!r}: a suffix begins with a dot and is lower case"
            raise PluginError(msg)


def _check_media_type(_: Any, attribute: attrs.Attribute[str], value: str) -> None:
    if not isinstance(value, str) or not re.fullmatch(r"[\w.+-]+/[\w.+-]+", value):
        msg = f"{attribute.name} {value!r}: a media type looks like text/html"
        raise PluginError(msg)


def _check_callable(_: Any, attribute: attrs.Attribute[Any], value: object) -> None:
    dotted = isinstance(value, str) and re.fullmatch(r"[\w.]+:\w+", value)
    if not dotted and not callable(value):
        msg = f"{attribute.name} {value!r}: give a function, or its name as package.module:function"
        raise PluginError(msg)


def _check_texts(_: Any, attribute: attrs.Attribute[tuple[str, ...]], value: tuple[str, ...]) -> None:
    if not all(isinstance(each, str) and each for each in value):
        msg = f"{attribute.name} {value!r}: give words"
        raise PluginError(msg)


def _check_kinds(_: Any, attribute: attrs.Attribute[frozenset[str]], value: frozenset[str]) -> None:
    for kind in sorted(map(str, value - BLOCKS)):
        msg = f"{attribute.name}: there is no block {kind!r}; {near(kind, BLOCKS)}"
        raise PluginError(msg.rstrip("; "))


def _tuple(given: Iterable[str]) -> tuple[str, ...]:
    if isinstance(given, str):  # it would fall apart into its characters
        msg = f"{given!r} stands alone: give a list or tuple of words"
        raise PluginError(msg)
    return tuple(given)


def _kinds(given: Iterable[str]) -> frozenset[str]:
    return frozenset(_tuple(given))


def _frozen(given: Mapping[str, Any]) -> FrozenMap[str, Any]:
    return FrozenMap(given)


def load(target: str | Callable[..., Any]) -> Callable[..., Any]:
    """Return the function that a record names as `package.module:function`, importing it now."""
    if not isinstance(target, str):
        return target
    module, _, name = target.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found


@attrs.frozen
class Capabilities:
    """What a format can carry; what it cannot is a loss that it declares.

    Args:
        blocks: the kinds of block that it renders; none if it writes the report itself, as JSON does.
        spans: whether cells may span rows and columns.
        states: whether every state of a missing value is told apart.
        links: whether an address leads back to a cell.
        findings: whether findings can be put into the output.

    Raises:
        PluginError: if a kind of block is unknown.
    """

    blocks: frozenset[str] = attrs.field(default=BLOCKS, converter=_kinds, validator=_check_kinds)
    spans: bool = True
    states: bool = True
    links: bool = False
    findings: bool = True


@attrs.frozen
class OutputFormat:
    """A way to write a report.

    Several records may share a name if their engines differ: `pdf` by one library or by another. The first that
    this machine can run is taken, unless one is asked for.

    Args:
        name: how it is asked for.
        suffixes: the file name endings that mean it.
        media_type: of what it writes.
        render: `render(document, context) -> str | bytes`, or its name as `package.module:function`, which is
            imported on first use.
        options: the options that it takes, each with its default; an unknown option is refused.
        capabilities: what it can carry.
        requires: the extras of its distribution that it needs, for pip.
        summary: one line on what it is for.
        aliases: other names.
        engine: which of several ways to the same format this is; empty where there is one way only.
        preference: among the engines of one format, the higher comes first; one that the user pins comes before all,
            and those that come with the library before those of others.

    Raises:
        PluginError: if a field is not as described.
    """

    name: str = attrs.field(validator=_check_name)
    suffixes: tuple[str, ...] = attrs.field(converter=_tuple, validator=_check_suffixes)
    media_type: str = attrs.field(validator=_check_media_type)
    render: str | Callable[..., str | bytes] = attrs.field(validator=_check_callable)
    options: Mapping[str, object] = attrs.field(default=FrozenMap(), converter=_frozen)
    capabilities: Capabilities = attrs.field(
        default=Capabilities(), validator=attrs.validators.instance_of(Capabilities)
    )
    requires: tuple[str, ...] = attrs.field(default=(), converter=_tuple, validator=_check_texts)
    summary: str = attrs.field(default="", validator=attrs.validators.instance_of(str))
    aliases: tuple[str, ...] = attrs.field(default=(), converter=_tuple, validator=_check_texts)
    engine: str = attrs.field(default="", validator=_check_engine)
    preference: int = attrs.field(default=0, validator=attrs.validators.instance_of(int))

    @property
    def title(self) -> str:
        """What messages call it: the name, with its engine if it has one.

        >>> OutputFormat("pdf", (".pdf",), "application/pdf", "a.b:render", engine="press").title
        'pdf by press'
        """
        return f"{self.name} by {self.engine}" if self.engine else self.name


@attrs.frozen
class Reader:
    """A way to read a report.

    Args:
        name: how it is asked for.
        suffixes: the file name endings that suggest it.
        media_types: likewise.
        sniff: `sniff(head: bytes, name: str) -> float`, from 0 (not mine) to 1 (surely mine).
        read: `read(source, context) -> Report`, or its name as `package.module:function`.
        requires: the extras of its distribution that it needs, for pip.
        summary: one line on what it reads.

    Raises:
        PluginError: if a field is not as described.
    """

    name: str = attrs.field(validator=_check_name)
    suffixes: tuple[str, ...] = attrs.field(converter=_tuple, validator=_check_suffixes)
    media_types: tuple[str, ...] = attrs.field(converter=_tuple)
    sniff: Callable[[bytes, str], float] = attrs.field(validator=_check_callable)
    read: str | Callable[..., Any] = attrs.field(validator=_check_callable)
    requires: tuple[str, ...] = attrs.field(default=(), converter=_tuple, validator=_check_texts)
    summary: str = attrs.field(default="", validator=attrs.validators.instance_of(str))


@attrs.frozen
class RuleSet:
    """What a jurisdiction gives: a folder with `forms/*.toml`, `rules/*.toml`, `mappings/*.toml` and `ledgers/*.toml`.

    Args:
        name: the part of form ids before the slash.
        root: the folder, as `importlib.resources.files(__package__)` gives it.
        labels: what it is called, by language.
    """

    name: str = attrs.field(validator=_check_name)
    root: Traversable = attrs.field()
    labels: Mapping[str, str] = attrs.field(default=FrozenMap(), converter=_frozen)


@attrs.frozen
class FontFace:
    """One font file that comes with a theme.

    Args:
        family: the private family name by which style sheets call it.
        weight: 400 is regular, 700 bold.
        path: the font file (static TrueType).
    """

    family: str
    weight: int
    path: Path


@attrs.frozen
class Theme:
    """How documents look: typographic tokens by language, and fonts.

    Args:
        name: how it is asked for.
        tokens: by base language (`zh`, `en`) a table of tokens: sizes, spaces, colours, families by role.
        fonts: the faces that come with it.
        summary: one line on what it is for.
    """

    name: str = attrs.field(validator=_check_name)
    tokens: Mapping[str, Mapping[str, Any]] = attrs.field(factory=dict, repr=False)
    fonts: tuple[FontFace, ...] = attrs.field(default=(), repr=False)
    summary: str = ""

    def tokens_for(self, language: str, roles: Iterable[str] = ()) -> Mapping[str, Any]:
        """Return the tokens of a language; those of the other if the theme has none for it.

        Args:
            language: of the document.
            roles: what an engine needs tokens for.

        Raises:
            InvalidInput: if the theme says nothing of one of these.
        """
        base = "zh" if language.lower().startswith("zh") else "en"
        given = self.tokens.get(base) or next(iter(self.tokens.values()), {})
        if silent := [role for role in roles if role not in given]:
            raise InvalidInput(f"theme {self.name} has no tokens for {', '.join(silent)}", hint="a page needs them all")
        return given


@attrs.frozen
class Diagnostic:
    """One thing that this machine has or lacks.

    Args:
        name: what.
        ok: whether all is well.
        detail: the version, or what is missing.
        remedy: what to install, if anything.
    """

    name: str
    ok: bool
    detail: str = ""
    remedy: str = ""


@attrs.frozen
class Artifact:
    """A file that was written.

    Args:
        path: where.
        format: the name of the output format.
        media_type: of the contents.
        sha256: the digest of the contents.
        size: in bytes.
        losses: what the format cannot carry of this report.
        warnings: what the user should know.
        engine: which of the format's engines made it; empty if there is one way only.
    """

    path: Path
    format: str
    media_type: str
    sha256: str
    size: int
    losses: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    engine: str = ""
