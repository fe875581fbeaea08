"""The kinds of files that people have, in their words, and the endings that each goes by."""

from __future__ import annotations

from enum import StrEnum


class FileKind(StrEnum):
    """What a file is; the value is how a sentence calls it."""

    WORKBOOK = "a workbook of this program"
    JSON = "a JSON file"
    PDF = "a PDF"
    WORD = "a Word file"
    OLD_WORD = "a Word file of the old kind (.doc)"
    WRITER = "an OpenDocument text (.odt)"
    RICH_TEXT = "a Rich Text file (.rtf)"
    EXCEL = "an Excel file"
    OLD_EXCEL = "an Excel file of the old kind (.xls)"
    CALC = "an OpenDocument spreadsheet (.ods)"
    TABLE = "a list in plain text (.csv)"
    SLIDES = "a PowerPoint file"
    OLD_SLIDES = "a PowerPoint file of the old kind (.ppt)"
    OPEN_SLIDES = "an OpenDocument presentation (.odp)"
    LOCKED_OFFICE = "an Office file locked with a password"
    OLD_OFFICE = "an Office file of an old kind"
    WEB_PAGE = "a web page"
    SAVED_PAGE = "a web page saved as one file (.mht)"
    MESSAGE = "an e-mail message"
    OUTLOOK = "an Outlook message (.msg)"
    APPLE = "a Pages, Numbers or Keynote file"
    CLOUD_LINK = "only a link to a document on Google Drive"
    PICTURE = "a picture"
    FILM = "a sound or film"
    ARCHIVE = "a packed folder"
    TEXT = "plain text"
    XML = "an XML file"
    ZEROS = "nothing but zeros"
    EMPTY = "empty"
    LOCK_FILE = "what a program leaves beside a file while it is open"
    LEFTOVER = "what a computer notes about another file"
    UNKNOWN = "a file of an unknown kind"

    @property
    def is_spreadsheet(self) -> bool:
        """Whether it has sheets of cells."""
        return self in _SPREADSHEETS


_SPREADSHEETS = frozenset((FileKind.EXCEL, FileKind.OLD_EXCEL, FileKind.CALC, FileKind.TABLE))

_PLAIN = frozenset((FileKind.TEXT, FileKind.TABLE, FileKind.WEB_PAGE, FileKind.XML, FileKind.JSON, FileKind.RICH_TEXT))
_LETTERS = _PLAIN | {FileKind.SAVED_PAGE, FileKind.MESSAGE, FileKind.CLOUD_LINK}
_OLD = frozenset((FileKind.OLD_OFFICE, FileKind.LOCKED_OFFICE))
_WORD = frozenset((FileKind.WORD, FileKind.LOCKED_OFFICE))
_EXCEL = frozenset((FileKind.EXCEL, FileKind.LOCKED_OFFICE))
_SLIDES = frozenset((FileKind.SLIDES, FileKind.LOCKED_OFFICE))
_PICTURES = frozenset((FileKind.PICTURE, FileKind.FILM))

_OPENED_BY_ENDING: tuple[tuple[str, frozenset[FileKind], FileKind], ...] = (
    ("pdf", frozenset((FileKind.PDF,)), FileKind.PDF),
    ("docx docm dotx dotm", _WORD, FileKind.WORD),
    # Word opens a text, a web page or a file of today under this ending too, and so does Excel.
    ("doc dot rtf", _WORD | _OLD | _LETTERS | {FileKind.OLD_WORD}, FileKind.OLD_WORD),
    ("xlsx xlsm xltx xltm xlsb", _EXCEL, FileKind.EXCEL),
    ("xls xlt", _EXCEL | _OLD | _LETTERS | {FileKind.OLD_EXCEL}, FileKind.OLD_EXCEL),
    ("pptx pptm potx ppsx", _SLIDES, FileKind.SLIDES),
    ("ppt pps", _SLIDES | _OLD | {FileKind.OLD_SLIDES}, FileKind.OLD_SLIDES),
    ("odt ott", frozenset((FileKind.WRITER,)), FileKind.WRITER),
    ("ods ots", frozenset((FileKind.CALC,)), FileKind.CALC),
    ("odp otp", frozenset((FileKind.OPEN_SLIDES,)), FileKind.OPEN_SLIDES),
    ("msg", frozenset((FileKind.OUTLOOK,)), FileKind.OUTLOOK),
    ("csv tsv tab", _LETTERS, FileKind.TABLE),
    ("txt md", _LETTERS, FileKind.TEXT),
    ("htm html xhtml", _LETTERS, FileKind.WEB_PAGE),
    ("mht mhtml", _LETTERS, FileKind.SAVED_PAGE),
    ("jpg jpeg png gif bmp tif tiff webp heic", _PICTURES, FileKind.PICTURE),
    ("zip", frozenset(FileKind) - _LETTERS - {FileKind.PDF, FileKind.UNKNOWN}, FileKind.ARCHIVE),
    ("sawb", frozenset((FileKind.WORKBOOK,)), FileKind.WORKBOOK),
)
"""Endings, what the programs that go by them open all the same, and what the ending promises."""

_OPENED = {f".{one}": (opened, says) for endings, opened, says in _OPENED_BY_ENDING for one in endings.split()}


def kind_by_ending(ending: str) -> FileKind | None:
    """What an ending (".docx", in small letters) says a file is, None where it says nothing."""
    if ending not in _OPENED:
        return None
    return _OPENED[ending][1]


def opens_as_named(kind: FileKind, ending: str) -> bool:
    """Whether the program that an ending calls opens a file that is of this kind."""
    if ending not in _OPENED:
        return True
    return kind in _OPENED[ending][0]


SPREADSHEET_ENDINGS = ("xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv", "tab")
DOCUMENT_ENDINGS = ("docx", "docm", "odt", "pdf", "html", "htm", "mht", "mhtml", "txt", "md")
"""What people choose by in a list of files; once chosen, what it holds decides."""
