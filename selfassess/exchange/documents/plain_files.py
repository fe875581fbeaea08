"""The text of plain files (text, CSV, Markdown, web pages) and of saved e-mail messages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from selfassess.domain.model.errors import FileError
from selfassess.domain.text.wording import format_file_size
from selfassess.exchange.documents.fingerprint import build_unreadable_error, format_file_name
from selfassess.exchange.documents.passage import Passage, Watch
from selfassess.exchange.recognition.encodings import decode_text

MAX_BYTES = 100_000_000
_MANY = 2_000
_HEADINGS = ("From", "To", "Cc", "Bcc", "Reply-To", "Subject")
_SHOWN = 3


def read_plain_passages(path: Path, name: str, watch: Watch) -> Iterator[Passage]:
    """The lines of a text, whatever it is encoded in."""
    text = decode_text(_read_bounded_bytes(path, name))
    if text is None:
        raise FileError(f"{name} is of a kind whose text cannot be read here. Save it as PDF and look at that.")
    yield from _list_line_passages(text, "line {}", watch)


def read_message(path: Path, name: str, watch: Watch) -> Iterator[Passage]:
    """Who wrote to whom, and the lines of the message; what is attached is named at the end and not read."""
    from email import message_from_bytes, policy  # takes a while to import
    from email.message import EmailMessage

    message = message_from_bytes(_read_bounded_bytes(path, name), policy=policy.default)
    headings = [f"{key}: {value}" for key in _HEADINGS for value in message.get_all(key, ())]
    if not headings:
        yield from read_plain_passages(path, name, watch)
        return
    yield Passage("heading of the message", "\n".join(headings))
    attached: list[str] = []
    for part in message.walk():
        if not isinstance(part, EmailMessage) or part.is_multipart():
            continue
        if part.get_content_maintype() != "text" or part.is_attachment():
            attached.append(format_file_name(part.get_filename() or "one without a name"))
            continue
        yield from _list_line_passages(_decode_payload(part.get_payload(decode=True)), "line {} of the message", watch)
    if attached:
        further = f" and {len(attached) - _SHOWN} more" if len(attached) > _SHOWN else ""
        which = ", ".join(attached[:_SHOWN]) + further
        raise FileError(f"{name} has attachments, and these were not read: {which}. Save and add them by themselves.")


def _decode_payload(payload: object) -> str:
    if not isinstance(payload, bytes):
        return ""
    return decode_text(payload) or ""


def _read_bounded_bytes(path: Path, name: str) -> bytes:
    """What a file holds, as far as it is not too large."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise build_unreadable_error(path, error) from error
    if len(data) > MAX_BYTES:
        raise FileError(f"{name} is too large to be read for its text ({format_file_size(MAX_BYTES)} at most).")
    return data


def _list_line_passages(text: str, place: str, watch: Watch) -> Iterator[Passage]:
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if number % _MANY == 1:
            watch(number / len(lines))
        if line.strip():
            yield Passage(place.format(number), line)
