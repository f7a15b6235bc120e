"""The command line: one file a verb.

This module imports nothing but click, the standard library and what writes text, and loads a verb's module when the
verb is used, so that ``detente --help`` answers at once. A new verb is a row in `detente.cli.verbs` and a module.

What every verb keeps to: data goes to standard output, messages to standard error; ``--json`` gives data,
and errors, as JSON on standard output; the exit code says how it ended (see `EPILOG`).
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from types import FrameType

import click

from detente import __version__
from detente.characters import json_text
from detente.cli.output import complain, say
from detente.cli.verbs import VERBS
from detente.errors import DetenteError

__all__ = ["cli", "main", "run"]

USAGE, BUG, INTERRUPTED, CLOSED = 2, 70, 130, 141

EPILOG = """\
\b
Every verb takes --json, and then gives errors as JSON on standard output too.
Exit codes:
    0   answered
    1   the records hold no answer
    2   the question is wrong, or asked wrongly
    3   records can't be read, break their own rules, or were mostly rejected
   70   a bug in Detente
  130   interrupted; the store is whole
"""


class LazyGroup(click.Group):
    """A group that knows its commands by name and loads each on use."""

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
        """Find the verb, or say which there are."""
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            ctx.fail(f"there is no verb {args[0]!r}; the verbs are {', '.join(VERBS)}")
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
    """Ask how two states stand, how they got there, and what is likely next."""


def main() -> None:
    """Run the command line and exit.

    A character that the output's encoding lacks is written as an escape.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(argv: Sequence[str]) -> int:
    """Run the command line and return the exit code.

    Parameters
    ----------
    argv : sequence of str
        The arguments, without the program's name.

    Returns
    -------
    int
        See `EPILOG`; 130 after an interrupt, 141 where the reader of the output went away.
    """
    with _interrupts() as interrupts:
        try:
            return _invoke(list(argv))
        except (KeyboardInterrupt, click.Abort):
            return _interrupted()
        except (SystemExit, GeneratorExit):
            raise
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing left to flush into
            return CLOSED
        except BaseException as error:  # noqa: BLE001 - the last line of defence: a bug is told, not spilled
            if interrupts:  # engines raise errors of their own when they are interrupted
                return _interrupted()
            return _fail(error, as_json="--json" in argv)


@contextlib.contextmanager
def _interrupts() -> Iterator[list[int]]:
    """Give a list that grows with each interrupt, while interrupts raise `KeyboardInterrupt` as they do anyway."""
    caught: list[int] = []
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield caught
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        caught.append(number)
        signal.default_int_handler(number, frame)

    try:
        signal.signal(signal.SIGINT, interrupt)
    except ValueError:  # not in the main thread, which interrupts do not reach
        yield caught
        return
    try:
        yield caught
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _interrupted() -> int:
    """Say that the command was interrupted, and return the exit code."""
    with contextlib.suppress(ValueError):  # not in the main thread
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # once is enough
    say("interrupted; what was finished stays, and the store is whole")
    return INTERRUPTED


def _invoke(argv: list[str]) -> int:
    if instruction := os.environ.get("_DETENTE_COMPLETE"):
        from click.shell_completion import shell_complete  # noqa: PLC0415 - only for the shell

        return shell_complete(cli, {}, "detente", "_DETENTE_COMPLETE", instruction)
    try:
        with cli.make_context("detente", argv, color=_color()) as ctx:
            cli.invoke(ctx)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        sys.stdout.flush()
        return end.exit_code
    return 0


def _color() -> bool | None:
    """Return False where no bold letters are wanted or the terminal has none; else None: on a terminal."""
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None


def _fail(error: BaseException, *, as_json: bool) -> int:
    """Tell an error and return its exit code."""
    if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):
        complain(str(error))
        return USAGE
    if isinstance(error, click.ClickException):
        said: dict[str, object] = {"error": "UsageError", "message": _usage(error), "exit_code": USAGE}
    elif isinstance(error, DetenteError):
        said = error.as_dict()
    else:
        said = {"error": "Bug", "message": _bug(error), "exit_code": BUG}
    if as_json:
        click.echo(json_text(said, indent=None))
    else:
        say(str(said["message"]))
    return error.exit_code if isinstance(error, DetenteError) else int(str(said["exit_code"]))


def _usage(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "detente"
    return f"{error.format_message().rstrip('.')}. See: {path} --help"


def _bug(error: BaseException) -> str:
    if os.environ.get("DETENTE_DEBUG"):
        import traceback  # noqa: PLC0415 - only for a bug

        complain("".join(traceback.format_exception(error)))
    return (
        f"this is a bug in Detente: {type(error).__name__}: {error}. Please report it with the command you "
        f"gave{_address()}; DETENTE_DEBUG=1 shows the traceback"
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
