"""The same behaviour on an S3-compatible store, played by moto's server on this machine."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from moto.server import ThreadedMotoServer
from storages.backends.s3 import S3Storage

from motcua.files import actions, queries
from motcua.files.rules import FileRefused
from motcua.files.tests import samples
from motcua.lib.actors import Actor

NOW = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
LAN = Actor(kind="citizen", id="17", name="Trần Thị Lan")

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    yield f"http://{host}:{port}"
    moto.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> S3Storage:
    storage = S3Storage(
        bucket_name=f"files-{uuid.uuid4().hex}",
        endpoint_url=server,
        region_name="us-east-1",
        access_key="key",
        secret_key="secret",
        default_acl=None,
        file_overwrite=True,
    )
    storage.connection.create_bucket(Bucket=storage.bucket_name)
    for module in (actions, queries):
        monkeypatch.setattr(module, "default_storage", storage)
    return storage


def test_what_is_stored_is_read_back_and_checked(bucket: S3Storage) -> None:
    data = samples.pdf(weight=300_000)
    file = actions.store(data=data, name="sổ đỏ.pdf", purpose="paper", by=LAN, now=NOW)
    assert b"".join(queries.stream(file)) == data
    bucket.connection.Object(bucket.bucket_name, file.key).put(Body=data[:-9] + b"x" * 9)
    assert not queries.is_whole(file)
    bucket.delete(file.key)
    with pytest.raises(queries.Damaged, match="missing"):
        queries.read(file)


def test_uploads_and_the_sweep_work(bucket: S3Storage) -> None:
    data = samples.pdf(weight=3000)
    upload = actions.begin_upload(name="a.pdf", size=len(data), purpose="paper", by=LAN, now=NOW)
    for offset in range(0, len(data), 1000):
        piece = data[offset : offset + 1000]
        actions.append(upload_id=upload.public_id, offset=offset, data=piece, by=LAN, now=NOW)
    file = actions.finish_upload(upload_id=upload.public_id, by=LAN, now=NOW)
    assert queries.read(file) == data
    actions.attach(file_ids=[file.pk], by=LAN, now=NOW)
    loose = actions.store(data=data, name="b.pdf", purpose="paper", by=LAN, now=NOW)
    loose_key = loose.key
    loose.delete()
    assert actions.sweep(now=NOW + timedelta(days=3)) == {"uploads": 1, "files": 0, "objects": 1}
    assert not bucket.exists(loose_key)
    assert queries.is_whole(file), "what is attached stays"


def test_nothing_is_written_for_a_refused_file(bucket: S3Storage) -> None:
    with pytest.raises(FileRefused):
        actions.store(data=b"MZ", name="a.pdf", purpose="paper", by=LAN, now=NOW)
    assert list(bucket.connection.Bucket(bucket.bucket_name).objects.all()) == []
