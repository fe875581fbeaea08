"""What the dialog says, worked out without a window."""

from __future__ import annotations

from collections.abc import Collection

from selfassess.domain.model.workbook import Assessment
from selfassess.domain.publishing.contributor_scope import list_items_of_statements
from selfassess.domain.text.wording import join_with_and
from selfassess.services.importing.contributor_copies import Wanted


def list_drafting_people(year: Assessment) -> tuple[str, ...]:
    """Everybody who drafts a statement of this year, in the framework's order, each once."""
    named = (
        year.judgements[s.key].text_of("lead").strip() for s in year.framework.statements if s.key in year.judgements
    )
    return tuple(dict.fromkeys(filter(None, named)))


def describe_statement_lead(year: Assessment, statement: str) -> str:
    """Who drafts a statement, in words."""
    judgement = year.judgements.get(statement)
    name = judgement.text_of("lead").strip() if judgement is not None else ""
    return f"Lead: {name}" if name else "No lead yet"


def describe_items_included(year: Assessment, statements: Collection[str]) -> str:
    """Which items of the return are about these statements and no others, in words; "" where none is."""
    return join_with_and(list_items_of_statements(year.information_return, statements))


def describe_copy_contents(wanted: Wanted, year: Assessment) -> str:
    """What the copy is, in two sentences: what can be written, and what is left out."""
    if not wanted.statements:
        return "Choose the statements that they are to write."
    names = {statement.key: statement.short_name for statement in year.framework.statements}
    writes = join_with_and(f"“{names[key]}”" for key in wanted.statements)
    who = wanted.person.strip() or "They"
    left = [] if wanted.readable else ["the other statements"]
    left += [] if wanted.scores else ["scores and the reasons for them"]
    left += [] if wanted.contacts else ["contacts"]
    read = " and can read the rest" if wanted.readable else ""
    out = f" Left out, and nowhere in the file: {join_with_and(left)}." if left else " Nothing is left out."
    return f"{who} can write in {writes}{read}. They can comment on whatever they see.{out}"


def list_next_steps(person: str, name: str) -> tuple[str, ...]:
    """What to do with the copy, one thing after the other."""
    return (
        f"1. Send “{name}” to {person}, such as by e-mail or in a shared folder.",
        f"2. {person} opens it with this program and writes. You can go on writing here meanwhile.",
        "3. When it comes back, choose “Import…” from the File menu. You see what was written, and decide "
        "where you both wrote in the same place. It can come back as often as you like.",
    )
