"""The process of a dossier as its officials see it."""

import pytest
from django.urls import reverse

from motcua.accounts.models import User
from motcua.accounts.tests import factories as people
from motcua.accounts.tests.factories import official
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers.tests import factories as cases
from motcua.organisations.models import Agency
from motcua.organisations.rules import Role
from motcua.ui.testing import fetch
from motcua.workflow.models import ProcessDefinition

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_picture_and_the_table_tell_where_a_dossier_stands(receptionist: User, commune: Agency) -> None:
    specialist = official("Phạm Văn Bình", (Role.SPECIALIST, commune))
    dossier = cases.done(cases.filed(by=people.citizen()), "accept", receptionist)
    page = fetch(sign_in(specialist), reverse("desk:process", args=[dossier.public_id]))
    assert page.h1 == f"Quy trình của hồ sơ {dossier.code}"
    rows = page.words(".motcua-process ~ .motcua-lines tbody tr")
    assert rows[0].startswith("Tiếp nhận hồ sơ")
    assert "đang ở bước này" in rows[1]
    assert rows[-1].endswith("chưa đến")
    assert page.words(".motcua-process__part--now title") == ["Thẩm định hồ sơ"]
    assert "Tiếp nhận hồ sơ" in page.words(".motcua-process__part--done title")
    assert len(page.select(".motcua-process__arrow--taken")) >= 3
    # What the people of the dossier found hard can be noted here too, and one stays here.
    noting = page.fields("form[action$='vuong-mac']")
    here = reverse("desk:note_difficulty", args=[dossier.public_id])
    assert fetch(sign_in(specialist), here, method="post", data=noting, expect=302).location == page.url


def test_a_dossier_without_a_drawing_still_has_its_table(receptionist: User) -> None:
    dossier = cases.filed(by=people.citizen())
    assert dossier.instance is not None
    definition = ProcessDefinition.objects.get(pk=dossier.instance.definition_id)
    before, _, drawing = definition.bpmn.partition("<bpmndi:BPMNDiagram")
    bare = before + drawing.partition("</bpmndi:BPMNDiagram>")[2]
    ProcessDefinition.objects.filter(pk=definition.pk).update(bpmn=bare)
    page = fetch(sign_in(receptionist), reverse("desk:process", args=[dossier.public_id]))
    assert page.select("svg.motcua-process__drawing") == []
    assert "đang ở bước này" in page.words(".motcua-lines tbody tr")[0]
