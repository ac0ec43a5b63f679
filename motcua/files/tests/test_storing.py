"""What is taken, what is turned down, and that what is read is what was stored."""

import io
import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from motcua.files import actions, queries
from motcua.files.models import StoredFile
from motcua.files.rules import FileRefused, Kind, plain_name, shown_name
from motcua.files.storage import FolderStorage
from motcua.files.tests import samples
from motcua.lib.actors import Actor

NOW = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
LAN = Actor(kind="citizen", id="17", name="Trần Thị Lan")
STRANGER = Actor(kind="citizen", id="18", name="K'Brếu")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for module in (actions, queries):
        monkeypatch.setattr(module, "default_storage", FolderStorage(location=str(tmp_path)))
    return tmp_path


def store(data: bytes, name: str = "giấy khai sinh.pdf", by: Actor = LAN) -> StoredFile:
    return actions.store(data=data, name=name, purpose="paper", by=by, now=NOW)


def refused(data: bytes, name: str = "tệp.pdf") -> str:
    with pytest.raises(FileRefused) as caught:
        store(data, name)
    assert "{" not in str(caught.value)
    assert StoredFile.objects.count() == 0
    return caught.value.code


def photo() -> bytes:
    return samples.encode(samples.page_photo())


# Made where a test asks for them: every process that collects the suite would else draw all of these pictures.
KINDS: list[tuple[Callable[[], bytes], Kind, int | None]] = [
    (lambda: samples.pdf(3), Kind.PDF, 3),
    (photo, Kind.JPEG, 1),
    (lambda: samples.encode(samples.page_photo(), "PNG"), Kind.PNG, 1),
    (lambda: samples.encode(samples.page_photo(), "WEBP"), Kind.WEBP, 1),
    (lambda: samples.heic(samples.page_photo()), Kind.HEIC, 1),
    (
        lambda: samples.encode(samples.page_photo(), "TIFF", save_all=True, append_images=[samples.page_photo()]),
        Kind.TIFF,
        2,
    ),
    (samples.docx, Kind.DOCX, None),
    (lambda: samples.archive({"[Content_Types].xml": b"<T/>", "xl/workbook.xml": b"<w/>"}), Kind.XLSX, None),
    (
        lambda: samples.archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<c/>"}),
        Kind.ODT,
        None,
    ),
]


@pytest.mark.parametrize(("make", "kind", "pages"), KINDS, ids=[kind for _, kind, _ in KINDS])
def test_kind_comes_from_the_content_not_from_the_name(
    make: Callable[[], bytes], kind: Kind, pages: int | None
) -> None:
    data = make()
    file = store(data, "ảnh.exe")
    assert (file.kind, file.pages, file.size, file.name) == (kind, pages, len(data), "ảnh.exe")
    assert queries.read(file) == data
    assert file.shown_name.startswith("ảnh.exe.")


def js() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def annotated(**annotation: Any) -> bytes:
    document = pikepdf.open(io.BytesIO(samples.pdf()))
    page = document.pages[0]
    page.obj.Annots = Array([Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **annotation)])
    return samples.saved(document, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def with_attachment() -> bytes:
    document = pikepdf.open(io.BytesIO(samples.pdf()))
    document.attachments["virus.exe"] = b"MZ"
    return samples.saved(document)


BAD: dict[str, list[Callable[[], bytes]]] = {
    "file_empty": [lambda: b""],
    "file_kind": [
        lambda: b"MZ\x90\x00" + b"\0" * 200,
        lambda: b"\x7fELF" + b"\0" * 200,
        lambda: b"<html><script>alert(1)</script></html>",
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        lambda: b"GIF89a" + b"\0" * 100,
        lambda: b"junk before %PDF-1.7" + samples.pdf(),
        lambda: b"\0" * 5000,
        lambda: samples.archive({"setup.exe": b"MZ"}),
    ],
    "file_old_office": [lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000],
    "file_damaged": [
        lambda: samples.pdf(weight=50_000)[:30_000],
        lambda: b"%PDF-1.7\nnothing else\n%%EOF",
        lambda: photo()[:9_000],
        lambda: samples.encode(samples.page_photo(), "PNG")[:3_000],
        lambda: samples.heic(samples.page_photo())[:9_000],
        lambda: samples.docx()[:-30],
        lambda: b"\xff\xd8\xff\xe0" + b"\0" * 500,
    ],
    "file_encrypted": [lambda: samples.encrypted_pdf("secret"), lambda: samples.encrypted_pdf("")],
    "file_active": [
        lambda: samples.pdf(OpenAction=js()),
        lambda: samples.pdf(OpenAction=Dictionary(S=Name.Launch, F=String("calc.exe"))),
        lambda: samples.pdf(AA=Dictionary(WC=js())),
        lambda: samples.pdf(Names=Dictionary(JavaScript=Dictionary(Names=Array([String("a"), js()])))),
        lambda: samples.pdf(AcroForm=Dictionary(Fields=Array([]), XFA=String("<xdp/>"))),
        lambda: annotated(Subtype=Name.Link, A=Dictionary(S=Name.SubmitForm, F=String("http://a"))),
        lambda: annotated(Subtype=Name.Link, A=Dictionary(S=Name.GoTo, Next=Array([js()]))),
        lambda: annotated(Subtype=Name.FileAttachment),
        lambda: annotated(Subtype=Name.RichMedia),
        with_attachment,
    ],
    "file_macro": [
        lambda: samples.docx(**{"word/vbaProject.bin": b"x"}),
        lambda: samples.docx(**{"word/embeddings/a.bin": b"x"}),
        lambda: samples.docx(
            **{"word/_rels/settings.xml.rels": b'<R Type="a/attachedTemplate" Target="h" TargetMode="External"/>'}
        ),
    ],
    "file_bomb": [lambda: samples.docx(**{"word/media/a.bmp": bytes(200_000_000)})],
    "file_too_many_pages": [lambda: samples.pdf(501)],
    "file_too_many_pixels": [lambda: samples.encode(Image.new("1", (30_000, 30_000)), "PNG")],
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "make"),
    [(code, make) for code, cases in BAD.items() for make in cases],
    ids=[f"{code}-{place}" for code, cases in BAD.items() for place in range(len(cases))],
)
def test_bad_files_are_turned_down_with_a_sentence(code: str, make: Callable[[], bytes]) -> None:
    assert refused(make()) == code


def test_too_big_is_told_with_the_limit(settings: object) -> None:
    with pytest.raises(FileRefused) as caught:
        store(io.BytesIO(b"%PDF-" + bytes(25_000_001)))  # type: ignore[arg-type]
    assert caught.value.code == "file_too_big"
    assert "25 MB" in str(caught.value)


@pytest.mark.parametrize(
    "root",
    [
        {"OpenAction": Array([0, Name.Fit])},
        {"OpenAction": Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]))},
        {"Lang": String("/JavaScript is only a word here /JS")},
    ],
)
def test_harmless_pdf_is_taken(root: dict[str, Any]) -> None:
    assert store(samples.pdf(**root)).kind == Kind.PDF


def test_links_to_addresses_are_harmless() -> None:
    assert store(annotated(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://a")))).pages == 1


@pytest.mark.parametrize(
    ("make", "warnings"),
    [
        (samples.page_photo, []),
        (lambda: samples.blurred(samples.page_photo()), ["blurred"]),
        (lambda: samples.dark(samples.page_photo()), ["dark"]),
        (lambda: samples.page_photo(400, 600), ["small"]),
    ],
    ids=["good", "blurred", "dark", "small"],
)
def test_a_bad_photo_warns_and_never_blocks(make: Callable[[], Image.Image], warnings: list[str]) -> None:
    file = store(samples.encode(make(), quality=85))
    assert file.warnings == warnings
    assert len(queries.warning_texts(file)) == len(warnings)


def test_equal_files_of_two_people_are_two_objects(folder: Path) -> None:
    data = samples.pdf()
    mine, yours = store(data), store(data, by=STRANGER)
    assert mine.sha256 == yours.sha256
    assert mine.key != yours.key
    (folder / mine.key).unlink()
    assert queries.read(yours) == data


def test_files_are_private_on_the_disk(folder: Path) -> None:
    path = folder / store(samples.pdf()).key
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    # Any two digits may stand in a random name; what the file was called and whose it is may not.
    assert re.fullmatch("[0-9a-f]{32}", path.name)


def test_a_changed_object_is_never_handed_out(folder: Path) -> None:
    file = store(samples.pdf(weight=400_000))
    path = folder / file.key
    whole = path.read_bytes()
    path.write_bytes(whole[:-40] + b"x" + whole[-39:])
    got: list[bytes] = []
    with pytest.raises(queries.Damaged):
        got.extend(queries.stream(file))
    assert sum(len(piece) for piece in got) < file.size, (
        "the last piece is held back, so the receiver sees a broken answer"
    )
    assert not queries.is_whole(file)
    path.unlink()
    with pytest.raises(queries.Damaged, match="missing"):
        queries.read(file)


def test_a_file_is_attached_once_and_only_by_its_sender() -> None:
    file = store(samples.pdf())
    for actor in (STRANGER,):
        with pytest.raises(FileRefused, match="file_unknown"):
            queries.sent(public_ids=[file.public_id], by=actor)
        with pytest.raises(FileRefused, match="file_unknown"):
            actions.attach(file_ids=[file.pk], by=actor, now=NOW)
    assert queries.sent(public_ids=[file.public_id], by=LAN) == [file]
    actions.attach(file_ids=[file.pk], by=LAN, now=NOW)
    with pytest.raises(FileRefused, match="file_unknown"):
        actions.attach(file_ids=[file.pk], by=LAN, now=NOW)
    with pytest.raises(FileRefused, match="file_unknown"):
        queries.sent(public_ids=[uuid.uuid4()], by=LAN)


def test_a_copy_is_another_object() -> None:
    file = store(samples.pdf())
    other = actions.copy(file=file, purpose="result", by=LAN, now=NOW)
    assert (other.sha256, other.pages, other.purpose) == (file.sha256, file.pages, "result")
    assert other.key != file.key
    assert queries.read(other) == queries.read(file)


def test_downloads_are_never_active_content() -> None:
    headers = queries.download_headers(store(samples.pdf(), 'lạ".pdf'))
    assert headers["Content-Disposition"].startswith("attachment; filename*=utf-8''l%E1%BA%A1")
    assert headers["Content-Security-Policy"].startswith("sandbox")
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("given", "kept"),
    [("C:\\Ảnh\\sổ đỏ.jpg", "sổ đỏ.jpg"), ("../../etc/passwd", "passwd"), ("a" * 300 + ".pdf", "a" * 196 + ".pdf")],
)
def test_names_lose_their_folders(given: str, kept: str) -> None:
    assert plain_name(given) == kept


def test_a_name_of_nothing_is_refused() -> None:
    with pytest.raises(FileRefused, match="file_name"):
        store(samples.pdf(), "\u200b/ ..")


def test_names_are_normalised() -> None:
    assert store(samples.pdf(), "hòa.pdf").name == "hòa.pdf"


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [("a.jpeg", Kind.JPEG, "a.jpeg"), ("a.pdf", Kind.JPEG, "a.jpg"), ("a", Kind.PDF, "a.pdf")],
)
def test_downloads_end_as_their_content_is(name: str, kind: Kind, shown: str) -> None:
    assert shown_name(name, kind) == shown


@pytest.mark.django_db(transaction=True)
def test_sweep_removes_what_nobody_took(folder: Path) -> None:
    kept, loose = store(samples.pdf()), store(samples.pdf())
    actions.attach(file_ids=[kept.pk], by=LAN, now=NOW)
    orphan = folder / "blobs" / f"{NOW:%Y%m%d}" / "ab" / "orphan"
    orphan.parent.mkdir(parents=True, exist_ok=True)
    orphan.write_bytes(b"written, then the power went")
    assert actions.sweep(now=NOW + timedelta(hours=1)) == {"uploads": 0, "files": 0, "objects": 0}
    assert actions.sweep(now=NOW + timedelta(days=3)) == {"uploads": 0, "files": 0, "objects": 1}
    assert actions.sweep(now=NOW + timedelta(days=31))["files"] == 1
    assert not orphan.exists()
    assert not (folder / loose.key).exists()
    assert queries.is_whole(kept)
