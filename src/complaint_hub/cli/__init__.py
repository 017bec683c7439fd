"""The command ``complaint-hub``: one file per task of a user.

For: officers and operators. Help is in English, what officers read is in Indonesian, ``--json`` is for machines.
Must not: hold logic that a program would want too. Heavy modules are imported inside the commands, so that
``--help`` answers at once.

Exit codes: 0 done · 1 done, but something was set aside or an account failed · 2 refused, nothing was done ·
70 a fault of ours.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Annotated

import typer

from ..errors import ChannelError, ConfigError, OutboxError, StoreError
from . import (
    action_plan,
    calendar,
    candidates,
    closing,
    dashboard,
    demo,
    digest,
    doctor,
    due,
    exporting,
    forwarding,
    imports,
    links,
    listing,
    noting,
    official,
    outbox,
    pausing,
    policies,
    privacy,
    quarantine,
    registry,
    replying,
    sandbox,
    schema,
    scorecard,
    show,
    store,
    sync,
    triage,
    why,
)
from .log import set_up_log
from .progress import QUIET

__all__ = ["app", "main"]

_REFUSED, _OUR_FAULT = 2, 70

# Plain help: no boxes, the same in a pipe, and no second copy of rich's tables to load.
app = typer.Typer(
    name="complaint-hub",
    invoke_without_command=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
_TASKS = (
    demo, sandbox, sync, imports, official, listing, show, due, digest, why, triage, forwarding, pausing, closing,
    noting, candidates, replying, outbox, links, scorecard, action_plan, dashboard, exporting, registry, policies,
    quarantine, doctor, calendar, store, privacy, schema,
)  # fmt: skip
for _task in _TASKS:
    _task.register(app)


class _Flags:
    """What was said before the command's name."""

    verbose = False


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"complaint-hub {version('complaint-hub')}")
        raise typer.Exit


@app.callback()
def _start(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Log pages, waits and ends of runs, with tracebacks, to stderr.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress, on a terminal too.")] = False,
) -> None:
    """All complaints of a local government in one database: who is late, and the yearly scorecard.

    Without a command it says what there is and what to do next.

    \b
    Try it without any account:
      complaint-hub demo
    Then, with your own files:
      complaint-hub import lapor "Laporan Ringkas.xlsx" --agency "Pemerintah Kabupaten ..."
      complaint-hub due
    """
    flags = context.ensure_object(_Flags)
    flags.verbose = verbose
    QUIET.set(quiet)
    set_up_log(verbose=verbose)
    if context.invoked_subcommand is None:
        from .starting import print_start

        print_start(datetime.now(UTC))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        arguments: words after the program's name; None takes the process's own.
    """
    for stream in (sys.stdout, sys.stderr):
        # A character that the terminal cannot show must not end a run.
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")
    flags = _Flags()
    try:
        app(args=_flags_first(sys.argv[1:] if arguments is None else arguments), prog_name="complaint-hub", obj=flags)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except (ConfigError, StoreError, ChannelError) as refusal:
        return _refuse(refusal)
    except Exception as fault:
        return _confess(fault, verbose=flags.verbose)
    return 0


def _flags_first(words: Sequence[str]) -> list[str]:
    """Take ``--verbose`` and ``--quiet`` wherever they stand: people add them to the command they have just run."""
    if "--" in words:
        return list(words)
    flags = [word for word in ("--verbose", "--quiet") if word in words]
    return [*flags, *(word for word in words if word not in flags)]


def _refuse(problem: Exception) -> int:
    from .screen import visible

    said = str(problem)
    if isinstance(problem, OutboxError):
        from .refusals import reply_sentence

        said = reply_sentence(problem)
    elif isinstance(problem, ChannelError):
        from .sentences import told

        said = told(said)
    print(f"complaint-hub: {visible(said)}", file=sys.stderr)  # noqa: T201 - the command line speaks here
    return _REFUSED


def _confess(fault: Exception, *, verbose: bool) -> int:
    if verbose:
        logging.getLogger("complaint_hub").exception("a fault in complaint-hub")
    # The text of an unexpected error may quote what was being read, so only its class is told.
    print(  # noqa: T201 - the command line speaks here
        f"complaint-hub: a fault of ours ({type(fault).__name__}); what was stored is kept. "
        "Please run it again as 'complaint-hub --verbose ...' and report the last lines, without citizens' data.",
        file=sys.stderr,
    )
    return _OUR_FAULT
