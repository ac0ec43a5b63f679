"""Codes are worth something once, passkeys only here, and who lost both is helped by somebody else, on the record."""

import base64
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import LazySettings

from motcua.accounts import identity, second_factor
from motcua.accounts.models import Authenticator, RecoveryCode, SignInFailure, User
from motcua.accounts.queries import actor
from motcua.accounts.rules import second_factor as rules
from motcua.accounts.rules.second_factor import Factor
from motcua.accounts.rules.signin import KNOWN_DEVICE_GUESSES, SignInRefused
from motcua.accounts.tests.passkeys import Passkey
from motcua.audit.models import Entry
from motcua.lib.refusals import Refused

NOW = datetime(2026, 11, 30, 3, 0, 7, tzinfo=UTC)


def test_codes_are_those_of_the_standard() -> None:
    # RFC 6238, appendix B, the lines for SHA-1; of their eight digits the last six.
    secret = base64.b32encode(b"12345678901234567890").decode()
    for moment, code in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        assert rules.code_at(secret, moment // rules.STEP) == code


@pytest.mark.parametrize(("early", "accepted"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(early: int, accepted: bool) -> None:
    secret, now = rules.new_secret(), rules.step_at(NOW)
    found = rules.step_of(secret, rules.code_at(secret, now + early), at=NOW, after=0)
    assert (found == now + early) is accepted


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "12 34 5x"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert rules.step_of(rules.new_secret(), typed, at=NOW, after=0) is None


def test_when_a_second_factor_is_required() -> None:
    day = date(2027, 1, 1)
    assert rules.is_required(switched_on=True, since=None, on=day)
    assert rules.is_required(switched_on=True, since=day, on=day)
    assert not rules.is_required(switched_on=True, since=day, on=day - timedelta(days=1))
    assert not rules.is_required(switched_on=False, since=None, on=day)


def test_recovery_codes_are_read_however_they_are_typed() -> None:
    code = rules.new_recovery_code()
    assert rules.plain_recovery_code(f" {code.upper().replace('-', ' ')}") == code.replace("-", "")
    assert rules.plain_recovery_code("aaaa-aaaa-aaaa") == ""
    assert rules.plain_recovery_code(code[:-1]) == ""


@pytest.fixture
def enrolled(specialist: User) -> tuple[User, str, list[str]]:
    secret = rules.new_secret()
    codes = second_factor.add_app(
        user_id=specialist.pk, secret=secret, code=rules.code_at(secret, rules.step_at(NOW)), name="Máy tôi", now=NOW
    )
    return specialist, secret, codes


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refusal:
        call()
    return refusal.value.code


def test_a_code_opens_once(enrolled: tuple[User, str, list[str]]) -> None:
    user, secret, _codes = enrolled
    # The code that showed the application has the secret opens nothing any more, nor does an earlier one.
    used, later = rules.code_at(secret, rules.step_at(NOW)), NOW + timedelta(seconds=30)
    assert refused(lambda: second_factor.check_code(user=user, code=used, device="", now=NOW)) == "wrong_code"
    fresh = rules.code_at(secret, rules.step_at(later))
    assert second_factor.check_code(user=user, code=fresh, device="", now=later) == Factor.APP
    assert refused(lambda: second_factor.check_code(user=user, code=fresh, device="", now=later)) == "wrong_code"


def test_secrets_are_sealed_and_codes_kept_as_digests(
    enrolled: tuple[User, str, list[str]], settings: LazySettings
) -> None:
    user, secret, codes = enrolled
    kept = Authenticator.objects.get(user=user)
    assert secret.encode() not in bytes(kept.secret_cipher)
    assert identity.sealer().open(bytes(kept.secret_cipher)) == secret
    digests = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert len(codes) == len(digests) == rules.RECOVERY_CODES
    assert not digests & {*codes, *(code.replace("-", "") for code in codes)}


def test_a_recovery_code_opens_once(enrolled: tuple[User, str, list[str]]) -> None:
    user, _secret, codes = enrolled
    assert second_factor.check_code(user=user, code=codes[3], device="", now=NOW) == Factor.RECOVERY
    assert refused(lambda: second_factor.check_code(user=user, code=codes[3], device="", now=NOW)) == "wrong_code"
    again = second_factor.renew_recovery_codes(user_id=user.pk, now=NOW)
    assert refused(lambda: second_factor.check_code(user=user, code=codes[4], device="", now=NOW)) == "wrong_code"
    assert second_factor.check_code(user=user, code=again[0], device="", now=NOW) == Factor.RECOVERY


def test_of_another_official_nothing_opens(enrolled: tuple[User, str, list[str]], leader: User) -> None:
    _user, secret, codes = enrolled
    later = NOW + timedelta(seconds=30)
    for typed in (codes[0], rules.code_at(secret, rules.step_at(later))):
        with pytest.raises(SignInRefused):
            second_factor.check_code(user=leader, code=typed, device="", now=later)


def test_guessing_stops_for_the_browser_that_guesses(enrolled: tuple[User, str, list[str]]) -> None:
    user, _secret, codes = enrolled
    for _ in range(KNOWN_DEVICE_GUESSES):
        assert refused(lambda: second_factor.check_code(user=user, code="000000", device="", now=NOW)) == "wrong_code"
    stopped = refused(lambda: second_factor.check_code(user=user, code=codes[0], device="", now=NOW))
    assert stopped == "too_many_tries"
    assert second_factor.check_code(user=user, code=codes[0], device="the-usual-desk", now=NOW) == Factor.RECOVERY
    assert all(user.username not in one.bucket for one in SignInFailure.objects.all())


def test_a_passkey_signs_in_here_alone_and_each_challenge_once(specialist: User) -> None:
    key = Passkey()
    asked = second_factor.ask_new_passkey(specialist)
    answer = key.made(asked.options)
    wrong = Passkey(origin="https://gia-mao.example").made(asked.options)
    for bad in (wrong, "{}", "[]", "không phải JSON", answer[:-40], "x" * 30_000):
        with pytest.raises(SignInRefused) as refusal:
            second_factor.add_passkey(user_id=specialist.pk, answer=bad, challenge=asked.challenge, name="", now=NOW)
        assert refusal.value.code == "wrong_passkey"
    codes = second_factor.add_passkey(
        user_id=specialist.pk, answer=answer, challenge=asked.challenge, name="Điện thoại", now=NOW
    )
    assert len(codes) == rules.RECOVERY_CODES
    question = second_factor.ask_passkey(specialist)
    assert question is not None
    proof = key.proven(question.options)

    def check(given: str, challenge: str) -> Factor:
        return second_factor.check_passkey(user=specialist, answer=given, challenge=challenge, device="", now=NOW)

    assert check(proof, question.challenge) == Factor.PASSKEY
    another = second_factor.ask_passkey(specialist)
    assert another is not None
    # An old answer, an answer to nothing, somebody else's key, a counter that went back: none opens.
    stranger = Passkey()
    assert refused(lambda: check(proof, another.challenge)) == "wrong_passkey"
    assert refused(lambda: check(key.proven(another.options), "")) == "wrong_passkey"
    assert refused(lambda: check(stranger.proven(another.options), another.challenge)) == "wrong_passkey"
    key.count = 0
    assert refused(lambda: check(key.proven(another.options), another.challenge)) == "wrong_passkey"


def test_the_last_way_stays_where_one_is_required(
    enrolled: tuple[User, str, list[str]], settings: LazySettings
) -> None:
    user, _secret, _codes = enrolled
    one = str(Authenticator.objects.get(user=user).public_id)
    settings.SECOND_FACTOR = True
    assert refused(lambda: second_factor.remove(user_id=user.pk, authenticator=one, now=NOW)) == "last_one"
    settings.SECOND_FACTOR = False
    second_factor.remove(user_id=user.pk, authenticator=one, now=NOW)
    assert not RecoveryCode.objects.filter(user=user).exists()


def test_who_lost_it_is_helped_by_another_with_a_reason(
    enrolled: tuple[User, str, list[str]], tech_admin: User
) -> None:
    user, _secret, _codes = enrolled

    def reset(by: User, reason: str) -> int:
        return second_factor.reset(user_id=user.pk, reason=reason, by=actor(by), now=NOW)

    assert refused(lambda: reset(tech_admin, "mất")) == "no_reason"
    assert refused(lambda: reset(user, "Tôi mất điện thoại rồi")) == "oneself"
    assert reset(tech_admin, "Mất điện thoại, đã gặp và xem thẻ") == 1
    assert not second_factor.has_any(user)
    assert second_factor.recovery_codes_left(user) == 0
    line = Entry.objects.get(action="official.second_factor_reset", actor_id=str(tech_admin.pk))
    assert (line.about, line.actor_id) == (f"user:{user.pk}", str(tech_admin.pk))
