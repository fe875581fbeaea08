"""Locked files: any common program opens them with the passphrase, nobody without; and no bomb fills the disk."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import pyzipper

from selfassess.domain.model.errors import CancelledError, FileError, WrongUseError
from selfassess.exchange.locked import archives, papers
from selfassess.services.exporting import export
from selfassess.services.importing import contributor_copies, plan_merge
from selfassess.services.safety import encryption
from selfassess.services.workbook import opening, snapshot
from tests.making import Clock, empty_assessment, filled, new_file, workbook
from tests.running import Ran

PASSPHRASE = "four plain words here"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "council.sawb"
    opening.write_new_workbook(path, workbook(filled(empty_assessment())), author="Tester", clock=Clock())
    return path


def _locked(tmp_path: Path, *files: tuple[str, bytes]) -> Path:
    plain = []
    for number, (name, data) in enumerate(files):
        (tmp_path / str(number)).write_bytes(data)
        plain.append((name, tmp_path / str(number)))
    target = tmp_path / "locked.zip"
    archives.write_locked_archive(target, plain, PASSPHRASE)
    return target


@pytest.mark.parametrize("ending", ["xlsx", "json"])
def test_an_export_is_locked_with_aes_256_and_is_what_it_would_be_open(ending: str, path: Path, own_home: Path) -> None:
    out = path.with_name(f"out.{ending}.zip")
    export.export_workbook(path, out, passphrase=PASSPHRASE)
    with pyzipper.AESZipFile(out) as archive:
        (info,) = archive.infolist()
        assert (info.filename, info.wz_aes_strength, info.flag_bits & 1) == (f"out.{ending}", 3, 1)
        archive.setpassword(PASSPHRASE.encode())
        inside = archive.read(info)
    export.export_workbook(path, path.with_name(f"open.{ending}"))
    if ending == "json":
        assert inside == path.with_name("open.json").read_bytes()
    assert b"Derby" not in out.read_bytes()
    assert encryption.is_locked_archive(out)
    assert not encryption.is_locked_archive(path.with_name(f"open.{ending}"))
    assert not list((own_home / "data" / "working").iterdir())


def test_a_pdf_asks_for_the_passphrase_and_stays_readable_to_screen_readers(path: Path) -> None:
    out, plain = path.with_name("out.pdf"), path.with_name("open.pdf")
    export.export_workbook(path, out, passphrase=PASSPHRASE)
    export.export_workbook(path, plain)
    with pytest.raises(pikepdf.PasswordError), pikepdf.open(out):
        pass
    with pikepdf.open(out, password=PASSPHRASE) as pdf, pikepdf.open(plain) as open_:
        assert pdf.encryption.bits == 256
        assert pdf.encryption.stream_method.name == "aesv3"
        assert pdf.allow.accessibility
        assert (bool(pdf.Root.MarkInfo.Marked), str(pdf.Root.Lang)) == (True, "en-GB")
        assert len(pdf.Root.StructTreeRoot.ParentTree.Nums) == len(open_.Root.StructTreeRoot.ParentTree.Nums)
        assert len(pdf.pages) == len(open_.pages)
        for found, is_archive in ((pdf, False), (open_, True)):  # what is locked is no PDF/A
            with found.open_metadata() as said:
                assert ("pdfaid:part" in said, "pdfaid:conformance" in said) == (is_archive, is_archive)
                assert said["pdfuaid:part"] == "1"
    for file, password in ((out, PASSPHRASE), (plain, None)):
        document = pypdfium2.PdfDocument(file, password=password)
        text = document[0].get_textpage().get_text_bounded()
        document.close()
        assert "Derby" in text


def test_a_copy_for_a_contributor_goes_out_and_comes_back_locked(path: Path) -> None:
    target = path.with_name("copy.sawb.zip")
    wanted = contributor_copies.Wanted(person="Ann Lee", statements=("equity",))
    contributor_copies.make_copy(path, target, wanted, passphrase=PASSPHRASE, author="Tester", clock=Clock())
    with encryption.open_decrypted(target, lambda name: PASSPHRASE) as plain:
        assert plain.name == "copy.sawb"
        assert snapshot.read_snapshot(plain).contribution is not None
        assert not plan_merge.prepare_copy_of_workbook(path, plain).refusing_problems
    assert not plain.exists()


def test_a_wrong_passphrase_is_one_sentence_and_leaves_nothing(tmp_path: Path, own_home: Path) -> None:
    locked = _locked(tmp_path, ("a.json", b"{}" * 1000))
    for wrong in ("four plain words", "", "Four plain words here"):
        with pytest.raises(encryption.WrongPassphraseError, match=r"not the passphrase of locked\.zip"):
            encryption.Unlocked(locked, wrong)
    assert not list((own_home / "data" / "working").iterdir())
    data = bytearray(locked.read_bytes())
    data[len(data) // 2] ^= 0xFF
    locked.write_bytes(data)
    with pytest.raises(FileError):
        encryption.Unlocked(locked, PASSPHRASE)


def test_what_is_made_to_do_harm_is_not_unpacked(tmp_path: Path, own_home: Path) -> None:
    bomb = _locked(tmp_path, ("bomb.json", bytes(60_000_000)))
    with pytest.raises(FileError, match="far larger than it seems"):
        encryption.Unlocked(bomb, PASSPHRASE)
    several = _locked(tmp_path, ("a.json", b"{}"), ("b.json", b"{}"))
    with pytest.raises(FileError, match="holds 2 files"):
        encryption.Unlocked(several, PASSPHRASE)
    for name in ("../../out.json", "/etc/out.json", "..\\..\\out.json", "C:\\out.json", ".out.json"):
        with encryption.open_decrypted(_locked(tmp_path, (name, b"{}")), lambda _: PASSPHRASE) as plain:
            assert plain.name == "out.json"
            assert plain.parent.parent == own_home / "data" / "working"


def test_a_file_that_is_not_locked_is_read_as_it_is_and_nobody_is_asked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "open.zip", "w") as archive:
        archive.writestr("a.json", "{}")
    assert not encryption.is_locked_archive(tmp_path / "open.zip")
    with encryption.open_decrypted(tmp_path / "open.zip", pytest.fail) as plain:
        assert plain == tmp_path / "open.zip"


def test_stopping_leaves_no_file(path: Path) -> None:
    out = path.with_name("out.json.zip")
    with pytest.raises(CancelledError):
        export.export_workbook(path, out, passphrase=PASSPHRASE, cancelled=lambda: True)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_locked_file_has_a_name_that_says_so(path: Path) -> None:
    with pytest.raises(WrongUseError, match=r"name it “out\.xlsx\.zip”"):
        export.export_workbook(path, path.with_name("out.xlsx"), passphrase=PASSPHRASE)
    assert encryption.encrypted_file_name(Path("a.pdf")) == Path("a.pdf")
    assert encryption.encrypted_file_name(Path("a.xlsx")) == Path("a.xlsx.zip")
    assert encryption.inner_file_name(Path("a.zip"), "json") == "a.json"


@pytest.mark.parametrize(
    "weak", ["", "short", "eleven char", "aaaaaaaaaaaaaaaaaaaa", "a" * 101, " four plain words", "£" * 20]
)
def test_a_weak_passphrase_locks_nothing(weak: str, path: Path) -> None:
    assert not encryption.measure_strength(weak).enough
    with pytest.raises(WrongUseError, match="cannot be used"):
        export.export_workbook(path, path.with_name("out.json.zip"), passphrase=weak)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_length_is_what_makes_a_passphrase_strong() -> None:
    words = [
        encryption.measure_strength(each).words
        for each in ("three blind", "three blind mice", PASSPHRASE, PASSPHRASE * 2)
    ]
    assert [each.split()[0] for each in words] == ["Too", "Fair.", "Strong.", "Very"]


def test_a_pdf_that_lost_its_structure_is_not_given_a_name(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(tmp_path / "plain.pdf")
    (tmp_path / "out.pdf").touch()
    with pytest.raises(FileError, match="cannot be read back whole"):
        papers.write_locked_pdf(tmp_path / "out.pdf", tmp_path / "plain.pdf", PASSPHRASE)


def test_the_command_line_takes_the_passphrase_from_the_environment_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Ran]
) -> None:
    path, out = new_file(tmp_path), tmp_path / "out.xlsx.zip"
    monkeypatch.setenv("SELFASSESS_PASSPHRASE", PASSPHRASE)
    done = run("export", path, out, "--lock")
    assert done.code == 0
    assert "not in the same e-mail" in done.out
    assert PASSPHRASE not in done.out + done.err
    assert run("import", path, out, "--dry-run").code == 0
    monkeypatch.setenv("SELFASSESS_PASSPHRASE", "another one altogether")
    wrong = run("import", path, out, "--dry-run")
    assert (wrong.code, len(wrong.err.splitlines())) == (3, 1)
