"""Our Word export comes back: just what people changed in it comes in, whatever program saved it."""

import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx.oxml import parse_xml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfassess.domain.merging.resolution import Decisions
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.commands import SetField
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.model.fields import Kind
from selfassess.exchange.outlines.bits import edit_text, part_text
from selfassess.exchange.word.markup import NAMESPACES
from selfassess.services.exporting import export
from selfassess.services.importing import plan_import, plan_merge
from selfassess.services.importing.read_source import read_source
from selfassess.services.workbook import opening, snapshot
from tests.exchange.word_edits import comment, drop_controls, edit, find, marked, paragraph, put
from tests.exchange.word_making import controls, w
from tests.making import Clock, empty_assessment, filled, judged, session, with_record, workbook
from tests.running import running

PROSE = "We know what matters.\n\n- a first point\n- a second point\n\nAnd a last word."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "council.sawb"
    year = judged(filled(empty_assessment()), "governance", summary=PROSE, impact="People wait.")
    for number in (1, 2):
        year, _ = with_record(
            year, "strength", quality_statement="governance", title=f"Strength {number}", detail=f"Detail of {number}."
        )
    opening.write_new_workbook(path, workbook(year), author="Tester", clock=Clock())
    return path


@pytest.fixture
def document(path: Path) -> Path:
    out = path.with_name("out.docx")
    export.export_workbook(path, out)
    return out


def prepared(path: Path, document: Path) -> plan_merge.Prepared:
    there = snapshot.read_snapshot(path, journal=True)
    plan = plan_import.plan_file(there, document)
    assert plan.decision.way is plan_import.Way.MERGE
    return plan.prepared


def changes(found: plan_merge.Prepared) -> dict[tuple[str, str], object]:
    """Record and field -> what it becomes."""
    return {(each.id, field.field): field.theirs for each in found.merge.differences for field in each.fields}


def record(path: Path, kind: str, **values: Any) -> Any:
    year = snapshot.read_snapshot(path).current
    return next(r for r in year.records_of(kind) if all(r[key] == value for key, value in values.items()))


def test_a_document_that_comes_back_as_it_went_out_changes_nothing(path: Path, document: Path) -> None:
    found = prepared(path, document)
    assert changes(found) == {}
    assert found.problems == ()
    assert found.notes == ()


@pytest.mark.parametrize("edition", list(Edition), ids=str)
def test_so_does_one_of_each_edition_with_its_marks_dropped(path: Path, edition: Edition) -> None:
    out = path.with_name("out.docx")
    export.export_workbook(path, out, edition=edition)
    assert changes(prepared(path, out)) == {}
    edit(out, drop_controls)
    found = prepared(path, out)
    assert changes(found) == {}
    assert found.problems == ()


def test_what_was_changed_in_a_text_comes_in_and_the_rest_stays(path: Path, document: Path) -> None:
    judgement = record(path, "judgement", quality_statement="governance")
    (control,) = marked(_body(document), judgement.id, "summary")
    assert len(control.find(w("sdtContent")).findall(w("p"))) == 4
    edit(
        document,
        lambda body: put(
            marked(body, judgement.id, "summary")[0],
            "We know what matters.",
            "a first point",
            "a better point",
            "And a last word.",
        ),
    )
    found = prepared(path, document)
    assert changes(found) == {(judgement.id, "summary"): PROSE.replace("second", "better")}
    with_session = session(path)
    plan_merge.apply_merge(with_session, found, Decisions())
    assert with_session.current.by_id[judgement.id]["summary"] == PROSE.replace("second", "better")


def test_paragraphs_are_added_and_taken_out(path: Path, document: Path) -> None:
    judgement = record(path, "judgement", quality_statement="governance")
    lines = ("We know what matters.", "a first point", "a second point", "a third point")
    edit(document, lambda body: put(marked(body, judgement.id, "summary")[0], *lines))
    (value,) = changes(prepared(path, document)).values()
    assert value == "We know what matters.\n\n- a first point\n- a second point\n\na third point"


def test_where_both_wrote_a_person_decides(path: Path, document: Path) -> None:
    judgement = record(path, "judgement", quality_statement="governance")
    opened = session(path)
    opened.run_command(SetField(judgement.id, "impact", "People wait less."))
    opened.run_command(SetField(judgement.id, "rationale", "Ours alone."))
    opened.close()
    edit(document, lambda body: put(marked(body, judgement.id, "impact")[0], "People wait more."))
    found = prepared(path, document)
    (difference,) = found.merge.differences
    (field,) = difference.fields
    assert (field.base, field.mine, field.theirs) == ("People wait.", "People wait less.", "People wait more.")
    assert field.conflict


def test_a_text_that_is_moved_is_followed(path: Path, document: Path) -> None:
    first = record(path, "strength", title="Strength 1")

    def move(body: Any) -> None:
        put(marked(body, first.id, "detail")[0], "Detail that moved.")
        table = next(marked(body, first.id, "detail")[0].iterancestors(w("tbl")))
        body.insert(0, table)

    edit(document, move)
    found = prepared(path, document)
    assert changes(found) == {(first.id, "detail"): "Detail that moved."}
    assert found.problems == ()


def test_what_stands_outside_of_all_texts_is_listed_with_its_place(path: Path, document: Path) -> None:
    def write(body: Any) -> None:
        find(body, "Nothing written yet.").addnext(paragraph("A thought of my own."))
        heading = find(body, "Action plan")
        heading.findall(w("r"))[0].find(w("t")).text = "Our action plan"

    edit(document, write)
    found = prepared(path, document)
    assert changes(found) == {}
    own, plan = sorted(each.message for each in found.problems)
    assert "A thought of my own." in own
    assert own.startswith("Paragraph ")
    assert "under “" in own
    assert "“Our action plan” (it was “Action plan”)" in plan


def test_a_text_that_stands_twice_and_was_changed_in_two_ways_is_told(path: Path, document: Path) -> None:
    risk = record(path, "risk", title="risk title text")

    def write(body: Any) -> None:
        first, second, *_ = marked(body, risk.id, "title")
        put(first, "One title")
        put(second, "Another title")

    edit(document, write)
    found = prepared(path, document)
    assert changes(found) == {}
    (problem,) = found.problems
    assert (problem.record, problem.id, problem.field) == ("risk", risk.id, "title")
    assert "changed in two ways" in problem.message


def test_a_title_changed_in_one_of_its_places_is_changed(path: Path, document: Path) -> None:
    risk = record(path, "risk", title="risk title text")
    edit(document, lambda body: put(marked(body, risk.id, "title")[-1], "A sharper title"))
    assert changes(prepared(path, document)) == {(risk.id, "title"): "A sharper title"}


def test_an_emptied_text_is_emptied_but_a_title_stays(path: Path, document: Path) -> None:
    first = record(path, "strength", title="Strength 1")

    def empty(body: Any) -> None:
        for field in ("detail", "title"):
            for control in marked(body, first.id, field):
                put(control, "")

    edit(document, empty)
    found = prepared(path, document)
    assert changes(found) == {(first.id, "detail"): None}
    assert [problem.field for problem in found.problems] == ["title"]


def test_a_text_taken_out_of_the_document_stays_and_is_told(path: Path, document: Path) -> None:
    first = record(path, "strength", title="Strength 1")

    def remove(body: Any) -> None:
        for field in ("title", "detail"):
            for control in marked(body, first.id, field):
                parent = control.getparent()
                parent.remove(control)
                if parent.tag == w("tc"):
                    parent.append(paragraph(""))

    edit(document, remove)
    found = prepared(path, document)
    assert changes(found) == {}
    assert [note for note in found.notes if "No longer in the document" in note and "Strength, " in note]


def test_tracked_changes_are_read_as_accepted_with_who_made_them(path: Path, document: Path) -> None:
    first = record(path, "strength", title="Strength 1")

    def track(body: Any) -> None:
        (control,) = marked(body, first.id, "detail")
        run = next(control.iter(w("r")))
        run.addprevious(
            parse_xml(
                f"<w:ins {NAMESPACES} w:id='900' w:author='Head of access' w:date='2025-03-03T10:00:00Z'><w:r>"
                "<w:t xml:space='preserve'>New: </w:t></w:r></w:ins>"
            )
        )
        gone = parse_xml(
            f"<w:del {NAMESPACES} w:id='901' w:author='Head of access'><w:r><w:delText>lost</w:delText></w:r></w:del>"
        )
        run.addnext(gone)

    edit(document, track)
    found = prepared(path, document)
    assert changes(found) == {(first.id, "detail"): "New: Detail of 1."}
    (note,) = found.notes
    assert note == "Tracked changes by Head of access were read as accepted: Strength “Strength 1”, What we do well."


def test_comments_become_comments_of_the_records_they_are_beside_once(path: Path, document: Path) -> None:
    first = record(path, "strength", title="Strength 1")
    comment(document, {"Detail of 1.": ("Is this so?", "Director"), "Notes": ("Well done", "Chair")})
    found = prepared(path, document)
    new = {each.theirs["text"]: each.theirs for each in found.merge.differences if each.theirs is not None}
    assert set(new) == {"Is this so?", "Well done"}
    asked = new["Is this so?"]
    assert (asked["about"], asked["author"], str(asked["written_at"])[:16]) == (
        first.id,
        "Director",
        "2025-03-03T09:30",
    )
    opened = session(path)
    plan_merge.apply_merge(opened, found, Decisions())
    opened.close()
    assert prepared(path, document).merge.differences == ()


@pytest.mark.parametrize("dropped", [False, True], ids=["marks", "no marks"])
def test_edits_come_in_also_where_the_marks_were_dropped(path: Path, document: Path, dropped: bool) -> None:
    judgement = record(path, "judgement", quality_statement="governance")
    first = record(path, "strength", title="Strength 1")

    def write(body: Any) -> None:
        put(
            marked(body, judgement.id, "summary")[0],
            "We know what matters.",
            "a first point",
            "a better point",
            "And a last word.",
        )
        put(marked(body, first.id, "detail")[0], "Quite another detail, with more words.")
        if dropped:
            drop_controls(body)
            find(body, "And a last word.").addnext(paragraph("A new paragraph below."))

    edit(document, write)
    found = prepared(path, document)
    assert changes(found) == {
        (judgement.id, "summary"): PROSE.replace("second", "better")
        + ("\n\nA new paragraph below." if dropped else ""),
        (first.id, "detail"): "Quite another detail, with more words.",
    }
    assert any("drops the marks" in note for note in found.notes) == dropped


@pytest.mark.libreoffice
def test_a_document_that_libreoffice_saved_comes_back(path: Path, document: Path) -> None:
    first = record(path, "strength", title="Strength 1")
    edit(document, lambda body: put(marked(body, first.id, "detail")[0], "Edited in another program."))
    folder = document.parent / "saved"

    def save(source: Path, ending: str) -> None:
        command = ["soffice", f"-env:UserInstallation=file://{document.parent}/profile", "--headless", "--convert-to"]
        subprocess.run([*command, ending, "--outdir", folder, source], check=True, capture_output=True, timeout=300)

    save(document, "docx:MS Word 2007 XML")
    found = prepared(path, folder / "out.docx")
    assert changes(found) == {(first.id, "detail"): "Edited in another program."}
    assert found.problems == ()
    save(folder / "out.docx", "odt")
    with pytest.raises(FileError, match=r"out.odt is a Word export of this program. Save it as .docx"):
        read_source(folder / "out.odt", label="2019-20")
    save(folder / "out.odt", "docx:MS Word 2007 XML")  # which loses the marks, and keeps the words
    assert changes(prepared(path, folder / "out.docx")) == changes(found)


def test_a_document_of_another_workbook_or_none_is_refused_in_one_sentence(
    path: Path, document: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.sawb"
    opening.write_new_workbook(other, workbook(), author="Tester", clock=Clock())
    with pytest.raises(WrongUseError, match="a Word export of another workbook"):
        plan_import.plan_file(snapshot.read_snapshot(other, journal=True), document)
    with pytest.raises(WrongUseError, match="a Word export of a workbook"):
        plan_import.plan_file(None, document)
    document.write_bytes(document.read_bytes()[:-400])
    with pytest.raises(FileError):
        plan_import.plan_file(snapshot.read_snapshot(path, journal=True), document)


@pytest.mark.parametrize(("was", "now"), [(">full<", ">nobody<"), ("size", "sighs"), (":10", ":&quot;x")])
def test_a_document_whose_own_words_of_itself_were_changed_is_refused_in_one_sentence(
    path: Path, document: Path, was: str, now: str
) -> None:
    with zipfile.ZipFile(document) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    before = parts["docProps/custom.xml"].decode()
    assert was in before
    parts["docProps/custom.xml"] = before.replace(was, now).encode()
    with zipfile.ZipFile(document, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    if was == "size":  # a choice that this version does not know is as usual
        assert changes(prepared(path, document)) == {}
        return
    with pytest.raises(FileError, match="says of itself was changed"):
        prepared(path, document)


def test_the_command_line_says_it_with_the_keys_of_the_contract(
    path: Path, document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = record(path, "strength", title="Strength 1")
    before = path.read_bytes()
    run = running(capsys, "import")
    same = run(path, document, "--dry-run", "--json")
    assert same.code == 0
    assert {same.object[key]["count"] for key in ("new", "changed", "removed", "conflicts", "problems")} == {0}
    edit(document, lambda body: put(marked(body, first.id, "detail")[0], "Better."))
    ran = run(path, document, "--dry-run", "--json")
    assert ran.object["changed"]["count"] == 1
    (item,) = ran.object["changed"]["items"]
    assert (item["record"], item["id"], item["field"]) == ("strength", first.id, "detail")
    assert path.read_bytes() == before
    assert run(path, document).code == 0
    assert record(path, "strength", title="Strength 1")["detail"] == "Better."


# --- whatever is written in whatever text -----------------------------------------------------------------------------

_LINE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_just_what_was_edited_comes_back(path: Path, document: Path, data: st.DataObject) -> None:
    """Some texts are changed, each to something else; these changes come back and no others."""
    work = document.with_name("work.docx")
    shutil.copy(document, work)
    by_id = snapshot.read_snapshot(path).current.by_id
    body = _body(document)
    # In the order of the document: ids are others each time, and a draw must mean the same text when it comes again.
    texts = list(dict.fromkeys((t.record, t.field) for t, _ in controls(_Opened(body)) if t.record in by_id))
    chosen = data.draw(st.lists(st.sampled_from(texts), min_size=0, max_size=4, unique=True))
    wanted: dict[tuple[str, str], str] = {}
    written: dict[tuple[str, str], list[str]] = {}
    for id, field in chosen:
        value = by_id[id].text_of(field)
        line = " ".join(data.draw(_LINE).split()).lstrip("-• ") or "x"
        bits = part_text(value)
        at = data.draw(st.integers(0, max(_standing(each, value) for each in marked(body, id, field)) - 1))
        if CATALOGUE[by_id[id].kind].by_key[field].kind is Kind.TEXT or not part_text(line):
            line = f"x {line}"
        edited = [*bits[:at], type(bits[at])(line, bits[at].is_item), *bits[at + 1 :]]
        after = edit_text(value, at, at, [edited[at]])
        if part_text(after) != tuple(edited) or after == value:
            continue
        wanted[id, field] = after
        written[id, field] = [bit.text for bit in edited]

    def write(opened: Any) -> None:
        for (id, field), lines in written.items():
            for control in marked(opened, id, field):
                put(control, *lines[: _standing(control, by_id[id].text_of(field))])

    edit(work, write)
    found = prepared(path, work)
    assert changes(found) == wanted
    assert found.problems == ()


def _standing(control: Any, value: str) -> int:
    """How many bits of a text stand in one of its places: all of them, or within a line just the first.

    What does not stand there nobody can edit there.
    """
    bits, content = part_text(value), control.find(w("sdtContent"))
    line = "".join(each.text or "" for each in content.iter(w("t")))
    return 1 if not content.findall(w("p")) and line == bits[0].text else len(bits)


class _Opened:
    """A body where a document is wanted."""

    def __init__(self, body: Any) -> None:
        self.element = type("Element", (), {"body": body})


def _body(document: Path) -> Any:
    import docx

    return docx.Document(str(document)).element.body


@pytest.mark.parametrize("dropped", [False, True], ids=["marks", "no marks"])
@pytest.mark.parametrize("edition", list(Edition), ids=str)
def test_texts_changed_all_over_the_worked_example_come_back_from_each_edition(
    tmp_path: Path, edition: Edition, dropped: bool
) -> None:
    path, out = tmp_path / "demo.sawb", tmp_path / "out.docx"
    opening.write_demo_workbook(path, author="Tester", clock=Clock())
    export.export_workbook(path, out, edition=edition)
    year = snapshot.read_snapshot(path).current
    texts = sorted({(t.record, t.field) for t, _ in controls(_Opened(_body(out))) if t.record in year.by_id})
    chosen = texts[::9]

    def write(body: Any) -> None:
        for record, field in chosen:
            for control in marked(body, record, field):
                last = list(control.iter(w("t")))[-1]
                first, _, rest = last.text.partition(" ")
                last.text = f"{first} indeed {rest}".rstrip()
        if dropped:
            drop_controls(body)

    edit(out, write)
    found = prepared(path, out)
    back = {(d.id, f.field): (f.base, f.theirs) for d in found.merge.differences for f in d.fields}
    assert set(back) == set(chosen)
    for base, theirs in back.values():
        assert str(theirs).replace(" indeed", "") == str(base)
    assert found.problems == ()
