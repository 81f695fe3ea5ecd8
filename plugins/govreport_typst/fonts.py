"""Which families a document is set in, and which characters they have, by Typst's own list of fonts.

The theme's fonts come along; the official families that it names are used where the machine has them. Any other font
of the machine is used for one thing only: a character that none of these has, and then by its name, so that what was
looked up is what Typst uses.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
import typst

from govreport.document import font_coverage
from govreport.plugin import FontFace

_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")


@attrs.frozen(eq=False)
class Typecase:
    """The fonts for one theme on this machine; made once a process.

    Args:
        fonts: what Typst is given.
        names: by the family's name as tokens have it, the one that Typst knows it by.
        own: the names of those that come with the theme, in its order; they stand at the end of every list.
        official: whether a family of the machine is among them.
    """

    fonts: typst.Fonts
    names: Mapping[str, str]
    own: tuple[str, ...]
    official: bool

    def families(self, wanted: Iterable[str]) -> tuple[str, ...]:
        """Return those of the wanted families that are there, then all of the theme's."""
        there = [self.names[each] for each in wanted if each in self.names]
        return tuple(dict.fromkeys([*there, *self.own]))

    def is_own(self, families: tuple[str, ...]) -> bool:
        """Whether the first of some families comes with the theme, and so is a stand-in for an official face."""
        return bool(families) and families[0] in self.own

    @functools.lru_cache(maxsize=16)  # noqa: B019  # there is one for each theme, for as long as the process lives
    def covered(self, lists: tuple[tuple[str, ...], ...]) -> frozenset[int]:
        """Return the code points that each of some lists of families has."""
        found = [frozenset[int]().union(*(self._family(family) for family in each)) for each in lists]
        return frozenset.intersection(*found) if found else frozenset()

    @functools.lru_cache(maxsize=64)  # noqa: B019  # as above
    def _family(self, family: str) -> frozenset[int]:
        """Return what every face of a family has: a bold one may have less than the regular one."""
        faces = [face for face in self.fonts.fonts() if face.family == family and face.path]
        found = [font_coverage(face.path or "", face.index) for face in faces]
        return frozenset.intersection(*found) if found else frozenset()


@functools.lru_cache(maxsize=8)
def typecase(theme_fonts: tuple[FontFace, ...], wanted: tuple[str, ...]) -> Typecase:
    """Return the fonts for a theme, with those of the wanted families that the machine has."""
    folders = folders_of(theme_fonts)
    alone = typst.Fonts(False, False, list(folders))
    by_file = {os.path.realpath(face.path): face.family for face in alone.fonts() if face.path}
    names = {face.family: by_file[real] for face in theme_fonts if (real := os.path.realpath(face.path)) in by_file}
    own = tuple(dict.fromkeys(names.values()))
    machine = {family.casefold(): family for family in with_system(folders).families()}
    official = {each: machine[each.casefold()] for each in wanted if each not in names and each.casefold() in machine}
    return Typecase(with_system(folders) if official else alone, {**official, **names}, own, bool(official))


def folders_of(theme_fonts: tuple[FontFace, ...]) -> tuple[str, ...]:
    """Return the folders of a theme's fonts."""
    return tuple(sorted({str(face.path.parent) for face in theme_fonts}))


@functools.cache
def with_system(folders: tuple[str, ...]) -> typst.Fonts:
    """Return the fonts of some folders and of the machine; the machine is searched once a process."""
    return typst.Fonts(True, False, list(folders))


def rescuers(lacking: set[str], theme_fonts: tuple[FontFace, ...]) -> dict[str, set[str]]:
    """Return families of the machine that have some of the characters, each with those that it is for.

    Reads font files until all are found: only to be asked for what the theme's and the official families lack.
    """
    folders = folders_of(theme_fonts)
    left, found = set(lacking), dict[str, set[str]]()
    for face in _regular_first(with_system(folders).fonts()):
        if not left:
            break
        try:
            here = {each for each in left if ord(each) in font_coverage(face.path, face.index)}
        except (OSError, ValueError):  # a broken font has nothing
            continue
        if here:
            found.setdefault(face.family, set()).update(here)
            left -= here
    return found


def _regular_first(faces: Iterable[Any]) -> Iterator[Any]:
    """Yield the scalable fonts with a file, the most regular first, in an order that no folder decides."""
    usable = [face for face in faces if face.path and face.path.lower().endswith(_SUFFIXES)]
    yield from sorted(usable, key=lambda each: (each.style != "normal", abs(each.weight - 400), each.path, each.index))
