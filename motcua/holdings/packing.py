"""Writes a copy of one's own data: one ZIP with a page to read, the same for programs, its schema, and the files.

Record by record, so that an organisation with ten thousand dossiers takes no more memory than a page of them.
"""

import json
import tempfile
import zipfile
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import IO

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from motcua.accounts.models import User
from motcua.files import queries as stored
from motcua.files.models import StoredFile

from .collecting import COLLECTORS
from .rules import MOST_BYTES, SCHEMA, SECTIONS, Attached, Record
from .shaping import moment

HERE = Path(__file__).parent
PAGE, DATA, SCHEMA_FILE, STYLE, LEFT = "du-lieu.html", "du-lieu.json", "luoc-do.json", "kieu.css", "tep-khong-kem.txt"


def write(into: IO[bytes], user: User, now: datetime) -> None:
    """Write the copy of somebody's own data, in Vietnamese, as a ZIP. The user has a person."""
    person = user.person
    if person is None:
        raise ValueError("only a person has data of their own")
    with translation.override("vi"), ExitStack() as stack:
        package = stack.enter_context(zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED))
        page, data = (stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8")) for _each in range(2))
        page.write(render_to_string("holdings/begin.html", {"name": person.full_name, "at": now}))
        data.write(json.dumps({"schema": SCHEMA, "made_at": moment(now)})[:-1] + ', "sections": {')
        files = _Files(package)
        for place, (key, title) in enumerate(SECTIONS.items()):
            data.write(f"{', ' if place else ''}{json.dumps(key)}: [")
            page.write(render_to_string("holdings/section.html", {"title": _(title)}))
            count = 0
            for record in COLLECTORS[key](user, person, now):
                data.write(",\n" if count else "\n")
                json.dump(record.data, data, ensure_ascii=False)
                page.write(render_to_string("holdings/record.html", {"record": _plain(record)}))
                files.take(record.files)
                count += 1
            if not count:
                page.write(render_to_string("holdings/nothing.html", {}))
            data.write("]")
        data.write("}}\n")
        page.write(render_to_string("holdings/end.html", {}))
        for name, kept in ((PAGE, page), (DATA, data)):
            kept.seek(0)
            with package.open(name, "w") as entry:
                while piece := kept.read(1 << 16):
                    entry.write(piece.encode())
        package.write(HERE / "data" / "own-data.schema.json", SCHEMA_FILE)
        package.write(HERE / "data" / "own-data.css", STYLE)
        if files.left:
            package.writestr(LEFT, "\n".join(files.left) + "\n")


def _plain(record: Record) -> Record:
    """Return a record without rows that say nothing."""
    parts = [(title, [row for row in rows if row[1]]) for title, rows in record.parts]
    return Record(record.title, {}, [row for row in record.rows if row[1]], [one for one in parts if one[1]])


class _Files:
    """Puts files into the package, each once, up to what a copy may weigh."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.package, self.taken, self.bytes = package, set[str](), 0
        # Names of what stayed out.
        self.left: list[str] = []

    def take(self, files: Sequence[Attached]) -> None:
        """Write the files of one record."""
        wanted = [one for one in files if one.path not in self.taken]
        rows = StoredFile.objects.in_bulk([one.file_id for one in wanted])
        for one in wanted:
            row = rows[one.file_id]
            self.taken.add(one.path)
            if self.bytes + row.size > MOST_BYTES:
                self.left.append(one.path)
                continue
            self.bytes += row.size
            with self.package.open(one.path, "w", force_zip64=True) as entry:
                for piece in stored.stream(row):
                    entry.write(piece)
