"""Packages as zips: what we write reads back, and nothing else gets in."""

import io
import zipfile

import pytest

from motcua.channels.studio.zips import MOST_BYTES, packed, unpacked
from motcua.lib.refusals import Refused

FILES = {"package.yaml": "code: x\n", "process.bpmn": "<a/>", "form.json": "{}"}


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def test_what_was_packed_is_unpacked() -> None:
    assert unpacked(packed("1.001193", FILES)) == FILES
    assert packed("1.001193", FILES) == packed("1.001193", dict(reversed(FILES.items())))


def test_a_folder_of_ours_or_none_around_the_files_and_the_samples_of_tests_passed_over() -> None:
    assert unpacked(zipped(("form.json", b"\xef\xbb\xbf{}\r\n"), ("sample.json", b"{}"))) == {"form.json": "{}\n"}
    assert unpacked(zipped(("x/form.json", b"{}"), ("__MACOSX/x/._form.json", b"?"))) == {"form.json": "{}"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK nothing", "not_a_zip"),
        (b"x" * (MOST_BYTES + 1), "zip_too_large"),
        (zipped(("x/virus.exe", b"")), "zip_unknown_file"),
        (zipped(("../form.json", b"{}")), "zip_unknown_file"),
        (zipped(("a/b/form.json", b"{}")), "zip_unknown_file"),
        (zipped(("a/form.json", b"{}"), ("b/form.json", b"{}")), "zip_unknown_file"),
        (zipped(("form.json", b" " * 1_000_001)), "zip_file_too_large"),
        (zipped(("form.json", b"\xff")), "zip_not_text"),
        (zipped(), "zip_empty"),
        (zipped(*((f"{number}.txt", b"") for number in range(51))), "zip_too_many"),
    ],
)
def test_what_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused, match=code):
        unpacked(data)


def test_a_broken_member_is_no_zip() -> None:
    data = bytearray(zipped(("form.json", b"{}" * 500)))
    data[40:50] = b"\x00" * 10
    with pytest.raises(Refused, match="not_a_zip"):
        unpacked(bytes(data))
