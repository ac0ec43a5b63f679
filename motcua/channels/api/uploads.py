"""The body of `POST /files` as nearly every program sends it: one part, one file, in memory.

Django's parser reads any multipart body piece by piece, which for a scan of a page takes longer than all that is done
with it. What is shaped otherwise in the least is left to that parser.
"""

import io
import re

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from motcua.lib.text import read_number

KIND = re.compile(r"multipart/form-data; ?boundary=([A-Za-z0-9'()+_./:=?-]{1,70})")
# No escapes, entities or parameters: what they mean is for the other parser to say.
HEAD = re.compile(
    rb'Content-Disposition: form-data; name="([\w-]{1,40})"; filename="([^"\\\x00-\x1f&;%/]{1,200})"\r\n'
    rb"(?:Content-Type: ([\w.+/-]{1,100})\r\n)?\r\n",
    re.IGNORECASE | re.ASCII,
)


def read_file(request: HttpRequest) -> None:
    """Read a body of one file, so that nothing parses it again; nothing happens for any other body."""
    kind = KIND.fullmatch(request.META.get("CONTENT_TYPE", ""))
    length = read_number(request.META.get("CONTENT_LENGTH") or "")
    if kind is None or length is None or length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return
    body, edge = request.body, b"--" + kind[1].encode()
    head = HEAD.match(body, len(edge) + 2) if body.startswith(edge + b"\r\n") else None
    end = body.find(b"\r\n" + edge, head.end()) if head is not None else -1
    if head is None or end < 0 or body[end + 2 + len(edge) :] not in {b"--", b"--\r\n"}:
        return
    field, name, media = (part.decode("utf-8", "replace") for part in (head[1], head[2], head[3] or b""))
    content = body[head.end() : end]
    file = InMemoryUploadedFile(io.BytesIO(content), field, name, media, len(content), None)
    request._post, request._files = QueryDict(), MultiValueDict({field: [file]})  # type: ignore[attr-defined]
