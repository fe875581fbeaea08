"""A command as a script runs it: what it printed and how it ended."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from selfassess.cli import main


@dataclass(frozen=True)
class Ran:
    """The exit code, and what went to standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def object(self) -> Any:
        """The one object that ``--json`` printed."""
        return json.loads(self.out)


def running(capsys: pytest.CaptureFixture[str], *before: str) -> Callable[..., Ran]:
    """Runs commands; each begins with the words given here."""

    def runs(*arguments: object) -> Ran:
        with pytest.raises(SystemExit) as ended:
            main([*before, *map(str, arguments)])
        said = capsys.readouterr()
        return Ran(int(ended.value.code or 0), said.out, said.err)

    return runs
