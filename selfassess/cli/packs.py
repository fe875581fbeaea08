"""The command that checks a framework or information return from a file, and keeps it in a workbook."""

from __future__ import annotations

from pathlib import Path

import click

from selfassess.cli.asking import DONE, FINDINGS, JSON, TAKE_OVER, print_json, workbook_open_for_writing


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILES...")
@click.option("--into", type=click.Path(path_type=Path), metavar="WORKBOOK", help="Keep them in this workbook.")
@JSON
@TAKE_OVER
@click.pass_context
def pack(context: click.Context, files: tuple[Path, ...], into: Path | None, as_json: bool, take_over: bool) -> None:
    """Check a framework or information return (TOML) and show what is in it; with --into it is kept in a workbook.

    A new year of that workbook can then begin with it (carry). Exit code 1: sound, with something to know.
    """
    from selfassess.services.workbook import snapshot
    from selfassess.services.years import import_packs

    if into is None:
        read = import_packs.read_pack_files(files)
    else:
        # Once before the file is opened to write in it: what cannot be imported leaves no backup and no lock behind.
        there = snapshot.read_snapshot(into)
        import_packs.read_pack_files(files, (*there.frameworks, *there.returns))
        with workbook_open_for_writing(into, take_over=take_over) as session:
            read = import_packs.read_pack_files(files, import_packs.list_kept_packs(session))
            if read.fresh:
                import_packs.keep_packs(session, read)
    shown = import_packs.describe_read_packs(read)
    if as_json:
        print_json({**shown, "kept": [each.id for each in read.fresh] if into is not None else []})
    else:
        for line in list(import_packs.format_read_packs(shown))[1:]:
            click.echo(line)
        if into is not None:
            names = ", ".join(each.id for each in read.fresh)
            click.echo(f"\n{into.name} keeps now: {names}" if names else f"\n{into.name} is as it was before.")
    context.exit(FINDINGS if shown["remarks"] else DONE)


COMMANDS = {"pack": pack}
