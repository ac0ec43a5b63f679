"""What was published of the trail finds whatever is done to it later, also by somebody who rewrites all of it."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from motcua import audit
from motcua.accounts.tests import factories as people
from motcua.audit import heads, kept_heads, proving, publishing, queries, sealing
from motcua.audit.models import Batch, Entry, Head, Seal
from motcua.audit.statement import read
from motcua.audit.tests.trail import NOW, clear, record, seal_all, tamper
from motcua.dossiers.tests import factories as cases
from motcua.lib.actors import SYSTEM
from motcua.lib.refusals import Unavailable
from motcua.signing.actions import make_demo_key
from motcua.signing.models import SigningKey
from motcua.ui.testing import fetch

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _empty_trail(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path, tmp_path / "trust"
    settings.PUBLISHED = tmp_path / "published"
    make_demo_key(label="audit", holder_name="Nhật ký", now=NOW)
    clear()
    yield
    clear()


def publish(hours: int = 0) -> Head:
    return publishing.publish(kind="hour", now=NOW + timedelta(hours=hours))


def due(hours: int) -> Head:
    head = publishing.publish_due(now=NOW + timedelta(hours=hours))
    assert head is not None
    return head


def written() -> None:
    """Four batches, of which one has two entries, under two heads, and one entry more."""
    for name in "ab":
        record(name)
    seal_all(2)
    record("c")
    seal_all(1)
    publish()
    for name in "de":
        record(name)
        seal_all(1)
    publish(1)
    record("f")


def found() -> list[str]:
    """Return what a check finds of the chain and of the heads, with the file beside the database."""
    verdict, _, flaws = proving.verify(kept_heads.kept())
    return [flaw.what for flaw in [*verdict.flaws, *flaws]]


def test_a_head_says_how_much_is_under_which_root_and_is_signed() -> None:
    written()
    first, second = Head.objects.order_by("number")
    said = read(second.statement)
    assert (said.number, said.seals, said.entries, said.kind, said.at) == (2, 4, 5, "hour", "2026-11-23T03:30:00+00:00")
    assert read(first.statement).seals == 2
    assert said.last_seal == bytes(Seal.objects.get(number=4).hash).hex()
    assert heads.is_signed(heads.published(second), said)
    assert not heads.is_signed(heads.Published(first.statement, bytes(second.signature), second.chain), said)
    assert found() == []
    assert [read(head.statement).number for head in kept_heads.kept()] == [1, 2]


def test_a_head_is_published_also_where_nothing_happened() -> None:
    assert read(publish().statement).seals == 0
    assert read(publish(1).statement).number == 2
    assert found() == []


def reseal() -> None:
    """Seal everything anew, as the sealer does, after the seals were thrown away."""
    seal_all(Entry.objects.count())


def rewrite_and_publish() -> None:
    """Everything anew, signed by the worker that knows no better: it holds the key, and the attacker its database."""
    tamper(
        "DELETE FROM audit_head",
        "DELETE FROM audit_batch",
        "DELETE FROM audit_seal",
        "DELETE FROM audit_entry WHERE about = 'test:b'",
    )
    reseal()
    # On another machine, or where the file went as well: what others kept of the open data is all there is.
    kept = kept_heads.path().read_text()
    kept_heads.path().unlink()
    publish()
    publish(1)
    kept_heads.path().write_text(kept)


def remove_a_subject() -> None:
    tamper("DELETE FROM audit_batch", "DELETE FROM audit_seal", "DELETE FROM audit_entry WHERE about = 'test:c'")
    reseal()


def truncate() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry_rest DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'audit_entry'::regclass")
        for [partition] in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {partition} DISABLE TRIGGER USER")
        cursor.execute("TRUNCATE audit_entry")
        for [partition] in [("audit_entry",), ("audit_entry_rest",)]:
            cursor.execute(f"ALTER TABLE {partition} ENABLE TRIGGER USER")


DEEDS: dict[str, Callable[[], None]] = {
    "an entry changed": lambda: tamper("UPDATE audit_entry SET action = 'test.undone' WHERE about = 'test:b'"),
    "an entry removed": lambda: tamper("DELETE FROM audit_entry WHERE about = 'test:d'"),
    "an entry put in": lambda: tamper(
        "INSERT INTO audit_entry (tx, at, kind, action, about, subjects, actor_kind, actor_id, actor_name, agency,"
        " request_id, details) SELECT tx, at, kind, 'test.forged', 'test:z', subjects, actor_kind, actor_id,"
        " actor_name, agency, request_id, details FROM audit_entry WHERE about = 'test:b'"
    ),
    "two entries swapped": lambda: tamper(
        "UPDATE audit_entry SET about = CASE about WHEN 'test:a' THEN 'test:b' ELSE 'test:a' END"
        " WHERE about IN ('test:a', 'test:b')"
    ),
    "everything truncated": truncate,
    "a whole subject removed, and all sealed anew": remove_a_subject,
    "the last batches and their heads cut off": lambda: tamper(
        "DELETE FROM audit_head WHERE number = 2",
        "DELETE FROM audit_batch WHERE seal_id > 2",
        "DELETE FROM audit_seal WHERE number > 2",
        "DELETE FROM audit_entry WHERE about IN ('test:d', 'test:e', 'test:f')",
    ),
    "a head thrown away": lambda: tamper("DELETE FROM audit_head WHERE number = 1"),
    "a head with other words": lambda: tamper(
        "UPDATE audit_head SET statement = replace(statement, '\"entries\":3', '\"entries\":2') WHERE number = 1"
    ),
    "a head with the signature of another": lambda: tamper(
        "UPDATE audit_head SET signature = (SELECT signature FROM audit_head WHERE number = 1) WHERE number = 2"
    ),
    "a batch of the tree changed": lambda: tamper("UPDATE audit_batch SET nodes = sha256('x') WHERE seal_id = 3"),
    "everything rewritten, sealed and published anew": rewrite_and_publish,
}


@pytest.mark.parametrize("deed", DEEDS)
def test_whatever_a_superuser_does_to_what_was_published_is_found(deed: str) -> None:
    written()
    assert found() == []
    DEEDS[deed]()
    assert found() != []


def test_a_rewritten_trail_looks_sound_without_what_was_kept_elsewhere() -> None:
    """Why heads are published: the database alone cannot tell."""
    written()
    rewrite_and_publish()
    assert queries.verify_chain().flaws == []
    assert proving.verify()[2] == []
    assert proving.verify(kept_heads.kept())[2] != []


@pytest.mark.parametrize(
    "deed", ["an entry changed", "an entry removed", "a head with other words", "a head with the signature of another"]
)
def test_nothing_is_published_over_what_was_tampered_with(deed: str) -> None:
    written()
    # The next head would cover d and e for the first time.
    tamper("DELETE FROM audit_head WHERE number = 2", "DELETE FROM audit_batch WHERE seal_id > 2")
    lines = kept_heads.path().read_text().splitlines(keepends=True)
    kept_heads.path().write_text(lines[0])
    if deed == "an entry changed":
        tamper("UPDATE audit_entry SET action = 'test.undone' WHERE about = 'test:d'")
    elif deed == "a head with the signature of another":
        kept_heads.path().unlink()
        tamper("UPDATE audit_head SET signature = sha256('x')")
    else:
        DEEDS[deed]()
    with pytest.raises(heads.Tampered):
        publish(1)
    assert Head.objects.count() == 1


def test_a_head_that_the_database_lost_is_missed_at_the_next_hour() -> None:
    written()
    DEEDS["the last batches and their heads cut off"]()
    with pytest.raises(heads.Tampered, match="head 2"):
        publish(2)


def test_the_guards_stand_on_what_was_published() -> None:
    written()
    for deed in ("DELETE FROM audit_head", "UPDATE audit_batch SET nodes = nodes", "TRUNCATE audit_head"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed)


def test_an_entry_is_proved_to_somebody_who_has_only_the_head() -> None:
    written()
    for name in "abcde":
        proof = proving.prove(Entry.objects.get(about=f"test:{name}"))
        assert proof is not None
        entry, said = proving.check_proof(json.loads(json.dumps(proof)))
        assert (entry[6], said.number) == (f"test:{name}", 2)
    assert proving.prove(Entry.objects.get(about="test:f")) is None, "not published yet"


@pytest.mark.parametrize("part", ["entry", "batch", "tree", "size", "head", "signature", "shape"])
def test_a_proof_of_something_else_proves_nothing(part: str) -> None:
    written()
    proof = proving.prove(Entry.objects.get(about="test:b"))
    other = proving.prove(Entry.objects.get(about="test:d"))
    assert proof is not None
    assert other is not None
    if part == "size":
        proof["tree"]["size"] = 3
    elif part == "signature":
        proof["head"]["signature"] = heads.published(Head.objects.get(number=1)).as_json()["signature"]
    elif part == "head":
        proof["head"] = heads.published(Head.objects.get(number=1)).as_json()
    elif part == "shape":
        proof = {"entry": proof["entry"]}
    else:
        proof[part] = other[part]
    with pytest.raises(ValueError, match=r"not a proof|does not lead|not signed"):
        proving.check_proof(proof)


def test_a_tree_of_many_batches_is_proved_from_few_rows(django_assert_max_num_queries: Callable[[int], object]) -> None:
    for number in range(21):
        record(str(number))
        seal_all(1)
    publish()
    entry = Entry.objects.get(about="test:5")
    with django_assert_max_num_queries(5):  # type: ignore[attr-defined]
        proof = proving.prove(entry)
    assert proof is not None
    assert proving.check_proof(proof)[0][6] == "test:5"
    assert len(proof["tree"]["path"]) == 5
    assert Batch.objects.count() == 21
    # Many entries at once: in their order, the same proofs, and no more questions asked than for one.
    record("not yet")
    asked = [Entry.objects.get(about=f"test:{name}") for name in ("5", "20", "not yet", *range(10))]
    with django_assert_max_num_queries(4):  # type: ignore[attr-defined]
        proofs = proving.prove_all(asked)
    proved = [proving.check_proof(each)[0][6] for each in proofs]
    assert proved == ["test:5", "test:20", *(f"test:{number}" for number in range(10))]
    assert proofs[0] == proof


def test_the_chain_and_the_heads_are_checked_in_one_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    written()
    read_of: list[tuple[object, ...]] = []
    texts = sealing.texts

    def counted(*span: Any) -> Iterator[str]:
        read_of.append(span)
        return texts(*span)

    monkeypatch.setattr(sealing, "texts", counted)
    verdict, known, flaws = proving.verify(kept_heads.kept())
    assert (known, verdict.flaws, flaws) == (2, [], [])
    assert len(read_of) == len(set(read_of)) == verdict.seals
    rewrite_and_publish()
    assert proving.verify(kept_heads.kept())[2] != []


def test_the_first_of_a_day_is_that_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day here begins at 17:00 UTC; without its time stamp it is tried again the next hour."""
    for hours, kind in ((0, "day"), (1, "hour"), (14, "hour"), (15, "day")):
        assert due(hours).kind == kind

    def fail(*, digest: bytes) -> bytes:
        raise Unavailable("down")

    monkeypatch.setattr("motcua.signing.notary.time_witness", lambda: type("Down", (), {"witness": staticmethod(fail)}))
    assert due(40).kind == "hour"
    monkeypatch.setattr(
        "motcua.signing.notary.time_witness",
        lambda: type("Up", (), {"witness": staticmethod(lambda *, digest: b"token of " + digest)}),
    )
    assert (head := due(41)).kind == "day"
    assert bytes(Head.objects.get(number=head.number).token or b"").startswith(b"token of ")


def test_without_a_key_nothing_is_published() -> None:
    SigningKey.objects.all().delete()
    record("a")
    seal_all(1)
    assert publishing.publish_due(now=NOW) is None
    with pytest.raises(Unavailable, match="signing_key audit"):
        publish()
    assert not Head.objects.exists()
    assert not Batch.objects.exists()


def test_the_command_says_what_is_wrong_and_reads_a_file_of_others(tmp_path: Path) -> None:
    written()
    out, kept = StringIO(), tmp_path / "kept.jsonl"
    kept.write_text(kept_heads.path().read_text())
    call_command("verify_audit", published=kept, stdout=out)
    assert "2 published heads" in out.getvalue()
    rewrite_and_publish()
    kept_heads.path().unlink()
    call_command("verify_audit", stdout=out)
    errors = StringIO()
    with pytest.raises(CommandError, match="flaws"):
        call_command("verify_audit", published=kept, stdout=out, stderr=errors)
    assert "was published on 2026-11-23T02:30:00+00:00 and is here with other words" in errors.getvalue()
    kept.write_text("nothing\n")
    with pytest.raises(CommandError, match="line 1"):
        call_command("verify_audit", published=kept, stdout=out)


def test_the_command_checks_a_proof(tmp_path: Path) -> None:
    written()
    file, out = tmp_path / "proof.json", StringIO()
    proof = proving.prove(Entry.objects.get(about="test:c"))
    assert proof is not None
    file.write_text(json.dumps([proof]))
    call_command("verify_proof", file, stdout=out)
    assert "test:c" in out.getvalue()
    proof["entry"] = proof["entry"].replace("test:c", "test:x")
    file.write_text(json.dumps([proof]))
    with pytest.raises(CommandError, match="does not lead"):
        call_command("verify_proof", file, stdout=out)


def test_after_an_older_database_was_brought_back_a_new_file_begins() -> None:
    written()
    DEEDS["the last batches and their heads cut off"]()
    aside = kept_heads.set_aside(NOW)
    assert aside is not None
    assert read(publish(2).statement).number == 2
    assert found() == []
    assert proving.verify(heads.read_heads(aside.read_text().splitlines()))[2] != []


def test_only_the_key_of_a_trusted_authority_vouches(settings: LazySettings, tmp_path: Path) -> None:
    written()
    settings.SIGNING_TRUST = tmp_path / "others"
    assert "head 1 is not signed by somebody we trust" in found()


def test_the_public_page_and_ones_own_proof(client: Client, db: None) -> None:
    person, other = people.citizen(), people.citizen("Trần Văn Bình", number="068085004512")
    dossier = cases.filed(by=person)
    with transaction.atomic():
        audit.record("dossier.received", about=("dossier", dossier.code), by=SYSTEM, at=NOW)
    while sealing.seal() or queries.unsealed()[0]:
        pass
    publish()
    assert read(Head.objects.get().statement).root in fetch(client, "/du-lieu-mo/nhat-ky").text
    lines = client.get("/du-lieu-mo/nhat-ky.jsonl?tu=1").getvalue().decode().splitlines()
    assert [read(head.statement).number for head in heads.read_heads(lines)] == [1]
    assert client.get("/du-lieu-mo/nhat-ky.jsonl?tu=2").getvalue() == b""
    address = f"/ho-so/{dossier.code}/bang-chung"
    client.force_login(other)
    assert client.get(address).status_code == 404
    client.force_login(person)
    answer = client.get(address)
    assert answer["Content-Disposition"].startswith("attachment")
    proved = [proving.check_proof(proof)[0] for proof in answer.json()]
    assert "dossier.received" in [entry[5] for entry in proved]
    assert {entry[6] for entry in proved} == {f"dossier:{dossier.code}"}


def test_a_sealer_that_stood_still_holds_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 2)
    for name in "abcdef":
        record(name)
    seal_all(6)
    assert read(publish().statement).entries == 6
    assert found() == []
