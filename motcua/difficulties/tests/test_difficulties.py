"""Notes of what people find hard: taken in one press, counted, answered within reach, under their taker's name."""

from datetime import date
from typing import Any

import pytest

from motcua.accounts.models import User
from motcua.accounts.tests.factories import citizen, official
from motcua.difficulties import actions, queries
from motcua.difficulties.models import Difficulty
from motcua.difficulties.rules import LONGEST, About, Target, checked_answer, checked_sentence, target_in
from motcua.dossiers.tests import factories as cases
from motcua.dossiers.tests.factories import NOW
from motcua.lib.refusals import Forbidden, Refused
from motcua.notices.models import OfficialNotice
from motcua.organisations.models import Agency
from motcua.organisations.queries import one_stop_of
from motcua.organisations.rules import Role
from motcua.organisations.tests import factories as places
from motcua.procedures.models import ProcedureVersion

PAPER = Target(About.PAPER, "proof", "Giấy chứng sinh")
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def test_only_what_the_procedure_has_can_be_noted_and_words_have_their_length() -> None:
    assert target_in([PAPER], "paper:proof") == PAPER
    with pytest.raises(Refused, match="Hãy chọn lại"):
        target_in([PAPER], "paper:other")
    assert checked_sentence("  không  hiểu ") == "không hiểu"
    with pytest.raises(Refused):
        checked_sentence("a" * (LONGEST + 1))
    with pytest.raises(Refused, match="Hãy viết câu trả lời"):
        checked_answer(" ")


@pytest.fixture
def version(db: None) -> ProcedureVersion:
    return cases.version(papers=[cases.PROOF])


@pytest.fixture
def receptionist(db: None) -> User:
    return official("Lê Thị Ánh", (Role.RECEPTIONIST, one_stop_of(places.commune())))


@pytest.fixture
def specialist(db: None) -> User:
    return official("Phạm Văn Bình", (Role.SPECIALIST, places.commune()))


def noted(version: ProcedureVersion, by: User, target: str = "paper:proof", **fields: Any) -> Difficulty:
    values: dict[str, Any] = {"responsible": places.commune(), **fields}
    return actions.note(version=version, target=target, by=by, now=NOW, **values)


def said(version: ProcedureVersion, by: User, text: str) -> Any:
    return actions.answer(version=version, target=PAPER, text=text, by=by, now=NOW)


def heard(version: ProcedureVersion, agency: Agency) -> dict[str, str]:
    return {code: answer.text for code, answer in queries.answers_for(version.procedure, [agency.pk]).items()}


def test_notes_are_counted_and_credited_where_they_may_be_seen(version: ProcedureVersion, receptionist: User) -> None:
    kept = noted(version, receptionist, sentence="không biết xin ở đâu")
    assert (kept.name, kept.unit) == ("Giấy chứng sinh", one_stop_of(places.commune()))
    noted(version, receptionist)
    noted(version, receptionist, target="field:content")
    head = official("Phụ Trách", (Role.ONE_STOP_HEAD, one_stop_of(places.commune())))
    rows = queries.counts(head, first=FIRST, last=LAST)
    assert [(row.target.code, row.count, row.open) for row in rows] == [("paper:proof", 2, 2), ("field:content", 1, 1)]
    assert [(one.name, one.count) for one in queries.credits_of(head, first=FIRST, last=LAST)] == [("Lê Thị Ánh", 3)]
    assert queries.counts(head, first=date(2026, 10, 1), last=date(2026, 10, 31)) == []
    stranger = official("Nơi Khác", (Role.ONE_STOP_HEAD, places.centre()))
    assert queries.counts(stranger, first=FIRST, last=LAST) == []
    with pytest.raises(Refused):
        noted(version, receptionist, target="paper:other")
    with pytest.raises(Forbidden):
        noted(version, citizen())


def test_an_agency_answers_its_own_and_the_province_answers_all(
    version: ProcedureVersion, receptionist: User, specialist: User
) -> None:
    own, foreign = noted(version, receptionist), noted(version, receptionist, responsible=places.department())
    with pytest.raises(Forbidden):
        said(version, receptionist, "để tôi trả lời")
    said(version, specialist, "Xin ở trạm y tế")
    own.refresh_from_db()
    foreign.refresh_from_db()
    assert (own.answer is not None, foreign.answer) == (True, None)
    assert heard(version, places.commune()) == {"paper:proof": "Xin ở trạm y tế"}
    assert heard(version, places.department()) == {}
    told = OfficialNotice.objects.get()
    assert (told.user_id, told.kind, told.about_id) == (
        receptionist.pk,
        "difficulty_answered",
        version.procedure.code,
    )
    province = official("Kiểm Soát", (Role.PROCEDURE_CONTROL_OFFICER, places.centre()))
    said(version, province, "Bệnh viện nào cũng cấp")
    assert not Difficulty.objects.filter(answer=None).exists()
    assert heard(version, places.department()) == {"paper:proof": "Bệnh viện nào cũng cấp"}
    assert heard(version, places.commune()) == {"paper:proof": "Xin ở trạm y tế"}, "the agency's own word comes first"
