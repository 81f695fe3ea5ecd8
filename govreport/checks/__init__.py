"""What makes a report right: the language of rules, their evaluation, and findings that explain themselves.

Public for plugins: `Rule`, `Outcome`, `Status`, `Finding`, `Findings`, `Alike`, `Severity`, and for the functions of
rules `Context` with `Passage`, `Place`, `Text`, the words for messages `quoted`, `line_of`, `label`, and for those that
look for words `compile_pattern` and `judge_phrases`; for workbooks `totals`, each a `Total`, `formula_of`, `Places` and
`ranges`, all of what `govreport.checks.identities` finds.
"""

from govreport.checks.claims import Claim
from govreport.checks.findings import Alike, Finding, Findings
from govreport.checks.formulas import Places, formula_of
from govreport.checks.mends import Mend
from govreport.checks.naming import label, line_of, quoted
from govreport.checks.outcome import Context, Operand, Outcome, Status
from govreport.checks.patterns import compile_pattern
from govreport.checks.phrases import judge_phrases
from govreport.checks.rule import Policy, Rule, Severity
from govreport.checks.rulebook import Rulebook
from govreport.checks.spreadsheet import ranges
from govreport.checks.text import Passage, Place, Text
from govreport.checks.total import Total, totals

__all__ = [
    "Alike",
    "Claim",
    "Context",
    "Finding",
    "Findings",
    "Mend",
    "Operand",
    "Outcome",
    "Passage",
    "Place",
    "Places",
    "Policy",
    "Rule",
    "Rulebook",
    "Severity",
    "Status",
    "Text",
    "Total",
    "compile_pattern",
    "formula_of",
    "judge_phrases",
    "label",
    "line_of",
    "quoted",
    "ranges",
    "totals",
]
