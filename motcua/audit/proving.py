"""Proves what was in the trail: that an entry is under a published head, and that the trail is what heads say."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from motcua.audit import merkle, rules, sealing
from motcua.audit.heads import Published, from_json, is_signed, parts, published
from motcua.audit.models import Batch, Entry, Head, Seal
from motcua.audit.queries import Flaw, Verdict, verify_chain
from motcua.audit.statement import NOTHING_BEFORE, Statement, digest, read

SEALED = f"""
    SELECT wanted.place, s.number, e.text FROM unnest(%s::timestamptz[], %s::bigint[]) WITH ORDINALITY
        AS wanted (at, id, place)
    CROSS JOIN LATERAL (
        SELECT era, tx, {sealing.TEXT} AS text FROM audit_entry
        WHERE audit_entry.at = wanted.at AND audit_entry.id = wanted.id) e
    JOIN audit_seal s ON s.era = e.era AND e.tx >= s.from_tx::text::xid8 AND e.tx < s.to_tx::text::xid8
"""  # noqa: S608
# The leaves of whole batches (`merkle.leaf`), hashed where they lie: a batch has thousands of entries, a hash is small.
LEAVES = f"""
    SELECT s.number, array_agg(e.leaf ORDER BY e.tx, e.id) FROM audit_seal s
    CROSS JOIN LATERAL (
        SELECT tx, id, sha256('\\x00'::bytea || convert_to({sealing.TEXT}, 'UTF8')) AS leaf FROM audit_entry
        WHERE era = s.era AND tx >= s.from_tx::text::xid8 AND tx < s.to_tx::text::xid8) e
    WHERE s.number = ANY(%s) GROUP BY s.number
"""  # noqa: S608


def prove(entry: Entry) -> dict[str, Any] | None:
    """Return the proof that an entry is under the newest head, or None where it is not published yet.

    {"entry": its text, "batch": {index, size, path}, "tree": {index, size, path}, "head": the published head}: the
    entry is the leaf at `index` of its batch; the batch's root is the leaf at `index` of the tree that the head is of.
    """
    return next(iter(prove_all([entry])), None)


def prove_all(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Return the same for those of many entries that are published, in their order; four queries however many."""
    head = Head.objects.order_by("-number").first()
    if head is None or not entries:
        return []
    with connection.cursor() as cursor:
        cursor.execute(SEALED, [[entry.at for entry in entries], [entry.id for entry in entries]])
        found = sorted((place, number, text) for place, number, text in cursor.fetchall() if number <= head.seals)
        numbers = sorted({number for _, number, _ in found})
        cursor.execute(LEAVES, [numbers])
        batches = {number: [bytes(leaf) for leaf in leaves] for number, leaves in cursor.fetchall()}
    trees, of_head = _paths(numbers, head.seals), published(head).as_json()
    proofs = []
    for _, number, text in found:
        leaves = batches[number]
        index = leaves.index(merkle.leaf(text.encode()))
        proofs.append(
            {
                "entry": text,
                "batch": _place(index, len(leaves), merkle.path(leaves, index)),
                "tree": _place(number - 1, head.seals, trees[number]),
                "head": of_head,
            }
        )
    return proofs


def _place(index: int, size: int, path: list[bytes]) -> dict[str, Any]:
    return {"index": index, "size": size, "path": [each.hex() for each in path]}


def _paths(seals: Iterable[int], size: int) -> dict[int, list[bytes]]:
    """Return by its number the path of each batch in the published tree, from the few rows that hold them."""
    ranges = {number: merkle.beside(number - 1, size) for number in seals}
    wanted = {each: merkle.complete_parts(*each) for beside in ranges.values() for each in beside}
    numbers = {last + 1 for complete in wanted.values() for last, _ in complete}
    nodes = {batch.seal_id: parts(batch.nodes) for batch in Batch.objects.filter(pk__in=numbers)}
    roots = {
        (begin, end): merkle.Peaks(end - begin, [nodes[last + 1][height] for last, height in complete]).root()
        for (begin, end), complete in wanted.items()
    }
    return {number: [roots[each] for each in beside] for number, beside in ranges.items()}


def check_proof(proof: Mapping[str, Any]) -> tuple[list[Any], Statement]:
    """Return the entry that a proof proves, and what was said when. Needs nothing of the database.

    Raises ValueError with a sentence where it proves nothing.
    """
    try:
        head, text = from_json(proof["head"]), str(proof["entry"])
        said = read(head.statement)
        batch = _led(merkle.leaf(text.encode()), proof["batch"])
        root = _led(merkle.leaf(batch), proof["tree"]) if batch is not None else None
        size = int(proof["tree"]["size"])
        entry = list(json.loads(text))
    except (KeyError, TypeError, ValueError) as problem:
        raise ValueError(f"not a proof: {problem}") from problem
    if root is None or root.hex() != said.root or size != said.seals:
        raise ValueError("the path does not lead from the entry to the published root")
    if not is_signed(head, said):
        raise ValueError("the published head is not signed by somebody we trust")
    return entry, said


def _led(leaf: bytes, place: Mapping[str, Any]) -> bytes | None:
    path = [bytes.fromhex(each) for each in place["path"]]
    return merkle.leads_to(leaf, int(place["index"]), int(place["size"]), path)


@transaction.atomic
def verify(kept: Iterable[Published] = ()) -> tuple[Verdict, int, list[Flaw]]:
    """Check the chain of seals and hold the trail against what was published of it, reading each entry once.

    Return what `queries.verify_chain` does of the chain, how many heads there are, and what does not fit them. Those in
    the database count, and those `kept` elsewhere, which somebody who may do everything in the database could not
    change. What is found wrong with them is told with the seal up to which it was published.
    """
    known, flaws, statements = _statements(kept)
    grown = _Grown(statements)
    verdict = verify_chain(grown.add)
    return verdict, known, [*flaws, *grown.flaws()]


def _statements(kept: Iterable[Published]) -> tuple[int, list[Flaw], list[Statement]]:
    """Return how many heads are here, what is wrong with heads by themselves, and what all of them say."""
    flaws: list[Flaw] = []
    here, before = {}, NOTHING_BEFORE
    for number, head in enumerate(Head.objects.order_by("number").iterator(), start=1):
        said = _said(published(head), flaws)
        if said is None:
            continue
        if (said.number, said.before) != (number, before):
            flaws.append(Flaw(said.seals, f"head {said.number} does not follow from the head before it"))
        before, here[said.number] = digest(head.statement), said
    others = {}
    for given in kept:
        said = _said(given, flaws)
        if said is None or here.get(said.number) == said:
            continue
        others[given.statement] = said
        what = "is here with other words" if said.number in here else "is not here any more"
        flaws.append(Flaw(said.seals, f"head {said.number} was published on {said.at} and {what}"))
    return len(here), flaws, [*here.values(), *others.values()]


def _said(head: Published, flaws: list[Flaw]) -> Statement | None:
    try:
        said = read(head.statement)
    except ValueError as problem:
        flaws.append(Flaw(0, f"a head is {problem}"))
        return None
    if not is_signed(head, said):
        flaws.append(Flaw(said.seals, f"head {said.number} is not signed by somebody we trust"))
    return said


class _Grown:
    """The tree built anew from the entries, compared with each statement when it has grown to its size."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._heads: dict[int, list[Statement]] = {}
        for said in statements:
            self._heads.setdefault(said.seals, []).append(said)
        self._furthest = max(self._heads, default=0)
        self._flaws: list[Flaw] = []
        self._peaks, self._entries, self._newest = merkle.Peaks(), 0, rules.GENESIS
        self._batches = Batch.objects.order_by("pk").iterator()
        self._compare()

    def add(self, seal: Seal, leaf: bytes, count: int) -> None:
        """Go on with the next seal; nothing was published of those behind the furthest head."""
        if seal.number > self._furthest:
            return
        nodes, batch = self._peaks.add(leaf), next(self._batches, None)
        if batch is None or batch.seal_id != self._peaks.size or parts(batch.nodes) != nodes:
            self._flaws.append(Flaw(seal.number, "is not in the tree as it was published"))
        self._entries, self._newest = self._entries + count, bytes(seal.hash)
        self._compare()

    def _compare(self) -> None:
        for said in self._heads.pop(self._peaks.size, []):
            found = (self._peaks.root().hex(), self._entries, self._newest.hex())
            if found != (said.root, said.entries, said.last_seal):
                size = self._peaks.size
                self._flaws.append(Flaw(size, f"the trail is not what head {said.number} of {said.at} says"))

    def flaws(self) -> list[Flaw]:
        """Return what did not fit, once all seals are added: also statements of more seals than there are."""
        return self._flaws + [
            Flaw(said.seals, f"head {said.number} speaks of {said.seals} seals; {self._peaks.size} are here")
            for left in self._heads.values()
            for said in left
        ]
