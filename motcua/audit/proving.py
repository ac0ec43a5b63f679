"""Proves what was in the trail: that an entry is under a published head, and that the trail is what heads say."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction

from motcua.audit import merkle, rules, sealing
from motcua.audit.heads import Published, from_json, is_signed, parts, published
from motcua.audit.models import Batch, Entry, Head, Seal
from motcua.audit.publishing import leaf_of
from motcua.audit.queries import Flaw
from motcua.audit.statement import NOTHING_BEFORE, Statement, digest, read

SEALED_BY = f"""
    SELECT s.number, s.era, s.from_tx, s.to_tx, e.text FROM (
        SELECT era, tx, {sealing.TEXT} AS text FROM audit_entry WHERE at = %s AND id = %s) e
    JOIN audit_seal s ON s.era = e.era AND e.tx >= s.from_tx::text::xid8 AND e.tx < s.to_tx::text::xid8
"""  # noqa: S608


def prove(entry: Entry) -> dict[str, Any] | None:
    """Return the proof that an entry is under the newest head, or None where it is not published yet.

    {"entry": its text, "batch": {index, size, path}, "tree": {index, size, path}, "head": the published head}: the
    entry is the leaf at `index` of its batch; the batch's root is the leaf at `index` of the tree that the head is of.
    """
    head = Head.objects.order_by("-number").first()
    with connection.cursor() as cursor:
        cursor.execute(SEALED_BY, [entry.at, entry.id])
        found = cursor.fetchone()
    if head is None or found is None or found[0] > head.seals:
        return None
    number, era, from_tx, to_tx, text = found
    texts = list(sealing.texts(era, from_tx, to_tx))
    leaves = [merkle.leaf(each.encode()) for each in texts]
    index = texts.index(text)
    return {
        "entry": text,
        "batch": _place(index, len(leaves), merkle.path(leaves, index)),
        "tree": _place(number - 1, head.seals, _path(number - 1, head.seals)),
        "head": published(head).as_json(),
    }


def _place(index: int, size: int, path: list[bytes]) -> dict[str, Any]:
    return {"index": index, "size": size, "path": [each.hex() for each in path]}


def _path(index: int, size: int) -> list[bytes]:
    """Return the path of a batch in the published tree, from the few rows that hold it."""
    ranges = merkle.beside(index, size)
    wanted = [merkle.complete_parts(begin, end) for begin, end in ranges]
    numbers = {last + 1 for each in wanted for last, _ in each}
    nodes = {batch.seal_id: parts(batch.nodes) for batch in Batch.objects.filter(pk__in=numbers)}
    return [
        merkle.Peaks(end - begin, [nodes[last + 1][height] for last, height in each]).root()
        for (begin, end), each in zip(ranges, wanted, strict=True)
    ]


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
def verify_heads(kept: Iterable[Published] = ()) -> tuple[int, list[Flaw]]:
    """Hold the trail against what was published of it; return how many heads there are, and what does not fit.

    Those in the database count, and those `kept` elsewhere, which somebody who may do everything in the database could
    not change. What is found wrong is told with the seal up to which it was published.
    """
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
    return len(here), [*flaws, *_misfits([*here.values(), *others.values()])]


def _said(head: Published, flaws: list[Flaw]) -> Statement | None:
    try:
        said = read(head.statement)
    except ValueError as problem:
        flaws.append(Flaw(0, f"a head is {problem}"))
        return None
    if not is_signed(head, said):
        flaws.append(Flaw(said.seals, f"head {said.number} is not signed by somebody we trust"))
    return said


def _misfits(statements: Iterable[Statement]) -> list[Flaw]:
    """Build the tree anew from the entries, and compare it with each statement when it has grown to its size."""
    heads: dict[int, list[Statement]] = {}
    for said in statements:
        heads.setdefault(said.seals, []).append(said)
    flaws: list[Flaw] = []
    peaks, entries, newest = merkle.Peaks(), 0, rules.GENESIS
    batches = Batch.objects.order_by("pk").iterator()
    furthest = max(heads, default=0)

    def compare() -> None:
        for said in heads.pop(peaks.size, []):
            found = (peaks.root().hex(), entries, newest.hex())
            if found != (said.root, said.entries, said.last_seal):
                flaws.append(Flaw(peaks.size, f"the trail is not what head {said.number} of {said.at} says"))

    compare()
    for seal in Seal.objects.filter(number__lte=furthest).order_by("number").iterator():
        leaf, _, count = leaf_of(seal)
        nodes, batch = peaks.add(leaf), next(batches, None)
        if batch is None or batch.seal_id != peaks.size or parts(batch.nodes) != nodes:
            flaws.append(Flaw(seal.number, "is not in the tree as it was published"))
        entries, newest = entries + count, bytes(seal.hash)
        compare()
    flaws += [
        Flaw(said.seals, f"head {said.number} speaks of {said.seals} seals; {peaks.size} are here")
        for left in heads.values()
        for said in left
    ]
    return flaws
