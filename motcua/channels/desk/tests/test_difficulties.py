"""The pages of what people find hard: noted at the counter and at a dossier, counted, answered, shown again."""

import pytest
from django.urls import reverse

from motcua.accounts.models import User
from motcua.channels.desk.tests.visits import sign_in
from motcua.difficulties.models import Difficulty
from motcua.dossiers.tests import factories as cases
from motcua.organisations.models import Agency
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_note_at_the_counter_is_answered_and_helps_the_next_receptionist(
    receptionist: User, commune_leader: User, commune: Agency
) -> None:
    version = cases.version(papers=[cases.PROOF])
    counter, code = sign_in(receptionist), version.procedure.code
    filing, here = reverse("counter:file", args=[code]), reverse("desk:difficulty", args=[code])
    typed = fetch(counter, filing).fields() | {"submitter-name": "K'Brĕu", "difficulty": "paper:proof"}
    page = fetch(counter, filing, method="post", data=typed)
    assert "Đã ghi vướng mắc: Giấy chứng sinh" in page.text
    assert page.fields()["submitter-name"] == "K'Brĕu", "what was typed is kept"
    fetch(counter, filing, method="post", data=typed | {"difficulty": "paper:nothing"}, expect=422)
    dossier = cases.filed(of=version)
    shown = reverse("desk:dossier", args=[dossier.public_id])
    given = {"target": "field:content", "sentence": "Không hiểu chữ “đề nghị”"}
    fetch(counter, reverse("desk:note_difficulty", args=[dossier.public_id]), method="post", data=given, expect=302)
    assert "Ghi vướng mắc của người dân" in fetch(counter, shown).text
    leader = sign_in(commune_leader)
    counted = fetch(leader, reverse("desk:difficulties"))
    assert "2 lần ghi, 2 chưa trả lời" in counted.text
    assert receptionist.full_name in counted.text
    assert leader.get(reverse("desk:difficulties"), {"dang": "xlsx"}).status_code == 200
    assert "Không hiểu chữ “đề nghị”" in fetch(leader, here).text
    answer = {"do": "answer", "target": "paper:proof", "answer": "Xin ở trạm y tế"}
    fetch(leader, here, method="post", data=answer | {"answer": ""}, expect=422)
    fetch(leader, here, method="post", data=answer, expect=302)
    assert Difficulty.objects.filter(answer=None).count() == 1
    assert "Xin ở trạm y tế" in fetch(counter, filing).text
    assert here in [link.get("href") for link in fetch(counter, reverse("desk:told")).select("main a")]
