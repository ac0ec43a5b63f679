"""A body of one file is read as Django's parser would read it; any other is left to that."""

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from motcua.channels.api.uploads import read_file

EDGE = "motcua-7d1f"
SCAN = b"%PDF-1.7\r\n--motcua\r\n\x00\xff"


def part(name: str = 'name="file"; filename="scan.pdf"', more: str = "", content: bytes = SCAN) -> bytes:
    head = f"--{EDGE}\r\nContent-Disposition: form-data; {name}\r\n{more}\r\n"
    return head.encode() + content + b"\r\n"


def sent(body: bytes, kind: str = f"multipart/form-data; boundary={EDGE}") -> HttpRequest:
    return RequestFactory().post("/api/v1/files", data=body, content_type=kind)


def files_of(request: HttpRequest) -> list[tuple[str, str | None, int | None, bytes]]:
    found = []
    for field, files in request.FILES.lists():
        for file in files:
            assert isinstance(file, UploadedFile)
            found.append((field, file.name, file.size, file.read()))
    return found


END = f"--{EDGE}--\r\n".encode()
MEDIA = "Content-Type: application/pdf\r\n"


@pytest.mark.parametrize(
    ("body", "is_ours"),
    [
        (part() + END, True),
        (part(more=MEDIA) + END, True),
        (part(more=MEDIA) + END.rstrip(), True),
        (part('name="file"; filename="Giấy khai sinh (bản 2).pdf"') + END, True),
        (part(content=b"") + END, True),
        (part('name="other"; filename="scan.pdf"') + END, True),
        (part() + part('name="more"; filename="b.pdf"') + END, False),
        (part('name="file"') + END, False),
        (part('name="file"; filename="a&amp;b.pdf"') + END, False),
        (part('name="file"; filename="a.pdf"; filename*=UTF-8\'\'%e2%82%ac.pdf') + END, False),
        (part('name="file"; filename="../../etc/passwd"') + END, False),
        (part(more="Content-Transfer-Encoding: base64\r\n", content=b"JVBERg==") + END, False),
        (part(), False),
        (part() + END + b"after", False),
        (b"before\r\n" + part() + END, False),
        (b"", False),
    ],
)
def test_read_as_the_other_parser_does(body: bytes, is_ours: bool) -> None:
    ours, theirs = sent(body), sent(body)
    read_file(ours)
    assert hasattr(ours, "_files") == is_ours
    assert files_of(ours) == files_of(theirs)
    assert ours.POST == theirs.POST


def test_another_kind_of_body_is_not_read() -> None:
    for kind in ("application/json", "multipart/mixed; boundary=a", f'multipart/form-data; boundary="{EDGE}"'):
        request = sent(part() + END, kind)
        read_file(request)
        assert not hasattr(request, "_files")


def test_a_long_body_goes_to_the_disk_as_before() -> None:
    request = sent(part(content=b"x" * 2_600_000) + END)
    read_file(request)
    assert not hasattr(request, "_files")
    assert [size for _, _, size, _ in files_of(request)] == [2_600_000]
