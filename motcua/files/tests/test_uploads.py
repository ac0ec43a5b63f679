"""Files that come in pieces and may be resumed."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from motcua.files import actions, queries
from motcua.files.models import StoredFile, Upload, UploadPart
from motcua.files.rules import FileRefused
from motcua.files.tests import samples
from motcua.lib.actors import Actor

NOW = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
LAN = Actor(kind="citizen", id="17", name="Trần Thị Lan")
STRANGER = Actor(kind="citizen", id="18", name="K'Brếu")
PDF = samples.pdf(weight=3000)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def upload() -> Upload:
    return actions.begin_upload(name="sổ đỏ.pdf", size=len(PDF), purpose="paper", by=LAN, now=NOW)


def append(upload: Upload, offset: int, data: bytes, by: Actor = LAN) -> Upload:
    return actions.append(upload_id=upload.public_id, offset=offset, data=data, by=by, now=NOW)


def finish(upload: Upload, by: Actor = LAN) -> StoredFile:
    return actions.finish_upload(upload_id=upload.public_id, by=by, now=NOW)


def test_pieces_become_the_file(upload: Upload) -> None:
    append(upload, 0, PDF[:1000])
    append(upload, 1000, PDF[1000:2500])
    assert queries.upload(public_id=upload.public_id, by=LAN).received == 2500
    append(upload, 2500, PDF[2500:])
    keys = list(UploadPart.objects.values_list("key", flat=True))
    file = finish(upload)
    assert queries.read(file) == PDF
    assert finish(upload) == file, "asked again after a lost answer: the same file"
    assert StoredFile.objects.count() == 1
    assert not any(default_storage.exists(key) for key in keys)


def test_a_piece_sent_twice_is_taken_once(upload: Upload) -> None:
    append(upload, 0, PDF[:1000])
    assert append(upload, 0, PDF[:1000]).received == 1000
    assert UploadPart.objects.count() == 1


def test_two_lines_sending_the_same_piece_leave_one(upload: Upload) -> None:
    """A phone that changes from mobile to wireless sends again while the first request is still on its way."""

    def send(_: int) -> int:
        try:
            return append(upload, 0, PDF[:1000]).received
        except FileRefused as refusal:
            return int(str(refusal.params["received"]))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(send, range(8))) == [1000] * 8
    assert UploadPart.objects.count() == 1
    append(upload, 1000, PDF[1000:])
    assert queries.read(finish(upload)) == PDF


def test_a_gap_is_refused_and_tells_where_to_go_on(upload: Upload) -> None:
    append(upload, 0, PDF[:1000])
    with pytest.raises(FileRefused) as caught:
        append(upload, 2000, PDF[2000:])
    assert (caught.value.code, caught.value.params["received"]) == ("upload_offset", 1000)
    with pytest.raises(FileRefused, match="upload_incomplete"):
        finish(upload)
    with pytest.raises(FileRefused, match="upload_overrun"):
        append(upload, 1000, PDF)


def test_nobody_touches_anothers_upload(upload: Upload) -> None:
    with pytest.raises(FileRefused, match="upload_unknown"):
        append(upload, 0, PDF, by=STRANGER)
    with pytest.raises(FileRefused, match="upload_unknown"):
        finish(upload, by=STRANGER)
    with pytest.raises(FileRefused, match="upload_unknown"):
        queries.upload(public_id=upload.public_id, by=STRANGER)
    with pytest.raises(FileRefused, match="upload_unknown"):
        actions.finish_upload(upload_id=uuid.uuid4(), by=LAN, now=NOW)


@pytest.mark.parametrize(("size", "code"), [(0, "file_empty"), (25_000_001, "file_too_big")])
def test_size_is_checked_before_anything_is_sent(size: int, code: str) -> None:
    with pytest.raises(FileRefused, match=code):
        actions.begin_upload(name="a.pdf", size=size, purpose="paper", by=LAN, now=NOW)


def test_a_refused_file_ends_its_upload() -> None:
    upload = actions.begin_upload(name="a.pdf", size=4, purpose="paper", by=LAN, now=NOW)
    append(upload, 0, b"MZ\x90\x00")
    key = UploadPart.objects.get().key
    with pytest.raises(FileRefused, match="file_kind"):
        finish(upload)
    assert Upload.objects.count() == 0
    assert not default_storage.exists(key)


def test_sweep_removes_unfinished_uploads(upload: Upload) -> None:
    append(upload, 0, PDF[:1000])
    key = UploadPart.objects.get().key
    assert actions.sweep(now=NOW + timedelta(hours=23))["uploads"] == 0
    assert actions.sweep(now=NOW + timedelta(hours=25))["uploads"] == 1
    assert not default_storage.exists(key)
