"""PDFs locked with a passphrase of their own: any reader opens them, and screen readers read them as before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from selfassess.domain.model.errors import FileError

_ARCHIVE = "http://www.aiim.org/pdfa/ns/id/"
"""The names under which a file says that it is PDF/A."""


def write_locked_pdf(target: Path, plain: Path, passphrase: str) -> None:
    """Lock a PDF with AES-256 into an empty file that is there, and read it back.

    Raises OSError, and FileError where it is not what it was.
    """
    import pikepdf  # takes a while to import; most uses of this program never need it

    # Who has the passphrase may do everything, so that nothing keeps a screen reader from the text.
    how = pikepdf.Encryption(user=passphrase, owner=passphrase, R=6, aes=True, metadata=True)
    # Into an open file: given a name that is there, pikepdf writes to a file of its own beside it first.
    with pikepdf.open(plain) as pdf, target.open("r+b") as out:
        pages = len(pdf.pages)
        _claim_no_archive(pdf)
        pdf.save(out, encryption=how, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    try:
        with pikepdf.open(target):
            whole = False
    except pikepdf.PasswordError:
        with pikepdf.open(target, password=passphrase) as pdf:
            tagged = "/StructTreeRoot" in pdf.Root
            whole = pdf.is_encrypted and len(pdf.pages) == pages and tagged and pdf.allow.accessibility
    if not whole:
        raise FileError("The locked PDF cannot be read back whole, so nothing was written. Try again.")


def _claim_no_archive(pdf: Any) -> None:
    """What is locked is no PDF/A, whatever it was before; it stays one that a screen reader can read."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as said:
        claims = [each for each in said if each.startswith(f"{{{_ARCHIVE}}}")]
        for name in claims:
            del said[name]
