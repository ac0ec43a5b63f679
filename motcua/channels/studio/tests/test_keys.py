"""The certificates that sign here, and what their signatures are worth in years, as the administrator sees them."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motcua.signing.actions import make_demo_key
from motcua.signing.models import SigningKey
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db


def test_the_certificates_that_sign_are_listed(admin: Client, settings: LazySettings, tmp_path: Path) -> None:
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    fetch(admin, reverse("studio:keys"))
    make_demo_key(
        label="user:a",
        holder_name="Nguyễn Thị Ánh",
        capacity="Chủ tịch",
        agency_name="UBND xã",
        now=timezone.now(),
        years=9,
    )
    ends = make_demo_key(label="seal:b", holder_name="UBND xã", is_seal=True, now=timezone.now(), years=1)
    SigningKey.objects.filter(pk=ends.pk).update(valid_to=timezone.now() + timedelta(days=6), key_reference="csc:b")
    with CaptureQueriesContext(connection) as one:
        page = fetch(admin, reverse("studio:keys"))
    rows = page.words("tbody tr")
    assert len(rows) == 2
    assert "UBND xã (con dấu)" in rows[0]
    assert "sắp hết hạn" in rows[0]
    assert "dịch vụ ký từ xa" in rows[0]
    assert "Nguyễn Thị Ánh Chủ tịch, UBND xã Motcua Demo Issuing CA" in " ".join(rows[1].split())
    SigningKey.objects.filter(label="seal:b").update(label="seal:c")
    make_demo_key(label="user:d", holder_name="Lê Văn Bình", now=timezone.now())
    with CaptureQueriesContext(connection) as more:
        fetch(admin, reverse("studio:keys"))
    assert len(more) == len(one)


def test_results_that_do_not_last_yet_are_listed(admin: Client) -> None:
    assert "Không có văn bản nào đã ký quá 30 phút" in fetch(admin, reverse("studio:signatures")).text
