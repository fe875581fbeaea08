"""The command line: the contract for scripts and tests, and the way into the window.

Exit codes: 0 done; 1 done with findings; 2 wrong use; 3 a file is not readable, not ours, newer, locked or damaged.
An error is one plain sentence on standard error, never a traceback.

May import services and what lies below them, and the window's door. Each module holds the commands of one subject and
is read when one of them is asked for. What a command does belongs in services.
"""

from __future__ import annotations

import sys
from importlib import import_module
from io import TextIOWrapper
from typing import NoReturn

import click

from selfassess import VERSION
from selfassess.cli.asking import DONE, UNUSABLE_FILE, WRONG_USE
from selfassess.domain.model.errors import FileError, PackError, WorkbookError
from selfassess.domain.model.fields import shorten_value

COMMANDS = {
    "open": "window",
    "demo": "workbooks",
    "new": "workbooks",
    "edit": "editing",
    "show": "workbooks",
    "check": "workbooks",
    "export": "export",
    "import": "import_file",
    "merge": "import_file",
    "offers": "import_file",
    "contribute": "contributor_copy",
    "carry": "carry_forward",
    "progress": "improvement_plan",
    "visit": "visit",
    "changes": "changes",
    "national": "measures",
    "measures": "measures",
    "standings": "standings",
    "findings": "findings",
    "region": "region",
    "rate": "reference",
    "framework": "reference",
    "return": "reference",
    "pack": "packs",
    "return-pack": "return_pack",
    "backups": "safety",
    "restore": "safety",
    "recover": "safety",
    "versions": "signing",
    "redact": "redact",
}
"""Command -> the module here that has it. A new command is an entry."""


READ_APART = "--read-apart"
"""With this one argument a frozen program is the process that reads other people's files (``exchange.apart``)."""


class _Commands(click.Group):
    """Knows every command by name, and reads the module of the one that is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        commands: dict[str, click.Command] = import_module(f"{__name__}.{COMMANDS[name]}").COMMANDS
        return commands[name]


@click.group(cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Draft a council's adult social care self-assessment for CQC."""
    from selfassess.services.workbook import policy

    if said := policy.current_policy().describe_faults:
        click.echo(said, err=True)
    if context.invoked_subcommand is None:
        from selfassess.cli.window import open_window

        open_window(None)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run a command; every error leaves as one sentence and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # what another encoding cannot hold is no reason to stop
            stream.reconfigure(errors="replace")
    if sys.argv[1:] == [READ_APART]:
        import_module("selfassess.exchange.apart").main()
    try:
        code = cli.main(args=arguments, prog_name="selfassess", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else DONE)
    except click.UsageError as error:
        _exit_with_sentence(error.format_message(), WRONG_USE)
    except click.ClickException as error:
        _exit_with_sentence(error.format_message(), UNUSABLE_FILE)
    except click.Abort:
        _exit_with_sentence("Stopped.", WRONG_USE)
    except FileError as error:
        _exit_with_sentence(str(error), UNUSABLE_FILE)
    except (PackError, WorkbookError) as error:
        _exit_with_sentence(str(error), WRONG_USE)
    except ImportError as error:
        _exit_with_sentence(_describe_missing_part(error), UNUSABLE_FILE)
    except OSError as error:
        _exit_with_sentence(_describe_unreachable_file(error), UNUSABLE_FILE)
    except Exception as error:
        _exit_with_sentence(_report_crash(error), UNUSABLE_FILE)


def main_of_desktop() -> NoReturn:
    """What an icon and a double click run: the start screen, or the window on the workbook that is named."""
    main(["open", *sys.argv[1:]] if sys.argv[1:] else [])


def _describe_unreachable_file(error: OSError) -> str:
    """What the system says of a file that it cannot get at, such as one whose name is far too long."""
    what = shorten_value(error.filename) if error.filename is not None else "A file"
    return (
        f"{what} cannot be read or written ({error.strerror or type(error).__name__}). Check the name and the folder."
    )


def _describe_missing_part(error: ImportError) -> str:
    """Name a part of the program that a scanner took away, or that was never unpacked."""
    return (
        f"A part of the program is missing or damaged: {error.name or error}. Install or unpack it again; "
        "your workbooks are as they were."
    )


def _report_crash(error: Exception) -> str:
    """Write a crash report and say where it is; what a command changes, it changes whole or not at all."""
    from selfassess.services.safety import crash_reports

    file = crash_reports.keep_crash_report(crash_reports.build_crash_report(type(error), error.__traceback__))
    where = f" A report for those who mend it is in {file}." if file else ""
    return f"Something went wrong that was not foreseen. Your files are as they were before.{where}"


def _exit_with_sentence(sentence: str, code: int) -> NoReturn:
    if sys.stderr is None and sys.platform == "win32":  # started by an icon: nobody reads what is printed
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, sentence, "Adult social care self-assessment", 0x10)
    click.echo(sentence, err=True)
    sys.exit(code)
