"""A new key: everything goes under it in pieces, beside traffic and after a kill; numbers are found meanwhile."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.utils import timezone
from pytest_django.fixtures import Settings

from motcua.accounts import identity
from motcua.accounts.models import Authenticator, SealedNumber, User
from motcua.accounts.rules import IdentityKind
from motcua.channels.portal.tests.test_store import kept
from motcua.dossiers import actions as dossiers
from motcua.dossiers.models import Draft
from motcua.dossiers.packages import package_of
from motcua.dossiers.tests import factories
from motcua.eforms.sealing import open_answers, seal_answers
from motcua.lib.sealing import Sealer
from motcua.project import resealing
from motcua.vault import sharing

pytestmark = pytest.mark.django_db(transaction=True)
TYPE_OF = "SELECT data_type FROM information_schema.columns WHERE table_name = %s AND column_name = %s"
NUMBERS = [f"0681900{number:05d}" for number in range(1, 26)]


def old_rows(sealer: Sealer) -> int:
    return sum(resealing.left(column, sealer) for column in resealing.COLUMNS)


@pytest.fixture
def rotated(settings: Settings) -> Sealer:
    """Seal numbers under the first key, then put another in front, as the operator does."""
    settings.IDENTITY_KEYS = "old-key"
    for number in NUMBERS:
        identity.seal(IdentityKind.PERSONAL_ID, number)
    settings.IDENTITY_KEYS = "new-key,old-key"
    return identity.sealer()


def test_numbers_are_found_during_it_and_no_row_stays_under_the_old_key(rotated: Sealer, settings: Settings) -> None:
    pieces = 0
    for piece in resealing.reseal(batch=4):
        pieces += piece.done > 0
        for number in NUMBERS:
            found = identity.find(number)
            assert found is not None
            assert identity.reveal(found) == number
        # Traffic goes on: somebody new comes in between two pieces.
        new = identity.seal(IdentityKind.PERSONAL_ID, f"0680900{pieces:05d}")
        assert rotated.is_current(bytes(new.cipher))
    assert pieces == 7
    assert old_rows(rotated) == 0
    settings.IDENTITY_KEYS = "new-key"
    assert {identity.reveal(one) for one in SealedNumber.objects.all()} >= set(NUMBERS)


def test_after_a_kill_it_goes_on_where_it_was(rotated: Sealer, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        """Nothing catches it, as nothing catches a signal."""

    seal, calls = Sealer.seal, []

    def dying(self: Sealer, value: str) -> bytes:
        calls.append(value)
        if len(calls) == 11:
            raise Killed
        return seal(self, value)

    monkeypatch.setattr(Sealer, "seal", dying)
    with pytest.raises(Killed):
        list(resealing.reseal(batch=4))
    monkeypatch.undo()
    assert old_rows(rotated) == len(NUMBERS) - 8, "two pieces stand, the third left nothing behind"
    assert sum(piece.done for piece in resealing.reseal(batch=4)) == len(NUMBERS) - 8
    assert old_rows(rotated) == 0


def test_everything_else_under_the_keys_goes_too(citizen: User, leader: User, settings: Settings) -> None:
    """A look-up secret, a link, a second factor and a slip of the finger in a draft: all die with their key."""
    now = timezone.now()
    first = settings.IDENTITY_KEYS
    settings.IDENTITY_KEYS = f"old-key,{first}"
    dossier, item = factories.filed(by=citizen, now=now), kept(citizen)
    secret = dossiers.secret_of(dossier)
    share = sharing.share(item_id=item.public_id, purpose="Vay", days=7, by=citizen, now=now)
    link = sharing.secret_of(share)
    authenticator = Authenticator.objects.create(
        user=leader, kind="app", secret_cipher=identity.sealer().seal("TOTP"), added_at=now
    )
    draft, _is_new = dossiers.begin_draft(version_id=factories.version().pk, by=citizen, now=now)
    form = package_of(draft.version_id).form
    Draft.objects.filter(pk=draft.pk).update(answers=seal_answers(form, {"content": "a", "identity": "06819"}))
    settings.IDENTITY_KEYS = f"new-key,old-key,{first}"
    said = StringIO()
    call_command("reseal_identities", stdout=said)
    assert "Không còn dòng nào" in said.getvalue()
    assert "dossiers_draft.answers: 1" in said.getvalue()
    settings.IDENTITY_KEYS = "new-key"
    for one in (dossier, share, authenticator, draft):
        one.refresh_from_db()
    assert dossiers.secret_of(dossier) == secret
    assert sharing.secret_of(share) == link
    assert identity.sealer().open(bytes(authenticator.secret_cipher)) == "TOTP"
    assert open_answers(form, draft.answers) == {"content": "a", "identity": "06819"}


def test_what_no_key_opens_is_told_and_stops_nothing_else(rotated: Sealer) -> None:
    lost = SealedNumber.objects.order_by("pk")[3]
    SealedNumber.objects.filter(pk=lost.pk).update(cipher=Sealer(("lost-key",), "").seal("068190000000"))
    said = StringIO()
    with pytest.raises(CommandError, match=r"accounts_sealednumber\.cipher 1"):
        call_command("reseal_identities", stdout=StringIO(), stderr=said)
    assert f"accounts_sealednumber.cipher {lost.pk}" in said.getvalue()
    assert old_rows(rotated) == 1


def test_keys_whose_seals_begin_alike_are_refused(settings: Settings) -> None:
    mark = Sealer(("old-key",), "").mark
    twin = next(key for number in range(5000) if Sealer((key := f"key-{number}",), "").mark == mark)
    settings.IDENTITY_KEYS = f"{twin},old-key"
    with pytest.raises(CommandError, match="begin alike"):
        call_command("reseal_identities")


def test_every_sealed_column_is_known() -> None:
    """Whoever seals something new enters it, or it is lost with the next key."""
    known = {(column.table, column.name) for column in resealing.COLUMNS if not column.is_json}
    found = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.BinaryField) and ("cipher" in field.name or field.name.startswith("sealed"))
    }
    assert found == known
    with connection.cursor() as cursor:
        for column in resealing.COLUMNS:
            cursor.execute(TYPE_OF, [column.table, column.name])
            assert cursor.fetchone() == ("jsonb" if column.is_json else "bytea",)
