"""A signed version's snapshot: a zip file of the workbook as JSON and of the PDF made from it, for ever as it was.

Both are formats that anybody can read without this program. The same snapshot packs to the same bytes.
"""

from __future__ import annotations

import io
import zipfile

import msgspec

from selfassess.domain.model.errors import FileError
from selfassess.domain.model.workbook import Workbook
from selfassess.exchange import archive
from selfassess.exchange.json.reader import decode_json_workbook
from selfassess.exchange.json.writer import build_json_document

WORKBOOK, PDF = "workbook.json", "self-assessment.pdf"
_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""What a zip file says where it does not say when; the version itself says when it was signed."""


def pack_snapshot(workbook: Workbook, pdf: bytes) -> bytes:
    """The snapshot of a workbook and its PDF."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in ((WORKBOOK, msgspec.json.encode(build_json_document(workbook))), (PDF, pdf)):
            made.writestr(zipfile.ZipInfo(name, _NO_TIME), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def unpack_snapshot(body: bytes, name: str) -> tuple[Workbook, bytes]:
    """What ``pack`` was given; ``name`` is what the version is called. Raises FileError where it is not whole."""
    held = io.BytesIO(body)
    archive.check_zip_is_safe(held, name, "signed version")
    try:
        with zipfile.ZipFile(held) as made:
            data = made.read(WORKBOOK)
            pdf = made.read(PDF)
    except (KeyError, *archive.DAMAGE) as error:
        raise FileError(f"{name} is damaged: its snapshot cannot be read whole.") from error
    incoming = decode_json_workbook(data, name)
    if incoming.problems:
        raise FileError(f"{name} is damaged: {incoming.problems[0].describe_with_place}")
    return incoming.workbook, pdf
