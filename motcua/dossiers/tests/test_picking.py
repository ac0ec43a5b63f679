"""Scans that a counter's device wrote into its folder: picked up once, bad ones set aside with the reason."""

import os
import time
from pathlib import Path

import pytest
from django.test import override_settings

from motcua.dossiers import actions
from motcua.dossiers.folders import BAD, CLAIMED
from motcua.dossiers.models import Scan
from motcua.dossiers.tests import factories as cases
from motcua.files.tests.samples import pdf
from motcua.organisations.tests import factories as places

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    unit = places.commune().one_stop
    assert unit is not None
    place = tmp_path / unit.code
    place.mkdir()
    return place


def written(folder: Path, name: str, data: bytes, *, ago: int = 60) -> None:
    path = folder / name
    path.write_bytes(data)
    os.utime(path, (time.time() - ago,) * 2)


def test_files_are_picked_up_once_and_bad_ones_set_aside(folder: Path) -> None:
    dossier = cases.filed(channel="direct", received_agency_id=places.commune().one_stop_id)
    written(folder, "a.pdf", pdf())
    written(folder, f"{dossier.code}.pdf", pdf())
    written(folder, "hong.pdf", b"MZ")
    written(folder, "dang-quet.pdf", pdf(), ago=0)
    written(folder, ".an", pdf())
    (folder / "link.pdf").symlink_to("/etc/hostname")
    with override_settings(SCAN_FOLDER=str(folder.parent)):
        assert actions.pick_scans(now=cases.NOW) == {"taken": 2, "aside": 1}
        assert actions.pick_scans(now=cases.NOW) == {"taken": 0, "aside": 0}
    assert list(Scan.objects.order_by("name").values_list("name", "dossier", "way")) == [
        (f"{dossier.code}.pdf", dossier.pk, "folder"),
        ("a.pdf", None, "folder"),
        ("hong.pdf", None, "folder"),
    ]
    bad = Scan.objects.get(name="hong.pdf")
    assert bad.file is None
    assert "không thuộc loại nhận được" in bad.problem
    assert (folder / BAD / "hong.pdf").read_bytes() == b"MZ"
    assert "không thuộc loại nhận được" in (folder / BAD / "hong.pdf.txt").read_text()
    assert (folder / "dang-quet.pdf").exists(), "the scanner may still be writing"
    assert list((folder / CLAIMED).iterdir()) == []


def test_a_folder_of_no_unit_and_what_a_dead_worker_had_claimed(folder: Path) -> None:
    other = folder.parent / "KHONG-CO"
    other.mkdir()
    written(other, "a.pdf", pdf())
    (folder / CLAIMED).mkdir()
    written(folder / CLAIMED, "1.2-b.pdf", pdf(), ago=3600)
    written(folder / CLAIMED, "1.3-c.pdf", pdf(), ago=60)
    with override_settings(SCAN_FOLDER=str(folder.parent)):
        assert actions.pick_scans(now=cases.NOW) == {"taken": 1, "aside": 1}
    assert Scan.objects.get().name == "b.pdf"
    assert "KHONG-CO" in (other / BAD / "a.pdf.txt").read_text()
