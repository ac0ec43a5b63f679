"""What is said of the trail at a moment, to the letter, so that anybody can check it against its signature later."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

TREE = "rfc9162-sha256"
NOTHING_BEFORE = "0" * 64


@dataclass(frozen=True)
class Statement:
    """The `number`-th thing said: so many batches and entries, and the root of the tree over them.

    `before` is the SHA-256 of the statement before it, so that none can be left out. `last_seal` is the hash of the
    last seal of the chain that the tree holds.
    """

    number: int
    kind: str
    at: str
    seals: int
    entries: int
    root: str
    last_seal: str
    before: str
    tree: str = TREE

    def text(self) -> str:
        """Return the text that is signed: JSON with sorted keys and no spaces."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    @property
    def moment(self) -> datetime:
        """Return when it was said."""
        return datetime.fromisoformat(self.at)


def read(text: str) -> Statement:
    """Return what a text says; raises ValueError where it is no statement, or not worded as `text` words it."""
    try:
        found = Statement(**json.loads(text))
        moment = found.moment
    except (TypeError, ValueError, AttributeError) as problem:
        raise ValueError(f"not a statement: {problem}") from problem
    if found.text() != text or moment.tzinfo is None or found.tree != TREE:
        raise ValueError("not worded as statements are")
    return found


def digest(text: str) -> str:
    """Return what the next statement calls this one."""
    return hashlib.sha256(text.encode()).hexdigest()


def moment_of(at: datetime) -> str:
    """Return a moment as statements write it: in UTC, to the second."""
    return at.astimezone(UTC).replace(microsecond=0).isoformat()
