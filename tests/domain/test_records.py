from __future__ import annotations

import re

from selfassess.domain.model.catalogue import CATALOGUE, EARLIER, FORMAT, PACK_TARGETS, blank_record
from selfassess.domain.model.field_shorthand import WORD
from selfassess.domain.model.fields import Kind

CARRIED = "carried_from not_reviewed"
ORIGIN = "origin origin_reference origin_date"
ANSWERS = f"findings {CARRIED}"

DESIGNED = {
    "council": "name reference kind region website accent logo own_words",
    "assessment": "label assessor framework information_return period_start period_end requested_on contacts_due_at "
    "due_at submitted_on status published_rating published_percent director director_signed_on chief_executive "
    "chief_executive_signed_on visit_from visit_to draft_received_on accuracy_sent_on",
    "section": f"key text {CARRIED}",
    "judgement": "quality_statement score insufficient_evidence confidence direction summary impact rationale status "
    "lead reviewer agreed_by agreed_on",
    "story": f"quality_statements text voice gathered_how consent what_changed evidence {CARRIED}",
    "strength": f"quality_statement title detail impact good_practice evidence topic {ANSWERS}",
    "improvement": f"quality_statement title detail impact cause no_action_reason {ORIGIN} evidence topic {ANSWERS}",
    "risk": "quality_statement theme title cause event effect likelihood severity controls target_likelihood "
    f"target_severity owner escalated_to register_reference status review_on {ORIGIN} evidence {ANSWERS}",
    "action": "quality_statement theme title detail outcome owner priority status starts_on due_on no_date_reason "
    f"completed_on progress effect addresses {ORIGIN} evidence {ANSWERS}",
    "milestone": "action title due_on done_on",
    "update": "about dated_on text status author",
    "evidence": "title category source shows location location_kind reference owner dated_on covers_from covers_to "
    f"as_at strength published personal_data sha256 size_bytes checked_on quality_statements return_items {CARRIED}",
    "measure": "title code source unit better target comparator_name comparator_value comparator_period impact "
    f"performance assurance quality_statements {CARRIED}",
    "measure_value": "measure period value note",
    "comparator": "measure basis name period value source note",
    "figure": "return_item breakdown figure value as_at note",
    "return_answer": "return_item status owner note",
    "contact": f"group organisation name phone email purpose {CARRIED}",
    "comment": "about text author written_at resolved_by resolved_on",
    "interview": "group roles lead at place quality_statements brief",
    "case_criterion": "name wanted",
    "case": "code criteria ready",
    "request": "what detail asked_on due_on owner status answered_on answer evidence",
    "meeting_note": "meeting held_on with_whom learnt follow_up quality_statements",
    "accuracy_point": "point page sort draft_says our_text reason evidence outcome answer",
    "partner_view": "body on_behalf_of who said_on stance text",
    "refresh_point": "about why begun_on looked_at_on looked_at_by",
    "finding": "quality_statement topic kind text place confirmed stance note",
}
"""The contract: DESIGN.md section 4, kinds and fields in its order; with what carrying, the return and signing add."""


def test_the_catalogue_is_the_contract() -> None:
    assert {key: " ".join(kind.by_key) for key, kind in CATALOGUE.items()} == DESIGNED


def test_every_field_has_a_label_that_is_its_own_within_its_kind() -> None:
    for kind in CATALOGUE.values():
        labels = [spec.label.casefold() for spec in kind.fields]
        assert len(set(labels)) == len(labels), kind.key
        assert all(labels)


def test_keys_are_words_that_files_can_rely_on() -> None:
    for kind in CATALOGUE.values():
        for spec in kind.fields:
            assert re.fullmatch(r"[a-z][a-z0-9_]*", spec.key)
            assert spec.key not in ("id", "position")
            assert 1 <= spec.since <= FORMAT


def test_only_links_have_targets_and_only_choices_have_choices() -> None:
    for kind in CATALOGUE.values():
        for spec in kind.fields:
            assert bool(spec.target) == (spec.kind in (Kind.LINK, Kind.LINKS)), spec.key
            assert bool(spec.choices) == (spec.kind is Kind.CHOICE), spec.key
            for target in spec.target:
                assert target in CATALOGUE or target in PACK_TARGETS or target in ("any", EARLIER, WORD)


def test_each_kind_is_named_by_one_of_its_fields_and_has_a_sheet_of_its_own() -> None:
    sheets = [kind.sheet for kind in CATALOGUE.values() if kind.belongs_to_assessment]
    assert len(set(sheets)) == len(sheets) == 26
    assert all(kind.title in kind.by_key for kind in CATALOGUE.values())


def test_a_blank_record_has_every_field_empty_and_an_unscored_judgement_is_none() -> None:
    record = blank_record("judgement", "id", 0, "a", quality_statement="equity")
    assert set(record.values) == set(CATALOGUE["judgement"].by_key)
    assert record["score"] is None
    assert record.text_of("summary") == ""
