"""The bits of which a text of a document is put together."""

from hypothesis import given
from hypothesis import strategies as st

from selfassess.exchange.outlines.bits import join_bits, part_text

LINE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40)


@given(st.lists(st.tuples(LINE, st.booleans()), max_size=6))
def test_a_text_put_together_of_its_bits_has_these_bits(pairs: list[tuple[str, bool]]) -> None:
    text = "\n\n".join(f"- {line}" if item else line for line, item in pairs)
    bits = part_text(text)
    assert part_text(join_bits(bits)) == bits
