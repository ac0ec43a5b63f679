"""A file that somebody sends only to have it looked at: it stays in memory, on no disk and in no table, and is gone
with the request.
"""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest


class PassingUpload(FileUploadHandler):
    """Keeps the first file of a form in memory, and none that is larger than it may be: then `is_too_large`.

    Give it to a request before its form is read (`keep_nothing`). Django's own handlers write larger files to a disk.
    """

    def __init__(self, request: HttpRequest | None = None, *, most: int) -> None:
        super().__init__(request)
        self.most, self.is_too_large = most, False
        self._parts: list[bytes] = []
        self._size, self._begun = 0, 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._begun += 1
        if self._begun > 1:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._size += len(raw_data)
        if self._size > self.most:
            self.is_too_large = True
            self._parts.clear()
        else:
            self._parts.append(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        if self.is_too_large:
            return None
        whole = BytesIO(b"".join(self._parts))
        self._parts.clear()
        return InMemoryUploadedFile(whole, self.field_name, "file", self.content_type, file_size, None)


def keep_nothing(request: HttpRequest, *, most: int) -> PassingUpload:
    """Let what a request sends stay in memory, at most so many bytes; call it before the form is read."""
    handler = PassingUpload(request, most=most)
    request.upload_handlers = [handler]
    return handler
