"""A plugin that keeps the contract, for other processes to import."""

from __future__ import annotations

from tests.contract.test_the_contract_has_teeth import good, plugin_of

govreport_formats = plugin_of(good)
