"""Writing an outline as a Word document: reports how far it is, and stops when asked."""

from __future__ import annotations

import io
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx.oxml import parse_xml

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.errors import CancelledError
from selfassess.domain.model.report_blocks import Outline
from selfassess.domain.model.workbook import Assessment
from selfassess.exchange.outlines.origins import Origin, Origins
from selfassess.exchange.outlines.pictures import as_png
from selfassess.exchange.outlines.texts import to_one_line
from selfassess.exchange.word import markup
from selfassess.exchange.word.body import Body, Counts, Picture
from selfassess.exchange.word.identity import Identity, add_identity
from selfassess.exchange.word.styles import LANGUAGE, NumberedLists, add_styles, set_language
from selfassess.exchange.word.template import open_template, text_width

MADE, WRITTEN = 0.7, 0.9
"""How far the work is when everything is made, and when it is in the file."""
LONGEST_PROPERTY = 255
"""Characters; Word takes no more in a title."""


@dataclass(frozen=True, slots=True)
class WordReport:
    """What was written, to be counted in the file; ``addition`` is the style of what the document adds itself."""

    counts: Counts
    addition: str


def write_word(
    outline: Outline,
    target: Path,
    *,
    council: Record,
    assessment: Assessment,
    identity: Identity,
    template: Path | None = None,
    progress: Callable[[float], None] = lambda part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> WordReport:
    """Write the outline to exactly ``target``, in the council's ``template`` where there is one.

    Raises FileError where the template cannot be used, CancelledError once ``cancelled`` says so, OSError where the
    target cannot be written.
    """

    def reach(part: float) -> None:
        if cancelled():
            raise CancelledError("Stopped. Nothing was exported.")
        progress(part)

    reach(0.0)
    document = open_template(template)
    styles = add_styles(document, outline.options.size, outline.accent)
    set_language(document)
    named = _build_origin_namer(council, assessment)
    body = Body(
        styles,
        text_width(document),
        Origins(council, assessment),
        lambda drawing: _add_logo_picture(document, as_png(drawing, outline.accent)).relation,
        lambda origin: named(origin),
        NumberedLists(document).add_list,
    )
    if outline.logo:
        body.logo = _add_logo_picture(document, b64decode(outline.logo.partition(",")[2]))
    made = "".join(body.write_body(outline, lambda part: reach(part * MADE)))
    content = parse_xml(f"<w:body {markup.NAMESPACES}>{made}</w:body>")
    section = document.element.body.find(f"{{{markup.MAIN}}}sectPr")
    for element in list(content):
        section.addprevious(element)
    _add_margins(document, outline, styles)
    _set_document_properties(document, outline)
    add_identity(document, identity)
    reach(WRITTEN)
    document.save(str(target))
    return WordReport(body.counts, styles[markup.ADDITION])


def _build_origin_namer(council: Record, assessment: Assessment) -> Callable[[Origin], str]:
    """What a control is called: the label of its field and the record it is in."""
    records = {**assessment.by_id, council.id: council, assessment.id: assessment.record}

    def named(origin: Origin) -> str:
        record = records[origin.record]
        kind = CATALOGUE[record.kind]
        return f"{kind.by_key[origin.field].label} – {kind.name}"

    return named


def _add_logo_picture(document: Any, data: bytes) -> Picture:
    relation, image = document.part.get_or_add_image(io.BytesIO(data))
    return Picture(str(relation), float(image.px_width), float(image.px_height))


def _add_margins(document: Any, outline: Outline, styles: dict[str, str]) -> None:
    """The running header and footer, as far as a template has none: council, year and status; page x of y."""
    section = document.sections[0]
    said = " · ".join(filter(None, map(to_one_line, (outline.council, outline.year))))
    status = "DRAFT – not signed off" if outline.draft else to_one_line(outline.status)
    own = not _says_something(section.header) and not _says_something(section.footer)
    if own:
        section.different_first_page_header_footer = True
        section.header.is_linked_to_previous = False
        tab = f'<w:tabs><w:tab w:val="right" w:pos="{text_width(document)}"/></w:tabs>'
        line = markup.make_paragraph(styles["header"], markup.make_text_run(f"{said}\t{status}"), properties=tab)
        _replace_part_content(section.header, line)
    if "NUMPAGES" not in _read_part_xml(section.footer):
        numbers = (
            markup.make_text_run("Page ")
            + markup.make_field("PAGE", markup.make_text_run("1"))
            + markup.make_text_run(" of ")
            + markup.make_field("NUMPAGES", markup.make_text_run("1"))
        )
        line = markup.make_paragraph(styles["footer"], numbers, last='<w:jc w:val="right"/>')
        first_footer = (section.first_page_footer,) if own else ()
        for footer in (section.footer, *first_footer):
            footer.is_linked_to_previous = False
            _replace_part_content(footer, line, keep=_says_something(footer))


def _says_something(part: Any) -> bool:
    if part.is_linked_to_previous:
        return False
    return bool(
        "".join(part._element.itertext()).strip()
        or "<w:drawing" in _read_part_xml(part)
        or "<w:pict" in _read_part_xml(part)
    )


def _read_part_xml(part: Any) -> str:
    if part.is_linked_to_previous:
        return ""
    return str(part._element.xml)


def _replace_part_content(part: Any, line: str, *, keep: bool = False) -> None:
    """Put a line into a header or footer, in place of what is there or below it."""
    element = part._element
    if not keep:
        for child in list(element):
            element.remove(child)
    element.append(parse_xml(line.replace("<w:p>", f"<w:p {markup.NAMESPACES}>", 1)))


def _set_document_properties(document: Any, outline: Outline) -> None:
    """The document's title, author, subject and language, and that Word opens it as one of today."""
    council, title, year = map(to_one_line, (outline.council, outline.title, outline.year))
    properties = document.core_properties
    properties.title = " – ".join(part for part in (council, title, year) if part)[:LONGEST_PROPERTY]
    properties.author = council[:LONGEST_PROPERTY]
    properties.subject = f"{title}, {year}"[:LONGEST_PROPERTY]
    properties.language = LANGUAGE
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    properties.last_modified_by = council[:LONGEST_PROPERTY]
    properties.comments = properties.keywords = properties.category = ""
    properties.revision = 1
    settings = document.settings.element
    compatible = settings.find(f"{{{markup.MAIN}}}compat")
    if compatible is None:
        return
    for old in compatible.findall(f"{{{markup.MAIN}}}compatSetting"):
        if old.get(f"{{{markup.MAIN}}}name") == "compatibilityMode":
            compatible.remove(old)
    compatible.append(
        parse_xml(
            f'<w:compatSetting {markup.NAMESPACES} w:name="compatibilityMode" '
            'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        )
    )
