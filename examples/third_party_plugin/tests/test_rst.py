"""The format keeps govreport's contract; docutils reads it back."""

from __future__ import annotations

from docutils import nodes
from docutils.core import publish_doctree

from govreport.testing import FormatContract


def parsed(output):
    return publish_doctree(output, settings_overrides={"halt_level": 2, "report_level": 2})


class TestRst(FormatContract):
    format = "rst"

    def text_of(self, output):
        return "\n".join(each.astext() for each in parsed(output).findall(nodes.Text))

    def structure_of(self, output):
        return [type(each).__name__ for each in parsed(output).findall()]
