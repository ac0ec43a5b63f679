"""A draft: one for each procedure, the person's own, kept while it is written and when the procedure changes."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import timezone

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.channels.portal.journey import Journey
from motcua.channels.portal.tests.walking import PRESENTATION, SCHEMA, answer, begin, filled, told
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, Draft
from motcua.dossiers.tests.factories import version
from motcua.files.tests.samples import pdf
from motcua.lib.dates import today
from motcua.lib.refusals import Conflict
from motcua.procedures.models import ProcedureVersion
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)  # filing takes its code before its transaction


def test_a_second_draft_is_not_begun(signed_in: Client, procedure: ProcedureVersion) -> None:
    draft = begin(signed_in, procedure)
    answer(signed_in, f"{draft}/nguoi-nop", on_behalf="no")
    again = fetch(signed_in, f"/nop-ho-so/{procedure.procedure.code}")
    assert "đã có bản nháp" in again.text
    assert begin(signed_in, procedure) == draft
    back = fetch(signed_in, draft, expect=302)
    assert back.location == f"{draft}/nguoi-nop", "where one left off"


def test_a_draft_can_be_thrown_away(signed_in: Client, procedure: ProcedureVersion) -> None:
    draft = begin(signed_in, procedure)
    fetch(signed_in, f"{draft}/xoa")
    assert Draft.objects.exists(), "asking is not doing"
    fetch(signed_in, f"{draft}/xoa", method="post", expect=302)
    assert not Draft.objects.exists()


def test_autosave_answers_with_the_revision_and_a_second_window_is_told(
    signed_in: Client, procedure: ProcedureVersion
) -> None:
    draft = begin(signed_in, procedure)
    url = f"{draft}/to-khai/request"
    data = {**fetch(signed_in, url).fields("main form"), "content": "một", "kind": "other"}
    saved = signed_in.post(url, data, headers={"X-Autosave": "1"}).json()
    assert saved == {"revision": int(data["revision"]) + 1, "asks_more": True}
    stale = signed_in.post(url, {**data, "content": "hai"}, headers={"X-Autosave": "1"})
    assert stale.status_code == 409
    assert "cửa sổ khác" in stale.json()["message"]
    fetch(signed_in, url, method="post", data={**data, "content": "hai"}, expect=409)
    assert Draft.objects.get().answers["content"] == "một"


def test_another_persons_draft_does_not_exist(signed_in: Client, procedure: ProcedureVersion) -> None:
    draft = begin(signed_in, procedure)
    signed_in.force_login(people.citizen("Kẻ Tò Mò"))
    for page in ("", "/nguoi-nop", "/to-khai/request", "/giay-to", "/nhan-ket-qua", "/xem-lai", "/xoa", "/phien-ban"):
        fetch(signed_in, f"{draft}{page}", expect=404)
        if page:
            fetch(signed_in, f"{draft}{page}", method="post", data={"confirm": "yes", "do": "go"}, expect=404)
    begun = signed_in.post(f"{draft}/tai-len", {"paper": "proof", "name": "a.pdf", "size": "5"})
    assert begun.status_code == 422
    assert Draft.objects.exists()


def test_files_come_in_pieces_and_go_on_where_they_broke(signed_in: Client, procedure: ProcedureVersion) -> None:
    draft = begin(signed_in, procedure)
    content = pdf()
    begun = signed_in.post(
        f"{draft}/tai-len", {"paper": "proof", "name": "chung-sinh.pdf", "size": len(content)}
    ).json()
    url = f"{draft}/tai-len/{begun['id']}"

    def send(offset: int, piece: bytes) -> Any:
        return signed_in.post(
            url, piece, content_type="application/octet-stream", headers={"Upload-Offset": str(offset)}
        )

    assert send(0, content[:100]).json() == {"received": 100}
    assert send(200, content[200:]).status_code == 422, "a gap"
    assert signed_in.get(url).json() == {"received": 100}
    assert send(0, content[:100]).json() == {"received": 100}, "twice is once"
    early = signed_in.post(f"{url}/xong", {"paper": "proof"})
    assert early.status_code == 422
    assert send(100, content[100:]).json() == {"received": len(content)}
    for _ in range(2):
        listed = signed_in.post(f"{url}/xong", {"paper": "proof"})
        assert listed.status_code == 200
        assert listed.content.decode().count("chung-sinh.pdf") >= 1
    assert len(fetch(signed_in, f"{draft}/giay-to").select("[data-paper=proof] li")) == 1
    wrong = signed_in.post(f"{draft}/tai-len", {"paper": "nowhere", "name": "a", "size": "1"})
    assert wrong.status_code == 422
    absurd = signed_in.post(f"{draft}/tai-len", {"paper": "proof", "name": "a" * 5000, "size": "9" * 12})
    assert absurd.status_code == 422


def test_a_changed_procedure_is_told_and_the_person_chooses(signed_in: Client, procedure: ProcedureVersion) -> None:
    draft = begin(signed_in, procedure)
    answer(signed_in, f"{draft}/to-khai/request", content="Đã viết", kind="new")
    newer(procedure)
    told = fetch(signed_in, draft, expect=302)
    assert told.location == f"{draft}/phien-ban"
    page = fetch(signed_in, told.location)
    assert page.h1 == "Thủ tục đã thay đổi"
    fetch(signed_in, f"{draft}/to-khai/child")  # reading what stands there is possible
    again = fetch(signed_in, f"/nop-ho-so/{procedure.procedure.code}", method="post", expect=302)
    assert fetch(signed_in, again.location, expect=302).location == told.location, "no second draft, and told again"
    fetch(signed_in, told.location, method="post", expect=302)
    assert fetch(signed_in, f"{draft}/to-khai/request").fields("main form")["content"] == "Đã viết"
    assert Draft.objects.get().version.number == procedure.number + 1


def test_a_dossier_is_filed_under_what_is_in_force_on_the_day_it_is_submitted(
    signed_in: Client, procedure: ProcedureVersion, user: User
) -> None:
    """Law 64/2025/QH15 art. 58: a rule applies to what happens while it is in force."""
    draft = filled(signed_in, procedure)
    review = fetch(signed_in, f"{draft}/xem-lai").fields("main form")
    schema = deepcopy(SCHEMA)
    schema["required"].append("wish")
    schema["properties"] |= {"wish": {"type": "string"}, "child": {"type": "string"}}
    steps = deepcopy(PRESENTATION["steps"][:1])
    steps[0]["fields"] += [{"path": "wish", "label": "Nguyện vọng"}, {"path": "child", "label": "Tên con"}]
    after = newer(procedure, form={"schema": schema, "presentation": {"steps": steps}})
    # Pressed on a page that was opened before: told, and nothing is lost.
    refused = fetch(signed_in, f"{draft}/xem-lai", method="post", data={**review, "confirm": "yes"}, expect=302)
    assert refused.location == f"{draft}/phien-ban"
    journey = Journey.of(Draft.objects.get().public_id, user, timezone.now())
    with pytest.raises(Conflict, match="version_changed"):
        actions.file(filing=journey.filing(), key="other-key", by=user, now=timezone.now())
    assert not Dossier.objects.exists()
    fetch(signed_in, refused.location, method="post", expect=302)
    kept = Draft.objects.get()
    assert (kept.version_id, kept.files.count()) == (after.pk, 1)
    assert "idn:" not in str(kept.answers), "a number where none is asked any more is gone"
    page = told(signed_in, f"{draft}/xem-lai", {**review, "confirm": "yes"})
    assert "Hãy điền “Nguyện vọng”." in page.words(".govuk-error-summary a")
    answer(signed_in, f"{draft}/to-khai/request", wish="Sớm", child="K'Brể")
    answer(signed_in, f"{draft}/xem-lai", confirm="yes")
    assert Dossier.objects.get().version_id == after.pk


def test_a_procedure_that_is_over_takes_no_more_dossiers(signed_in: Client, procedure: ProcedureVersion) -> None:
    draft = filled(signed_in, procedure)
    ended = DateRange(None, today(datetime.now(UTC)) - timedelta(days=1))
    ProcedureVersion.objects.filter(pk=procedure.pk).update(valid=ended)
    review = fetch(signed_in, f"{draft}/xem-lai").fields("main form")
    page = fetch(signed_in, f"{draft}/xem-lai", method="post", data={**review, "confirm": "yes"}, expect=409)
    assert "không còn hiệu lực" in page.text
    assert Draft.objects.exists()


def newer(procedure: ProcedureVersion, **fields: Any) -> ProcedureVersion:
    """End the version yesterday and publish another, in force since."""
    yesterday = today(datetime.now(UTC)) - timedelta(days=1)
    ProcedureVersion.objects.filter(pk=procedure.pk).update(valid=DateRange(None, yesterday))
    return version(
        procedure=procedure.procedure,
        valid=DateRange(yesterday, None),
        **{"form": {"schema": SCHEMA, "presentation": PRESENTATION}, **fields},
    )
