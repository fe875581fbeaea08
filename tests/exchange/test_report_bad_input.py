"""Files that are no report, damaged, protected or made to do harm: one sentence that names the file, and no more."""

import logging
import random
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject
from reportlab.pdfgen.canvas import Canvas

from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.domain.model.import_result import Incoming
from selfassess.domain.report import outline
from selfassess.exchange import pdf as own_pdf
from selfassess.exchange import report
from tests import making
from tests.exchange.report_making import FRAMEWORK, SCORES, lines, pdf, read, written, year

MEGABYTE = 1_000_000


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return pdf("\n".join(lines()), tmp_path / "good.pdf")


def refused(path: Path) -> str:
    with pytest.raises(FileError) as raised:
        read(path)
    sentence = str(raised.value)
    assert path.name in sentence
    assert "\n" not in sentence
    return sentence


def outcome(path: Path) -> tuple[str, Incoming | None]:
    """What was read, or the sentence that says why not."""
    try:
        return "", read(path)
    except FileError as error:
        return str(error), None


def saved(writer: PdfWriter, path: Path) -> Path:
    with path.open("wb") as file:
        writer.write(file)
    return path


def with_content(good: Path, data: bytes, path: Path) -> Path:
    """The report with other content on its first page, compressed."""
    writer = PdfWriter(clone_from=good)
    stream = DecodedStreamObject()
    stream.set_data(data)
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    return saved(writer, path)


def test_a_pdf_with_a_password_is_refused(good: Path, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=good)
    writer.encrypt("secret", algorithm="RC4-128")
    assert "protected by a password" in refused(saved(writer, tmp_path / "locked.pdf"))


def test_a_pdf_that_is_only_protected_against_changes_is_read(good: Path, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=good)
    writer.encrypt("", "owner", algorithm="RC4-128")
    assert dict(year(read(saved(writer, tmp_path / "guarded.pdf"))).scores_by_statement) == SCORES


@pytest.mark.parametrize("part", [0.001, 0.05, 0.3, 0.6, 0.9])
def test_a_pdf_that_was_cut_off_is_refused(good: Path, tmp_path: Path, part: float) -> None:
    data = good.read_bytes()
    path = tmp_path / "cut.pdf"
    path.write_bytes(data[: max(8, int(len(data) * part))])
    assert refused(path)


def test_a_pdf_of_rubbish_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rubbish.pdf"
    path.write_bytes(b"%PDF-1.7\n" + random.Random(3).randbytes(100_000))
    assert "damaged or cut off" in refused(path)


@pytest.mark.parametrize("seed", range(25))
def test_a_damaged_pdf_is_read_or_refused_in_words(good: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(good.read_bytes())
    for _ in range(60):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path = tmp_path / "damaged.pdf"
    path.write_bytes(data)
    sentence, found = outcome(path)
    assert path.name in sentence if found is None else set(year(found).scores_by_statement) == set(SCORES)


def test_a_scanned_pdf_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "scanned.pdf"
    canvas = Canvas(str(path))
    for _ in range(3):
        canvas.rect(100, 100, 300, 500, fill=1)
        canvas.showPage()
    canvas.save()
    assert "no text in it" in refused(path)


def test_a_self_assessment_that_this_program_wrote_is_not_taken_for_cqcs_report(tmp_path: Path) -> None:
    workbook = making.workbook()
    path = tmp_path / "ours.pdf"
    own_pdf.write_pdf_report(outline.build_outline(workbook, workbook.assessments[0], Edition.FULL), path)
    assert "this program wrote" in refused(path)


def test_nothing_that_pypdf_finds_odd_is_said_aloud(
    good: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "odd.pdf"
    path.write_bytes(b"odd bytes before the head\n" + good.read_bytes().replace(b"startxref", b"startxfer"))
    logger = logging.getLogger("pypdf")
    before = (logger.level, logger.propagate, list(logger.handlers))
    outcome(path)
    assert (logger.level, logger.propagate, list(logger.handlers)) == before
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


BOMBS: dict[str, Callable[[], bytes]] = {
    "spaces": lambda: b" " * (70 * MEGABYTE),
    "past what pypdf unpacks": lambda: b" " * (100 * MEGABYTE),
    "operators": lambda: b"q Q\n" * (5 * MEGABYTE),
    "numbers": lambda: b"[" * (4 * MEGABYTE),
    "text": lambda: b"BT /F1 12 Tf (" + b"A" * (50 * MEGABYTE) + b") Tj ET",
}


@pytest.mark.parametrize("kind", list(BOMBS))
def test_a_page_that_swells_is_refused_before_it_fills_the_memory(good: Path, tmp_path: Path, kind: str) -> None:
    path = with_content(good, BOMBS[kind](), tmp_path / "bomb.pdf")
    assert path.stat().st_size < MEGABYTE
    tracemalloc.start()
    try:
        assert "far larger inside than it seems" in refused(path)
        assert tracemalloc.get_traced_memory()[1] < 400 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_brackets_without_end_are_refused(good: Path, tmp_path: Path) -> None:
    assert "good" not in refused(with_content(good, b"[" * 200_000, tmp_path / "deep.pdf"))


def test_a_font_that_swells_is_refused(good: Path, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=good)
    stream = DecodedStreamObject()
    stream.set_data(b"beginbfchar\n" + b"<0041> <0041>\n" * (5 * MEGABYTE))
    fonts = writer.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    for font in fonts.values():
        font.get_object()[NameObject("/ToUnicode")] = writer._add_object(stream.flate_encode())
    assert "far larger inside than it seems" in refused(saved(writer, tmp_path / "font.pdf"))


def test_parts_that_call_parts_that_call_parts_are_refused(good: Path, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=good)
    inner = None
    for _ in range(12):
        form = DecodedStreamObject()
        form.set_data(b"/X Do\n" * 12 if inner is not None else b"BT (text) Tj ET")
        form[NameObject("/Type")] = NameObject("/XObject")
        form[NameObject("/Subtype")] = NameObject("/Form")
        form[NameObject("/BBox")] = ArrayObject(NumberObject(n) for n in (0, 0, 100, 100))
        if inner is not None:
            form[NameObject("/Resources")] = DictionaryObject(
                {NameObject("/XObject"): DictionaryObject({NameObject("/X"): inner})}
            )
        inner = writer._add_object(form)
    page = writer.pages[0]
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/X"): inner})}
    )
    content = DecodedStreamObject()
    content.set_data(b"/X Do")
    page[NameObject("/Contents")] = writer._add_object(content)
    assert "far larger inside than it seems" in refused(saved(writer, tmp_path / "calls.pdf"))


def test_a_part_that_cannot_be_read_is_named(good: Path, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=good)
    page = writer.pages[1]
    contents = page.get_contents()
    assert contents is not None
    content = DecodedStreamObject()
    content.set_data(contents.get_data() + b"\n/Missing Do")
    page[NameObject("/Contents")] = writer._add_object(content)
    found = read(saved(writer, tmp_path / "broken.pdf"))
    assert "Could not be read, so their text is missing: “parts of page 2”." in found.notes
    assert dict(year(found).scores_by_statement) == SCORES


def _after(times: int) -> Callable[[], bool]:
    """Says to stop once it was asked so many times."""
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > times

    return stop


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("long") / "long.pdf"
    canvas = Canvas(str(path))
    for number in range(5_000):
        canvas.drawString(72, 700, f"Neutral words on the page that has the number {number}.")
        canvas.showPage()
    canvas.save()
    return path


def test_a_pdf_of_five_thousand_pages_tells_how_far_it_is(long: Path) -> None:
    told: list[float] = []
    with pytest.raises(FileError, match=r"long\.pdf is not a CQC report"):
        report.read_report(long, framework=FRAMEWORK, progress=told.append)
    assert told == sorted(told)
    assert len(told) >= 5_000
    assert 0 <= told[0] < 0.01
    assert told[-1] <= 1


def test_a_long_pdf_can_be_stopped(long: Path) -> None:
    told: list[float] = []
    with pytest.raises(CancelledError):
        report.read_report(long, framework=FRAMEWORK, progress=told.append, cancelled=_after(50))
    assert len(told) == 50


def test_a_text_can_be_stopped(tmp_path: Path) -> None:
    path = written(tmp_path, lines() * 100)
    with pytest.raises(CancelledError):
        report.read_report(path, framework=FRAMEWORK, cancelled=_after(3))


def test_a_text_of_two_hundred_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.write(b"Local authority assessment\n")
        file.truncate(200 * MEGABYTE)
    tracemalloc.start()
    try:
        assert "200 MB" in refused(path)
        assert tracemalloc.get_traced_memory()[1] < MEGABYTE
    finally:
        tracemalloc.stop()
    assert not report.looks_like_report(path)


@pytest.mark.parametrize("seed", range(5))
def test_binary_rubbish_is_no_text(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "rubbish.txt"
    path.write_bytes(random.Random(seed).randbytes(50_000))
    assert not report.looks_like_report(path)
    assert "not a text" in refused(path)


@pytest.mark.parametrize(
    "text",
    [
        "A letter to the council about something else.",
        "Local authority assessment\n\nThere is nothing more in it.",
        "\n\n".join(["Assessing needs", "Score: 2"]),
        "x" * 1_000_000,
        "\n" * 1_000_000,
        "# " * 100_000,
    ],
    ids=["letter", "title alone", "score alone", "one line", "empty lines", "marks"],
)
def test_a_text_that_is_no_report_is_refused(tmp_path: Path, text: str) -> None:
    sentence = refused(written(tmp_path, [text]))
    assert sentence.startswith("report.txt is not a CQC report this program can read: ")


def test_a_web_page_that_is_no_report_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, ["<!DOCTYPE html>", "<html><body>", *lines(), "</body></html>"])
    assert "not a CQC report" in refused(path)


def test_an_empty_file_a_folder_and_no_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    assert "empty" in refused(tmp_path / "empty.txt")
    assert "folder" in refused(tmp_path)
    assert "not there" in refused(tmp_path / "missing.pdf")


@pytest.mark.parametrize(
    "head", [b"PK\x03\x04", b"SQLite format 3\0", b'{"format": "selfassess"}', b"\xd0\xcf\x11\xe0"]
)
def test_files_of_other_kinds_are_not_taken_for_reports(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(head + b"\nLocal authority assessment\n")
    assert not report.looks_like_report(path)


def test_a_text_is_known_by_marks_that_stand_further_down(tmp_path: Path) -> None:
    path = written(tmp_path, ["Skip to main content"] * 50 + lines(), encoding="utf-16")
    assert report.looks_like_report(path)
    assert not report.looks_like_report(written(tmp_path, ["A letter."]))


def test_long_lines_without_end_are_read_in_good_time(tmp_path: Path) -> None:
    odd = [
        "[" * 20_000,
        "**" * 20_000,
        "| " * 20_000,
        "!" + "[a](" * 5_000,
        "Score " * 5_000,
        "a - " * 5_000,
        "(" * 150,
    ]
    found = read(written(tmp_path, [*lines(), *odd]))
    assert dict(year(found).scores_by_statement) == SCORES


def test_the_pages_of_a_report_are_closed_again(good: Path) -> None:
    read(good)
    moved = good.rename(good.with_name("moved.pdf"))
    assert len(PdfReader(moved).pages) > 1
