"""What a filing needs besides the procedure's own form, for every way in which a result may be collected."""

from itertools import combinations

import pytest

from motcua.channels.portal.particulars import CHANNELS, particulars_form

SUBSETS = [subset for size in (1, 2, 3) for subset in combinations(CHANNELS, size)]


@pytest.mark.parametrize("channels", SUBSETS)
@pytest.mark.parametrize("areas", [(), (("24931", "Xã Đơn Dương"),)])
def test_an_address_is_asked_for_only_where_something_may_be_posted(
    areas: tuple[tuple[str, str], ...], channels: tuple[str, ...]
) -> None:
    form = particulars_form(areas, channels)
    asked = {field.path for step in form.steps for field in step.fields}
    assert ("result_address" in asked) == ("post" in channels)
    assert ("area" in asked) == bool(areas)
