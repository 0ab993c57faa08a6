"""The typer application: all commands, and one place that turns errors into a message and an exit code."""

from __future__ import annotations

import errno
import functools
import os
import sys
import traceback
from collections.abc import Callable
from typing import Annotated, Any

import typer

import pipeline
from pipeline.batch.documents import InputError
from pipeline.cli import (
    benchmark,
    evaluate,
    export,
    overrides,
    promote,
    retry,
    review,
    run,
    status,
    train,
    validate,
    view,
)
from pipeline.cli.console import complain, out
from pipeline.config import ConfigError
from pipeline.record import RecordError
from pipeline.training.category_examples import CorpusError

EXPECTED = (ConfigError, InputError, RecordError, CorpusError, FileNotFoundError)

app = typer.Typer(
    help="Annotate Indonesian news in batches: tokens and tags, entities, quantities, dates, sentence categories.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def guarded(command: Callable[..., int]) -> Callable[..., None]:
    """Return the command with its return value as exit code, and 2 with a message for what users can put right."""

    @functools.wraps(command)
    def exiting(*args: Any, **named: Any) -> None:
        try:
            code = command(*args, **named)
        except EXPECTED as error:
            complain(str(error))
            code = 2
        except KeyboardInterrupt:
            complain("interrupted; the same command again goes on where it stopped")
            code = 2
        except typer.Exit:
            raise
        except Exception as error:
            _tell(error)
            code = 2
        raise typer.Exit(code)

    return exiting


def _tell(error: Exception) -> None:
    """Print what became of standard output, or the traceback of a fault of ours.

    Python's own exit code for that, 1, would say that documents were rejected.
    """
    if isinstance(error, BrokenPipeError):
        sys.stderr.write("error: the reader of standard output is gone\n")
    elif isinstance(error, OSError) and error.errno == errno.ENOSPC and error.filename is None:
        sys.stderr.write(f"error: standard output: cannot write: {error.strerror}\n")
    else:
        traceback.print_exception(error)
        return
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else the flush at exit complains too


def run_app(arguments: list[str]) -> int:
    """Run one command line and return its exit code."""
    try:
        rest, found = overrides.split(arguments)
        app(rest, obj=found, prog_name="warta")
    except ConfigError as error:
        complain(str(error))
        return 2
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    return 0


def _add(group: typer.Typer, name: str, command: Callable[..., int], example: str) -> None:
    group.command(name, epilog=f"Example: {example}")(guarded(command))


def _print_version(asked: bool) -> None:
    if asked:
        out.print(f"warta {pipeline.__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


_add(app, "run", run.command, run.EXAMPLE)
_add(app, "status", status.command, status.EXAMPLE)
_add(app, "retry", retry.command, retry.EXAMPLE)
_add(app, "benchmark", benchmark.command, benchmark.EXAMPLE)
_add(app, "export", export.command, export.EXAMPLE)
_add(app, "view", view.command, view.EXAMPLE)
_add(app, "review", review.command, review.EXAMPLE)
_add(app, "validate", validate.command, validate.EXAMPLE)
GROUPS = (
    ("train", train.TITLE, train.COMMANDS),
    ("evaluate", evaluate.TITLE, evaluate.COMMANDS),
    ("promote", promote.TITLE, promote.COMMANDS),
)
for group, title, commands in GROUPS:
    sub = typer.Typer(help=title, no_args_is_help=True, rich_markup_mode=None)
    for name, (command, example) in commands.items():
        _add(sub, name, command, example)
    app.add_typer(sub, name=group)
