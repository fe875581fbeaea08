"""What the two processes say to each other: pickled values, each with its length before it.

The child may be in the hands of the file that it reads, so what it says is unpickled with care: plain values and the
frozen values of the domain and of a few modules, never a function.
"""

from __future__ import annotations

import io
import pickle
from enum import Enum
from typing import Any, BinaryIO

LARGEST = 2_000_000_000
"""Bytes of one value; no file that is read comes to more."""

PART, PIECE, DONE, FAILED = "part", "piece", "done", "failed"
"""How far it is; some of many values; the value, or the end of the pieces; an error's name and its sentence."""

_LENGTH = 8
_PLAIN = frozenset({
    ("datetime", "date"), ("datetime", "datetime"), ("datetime", "time"), ("datetime", "timedelta"),
    ("datetime", "timezone"), ("builtins", "frozenset"), ("builtins", "set"), ("msgspec._core", "rebuild"),
})  # fmt: skip
_PURE = "selfassess.domain."
"""Whatever is in there does nothing but hold values (its rules: no files, no clock, no SQL)."""
_READ = frozenset({"selfassess.exchange.spreadsheets.book", "selfassess.exchange.documents.passage"})


class _Careful(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """The classes that values are made of, and nothing else."""
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        if module in _READ or module.startswith(_PURE):
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value")


class _ByValue(pickle.Pickler):
    def reducer_override(self, found: object) -> Any:
        """Choices go by their value: Python 3.11 to 3.11.3 looks them up by a function, which is no value."""
        if not isinstance(found, Enum):
            return NotImplemented
        return (type(found), (found.value,))


def send_value(target: BinaryIO, value: object) -> None:
    """Write one value."""
    written = io.BytesIO()
    _ByValue(written, pickle.HIGHEST_PROTOCOL).dump(value)
    data = written.getbuffer()
    target.write(len(data).to_bytes(_LENGTH, "little"))
    target.write(data)
    target.flush()


def receive_value_bytes(source: BinaryIO) -> bytes | None:
    """The bytes of the next value; None where there is none any more."""
    head = source.read(_LENGTH)
    size = int.from_bytes(head, "little")
    if len(head) < _LENGTH or size > LARGEST:
        return None
    data = source.read(size)
    if len(data) == size:
        return data
    return None


def decode_value(data: bytes) -> Any:
    """The value that bytes of a child stand for; raises UnpicklingError where they stand for none."""
    try:
        return _Careful(io.BytesIO(data)).load()
    except pickle.UnpicklingError:
        raise
    except Exception as error:
        raise pickle.UnpicklingError(str(error)) from error
