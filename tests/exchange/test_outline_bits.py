"""The bits of which a text of a document is put together."""

from hypothesis import given
from hypothesis import strategies as st

from selfassess.domain.model.report_blocks import Bullets, Paragraph, parse_prose
from selfassess.exchange.outlines.bits import Bit, edit_text, join_bits, part_text

LINE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40)


@given(st.lists(st.tuples(LINE, st.booleans()), max_size=6))
def test_a_text_put_together_of_its_bits_has_these_bits(pairs: list[tuple[str, bool]]) -> None:
    text = "\n\n".join(f"- {line}" if item else line for line, item in pairs)
    bits = part_text(text)
    assert part_text(join_bits(bits)) == bits


def test_lines_with_numbers_are_a_numbered_list_and_other_lines_are_not() -> None:
    cases = {
        "1. One\n2. Two": (Bullets(("One", "Two"), first=1),),
        "1) One\n2) Two\n  goes on": (Bullets(("One", "Two goes on"), first=1),),
        "Said:\n1. One\n- Two": (Paragraph("Said:"), Bullets(("One",), first=1), Bullets(("Two",))),
        "1. One\n\n2. Two\n\nSaid.": (Bullets(("One",), first=1), Bullets(("Two",), first=2), Paragraph("Said.")),
        "1. One\n1. Two": (Bullets(("One", "Two"), first=1),),
        "7. is a good number": (Paragraph("7. is a good number"),),
        "2024. A year": (Paragraph("2024. A year"),),
        "1.5 million people": (Paragraph("1.5 million people"),),
    }
    for text, blocks in cases.items():
        assert parse_prose(text) == blocks, text


def test_a_numbered_list_keeps_its_numbers_when_it_is_edited() -> None:
    text = "Said:\n\n1. One\n2. Two"
    one, two, three = (Bit(word, True, True) for word in ("One", "Twice", "Three"))
    assert edit_text(text, 1, 2, [one, two]) == "Said:\n\n1. One\n2. Twice"
    assert edit_text(text, 1, 2, [one, two, three]) == "Said:\n\n1. One\n2. Twice\n3. Three"
