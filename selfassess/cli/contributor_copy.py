"""The command that makes a copy for a contributor."""

from __future__ import annotations

from pathlib import Path

import click

from selfassess.cli.asking import FILE, LOCK, YEAR, ask_passphrase_to_lock, say_locked, writing_author


@click.command()
@FILE
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--for", "person", required=True, metavar="NAME", help="Who is to contribute.")
@click.option("--statement", "statements", multiple=True, required=True, metavar="KEY", help="One they write; repeat.")
@click.option(
    "--others",
    type=click.Choice(["read", "absent"]),
    default="read",
    show_default=True,
    help="Whether the other statements can be read, or are not in the copy at all.",
)
@click.option("--without-scores", is_flag=True, help="Leave scores and the reasons for them out.")
@click.option("--without-contacts", is_flag=True, help="Leave the contacts out.")
@click.option("--with-items", is_flag=True, help="Let them write the items of the return that are only about these.")
@YEAR
@LOCK
def contribute(
    file: Path,
    out: Path,
    person: str,
    statements: tuple[str, ...],
    others: str,
    without_scores: bool,
    without_contacts: bool,
    with_items: bool,
    year: str | None,
    lock: bool,
) -> None:
    """Make a copy of FILE for one person, in which only some statements can be written; merge brings it back.

    With --lock it goes into a locked zip file, named OUT.sawb.zip; merge unlocks it again.
    """
    from selfassess.services.importing import contributor_copies

    wanted = contributor_copies.Wanted(
        person=person,
        statements=statements,
        readable=others == "read",
        contacts=not without_contacts,
        scores=not without_scores,
        items=with_items,
    )
    passphrase = ask_passphrase_to_lock(lock)
    made = contributor_copies.make_copy(file, out, wanted, year=year, passphrase=passphrase, author=writing_author())
    say_locked(passphrase)
    click.echo(made.describe_copy)
    click.echo(f"When it comes back: selfassess merge {file.name} {out.name}")


COMMANDS = {"contribute": contribute}
