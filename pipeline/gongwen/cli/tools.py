"""Commands on gongwen itself: doctor, and the grammars."""

from __future__ import annotations

from typing import Annotated

import typer

from ..commands.run import Exit, emit, say
from .options import limits_of


def doctor() -> None:
    """Tell what is installed, what is missing and how to get it, and the limits."""
    from ..commands.doctor import checks, limit_lines

    limits = limits_of(None)
    results = list(checks())
    emit("".join(line + "\n" for line in (*(check.line for check in results), *limit_lines(limits))))
    if any(check.required and check.found is None for check in results):
        raise typer.Exit(Exit.FAILED)


def grammar_list() -> None:
    """List the grammars with their size."""
    from ..commands.grammar import listing

    emit(listing() + "\n")


def grammar_test(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME...]", help="Grammars to test. Default: all.")] = None,
) -> None:
    """Run the examples of the grammars."""
    from ..commands.grammar import failures, told
    from ..recognise.grammar import grammar_names

    known = grammar_names()
    unknown = [name for name in names or [] if name not in known]
    if unknown:
        raise typer.BadParameter(f"no grammar {', '.join(unknown)}; there are {', '.join(known)}", param_hint="NAME")
    bad = failures(names or known)
    emit("".join(told(failure) + "\n" for failure in bad))
    say(f"{len(names or known)} grammars, {len(bad)} examples fail" if bad else f"{len(names or known)} grammars, all examples hold")
    if bad:
        raise typer.Exit(Exit.FAILED)
