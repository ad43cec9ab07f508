"""The group of all sub-commands, and the one place where an error becomes an exit code.

Exit 0: done. 1: the thing asked about fell short. 2: bad use or bad input, with one
line on stderr that says what to do.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from desktop.cli.common import preferred_language, say_error
from engine.errors import JobCancelledError, UserError
from engine.jobs import JobFailedError
from engine.texts import Language

COMMANDS = {
    "demo": "the whole main job with no screen, on a data set it makes",
    "advise": "advice for the answers in a TOML file",
    "audit": "what a data set is, what is wrong with it, how much of it counts",
    "prototype": "train and run small models",
    "example": "make example data that a system learns from",
    "report": "write the report of a case",
    "rules": "check the rule book",
    "lint": "find promises nobody may make in a text",
}


class LazyGroup(click.Group):
    """Imports a sub-command's module only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The sub-commands, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The sub-command of that name, imported now; None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"desktop.cli.{cmd_name}"), cmd_name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What each sub-command does, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jjak", prog_name="jjak")
def jjak() -> None:
    """What a client's data can become, and what not to promise.

    Without a sub-command the window opens. Everything stays on this computer.
    """


def run_command(words: Sequence[str]) -> int:
    """Run one sub-command; every mistake of the user's becomes one line and exit code 2."""
    language = _language_of(words)
    try:
        outcome = jjak.main(args=list(words), prog_name="jjak", standalone_mode=False)
    except click.exceptions.Exit as exit_request:
        return exit_request.exit_code
    except click.ClickException as problem:
        reason = _reason(problem)
        say_error(UserError("bad_use", reason=reason).sentence(language))
        return 2
    except (UserError, JobFailedError) as problem:
        say_error(problem.sentence(language))
        return 2
    except (click.Abort, KeyboardInterrupt, JobCancelledError):
        return 130
    except BrokenPipeError:  # who read our output has read enough, as `| head` does
        sys.stdout = None
        return 1
    except OSError as problem:
        path, reason = problem.filename or "", problem.strerror or str(problem)
        say_error(UserError("system_refuses", path=str(path), reason=reason).sentence(language))
        return 2
    return outcome if isinstance(outcome, int) else 0


def _reason(problem: click.ClickException) -> str:
    """What click has against the call, on one line."""
    if isinstance(problem, click.exceptions.NoArgsIsHelpError) and problem.ctx is not None:
        group = problem.ctx.command
        names = group.list_commands(problem.ctx) if isinstance(group, click.Group) else []
        return f"Missing command after '{problem.ctx.command_path}': {', '.join(names)}"
    # click folds some messages over several lines.
    return " ".join(problem.format_message().split()).rstrip(".")


def _language_of(words: Sequence[str]) -> Language:
    """The language for a message that comes before the options were understood."""
    for index, word in enumerate(words):
        value = word.removeprefix("--lang=") if word.startswith("--lang=") else None
        if word == "--lang" and index + 1 < len(words):
            value = words[index + 1]
        if value == "ko":
            return "ko"
        if value == "en":
            return "en"
    return preferred_language()
