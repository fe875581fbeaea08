from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from selfassess.domain.model import admission
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.errors import FileError
from selfassess.domain.report.accent_colour import usable_accent
from selfassess.exchange.logo_files import read_logo

LOGO = CATALOGUE["council"].by_key["logo"]


@pytest.mark.parametrize(("name", "mode"), [("a.png", "RGBA"), ("a.png", "P"), ("a.jpg", "RGB"), ("a.jpg", "CMYK")])
def test_a_picture_is_made_small_and_makes_sense_in_the_workbook(name: str, mode: str, tmp_path: Path) -> None:
    Image.new(mode, (3000, 900)).save(tmp_path / name)
    found = read_logo(tmp_path / name)
    assert admission.find_value_fault(LOGO, found) is None
    assert len(found) < 100_000


def test_what_is_no_logo_is_refused_in_a_sentence(tmp_path: Path) -> None:
    Image.new("RGB", (2, 2)).save(tmp_path / "old.bmp")
    cases = {
        "drawing.png": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "is an SVG drawing"),
        "drawing.svg": (b"<svg/>", "is an SVG drawing"),
        "large.png": (b"\x89PNG" + b"\0" * 20_000_000, "has 20 MB; a logo may have 5 MB at most"),
        "text.png": (b"no picture at all", "is no PNG or JPEG picture"),
        "empty.png": (b"", "is no PNG or JPEG picture"),
        "cut.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is no PNG or JPEG picture"),
        "old.bmp": ((tmp_path / "old.bmp").read_bytes(), "is no PNG or JPEG picture"),
    }
    for name, (data, says) in cases.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(FileError) as told:
            read_logo(tmp_path / name)
        assert says in str(told.value)
        assert name in str(told.value)
    with pytest.raises(FileError, match="cannot be read"):
        read_logo(tmp_path / "gone.png")


@pytest.mark.parametrize(
    ("written", "used", "says"),
    [
        ("#0b4f8a", "#0B4F8A", ""),
        ("0B4F8A", "#0B4F8A", ""),
        ("", "", ""),
        ("blue", "", "is not a colour such as"),
        ("#FFFF00", "", "too light"),
    ],
)
def test_an_accent_colour_is_used_where_it_can_be_read(written: str, used: str, says: str) -> None:
    colour, told = usable_accent(written)
    assert colour == used
    assert says in told
    assert bool(told) == bool(says)
