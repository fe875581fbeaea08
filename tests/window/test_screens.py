"""Two screens at the same time, as two workers of one run have them, share nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.window import screen as screens

ASK = ("dbus-send", "--session", "--print-reply=literal", "--dest=org.a11y.Bus", "/org/a11y/bus")


@pytest.mark.skipif(shutil.which("dbus-send") is None, reason="dbus-send asks for the address")
def test_each_screen_has_an_accessibility_bus_of_its_own(tmp_path: Path) -> None:
    places = (tmp_path / "one", tmp_path / "two")
    for each in places:
        each.mkdir()
    with screens.screen(places[0]) as one, screens.screen(places[1]) as two:
        told = [each.run(*ASK, "org.a11y.Bus.GetAddress").strip() for each in (one, two)]
    for place, address in zip(places, told, strict=True):
        assert f"path={place}" in address, told
