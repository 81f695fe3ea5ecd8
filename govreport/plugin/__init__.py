"""What a plugin gives and how it is found: records, hooks, and the registry that holds them.

Public for plugins: `hookimpl`, the records, `RenderContext`, `ReadContext`, `Registry`, `API_VERSION`, `BLOCKS`.
"""

from govreport.plugin.contexts import ReadContext, RenderContext
from govreport.plugin.hookspecs import API_VERSION, hookimpl, hookspec
from govreport.plugin.loading import PluginRecord, PluginStatus
from govreport.plugin.records import (
    BLOCKS,
    Artifact,
    Capabilities,
    Diagnostic,
    FontFace,
    OutputFormat,
    Reader,
    RuleSet,
    Theme,
)
from govreport.plugin.registry import Registry

__all__ = [
    "API_VERSION",
    "BLOCKS",
    "Artifact",
    "Capabilities",
    "Diagnostic",
    "FontFace",
    "OutputFormat",
    "PluginRecord",
    "PluginStatus",
    "ReadContext",
    "Reader",
    "Registry",
    "RenderContext",
    "RuleSet",
    "Theme",
    "hookimpl",
    "hookspec",
]
