"""Which files are opened and sent as they are, and which act or lead elsewhere, whatever they are called."""

from __future__ import annotations

import pytest

from selfassess.domain.return_pack import file_types

ACTING = [
    "a.exe", "a.exe.", "a.lnk", "a.url.", "a.msc", "a.chm", "a.hlp", "a.application", "a.appref-ms",
    "a.settingcontent-ms", "a.library-ms", "a.search-ms", "a.searchconnector-ms", "a.docm", "a.xlsm", "a.xll",
    "a.iqy", "a.slk", "a.one", "a.iso", "a.img", "a.vhdx", "a.ws", "a.wsc", "a.sct", "a.inf", "a.msp", "a.mst",
    "a.ps1xml", "a.psm1", "a.rdp", "a.diagcab", "a.theme", "a.gadget", "a.mht", "a.xbap", "a.jnlp", "a.pyw", "a.pyz",
    "a.website", "a.command", "a.AppImage", "a.run", "a.scpt", "a.workflow", "a.terminal", "a.ISO", "a.pdf.exe",
    "a.dmg", "a.dotm", "a.xlam", "a.pptm", "a.hta", "a.vbs", "a.js", "a.bat", "a.scr",
]  # fmt: skip


@pytest.mark.parametrize(
    "name", [*ACTING, "a.exe ", "a.exe::$DATA", "a.lnk ", "b.pdf\u202efdp.exe", "a.exe\u200b", "a.ｅｘｅ"]
)
def test_what_acts_is_neither_opened_nor_sent_unasked(name: str) -> None:
    assert file_types.describe_unsafe_type(name)
    assert not file_types.is_document(name)


@pytest.mark.parametrize(
    "name", ["a.html", "a.htm", "a.svg", "a.xml", "a.zip", "a.msg", "a", "a.", ".pdf", "a.pdf:b", "a.pdf."]
)
def test_what_is_not_on_the_list_only_has_its_folder_shown(name: str) -> None:
    assert not file_types.is_document(name)


@pytest.mark.parametrize("name", ["Plan.PDF", "a.b.docx", "a.xlsx", "a.csv", "café.odt", "a.jpeg", "a b.txt"])
def test_documents_are_opened_and_sent(name: str) -> None:
    assert file_types.is_document(name)
    assert not file_types.describe_unsafe_type(name, b"%PDF-1.7")


@pytest.mark.parametrize(
    ("head", "sort"),
    [
        (b"MZ\x90", "a program or script"),
        (b"\x7fELF\x02", "a program or script"),
        (b"#!/bin/sh\n", "a program or script"),
        (b"\xef\xbb\xbf[InternetShortcut]\r\nURL=x", "a shortcut or link"),
        (b"L\x00\x00\x00\x01\x14\x02\x00\x00", "a shortcut or link"),
        (bytes(32_769) + b"CD001" + bytes(9), "a disk image"),
        (b"PK\x03\x04 ... word/vbaProject.bin", "a document that may hold macros"),
        (file_types.OLD_OFFICE + bytes(600) + "_VBA_PROJECT".encode("utf-16-le"), "a document that may hold macros"),
    ],
)
def test_another_name_hides_nothing(head: bytes, sort: str) -> None:
    assert file_types.describe_unsafe_type("Policy.pdf", head) == sort
