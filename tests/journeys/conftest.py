"""What a journey shares with the tests of pages: cycles are collected on the window's own thread."""

from tests.ui.conftest import cycles_stay_here as cycles_stay_here
