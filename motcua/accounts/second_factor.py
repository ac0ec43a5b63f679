"""The second factor of officials: authenticator applications, passkeys and recovery codes.

Guesses are counted as those of passwords are (`signin`), and only who knows the password gets as far as guessing here.
Secrets of applications are sealed like identity numbers; of recovery codes only a keyed digest is kept.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from motcua import outbox
from motcua.accounts import guesses, identity, sessions
from motcua.accounts.events import FactorAdded, FactorsReset, RecoveryCodeUsed
from motcua.accounts.models import Authenticator, RecoveryCode, User
from motcua.accounts.queries import actor
from motcua.accounts.rules import UserKind
from motcua.accounts.rules import second_factor as rules
from motcua.accounts.rules.second_factor import AuthenticatorKind, Factor
from motcua.audit import actions as audit
from motcua.lib.actors import Actor
from motcua.lib.dates import today
from motcua.lib.marks import N_
from motcua.lib.refusals import Forbidden, Refused
from motcua.lib.text import clean

# What came from a browser: beyond it nothing is an authenticator's answer.
MOST_ANSWERED = 20_000


@dataclass(frozen=True)
class Question:
    """What an authenticator is asked: `options` for the browser (JSON); the challenge must come back signed."""

    options: str
    challenge: str


def is_required(on: date) -> bool:
    """Tell whether officials need a second factor on a day, by this installation's settings."""
    return rules.is_required(switched_on=settings.SECOND_FACTOR, since=settings.SECOND_FACTOR_SINCE, on=on)


def has_any(user: User) -> bool:
    """Tell whether somebody can prove a second factor."""
    return Authenticator.objects.filter(user=user).exists()


def authenticators(user: User) -> list[Authenticator]:
    """Return somebody's authenticators, oldest first."""
    return list(Authenticator.objects.filter(user=user).order_by("added_at", "pk"))


def recovery_codes_left(user: User) -> int:
    """Return how many recovery codes are still worth something."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


def check_code(*, user: User, code: str, device: str, now: datetime) -> Factor:
    """Take a code of an application or a recovery code, once; return which it was. Raises SignInRefused."""
    counts = guesses.of_second_step(user.pk, device)
    guesses.require_few(counts, now)
    with transaction.atomic():
        if found := _taken(user, code, now):
            return found
    guesses.count(counts, now)
    raise rules.wrong_code()


def _taken(user: User, code: str, now: datetime) -> Factor | None:
    for one in Authenticator.objects.select_for_update().filter(user=user, kind=AuthenticatorKind.APP):
        secret = identity.sealer().open(bytes(one.secret_cipher))
        step = rules.step_of(secret, code, at=now, after=one.last_step)
        if step is not None:
            one.last_step, one.used_at = step, now
            one.save(update_fields=["last_step", "used_at"])
            return Factor.APP
    plain = rules.plain_recovery_code(code)
    if not plain:
        return None
    digest = _digest(user, plain)
    if not RecoveryCode.objects.filter(user=user, digest=digest, used_at=None).update(used_at=now):
        return None
    audit.record("user.recovery_code_used", about=("user", str(user.pk)), by=actor(user), at=now)
    outbox.publish(RecoveryCodeUsed(user_id=user.pk, left=recovery_codes_left(user)))
    return Factor.RECOVERY


def ask_passkey(user: User) -> Question | None:
    """Return what to ask an official's passkeys at sign-in; None where there is none."""
    keys = Authenticator.objects.filter(user=user, kind=AuthenticatorKind.PASSKEY)
    known = _descriptors(keys)
    if not known:
        return None
    options = generate_authentication_options(
        rp_id=_our_name(), allow_credentials=known, user_verification=UserVerificationRequirement.PREFERRED
    )
    return Question(options_to_json(options), options.challenge.hex())


def check_passkey(*, user: User, answer: str, challenge: str, device: str, now: datetime) -> Factor:
    """Check what a passkey answered to `ask_passkey`; raises SignInRefused."""
    counts = guesses.of_second_step(user.pk, device)
    guesses.require_few(counts, now)
    with transaction.atomic():
        try:
            one = _answered(user, answer)
            proven = verify_authentication_response(
                credential=answer,
                expected_challenge=bytes.fromhex(challenge),
                expected_rp_id=_our_name(),
                expected_origin=settings.SITE_ADDRESS,
                credential_public_key=bytes(one.public_key),
                credential_current_sign_count=one.sign_count,
            )
        except (WebAuthnException, Authenticator.DoesNotExist, ValueError, KeyError, TypeError):
            proven = None
        if proven is not None:
            one.sign_count, one.used_at = proven.new_sign_count, now
            one.save(update_fields=["sign_count", "used_at"])
            return Factor.PASSKEY
    guesses.count(counts, now)
    raise rules.wrong_passkey()


def _answered(user: User, answer: str) -> Authenticator:
    """Return the passkey that an answer names; raises DoesNotExist or one of the errors of a text that names none."""
    if len(answer) > MOST_ANSWERED:
        raise ValueError("too long for an authenticator's answer")
    identifier = base64url_to_bytes(str(json.loads(answer)["id"]))
    return Authenticator.objects.select_for_update().get(user=user, credential_id=identifier)


@transaction.atomic
def add_app(*, user_id: int, secret: str, code: str, name: str, now: datetime) -> list[str]:
    """Keep an authenticator application whose code shows that it has the secret; return new recovery codes if any.

    They are made with the first authenticator and shown this once. Raises Refused for a wrong code.
    """
    user = _locked(user_id)
    step = rules.step_of(secret, code, at=now, after=0)
    if step is None:
        raise rules.wrong_code()
    one = Authenticator(
        user=user, kind=AuthenticatorKind.APP, secret_cipher=identity.sealer().seal(secret), last_step=step
    )
    return _add(one, name, now)


def ask_new_passkey(user: User) -> Question:
    """Return what to ask an authenticator that shall make a passkey for an official."""
    options = generate_registration_options(
        rp_id=_our_name(),
        rp_name="Một cửa",
        user_id=f"official-{user.pk}".encode(),
        user_name=user.username,
        user_display_name=user.full_name,
        exclude_credentials=_descriptors(Authenticator.objects.filter(user=user, kind=AuthenticatorKind.PASSKEY)),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.PREFERRED
        ),
    )
    return Question(options_to_json(options), options.challenge.hex())


@transaction.atomic
def add_passkey(*, user_id: int, answer: str, challenge: str, name: str, now: datetime) -> list[str]:
    """Keep a passkey that an authenticator made for `ask_new_passkey`; return as `add_app`. Raises Refused."""
    user = _locked(user_id)
    try:
        if len(answer) > MOST_ANSWERED:
            raise ValueError("too long for an authenticator's answer")
        made = verify_registration_response(
            credential=answer,
            expected_challenge=bytes.fromhex(challenge),
            expected_rp_id=_our_name(),
            expected_origin=settings.SITE_ADDRESS,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as problem:
        raise rules.wrong_passkey() from problem
    if Authenticator.objects.filter(credential_id=made.credential_id).exists():
        raise Refused("known_passkey", N_("Khoá truy cập này đã được thêm rồi."))
    one = Authenticator(
        user=user,
        kind=AuthenticatorKind.PASSKEY,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
    )
    return _add(one, name, now)


@transaction.atomic
def remove(*, user_id: int, authenticator: str, now: datetime) -> None:
    """Remove one of an official's own authenticators; the last one stays where a second factor is required."""
    user = _locked(user_id)
    mine = Authenticator.objects.filter(user=user)
    one = mine.filter(public_id=authenticator).first()
    if one is None:
        raise Refused("not_found", N_("Không còn cách xác thực này."))
    if mine.count() == 1:
        if is_required(today(now)):
            raise Refused("last_one", N_("Đây là cách xác thực cuối cùng. Hãy thêm cách khác trước khi bỏ."))
        RecoveryCode.objects.filter(user=user).delete()
    audit.record(
        "user.authenticator_removed",
        about=("user", str(user.pk)),
        by=actor(user),
        at=now,
        details={"authenticator": one.pk, "kind": one.kind},
    )
    one.delete()


@transaction.atomic
def renew_recovery_codes(*, user_id: int, now: datetime) -> list[str]:
    """Make new recovery codes in the place of the old ones and return them; they cannot be shown again."""
    user = _locked(user_id)
    if not has_any(user):
        raise Refused("nothing_to_recover", N_("Hãy thêm một cách xác thực trước."))
    codes = _new_codes(user)
    audit.record("user.recovery_codes_renewed", about=("user", str(user.pk)), by=actor(user), at=now)
    return codes


@transaction.atomic
def reset(*, user_id: int, reason: str, by: Actor, now: datetime) -> int:
    """Take an official's second factor away who lost it, so that they set it up anew; return how many went.

    Whoever does it saw the person and their card, and says why; nobody does it for themself. The official is told.
    """
    why = clean(reason)[:300]
    if len(why) < 10:
        raise Refused("no_reason", N_("Hãy ghi rõ lý do (ít nhất 10 ký tự), ví dụ: mất điện thoại, đã gặp và xem thẻ."))
    if by.id == str(user_id):
        raise Forbidden("oneself", N_("Không ai tự xoá xác thực hai bước của mình; hãy nhờ người quản trị khác."))
    user = _locked(user_id)
    gone = Authenticator.objects.filter(user=user).delete()[0]
    RecoveryCode.objects.filter(user=user).delete()
    audit.record(
        "official.second_factor_reset", about=("user", str(user.pk)), by=by, at=now, details={"authenticators": gone}
    )
    sessions.end_all(user_id=user.pk, by=by, now=now)
    outbox.publish(FactorsReset(user_id=user.pk, by_id=int(by.id) if by.id.isdigit() else None, reason=why))
    return gone


def _add(one: Authenticator, name: str, now: datetime) -> list[str]:
    mine = Authenticator.objects.filter(user=one.user).count()
    if mine >= rules.MOST_AUTHENTICATORS:
        raise Refused("too_many", N_("Đã có nhiều cách xác thực. Hãy bỏ bớt cách không dùng nữa."))
    one.name, one.added_at, one.used_at = clean(name)[:60], now, now
    one.save()
    audit.record(
        "user.authenticator_added",
        about=("user", str(one.user_id)),
        by=actor(one.user),
        at=now,
        details={"authenticator": one.pk, "kind": one.kind},
    )
    outbox.publish(FactorAdded(user_id=one.user_id, authenticator_id=one.pk))
    return _new_codes(one.user) if mine == 0 else []


def _new_codes(user: User) -> list[str]:
    RecoveryCode.objects.filter(user=user).delete()
    codes = [rules.new_recovery_code() for _ in range(rules.RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=_digest(user, rules.plain_recovery_code(code))) for code in codes
    )
    return codes


def _digest(user: User, plain: str) -> str:
    # Fifty-seven random bits behind a key that the database does not hold: a slow digest would add nothing.
    return identity.sealer().index(f"recovery:{user.pk}:{plain}")


def _descriptors(keys: Iterable[Authenticator]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=bytes(one.credential_id)) for one in keys if one.credential_id]


def _locked(user_id: int) -> User:
    return User.objects.select_for_update().get(pk=user_id, kind=UserKind.OFFICIAL, is_active=True)


def _our_name() -> str:
    """Return the host that passkeys are bound to."""
    return urlsplit(settings.SITE_ADDRESS).hostname or "localhost"
