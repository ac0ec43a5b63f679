"""The published heads in a file beside the database: what somebody who may do everything in the database cannot reach.

`audit-heads.jsonl` in `settings.PUBLISHED`, a line each, as the public page gives them.
"""

import json
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings

from motcua.audit.heads import Published, Tampered, is_signed, published, read_heads
from motcua.audit.models import Head
from motcua.audit.statement import read

LONGEST = 200_000  # bytes of a head with its certificates and its token; one has some 5,000


def path() -> Path:
    """Return where the file is."""
    return Path(settings.PUBLISHED) / "audit-heads.jsonl"


def kept() -> list[Published]:
    """Return the heads in the file; none without a file. Raises ValueError naming a line that is none."""
    try:
        return read_heads(path().read_text().splitlines())
    except FileNotFoundError:
        return []


def catch_up() -> None:
    """Write what the file lacks of the heads in the database, each with a good signature.

    Raises Tampered where the database lacks the last head of the file or has it with other words: nothing new may hide
    that. Those before it are held against the file by `manage.py verify_audit`, which reads all.
    """
    last = _last()
    number = read(last.statement).number if last is not None else 0
    if last is not None and not Head.objects.filter(number=number, statement=last.statement).exists():
        raise Tampered(f"head {number} was published, and is not in the database as it was")
    fresh = [published(head) for head in Head.objects.filter(number__gt=number).order_by("number")]
    for head in fresh:
        if not is_signed(head, read(head.statement)):
            raise Tampered("a head in the database is not signed by somebody we trust")
    if fresh:
        _append("".join(json.dumps(head.as_json()) + "\n" for head in fresh))


def set_aside(now: datetime) -> Path | None:
    """Begin a new file, because an older database was brought back: it lacks the last heads, and they are not wrong.

    Return where the old file is now. Who kept those heads sees the same numbers with other words from here on, and is
    told why by whoever restored.
    """
    if not path().exists():
        return None
    return path().rename(path().with_name(f"audit-heads-until-{now:%Y%m%dT%H%M%SZ}.jsonl"))


def _last() -> Published | None:
    try:
        with path().open("rb") as file:
            file.seek(max(0, path().stat().st_size - LONGEST))
            lines = file.read().decode().splitlines()
    except FileNotFoundError:
        return None
    return read_heads(lines[-1:])[0] if lines else None


def _append(text: str) -> None:
    path().parent.mkdir(parents=True, exist_ok=True)
    with path().open("a") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
