"""What the database itself keeps true."""

import pytest
from django.db import IntegrityError

from motcua.organisations.models import AdministrativeUnit
from motcua.organisations.rules import UnitKind
from motcua.organisations.tests import factories as places


@pytest.mark.django_db
def test_a_code_is_given_once_a_day() -> None:
    places.unit("24931", "Xã Đơn Dương")
    places.unit("24931", "Thị trấn Thạnh Mỹ", kind=UnitKind.TOWN, valid=places.BEFORE)
    with pytest.raises(IntegrityError):
        AdministrativeUnit.objects.create(
            code="24931", name="Xã Khác", short_name="Khác", kind=UnitKind.COMMUNE, valid=places.ALWAYS, folded="khac"
        )
