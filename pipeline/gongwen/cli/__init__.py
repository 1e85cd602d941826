"""The `gongwen` command. Only declarations: what a command does is in gongwen.commands, loaded when it is called."""

from __future__ import annotations

import gc
import os
import sys
from typing import Annotated

import typer

from .. import __version__
from ..commands.run import Exit, complain, emit, error_line, internal, say
from ..errors import GongwenError
from .batch import batch, watch
from .comparing import diff, track
from .notices import convert, explain, show
from .options import State
from .pages import report
from .records import export, schema
from .tools import doctor, grammar_list, grammar_test

app = typer.Typer(
    name="gongwen",
    help="From a Chinese reform notice (公文) to its task list.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _command in (convert, show, explain, report, diff, track, batch, watch, export, schema, doctor):
    app.command()(_command)
grammar_app = typer.Typer(name="grammar", help="Look at the grammars and test them.", no_args_is_help=True, rich_markup_mode=None)
grammar_app.command("list")(grammar_list)
grammar_app.command("test")(grammar_test)
app.add_typer(grammar_app)


def _version(wanted: bool) -> None:
    if wanted:
        emit(f"gongwen {__version__}\n")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an unexpected error.")] = False,
) -> None:
    State.debug = debug


def _start_quickly() -> None:
    """A process of our own need not look for what it never finds: that is a fifth of the time of one small notice."""
    gc.set_threshold(200_000, 20, 20)  # modules and patterns are made once and stay: hundreds of thousands of objects
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # else the entry points of every installed package are read


def main() -> None:
    """Run the command. Whatever goes wrong ends in one line on standard error, never in a traceback."""
    _start_quickly()
    arguments = sys.argv[1:]
    if "--debug" in arguments[1:] and "--" not in arguments:  # allowed anywhere, as people type it last
        arguments = ["--debug", *(a for a in arguments if a != "--debug")]
    try:
        app(args=arguments, prog_name="gongwen")
    except GongwenError as error:
        complain(error)
        sys.exit(Exit.FAILED)
    except BrokenPipeError:  # the reader of our output has gone, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.FAILED)
    except Exception as exc:
        if State.debug:
            raise
        say(error_line(internal(exc)))
        sys.exit(Exit.FAILED)
