"""The command line: one file a verb.

This module imports only click, the standard library and `detente.cli.output`, and loads a verb's module when the
verb is used, so that ``detente --help`` is fast. A new verb is a module and a row in `detente.cli.verbs`.

Every verb writes data to standard output and messages to standard error; with ``--json``, data and errors are JSON on
standard output. The exit codes are in `EPILOG`.

::

    add                  a user's own facts, beside those that come with Detente or in their place
    answer_output        how a command gives its answer: as text, as JSON, or as a file
    architecture         whether states depend on a hub or form a web, year by year
    architecture_tables  the tables of an architecture, as rows of text for the terminal
    assess               a brief on two states
    assess_pairs         briefs on many pairs, written to a folder
    balance_tables       the tables of a balance, as rows of text for the terminal
    changes              what moved between two days for a pair of states, and why
    chronicle            dated acts of a state or between two, by hand or by machine
    code                 dated acts between states from texts
    cube                 count events by dyad, day and class, and update the counts
    cube_update          the update of the cube by verbs that ingest events
    data                 what the store holds and covers, and how to maintain it
    delayed_notice       a message on the terminal where something takes more than a moment
    disputes             what two states dispute, at which rung, and what datasets record
    ingest               files of events, votes, pacts, disputes and figures into the store
    interrupts           interrupts (Ctrl-C) while a verb runs
    ledger               forecasts written down before the outcome, and their scores
    maintenance          the verbs of ``detente data`` that maintain the lake
    options              options that several verbs share, and their types
    output               plain text in 80 columns, or JSON; messages to standard error
    pacts                who is bound to whom on a day, to what, and by which treaty
    panel                states, or pairs of them, by period, with variables from the records
    permalink            the command that makes an answer again, as typed in a shell
    profile              a state's capabilities, attention and alignments over time
    progress_line        a line on the terminal that counts what has been read
    pull                 data from their providers into the store
    pull_text            what ``detente pull`` prints
    source_report        the report of an ingest on one file of votes, pacts, disputes or indicators
    states               which state a name or code means, and its codes, spells and names
    temperature          how warm two states are toward each other, period by period, in both directions
    update               what is newer than the store, and what changed for pairs of states
    verbs                the list of verbs: module, command and line of help of each
    vote_text            votes on the terminal
    votes                one roll call and who voted how, or how alike two states vote
    watch                the pairs of states that ``detente update`` reports on
"""

from __future__ import annotations

import gc
import importlib
import io
import os
import sys
from collections.abc import Sequence

import click

from detente import __version__
from detente.cli.output import notify, terminal_columns, write_stderr
from detente.cli.verbs import VERBS
from detente.errors import DetenteError
from detente.unsafe_characters import json_text

__all__ = ["cli", "main", "run"]

USAGE, BUG, INTERRUPTED, CLOSED = 2, 70, 130, 141

EPILOG = """\
\b
Every verb takes --json; data and errors are then JSON on standard output.
Exit codes:
    0   success
    1   no answer: the records do not cover the question
    2   invalid arguments, or a question without a valid answer
    3   data could not be read or fetched, or most rows were rejected
   70   a bug in Detente
  130   interrupted; the store is intact
"""


class LazyGroup(click.Group):
    """A group that lists its commands by name and loads each when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the verbs, in the order of the table."""
        return list(VERBS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        cmd_name: str,
    ) -> click.Command | None:
        """Return the verb's command, loading its module."""
        if cmd_name not in VERBS:
            return None
        module, attribute, _ = VERBS[cmd_name]
        command = getattr(importlib.import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}.{attribute} is not a command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb, or fail with the list of verbs."""
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            ctx.fail(f"unknown verb {args[0]!r}; the verbs are {', '.join(VERBS)}")
        return super().resolve_command(ctx, args)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        """Write the list of verbs without loading any."""
        with formatter.section("Verbs"):
            formatter.write_dl([(verb, line) for verb, (_, _, line) in VERBS.items()])


@click.command(cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="detente %(version)s")
def cli() -> None:
    """Assess relations between states: how they stand, how they got there, and what is likely next."""


def main() -> None:
    """Run the command line and exit.

    A character that the output's encoding lacks is written as an escape.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    gc.set_threshold(50_000)  # a verb makes many objects and few cycles
    code = run(sys.argv[1:])
    gc.freeze()  # the process ends: a last search for cycles would take a tenth of a brief's time
    sys.exit(code)


def run(argv: Sequence[str]) -> int:
    """Run the command line and return the exit code.

    Parameters
    ----------
    argv : sequence of str
        The arguments, without the program's name.

    Returns
    -------
    int
        See `EPILOG`; 141 where the reader of a pipe closed it.
    """
    try:
        return _invoke(list(argv))
    except (KeyboardInterrupt, click.Abort):
        return _interrupted()
    except (SystemExit, GeneratorExit):
        raise
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing left to flush into
        return CLOSED
    except BaseException as error:  # noqa: BLE001 - every unexpected error is reported as a bug, without a traceback
        return _fail(error, as_json="--json" in argv)


def _interrupted() -> int:
    """Report the interrupt, and return the exit code."""
    from detente.cli.interrupts import ignoring_interrupts  # noqa: PLC0415 - help should not wait for it

    with ignoring_interrupts():  # a second interrupt changes nothing
        notify("interrupted; finished work is kept, and the store is intact")
    return INTERRUPTED


def _invoke(argv: list[str]) -> int:
    if instruction := os.environ.get("_DETENTE_COMPLETE"):
        from click.shell_completion import shell_complete  # noqa: PLC0415 - only for the shell

        return shell_complete(cli, {}, "detente", "_DETENTE_COMPLETE", instruction)
    try:
        with cli.make_context("detente", argv, color=_color(), terminal_width=_help_width()) as ctx:
            from detente.cli.interrupts import interruptible  # noqa: PLC0415 - help should not wait for it

            with interruptible():
                cli.invoke(ctx)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        sys.stdout.flush()
        return end.exit_code
    return 0


def _help_width() -> int:
    """Return the width of help texts, as click sets it: narrower than the terminal by 2, 50 to 78."""
    return min(max(terminal_columns() - 2, 50), 78)


def _color() -> bool | None:
    """Return False where ``NO_COLOR`` is set or the terminal has no styles; else None, which lets click decide."""
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None


def _fail(error: BaseException, *, as_json: bool) -> int:
    """Report an error and return its exit code."""
    if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):
        write_stderr(str(error))
        return USAGE
    if isinstance(error, click.ClickException):
        report: dict[str, object] = {"error": "UsageError", "message": _usage(error), "exit_code": USAGE}
    elif isinstance(error, DetenteError):
        report = error.as_dict()
    else:
        report = {"error": "Bug", "message": _bug(error), "exit_code": BUG}
    if as_json:
        click.echo(json_text(report, indent=None))
    else:
        notify(str(report["message"]))
    return error.exit_code if isinstance(error, DetenteError) else int(str(report["exit_code"]))


def _usage(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "detente"
    return f"{error.format_message().rstrip('.')}. See: {path} --help"


def _bug(error: BaseException) -> str:
    if os.environ.get("DETENTE_DEBUG"):
        import traceback  # noqa: PLC0415 - only for a bug

        write_stderr("".join(traceback.format_exception(error)))
    return (
        f"this is a bug in Detente: {type(error).__name__}: {error}. Please report it with the command "
        f"line{_address()}; DETENTE_DEBUG=1 shows the traceback"
    )


def _address() -> str:
    """Return where bugs are reported, as the installed package says."""
    from importlib import metadata  # noqa: PLC0415 - only for a bug

    try:
        urls = metadata.metadata("detente").get_all("Project-URL") or []
    except metadata.PackageNotFoundError:
        urls = []
    places = dict(url.split(", ", 1) for url in urls if ", " in url)
    place = places.get("Issues") or next(iter(places.values()), "")
    return f" at {place}" if place else " to its developers"
