"""What the dossier's page says of its four machines."""

import pytest
from django.urls import reverse

from motcua.accounts.models import User
from motcua.channels.desk.tests.visits import sign_in
from motcua.dossiers import actions
from motcua.dossiers.tests import factories as cases
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_dossier_says_where_each_machine_stands_and_the_history_which_one_moved(receptionist: User) -> None:
    dossier = cases.filed()
    page = fetch(sign_in(receptionist), reverse("desk:dossier", args=[dossier.public_id]))
    for words in ("Trả kết quả", "Chưa có kết quả", "Không phải nộp", "Chờ gửi"):
        assert words in page.text
    task = cases.task(dossier)
    actions.ask_payment(task_id=task.pk, amount=8000, reason="Thuế", by=receptionist, now=cases.NOW)
    page = fetch(sign_in(receptionist), reverse("desk:dossier", args=[dossier.public_id]))
    assert "Đã yêu cầu nộp, chờ người nộp" in page.text
    assert page.text.count("Phí, lệ phí, nghĩa vụ tài chính") == 2, "the machine, and the event that moved it"
