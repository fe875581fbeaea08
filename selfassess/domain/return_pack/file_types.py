"""What a file does when somebody opens it, told by its name and its first bytes: a document shows something."""

from __future__ import annotations

import re
import unicodedata

_ENDINGS = {
    "a document": """
        bmp csv doc docx gif heic jpeg jpg md odp ods odt pdf png ppt pptx rtf split tif tiff tsv txt webp xls xlsx
    """,
    "a program or script": """
        action ahk app appimage application appref-ms appx appxbundle au3 bash bat bin chm class cmd cnt com command
        cpl crt csh deb der deskthemepack desktop diagcab dll elf exe flatpak gadget grp hlp hpj hta inf ins isp its
        jar jnlp job js jse ksh lua mjs mmc msc msh msh1 msh2 mshxml msi msix msixbundle msp mst osd php pif pkg pl
        plg pnp prg ps1 ps1xml ps2 psc1 psd1 psm1 pstreg py pyc pyo pyw pyz rb reg rpm run scf scpt scr sct sh shb
        shs snap sys tcl terminal theme themepack tool vb vbe vbs vbscript vsmacros vsw workflow ws wsc wsf wsh xbap
        xll xnk zsh
    """,
    "a shortcut or link": """
        contact dqy fileloc inetloc iqy library-ms lnk mad maf mag mam maq mar mas mat mau mav maw mda mdt mdw mdz
        mht mhtml odc one onepkg oqy rdp rqy savedsearch search-ms searchconnector-ms settingcontent-ms slk url
        webloc website
    """,
    "a disk image": """
        cue dmg esd img iso mdf nrg ova ovf qcow2 sparsebundle sparseimage toast udf vdi vhd vhdx vmdk wim
    """,
    "a document that may hold macros": """
        accda accdb accde accdr ade adp docm dotm mdb mde potm ppa ppam ppsm pptm pub sldm vsdm vssm vstm wll xla
        xlam xlsb xlsm xltm xlw
    """,
}
"""What files are by their endings."""

_SORT_OF = {f".{each}": sort for sort, endings in _ENDINGS.items() for each in endings.split()}
_DOCUMENT = "a document"
"""Opened directly; of every other file the folder is shown."""

HEAD = 65_536
"""So many first bytes tell a program from a document, whatever it is called."""

OLD_OFFICE = b"\xd0\xcf\x11\xe0"
LARGEST = 50_000_000
"""How old Office files begin, in which macros can stand anywhere; so many bytes of them are looked at."""

_BEGINNINGS = (
    (b"MZ", "a program or script"),
    (b"\x7fELF", "a program or script"),
    (b"#!", "a program or script"),
    (b"\xca\xfe\xba\xbe", "a program or script"),
    (b"\xcf\xfa\xed\xfe", "a program or script"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "a shortcut or link"),
    (b"[InternetShortcut]", "a shortcut or link"),
    (b"[Desktop Entry]", "a shortcut or link"),
    (b"conectix", "a disk image"),
    (b"vhdxfile", "a disk image"),
    (b"KDMV", "a disk image"),
)
_MACRO_SIGNS = (b"vbaProject.bin", "_VBA_PROJECT".encode("utf-16-le"))
_DISK_SIGN, _DISK_AT = b"CD001", 32_769


def find_ending(name: str) -> str:
    """The ending that counts, in small letters: a system leaves off spaces, dots and streams after it ("a.exe. ")."""
    shown = "".join(each for each in name if unicodedata.category(each) not in ("Cc", "Cf"))
    plain = unicodedata.normalize("NFKC", shown).partition(":")[0].rstrip(" .")
    found = re.search(r"(?<=[^./\\])\.[^./\\]+$", plain)
    if not found:
        return ""
    return found[0].strip().casefold()


def is_document(name: str) -> bool:
    """Whether a file of this name is opened directly."""
    if name != name.rstrip(" ."):
        return False
    return ":" not in name and _SORT_OF.get(find_ending(name)) == _DOCUMENT


def describe_unsafe_type(name: str, head: bytes = b"") -> str:
    """What a file is that is never sent unasked ("a disk image"), "" for a document; by its name or its beginning."""
    by_name = _SORT_OF.get(find_ending(name), _DOCUMENT)
    if by_name != _DOCUMENT:
        return by_name
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t ")
    by_start = next((sort for sign, sort in _BEGINNINGS if start.startswith(sign) or head.startswith(sign)), "")
    if by_start:
        return by_start
    if head[_DISK_AT : _DISK_AT + len(_DISK_SIGN)] == _DISK_SIGN:
        return "a disk image"
    has_macros = any(sign in head for sign in _MACRO_SIGNS)
    if has_macros:
        return "a document that may hold macros"
    return ""
