"""How a document looks: the styles it uses. Those that a council's template has are used, the others are added."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from docx.oxml import parse_xml

from selfassess.domain.model.report_blocks import Block, Bullets
from selfassess.exchange.word.markup import ADDITION, MAIN, NAMESPACES

LANGUAGE = "en-GB"
INK, MUTED, ACCENT, LINE, TINT, ALARM = "1B2430", "5B6675", "0B4F8A", "BFC7D1", "E8F0F8", "8C1D18"
FONT = "Arial"
LARGEST_LEVEL = 6
MADE_BY = "Self-assessment "
"""The beginning of the names of styles that Word has none for."""


def _build_paragraph_style(
    name: str, size: float, before: float, after: float, *, run: str = "", more: str = "", based: str = "Normal"
) -> str:
    """A paragraph style; sizes are in points."""
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    if "<w:keepNext/>" in more:
        base += '<w:next w:val="Normal"/>'
    spaces = f'<w:spacing w:before="{before * 20:.0f}" w:after="{after * 20:.0f}"/>'
    sizes = f'<w:sz w:val="{size * 2:.0f}"/><w:szCs w:val="{size * 2:.0f}"/>'
    if name == "Normal":
        default = ' w:default="1"'
    elif name.startswith(MADE_BY):
        default = ' w:customStyle="1"'
    else:
        default = ""
    return (
        f'<w:style {NAMESPACES} w:type="paragraph" w:styleId="{style_id(name)}"{default}><w:name w:val="{name}"/>{base}'
        f'<w:uiPriority w:val="1"/><w:qFormat/><w:pPr>{more}{spaces}</w:pPr><w:rPr>{run}{sizes}</w:rPr></w:style>'
    )


def _format_run_colour(colour: str, *, bold: bool = False, italic: bool = False) -> str:
    italic_mark = "<w:i/><w:iCs/>" if italic else ""
    bold_mark = "<w:b/><w:bCs/>" if bold else ""
    return bold_mark + italic_mark + f'<w:color w:val="{colour}"/>'


def style_id(name: str) -> str:
    """The id of a style of ours."""
    return "".join(word[0].upper() + word[1:] for word in name.replace("-", " ").split())


_TOGETHER = "<w:keepNext/><w:keepLines/>"


def _build_heading_style(level: int) -> str:
    """A heading's style by its level; deeper ones look like the fourth."""
    size, before, colour = ((20, 24, ACCENT), (15, 20, INK), (12.5, 14, ACCENT), (11.5, 12, INK))[min(level, 4) - 1]
    more = f'{_TOGETHER}<w:outlineLvl w:val="{level - 1}"/>'
    # Word wants the level after the spaces.
    made = _build_paragraph_style(
        f"heading {level}", size, before, 5, run=_format_run_colour(colour, bold=True), more=_TOGETHER
    )
    return made.replace("</w:pPr>", more.removeprefix(_TOGETHER) + "</w:pPr>")


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>' for side in ("top", "bottom", "insideH")
)
_TABLE = (
    f'<w:style {NAMESPACES} w:type="table" w:customStyle="1" w:styleId="SelfAssessmentTable">'
    f'<w:name w:val="{MADE_BY}table"/><w:uiPriority w:val="99"/><w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders>'
    '<w:tblCellMar><w:top w:w="50" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="50" w:type="dxa"/>'
    '<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:shd w:val="clear" w:color="auto" '
    f'w:fill="{TINT}"/></w:tcPr></w:tblStylePr>'
    '<w:tblStylePr w:type="firstCol"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr></w:style>'
)
_ADDED = (
    f'<w:style {NAMESPACES} w:type="character" w:customStyle="1" w:styleId="SelfAssessmentAddition">'
    f'<w:name w:val="{ADDITION}"/><w:uiPriority w:val="99"/></w:style>'
)
_BESIDE = f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="{ACCENT}"/></w:pBdr>'
_INDENT = '<w:ind w:left="280"/>'

STYLES: Mapping[str, str] = {
    "Normal": _build_paragraph_style("Normal", 11, 0, 7, run=_format_run_colour(INK), based="").replace(
        "<w:spacing ", '<w:spacing w:line="276" w:lineRule="auto" '
    ),
    "Title": _build_paragraph_style("Title", 30, 8, 6, run=_format_run_colour(ACCENT, bold=True)),
    "Subtitle": _build_paragraph_style("Subtitle", 15, 4, 4, run=_format_run_colour(MUTED)),
    **{f"heading {level}": _build_heading_style(level) for level in range(1, LARGEST_LEVEL + 1)},
    "TOC Heading": _build_paragraph_style(
        "TOC Heading", 20, 0, 8, run=_format_run_colour(ACCENT, bold=True), more="<w:keepNext/>"
    ),
    "toc 1": _build_paragraph_style("toc 1", 11, 5, 1, run="<w:b/><w:bCs/>"),
    "toc 2": _build_paragraph_style("toc 2", 10, 0, 1).replace("</w:pPr>", '<w:ind w:left="280"/></w:pPr>'),
    "List Bullet": _build_paragraph_style(
        "List Bullet", 11, 0, 3, more='<w:numPr><w:numId w:val="NUMBERING"/></w:numPr>'
    ),
    "Quote": _build_paragraph_style(
        "Quote", 11, 6, 3, run=_format_run_colour(INK, italic=True), more=f"<w:keepLines/>{_BESIDE}"
    ).replace("</w:pPr>", f"{_INDENT}</w:pPr>"),
    "caption": _build_paragraph_style("caption", 10, 12, 4, run=_format_run_colour(INK, bold=True), more=_TOGETHER),
    "header": _build_paragraph_style("header", 9, 0, 0, run=_format_run_colour(MUTED)),
    "footer": _build_paragraph_style("footer", 9, 0, 0, run=_format_run_colour(MUTED)),
    f"{MADE_BY}note": _build_paragraph_style(f"{MADE_BY}note", 10, 0, 6, run=_format_run_colour(MUTED)),
    f"{MADE_BY}attribution": _build_paragraph_style(
        f"{MADE_BY}attribution", 9, 0, 8, run=_format_run_colour(MUTED), more=_BESIDE
    ).replace("</w:pPr>", f"{_INDENT}</w:pPr>"),
    f"{MADE_BY}record": _build_paragraph_style(
        f"{MADE_BY}record", 11, 12, 3, run=_format_run_colour(INK, bold=True), more=_TOGETHER
    ),
    f"{MADE_BY}draft": _build_paragraph_style(f"{MADE_BY}draft", 13, 14, 6, run=_format_run_colour(ALARM, bold=True)),
    f"{MADE_BY}cell": _build_paragraph_style(f"{MADE_BY}cell", 9, 0, 2),
    f"{MADE_BY}cell bullet": _build_paragraph_style(
        f"{MADE_BY}cell bullet", 9, 0, 1, more='<w:numPr><w:numId w:val="NUMBERING"/></w:numPr>'
    ).replace("</w:pPr>", '<w:ind w:left="200" w:hanging="200"/></w:pPr>'),
    f"{MADE_BY}table": _TABLE,
    ADDITION: _ADDED,
}
"""Name -> definition; the names without a beginning of ours are Word's own, under which a template has them."""

_NUMBERED = (
    f'<w:abstractNum {NAMESPACES} w:abstractNumId="NUMBER"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
    '<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="420" w:hanging="340"/></w:pPr></w:lvl></w:abstractNum>'
)
_BULLET = (
    f'<w:abstractNum {NAMESPACES} w:abstractNumId="NUMBER"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
    '<w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="340" w:hanging="260"/></w:pPr></w:lvl></w:abstractNum>'
)


USUAL_SIZE = 11
_SIZE = re.compile(r'(<w:sz(?:Cs)? w:val=")(\d+)"')


def add_styles(document: Any, size: int = USUAL_SIZE, accent: str = "") -> dict[str, str]:
    """Add the styles that a document does not have yet, for a text of a ``size`` in points; gives name -> id of all.

    ``accent`` is the colour of headings ("#0B4F8A"), ours where none is given.
    """

    def sized(found: re.Match[str]) -> str:
        return f'{found[1]}{round(int(found[2]) * size / USUAL_SIZE)}"'

    element = document.styles.element
    there = {_read_style_name(style).casefold(): style for style in element.findall(f"{{{MAIN}}}style")}
    ids: dict[str, str] = {}
    numbering = ""
    for name, definition in STYLES.items():
        found = there.get(name.casefold())
        if found is not None:
            ids[name] = str(found.get(f"{{{MAIN}}}styleId"))
            continue
        if "NUMBERING" in definition:
            numbering = numbering or _add_bullet(document)
            definition = definition.replace("NUMBERING", numbering)
        ids[name] = style_id(name)
        definition = _SIZE.sub(sized, definition)
        if accent:
            definition = definition.replace(f'"{ACCENT}"', f'"{accent.removeprefix("#")}"')
        for relation in ("basedOn", "next"):
            old = f'<w:{relation} w:val="Normal"/>'
            definition = definition.replace(old, old.replace("Normal", ids.get("Normal", "Normal")))
        element.append(parse_xml(definition))
    return ids


def set_language(document: Any) -> None:
    """Say in which language the document is, for spelling and for those to whom it is read out."""
    element = document.styles.element
    defaults = None
    if hasattr(element, "get_or_add_docDefaults"):
        defaults = element.get_or_add_docDefaults()
    if defaults is None:
        defaults = element.find(f"{{{MAIN}}}docDefaults")
    if defaults is None:
        defaults = parse_xml(f"<w:docDefaults {NAMESPACES}/>")
        element.insert(0, defaults)
    properties = defaults.find(f"{{{MAIN}}}rPrDefault/{{{MAIN}}}rPr")
    if properties is None:
        made = parse_xml(f"<w:rPrDefault {NAMESPACES}><w:rPr/></w:rPrDefault>")
        defaults.insert(0, made)
        properties = made[0]
    for old in properties.findall(f"{{{MAIN}}}lang"):
        properties.remove(old)
    properties.append(parse_xml(f'<w:lang {NAMESPACES} w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/>'))


def clear_styles(document: Any) -> None:
    """Take out every style, so that ours alone are there: for a document that no template was given for."""
    element = document.styles.element
    for style in element.findall(f"{{{MAIN}}}style"):
        element.remove(style)
    fonts = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}" w:eastAsia="{FONT}"/>'
    defaults = element.find(f"{{{MAIN}}}docDefaults")
    made = parse_xml(
        f"<w:docDefaults {NAMESPACES}><w:rPrDefault><w:rPr>{fonts}</w:rPr></w:rPrDefault><w:pPrDefault/>"
        "</w:docDefaults>"
    )
    if defaults is not None:
        element.replace(defaults, made)
    else:
        element.insert(0, made)


def _read_style_name(style: Any) -> str:
    named = style.find(f"{{{MAIN}}}name")
    if named is None:
        return ""
    return str(named.get(f"{{{MAIN}}}val"))


def _add_bullet(document: Any) -> str:
    """Add a list with bullets; gives its number."""
    return _add_list(document, _add_list_kind(document, _BULLET))


class NumberedLists:
    """The lists with numbers of a document: each is one of its own, so that it begins with its own number."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._kind = ""

    def add_list(self, block: Block) -> str:
        """Add a list for a block with numbers; gives what its paragraphs have to say of it, "" for any other block."""
        if not isinstance(block, Bullets) or not block.first:
            return ""
        self._kind = self._kind or _add_list_kind(self._document, _NUMBERED)
        start = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{block.first}"/></w:lvlOverride>'
        number = _add_list(self._document, self._kind, start)
        return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'


def _add_list_kind(document: Any, definition: str) -> str:
    element = document.part.numbering_part.element
    kinds = element.findall(f"{{{MAIN}}}abstractNum")
    number = 1 + max((int(each.get(f"{{{MAIN}}}abstractNumId")) for each in kinds), default=0)
    made = parse_xml(definition.replace("NUMBER", str(number)))
    if kinds:
        kinds[-1].addnext(made)
    else:
        element.insert(0, made)
    return str(number)


def _add_list(document: Any, kind: str, start: str = "") -> str:
    element = document.part.numbering_part.element
    lists = element.findall(f"{{{MAIN}}}num")
    used = 1 + max((int(each.get(f"{{{MAIN}}}numId")) for each in lists), default=0)
    made = f'<w:num {NAMESPACES} w:numId="{used}"><w:abstractNumId w:val="{kind}"/>{start}</w:num>'
    element.append(parse_xml(made))
    return str(used)
