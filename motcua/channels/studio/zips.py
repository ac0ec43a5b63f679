"""A package as a zip: written for a colleague or another province, read with suspicion."""

import io
import zipfile

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.procedures.packages.folders import FILES, MAX_FILE

MOST_BYTES = 4_000_000
# In a folder of the repository beside the package itself; the tests' alone.
PASSED_OVER = frozenset({"sample.json"})


def packed(code: str, files: dict[str, str]) -> bytes:
    """Return the files as a zip with one folder, named after the procedure; equal files give equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in FILES:
            if name in files:
                info = zipfile.ZipInfo(f"{code}/{name}", date_time=(1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, files[name])
    return out.getvalue()


def unpacked(data: bytes) -> dict[str, str]:
    """Return the files of a zip by their names, with or without one folder around them.

    Nothing is written anywhere, only known names are read, and no more of each than may be. Raises Refused.
    """
    if len(data) > MOST_BYTES:
        raise Refused("zip_too_large", N_("Tệp zip lớn quá 4 MB; một gói thủ tục nhỏ hơn nhiều."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as problem:
        raise Refused("not_a_zip", N_("Tệp này không phải tệp zip đọc được.")) from problem


def _read(archive: zipfile.ZipFile) -> dict[str, str]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > 50:
        raise Refused("zip_too_many", N_("Tệp zip có quá nhiều tệp; hãy nén riêng thư mục của một gói."))
    files: dict[str, str] = {}
    for member in members:
        folders, _, name = member.filename.rpartition("/")
        if name in PASSED_OVER or folders.startswith("__MACOSX"):
            continue
        if name not in FILES or folders.count("/") or ".." in folders or name in files:
            raise Refused("zip_unknown_file", N_("Tệp zip có tệp lạ: “{name}”."), name=member.filename[:100])
        with archive.open(member) as opened:
            # What a bomb would unfold is never read: a byte more than may be tells enough.
            content = opened.read(MAX_FILE + 1)
        if len(content) > MAX_FILE:
            raise Refused("zip_file_too_large", N_("Tệp “{name}” trong zip lớn quá 1 MB."), name=name)
        try:
            files[name] = content.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as problem:
            raise Refused("zip_not_text", N_("Tệp “{name}” không phải văn bản UTF-8."), name=name) from problem
    if not files:
        raise Refused("zip_empty", N_("Tệp zip không có tệp nào của gói thủ tục."))
    return files
