"""A PDF to look at: its pages as pictures, its words and where they stand."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.exchange.pdf import rendering

WHITE = b"\xff\xff\xff"


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """An upright page with a black square in its lower left corner and some words, and a wide page with others."""
    path = tmp_path / "written.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.rect(0, 0, 100, 100, stroke=0, fill=1)
    canvas.drawString(72, 700, "People wait too long for an")
    canvas.drawString(72, 685, "assessment. The council’s plan")
    canvas.drawString(72, 670, "is to shorten it. PEOPLE agree.")
    canvas.showPage()
    canvas.setPageSize(landscape(A4))
    canvas.drawString(72, 300, "People on a wide page")
    canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def document(written: Path) -> Iterator[rendering.Document]:
    made = rendering.open_document(written)
    yield made
    made.close()


def pixel(picture: rendering.Picture, x: int, y: int) -> bytes:
    start = (y * picture.width + x) * 4
    return bytes(picture.data[start : start + 3])


def test_each_page_has_its_own_size(document: rendering.Document) -> None:
    (width, height), wide = document.sizes
    assert (round(width), round(height)) == (595, 842)
    assert wide == (height, width)


def test_a_picture_is_as_large_as_asked_and_shows_what_is_drawn(document: rendering.Document) -> None:
    picture = document.render_page(0, 2)
    assert (picture.width, picture.height) == (1191, 1684)
    assert len(picture.data) == picture.width * picture.height * 4
    assert pixel(picture, 100, picture.height - 100) == b"\0\0\0"
    assert pixel(picture, 300, picture.height - 100) == WHITE
    assert pixel(picture, 100, 100) == WHITE


@pytest.mark.parametrize(("scale", "least", "most"), [(1000, 50_000_000, 61_000_000), (0, 1, 4)])
def test_no_scale_asks_for_too_much_or_nothing(
    document: rendering.Document, scale: float, least: int, most: int
) -> None:
    picture = document.render_page(0, scale)
    assert least <= picture.width * picture.height <= most


def test_the_text_of_a_page_is_read_line_by_line(document: rendering.Document) -> None:
    assert document.extract_page_text(0).splitlines()[1].strip() == "assessment. The council’s plan"
    assert document.extract_page_text(1) == "People on a wide page"


def test_words_are_found_whatever_their_letters(document: rendering.Document) -> None:
    first, second = document.find_on_page(0, "people")
    assert first.boxes[0].left == pytest.approx(72, abs=2)
    assert second.boxes[0].left == pytest.approx(155, abs=20)
    assert first.boxes[0].top == pytest.approx(842 - 700 - 9, abs=3)
    assert len(document.find_on_page(1, "people")) == 1


def test_words_are_found_across_the_end_of_a_line(document: rendering.Document) -> None:
    (found,) = document.find_on_page(0, "for an assessment")
    upper, lower = found.boxes
    assert upper.left > lower.left
    assert lower.top == pytest.approx(upper.top + 15, abs=4)


@pytest.mark.parametrize("asked", ["council's", "council’s", "  COUNCIL'S  "])
def test_apostrophes_are_the_same(document: rendering.Document, asked: str) -> None:
    assert len(document.find_on_page(0, asked)) == 1


@pytest.mark.parametrize("asked", ["", "   ", "nothing of the kind"])
def test_what_is_not_there_is_not_found(document: rendering.Document, asked: str) -> None:
    assert document.find_on_page(0, asked) == ()


def test_the_file_may_go_once_it_is_open(document: rendering.Document, written: Path) -> None:
    written.unlink()
    assert document.extract_page_text(1) == "People on a wide page"


def test_a_closed_document_is_asked_in_vain_and_may_be_closed_again(document: rendering.Document) -> None:
    document.close()
    document.close()
    for ask in (
        lambda: document.render_page(0, 1),
        lambda: document.extract_page_text(0),
        lambda: document.find_on_page(0, "people"),
    ):
        with pytest.raises(CancelledError):
            ask()


@pytest.mark.parametrize("kept", [0, 100, 0.5])
def test_a_damaged_file_is_said_in_a_sentence(written: Path, kept: float) -> None:
    whole = written.read_bytes()
    written.write_bytes(b"\0" * 50 + whole[: int(kept if kept != 0.5 else len(whole) / 2)])
    with pytest.raises(FileError, match="damaged, so it cannot be shown"):
        rendering.open_document(written)


def test_a_file_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"gone\.pdf cannot be read"):
        rendering.open_document(tmp_path / "gone.pdf")


def test_many_may_ask_at_once_and_one_may_close(written: Path) -> None:
    documents = [rendering.open_document(written) for _ in range(3)]
    ended: list[str] = []

    def look(document: rendering.Document) -> None:
        try:
            for number in range(200):
                document.render_page(number % 2, 0.3)
                assert len(document.find_on_page(1, "wide")) == 1
            ended.append("all")
        except CancelledError:
            ended.append("closed")

    threads = [threading.Thread(target=look, args=(document,)) for document in documents for _ in range(2)]
    for thread in threads:
        thread.start()
    documents[0].close()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(ended) == ["all"] * 4 + ["closed"] * 2
    for document in documents[1:]:
        document.close()
