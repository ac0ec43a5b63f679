"""A certificate ends: another takes its place in time, and what the first one signed stays good."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from django.conf import LazySettings

from motcua.signing import actions, authority
from motcua.signing.models import SigningKey
from motcua.signing.queries import ending_keys, listed_keys
from motcua.signing.rules import SigningRefused, warning_due
from motcua.signing.verify import check_pdf

NOW = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def keys(settings: LazySettings, tmp_path: Path) -> Path:
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    return tmp_path


def renewal(folder: Path, *, begins: datetime, years: int) -> tuple[str, str]:
    """Return a chain and the reference of its key, from the demo authority of a folder."""
    issuer = authority.demo_issuer(folder / "demo-authority", folder / "trust", NOW)
    key = authority.new_key()
    holder = authority.name_of("Nguyễn Thị Ánh")
    made = authority.demo_certificate(issuer=issuer, key=key.public_key(), holder=holder, begins=begins, years=years)
    authority.write_key(folder / "new.key", key)
    return authority.pem(made) + authority.pem(issuer.certificate), "new.key"


@pytest.mark.django_db
def test_a_renewal_stands_beside_the_old_certificate_and_signs_from_now_on(keys: Path) -> None:
    old = actions.make_demo_key(label="user:anh", holder_name="Nguyễn Thị Ánh", now=NOW, years=1)
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(out)
    first = actions.sign_pdf(pdf=out.getvalue(), key=old, at=NOW, place="leader")
    later = NOW + timedelta(days=340)
    chain, reference = renewal(keys, begins=later, years=2)
    new = actions.renew_key(key=old, chain=chain, key_reference=reference, now=later)
    assert SigningKey.objects.filter(label="user:anh").first() == new, "whoever looks for the label finds the newest"
    assert [line.key for line in listed_keys(later)] == [new]
    both = actions.sign_pdf(pdf=first, key=new, at=later, place="agency")
    assert check_pdf(both).trusted, "what the old one signed stays good"
    with pytest.raises(SigningRefused, match="no_renewal"):
        actions.renew_key(key=old, chain=chain, key_reference=reference, now=later)


@pytest.mark.django_db
@pytest.mark.parametrize(("begins", "years"), [(NOW + timedelta(days=1), 9), (NOW, 1)])
def test_what_is_not_valid_yet_or_ends_no_later_renews_nothing(keys: Path, begins: datetime, years: int) -> None:
    old = actions.make_demo_key(label="user:anh", holder_name="Nguyễn Thị Ánh", now=NOW, years=2)
    chain, reference = renewal(keys, begins=begins, years=years)
    with pytest.raises(SigningRefused, match="no_renewal"):
        actions.renew_key(key=old, chain=chain, key_reference=reference, now=NOW)
    assert SigningKey.objects.get().succeeded_at is None


@pytest.mark.parametrize(
    ("left", "due"), [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)]
)
def test_each_warning_has_its_time(left: int, due: int | None) -> None:
    assert warning_due(NOW + timedelta(days=left), now=NOW, days=[60, 30, 7]) == due


@pytest.mark.django_db
def test_only_keys_in_use_are_warned_of(keys: Path) -> None:
    old = actions.make_demo_key(label="user:anh", holder_name="Nguyễn Thị Ánh", now=NOW, years=1)
    soon = old.valid_to - timedelta(days=20)
    assert ending_keys(NOW) == []
    assert ending_keys(soon) == [(old, 30)]
    assert listed_keys(soon)[0].ends_soon
    chain, reference = renewal(keys, begins=soon, years=2)
    actions.renew_key(key=old, chain=chain, key_reference=reference, now=soon)
    assert ending_keys(soon) == []
