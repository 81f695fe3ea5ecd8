"""What makes a report right: the language of rules, their evaluation, and findings that explain themselves.

Public for plugins: `Rule`, `Outcome`, `Status`, `Finding`, `Findings`, `Severity`, `Context`.
"""

from govreport.checks.findings import Finding, Findings
from govreport.checks.outcome import Context, Operand, Outcome, Status
from govreport.checks.rule import Policy, Rule, Severity

__all__ = ["Context", "Finding", "Findings", "Operand", "Outcome", "Policy", "Rule", "Severity", "Status"]
