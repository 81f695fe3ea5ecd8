"""A document as plain data for the Typst template: every text a string, every length in points, nothing to escape."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Any

from govreport import State
from govreport.document import (
    LONG_WORD,
    WIDE_SIGN,
    Attestation,
    Block,
    Document,
    Figure,
    Findings,
    Grid,
    Heading,
    List,
    Notes,
    PageBreak,
    Paragraph,
    Run,
    say,
    set_in,
    spelt_out,
    turned_along,
)
from govreport_typst.style import Style
from govreport_typst.tables import table_data

Data = dict[str, Any]
MAY_BREAK = "\u200b"
"""Where a line may end inside a long word; the template turns it into a space of no width, which no reader copies."""
_TOO_LONG = re.compile(f"[^{WIDE_SIGN[1:-1]}\\s]{{{LONG_WORD}}}(?=[^{WIDE_SIGN[1:-1]}\\s])")
_LOOKS = {2: "heading", 3: "subheading"}


def document_data(document: Document, style: Style) -> Data:
    """Return a document as data for the template."""
    writer = _Writer(document, style)
    return {
        "title": plain(document.title),
        "author": plain(document.author),
        "subject": plain(document.subject),
        "date": [int(each) for each in document.date[:10].split("-")] if document.date else None,
        "tongue": tongue(document.language),
        "paper": style.paper,
        "tokens": style.tokens,
        "blocks": [writer.title(), *writer.pages(document.blocks)],
    }


def plain(text: str) -> str:
    """Return a text without what no page may hold; a tab is a space, any line end the same."""
    if text.isprintable():
        return text
    return spelt_out(re.sub(r"\r\n?|[\x85\u2028\u2029]", "\n", text).replace("\t", " "))


def tongue(language: str) -> list[str | None]:
    """Return language and region as Typst knows them; the region chooses how Chinese punctuation stands.

    >>> tongue("zh-Hans"), tongue("en")
    (['zh', 'CN'], ['en', None])
    """
    first, _, rest = language.partition("-")
    region = next((each for each in rest.split("-") if len(each) == 2 and each.isalpha()), None)
    by_script = {"hans": "CN", "hant": "TW"}
    usual = by_script.get(rest.lower(), "CN" if first.lower() == "zh" else None)
    return [first.lower() or "en", region.upper() if region else usual]


class _Writer:
    """Turns blocks into data, and knows what stood before: levels of headings, cells that were given a name."""

    def __init__(self, document: Document, style: Style) -> None:
        self.document, self.style = document, style
        self.depth = 0
        self.after_annex = False
        self.anchors: dict[str, str] = {}
        grids = [block for block in document.walk() if isinstance(block, Grid)]
        for cell in (cell.cell for grid in grids for cell in grid.cells if cell.cell):
            self.anchors.setdefault(cell, f"cell-{len(self.anchors)}")
        self.unnamed = dict(self.anchors)
        findings = [each for block in document.blocks if isinstance(block, Findings) for each in block.items]
        for name in (name for each in findings for name in (each.id, *each.blocks) if name):
            self.anchors.setdefault(name, f"end-{len(self.anchors)}")

    def title(self) -> Data:
        """Return the title: as the document's first heading sets it, else as its metadata say."""
        self.depth = 1
        own = next((each.runs for each in self.document.blocks if isinstance(each, Heading) and each.level == 1), ())
        runs = self.runs(own or (Run(self.document.title),))
        return {"kind": "heading", "depth": 1, "look": "title", "runs": runs}

    def pages(self, blocks: Sequence[Block]) -> list[Data]:
        """Return the data of the blocks of the document; those on turned pages stand together in one."""
        told = {id(block): self.block(block) for block in blocks}
        sideways = turned_along(blocks, lambda grid: bool((told[id(grid)] or {}).get("turned")))
        found: list[Data] = []
        for is_turned, run in itertools.groupby(zip(sideways, blocks, strict=True), key=lambda pair: pair[0]):
            datas = [data for _, block in run if (data := told[id(block)]) is not None]
            found.extend([{"kind": "turned", "blocks": datas}] if is_turned else datas)
        return found

    def blocks(self, blocks: Sequence[Block]) -> list[Data]:
        return [data for block in blocks if (data := self.block(block)) is not None]

    def block(self, block: Block) -> Data | None:
        """Return the data of a block; None for the heading that the title already was."""
        if isinstance(block, Heading) and block.level == 1:
            return None
        data: Data = {"kind": block.kind, **self.content(block)}
        if block.id in self.anchors:
            data["anchor"] = self.anchors[block.id]
        if block.language and block.language != self.document.language:
            data["tongue"] = tongue(block.language)
        self.after_annex = isinstance(block, Paragraph) and block.role == "annex"
        return data

    def content(self, block: Block) -> Data:
        """Return what a block says, by its kind."""
        match block:
            case Heading():
                return self.heading(block)
            case Paragraph():
                return {"role": block.role, "runs": self.runs(block.runs)}
            case List():
                items = [self.blocks(item) for item in block.items]
                return {"ordered": block.ordered, "start": block.start, "items": items}
            case Grid():
                may_turn = block in self.document.blocks  # none inside a list
                return table_data(block, self.style, self.runs, self.unnamed, may_turn=may_turn)
            case Notes():
                return {"items": [{"mark": plain(each.mark), "runs": self.runs(each.runs)} for each in block.items]}
            case Findings():
                return {"items": self.findings(block), "summary": self.runs((Run(block.summary),))}
            case Attestation():
                colon = "：" if self.style.chinese else ": "
                return {"items": [self.runs((Run(f"{label}{colon}{entry}"),)) for label, entry in block.items]}
            case Figure():
                svg = set_in(block.svg, self.style.tokens["table"]["families"])
                return {"svg": svg, "alternative": block.alternative, "runs": self.runs(block.caption)}
            case PageBreak():
                return {}

    def heading(self, block: Heading) -> Data:
        """Return a heading: `depth` for the outline, in which none may be skipped, and `look` for the eye."""
        self.depth = min(block.level, self.depth + 1)
        look = "caption" if self.after_annex and block.level == 2 else _LOOKS.get(block.level, "minor")
        return {"depth": self.depth, "look": look, "runs": self.runs(block.runs)}

    def findings(self, block: Findings) -> list[Data]:
        language = self.document.language
        found: list[Data] = []
        for each in block.items:
            cells: list[Data] = [
                {"text": plain(label), "to": self.anchors.get(cell)}
                for cell, label in itertools.zip_longest(each.cells, each.labels[: len(each.cells)], fillvalue="")
            ]
            places: list[Data] = [
                {"text": plain(place), "to": self.anchors.get(block)}
                for block, place in zip(each.blocks, each.places, strict=True)
            ]
            found.append(
                {
                    "anchor": self.anchors.get(each.id),
                    "severity": plain(each.severity_label),
                    "text": self.runs((Run(f"{each.rule} {each.text}"),)),
                    "identity": self.runs((Run(each.identity),)),
                    "links": [
                        [say(key, language), found] for key, found in (("cells", cells), ("place", places)) if found
                    ],
                    "rows": [[plain(label), self.runs((Run(text),))] for label, text in each.details],
                }
            )
        return found

    def runs(self, runs: Sequence[Run]) -> list[Data]:
        """Return runs as data; a line end inside one becomes an entry of its own."""
        found: list[Data] = []
        for run in runs:
            marks: Data = {mark: True for mark in ("strong", "emphasis", "code", "note") if getattr(run, mark)}
            if run.target in self.anchors:
                marks["to"] = self.anchors[run.target or ""]
            if run.href:
                marks["href"] = plain(run.href)
            if run.state not in (None, State.NUMBER):
                marks["state"] = True
            for place, line in enumerate(plain(run.text).split("\n")):
                if place:
                    found.append({"line": True})
                if line:
                    told = _TOO_LONG.sub(rf"\g<0>{MAY_BREAK}", line) if len(line) > LONG_WORD else line
                    found.append({"text": told, **marks})
        return found
