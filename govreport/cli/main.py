"""`govreport`: the commands, and the one line that says what could not be done."""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager

import click

from govreport import __version__
from govreport.cli.common import tell
from govreport.errors import GovReportError

_COMMANDS = {
    "check": "check reports against the rules of their forms",
    "compare": "show what changed between two reports",
    "doctor": "say what this machine has and lacks",
    "formats": "list the output formats",
    "forms": "list the forms, or show one",
    "new": "write an empty report to fill in",
    "plugins": "list the plugins, or show one",
    "render": "publish a report as web page, PDF, table …",
    "rollup": "add many reports up in one",
}
_EPILOG = """\b
A first round:
  govreport new cn/ningxia-2017 --publisher 某局 --period 2017 report.json
  govreport check report.json
  govreport render report.json report.html report.pdf

Exit status: 0 done; 1 `check` found errors; 2 it could not be done."""


class _Lazy(click.Group):
    """A group that imports a command when it is asked for; the list of them needs no import."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"govreport.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from govreport.errors import near

            hint = near(args[0], _COMMANDS)
            raise click.UsageError(f"there is no command {args[0]!r}" + (f"; {hint}" if hint else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(_COMMANDS.items()))


@click.group(cls=_Lazy, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="govreport")
@click.option("--rulesets", multiple=True, type=click.Path(), metavar="FOLDER", help="Form and rule files of your own.")
@click.pass_context
def main(ctx: click.Context, rulesets: tuple[str, ...]) -> None:
    """Government annual reports from data: checked against the form's own arithmetic, published in any format."""
    if rulesets:
        ctx.with_resource(_beside(rulesets))


@contextmanager
def _beside(folders: tuple[str, ...]) -> Generator[None]:
    """Let folders of form and rule files count beside the plugins, for one command."""
    before = os.environ.get("GOVREPORT_RULESETS")
    os.environ["GOVREPORT_RULESETS"] = os.pathsep.join([*folders, *filter(None, [before])])
    try:
        yield
    finally:
        os.environ.pop("GOVREPORT_RULESETS")
        if before is not None:
            os.environ["GOVREPORT_RULESETS"] = before


def run() -> None:
    """Run the command line; what cannot be done is one line on stderr and exit status 2."""
    status: object = None
    for stream in (sys.stdout, sys.stderr):  # a terminal that lacks a character, or a file name that is no text
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = main.main(standalone_mode=False)
    except GovReportError as error:
        _fail(str(error))
    except click.exceptions.NoArgsIsHelpError as error:  # `govreport` alone asks what there is
        click.echo(error.format_message())
        sys.exit(0)
    except click.exceptions.Abort:
        _fail("stopped")
    except click.ClickException as error:
        usage = error.ctx.get_usage() if isinstance(error, click.UsageError) and error.ctx else ""
        _fail(error.format_message() + (f" ({' '.join(usage.split())})" if usage else ""))
    except BrokenPipeError:  # the reader of a pipe has gone, as in `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:  # a full disk behind `> file`
        _fail(f"the output cannot be written: {error.strerror or error}")
    sys.exit(status if isinstance(status, int) else 0)


def _fail(message: str) -> None:
    tell(message)
    sys.exit(2)
