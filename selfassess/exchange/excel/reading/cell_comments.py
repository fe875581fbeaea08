"""What is worth knowing about a spreadsheet file beside what its cells say, one plain sentence each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

_ANSI_NAME = 55
"""Where the second, wide form of the name begins in the file that Excel leaves beside an open workbook."""
_LONGEST_NAME = 54


def list_file_remarks(path: Path, parts: Collection[str]) -> Iterator[str]:
    """Whether somebody has the file open, and what in it is not taken; ``parts`` are the names of its parts."""
    open_elsewhere = describe_who_has_it_open(path)
    if open_elsewhere:
        yield f"{open_elsewhere} What is not saved there is not in what was read."
    has_macros = any(part.endswith("vbaProject.bin") for part in parts)
    if has_macros:
        yield f"{path.name} holds macros. They were not run."
    has_links = any(part.startswith("xl/externalLinks/") for part in parts)
    if has_links:
        yield f"{path.name} has links to other files. They were not followed."
    has_comments = any(part.startswith(("xl/comments", "xl/threadedComments/")) for part in parts)
    if has_comments:
        yield f"{path.name} has notes pinned to cells. They are not imported; write them into the sheet Comments."


def describe_who_has_it_open(path: Path) -> str:
    """A sentence that says who seems to have the file open, by the lock file beside it; "" where there is none."""
    for program, lock, owner in (
        ("Excel", path.with_name(f"~${path.name}"), _decode_excel_owner),
        ("LibreOffice", path.with_name(f".~lock.{path.name}#"), _decode_libreoffice_owner),
    ):
        try:
            with lock.open("rb") as file:
                who = owner(file.read(1000)).strip()
        except FileNotFoundError:
            continue
        except OSError:
            who = ""
        by_whom = f" by {who}" if who else ""
        return f"{path.name} seems to be open in {program}{by_whom}."
    return ""


def _decode_excel_owner(data: bytes) -> str:
    """Length and name in one byte a letter, filled up; then length and name in two bytes a letter.

    "" where the file is another than Excel leaves there.
    """
    if not data or data[0] > _LONGEST_NAME or len(data) > 4 * _ANSI_NAME:
        return ""
    wide = data[_ANSI_NAME + 2 : _ANSI_NAME + 2 + 2 * int.from_bytes(data[_ANSI_NAME : _ANSI_NAME + 2], "little")]
    if wide:
        name = wide.decode("utf-16-le", "replace")
    else:
        length = data[0] if data else 0
        name = data[1 : 1 + length].decode("cp1252", "replace")
    return "".join(letter for letter in name if letter.isprintable())


def _decode_libreoffice_owner(data: bytes) -> str:
    """The person's name, their account, their machine, the time and more, between commas."""
    fields = data.decode("utf-8", "replace").split(",")
    return next((field.strip() for field in fields[:2] if field.strip()), "")
