"""What makes a report right: the language of rules, their evaluation, and findings that explain themselves.

Public for plugins: `Rule`, `Outcome`, `Status`, `Finding`, `Findings`, `Severity`, and for the functions of rules
`Context` with `Passage`, `Place`, `Text`, the words for messages `quoted`, `line_of`, and `judge_phrases` for those
that look for words and for more.
"""

from govreport.checks.claims import Claim
from govreport.checks.findings import Finding, Findings
from govreport.checks.mends import Mend
from govreport.checks.naming import line_of, quoted
from govreport.checks.outcome import Context, Operand, Outcome, Status
from govreport.checks.phrases import judge_phrases
from govreport.checks.rule import Policy, Rule, Severity
from govreport.checks.rulebook import Rulebook
from govreport.checks.text import Passage, Place, Text

__all__ = [
    "Claim",
    "Context",
    "Finding",
    "Findings",
    "Mend",
    "Operand",
    "Outcome",
    "Passage",
    "Place",
    "Policy",
    "Rule",
    "Rulebook",
    "Severity",
    "Status",
    "Text",
    "judge_phrases",
    "line_of",
    "quoted",
]
