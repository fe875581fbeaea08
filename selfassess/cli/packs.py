"""The command that checks a framework or information return from a file, keeps it in a workbook, or removes it."""

from __future__ import annotations

from pathlib import Path

import click

from selfassess.cli.asking import DONE, FINDINGS, JSON, TAKE_OVER, print_json, workbook_open_for_writing


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILES...")
@click.option("--into", type=click.Path(path_type=Path), metavar="WORKBOOK", help="Keep them in this workbook.")
@click.option("--remove", multiple=True, metavar="ID", help="Remove one that no year uses from this workbook (--into).")
@JSON
@TAKE_OVER
@click.pass_context
def pack(
    context: click.Context,
    files: tuple[Path, ...],
    into: Path | None,
    remove: tuple[str, ...],
    as_json: bool,
    take_over: bool,
) -> None:
    """Check a framework or information return (TOML) and show what is in it; with --into it is kept in a workbook.

    A new year of that workbook can then begin with it (carry). Exit code 1: sound, with something to know.
    """
    from selfassess.services.workbook import snapshot
    from selfassess.services.years import import_packs

    if bool(files) == bool(remove):
        raise click.UsageError("Name files to check, or with --remove what is to be removed; one of the two.")
    if remove:
        if into is None:
            raise click.UsageError("Say with --into from which workbook it is to be removed.")
        _remove_packs(into, remove, as_json=as_json, take_over=take_over)
        return
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


def _remove_packs(path: Path, ids: tuple[str, ...], *, as_json: bool, take_over: bool) -> None:
    from selfassess.services.years import import_packs

    with workbook_open_for_writing(path, take_over=take_over) as session:
        gone = [each.id for each in import_packs.remove_packs(session, ids)]
    if as_json:
        print_json({"removed": gone})
    else:
        click.echo(f"{path.name} no longer keeps: {', '.join(gone)}")


COMMANDS = {"pack": pack}
