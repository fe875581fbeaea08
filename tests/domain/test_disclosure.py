"""Where a public version would show what looks like personal data: which texts are searched, and how one is settled."""

from __future__ import annotations

from dataclasses import replace

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.publishing import personal_data_places
from tests.making import changed, empty_assessment, judged, with_record, workbook
from tests.work import count_calls

S = "equity"
PHONE = "07700 900123"


def _found(assessment: Assessment) -> tuple[personal_data_places.Place, ...]:
    return personal_data_places.find_personal_places(workbook(assessment))


def _strength(**values: str) -> Assessment:
    return with_record(empty_assessment(), "strength", quality_statement=S, **{"title": "Short waits", **values})[0]


def test_a_place_names_year_statement_record_field_and_the_words_around() -> None:
    assessment = _strength(impact=f"Mrs B says so, ring her on {PHONE} in the morning.")
    (place,) = _found(assessment)
    (strength,) = assessment.records_of("strength")
    assert (place.assessment, place.year, place.statement) == (assessment.id, "2024-25", S)
    assert (place.record, place.id, place.field) == ("strength", strength.id, "impact")
    assert place.described_place == "Strength “Short waits”, Impact on people"
    assert place.before + place.found.text + place.after == ("Mrs B says so, ring her on 07••• ••••23 in the morning.")


def test_neither_the_words_around_nor_the_title_give_another_sign_away() -> None:
    places = _found(_strength(title=f"Ring {PHONE}", detail=f"Or {PHONE}, or jane@derby.gov.uk"))
    assert [place.field for place in places] == ["title", "detail", "detail"]
    for place in places:
        assert PHONE not in place.before + place.after + place.name
        assert "jane@" not in place.before + place.after


def test_only_what_the_public_would_read_is_searched() -> None:
    assessment = empty_assessment()
    assessment, _ = with_record(assessment, "contact", group="carers", organisation="C", phone=PHONE, email="a@b.uk")
    assessment, _ = with_record(assessment, "risk", quality_statement=S, title=f"Ring {PHONE}")
    assessment, _ = with_record(assessment, "action", quality_statement=S, title="T", owner="jane@derby.gov.uk")
    assessment, _ = with_record(assessment, "comment", about=assessment.judgements[S].id, text=PHONE)
    for answer in ("needs_redaction", "not_checked", None):
        assessment, _ = with_record(assessment, "evidence", title="E", shows=PHONE, personal_data=answer)
    assert _found(assessment) == ()
    checked, _ = with_record(assessment, "evidence", title="E", shows=PHONE, personal_data="redacted")
    assert [place.record for place in _found(checked)] == ["evidence"]


def test_every_text_field_that_the_public_reads_is_searched() -> None:
    for kind in ("section", "judgement", "strength", "improvement", "action", "measure", "measure_value", "figure"):
        for spec in CATALOGUE[kind].fields:
            if spec.kind not in ("text", "prose") or Edition.PUBLIC not in spec.editions:
                continue
            assessment = empty_assessment()
            if assessment.records_of(kind):
                assessment = changed(assessment, assessment.records_of(kind)[0], **{spec.key: PHONE})
            else:
                assessment, _ = with_record(assessment, kind, **{spec.key: PHONE})
            assert [place.field for place in _found(assessment)] == [spec.key], (kind, spec.key)


def test_a_choice_that_somebody_brought_in_as_free_text_is_searched_too() -> None:
    (place,) = _found(judged(empty_assessment(), S, direction=f"ask {PHONE}"))
    assert place.field == "direction"


def test_what_cqc_published_is_public_already_and_what_a_peer_wrote_is_not() -> None:
    def by(assessor: str) -> Assessment:
        made = judged(empty_assessment(), S, summary=PHONE)
        return replace(made, record=replace(made.record, values={**made.record.values, "assessor": assessor}))

    assert _found(by("cqc")) == ()
    assert len(_found(by("peer"))) == 1


def test_the_council_and_one_year_can_be_asked_about() -> None:
    years = [judged(empty_assessment(label), S, summary=f"{label}: {PHONE}") for label in ("2023-24", "2024-25")]
    book = workbook(*years)
    book = replace(book, council=replace(book.council, values={**book.council.values, "name": "Ring DE1 2FS"}))
    assert [place.year for place in personal_data_places.find_personal_places(book)] == ["", "2023-24", "2024-25"]
    assert [place.year for place in personal_data_places.find_personal_places(book, "2024-25")] == ["", "2024-25"]


def test_a_settled_place_is_asked_about_again_once_its_words_change_and_not_before() -> None:
    base = _strength(detail=f"Our front desk: {PHONE}. " + "Much more is said after that. " * 9)
    (strength,) = base.records_of("strength")
    (place,) = _found(base)

    def still_open(text: str) -> bool:
        return bool(
            personal_data_places.keep_unsettled_places(_found(changed(base, strength, detail=text)), {place.key})
        )

    text = strength.text_of("detail")
    assert not still_open(text)
    assert not still_open(text + "And a line at the end, far from it.")
    assert still_open(text.replace(PHONE, "07700 900124"))
    assert still_open(text.replace("Our front desk", "Mrs B at home"))
    elsewhere = changed(base, strength, detail=None, impact=text)
    assert personal_data_places.keep_unsettled_places(_found(elsewhere), {place.key})


def test_a_finding_masks_what_it_found_and_is_gone_once_settled() -> None:
    book = workbook(_strength(impact=f"Ring {PHONE}"))
    (finding,) = personal_data_places.list_place_findings(book)
    assert (finding.rule, finding.severity, finding.record, finding.field) == (
        "personal-data", "high", "strength", "impact",
    )  # fmt: skip
    assert finding.statement == S
    assert finding.message == (
        "Strength “Short waits”, Impact on people: “07••• ••••23” looks like a phone number; a public version shows it."
    )
    assert (
        personal_data_places.list_place_findings(
            book, {place.key for place in personal_data_places.find_personal_places(book)}
        )
        == ()
    )


def test_each_of_twenty_thousand_fields_takes_a_few_calls() -> None:
    text = "In 2023-24 we reviewed 1,204 care plans within 12 months, up from 58 % (see IR 5 and the report of 3 May)."
    assessment, first = with_record(empty_assessment(), "action", quality_statement=S)
    actions = []
    for number in range(5_000):
        values = dict.fromkeys(("title", "detail", "outcome", "progress"), f"{text} {number}")
        values["detail"] += f" Ring 07700 9{number:05}." if number % 100 == 0 else ""
        actions.append(replace(first, id=f"{number}", position=number, values={**first.values, **values}))
    assessment = replace(assessment, records={**assessment.records, "action": tuple(actions)})
    found: list[object] = []
    calls = count_calls(lambda: found.extend(_found(assessment)))
    assert len(found) == 50
    assert calls < 20_000 * 200
