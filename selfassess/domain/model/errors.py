"""What can go wrong in words a council officer understands.

Every error here carries one plain sentence (or a few) and reaches the person as it is. Anything else that is
raised is a bug and goes to a crash report instead.
"""

from __future__ import annotations


class WorkbookError(Exception):
    """A fault that the person can act on; its text is what they read."""


class WrongUseError(WorkbookError):
    """What was asked for cannot be done as asked: an unknown year, a score of 5, a name used twice."""


class AgreedError(WrongUseError):
    """A statement is agreed, and whoever writes did not say that they want to write in it all the same."""


class FileError(WorkbookError):
    """A file is not readable, not ours, newer, locked, damaged, or cannot be written."""


class LockedError(FileError):
    """Somebody else has the workbook open."""


class ReplacedError(FileError):
    """Another program changed, replaced or took away the file while it was open: what is held of it is no longer so.

    Nothing more can be saved until it is opened again.
    """


class NewerError(FileError):
    """A newer version of the program wrote the file: nothing is wrong with it, and nobody opens it here."""


class PackError(WorkbookError):
    """A framework or information return file breaks its own rules."""


class InvalidValueError(WrongUseError):
    """A value does not fit its field."""


class CancelledError(WorkbookError):
    """The person stopped a long job; nothing was changed."""
