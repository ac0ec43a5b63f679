"""Tables of people and organisations, their sign-in, the posts they hold, and machine clients."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.utils.module_loading import import_string

from motcua.accounts.rules import IdentityKind, PersonKind, UserKind
from motcua.accounts.rules.absences import Reason, SignsAs
from motcua.accounts.rules.mandates import Basis, Part
from motcua.accounts.rules.second_factor import AuthenticatorKind
from motcua.files.models import StoredFile
from motcua.lib.text import nfc, sort_key
from motcua.organisations.models import Agency, Post, single, values


class SealedNumber(models.Model):
    """An identity number, once in the whole system; everything else holds only `reference`.

    `cipher` opens with the key of `accounts.identity`, `index` finds it again without opening.
    """

    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in IdentityKind])
    cipher = models.BinaryField()
    index = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "index"], name="sealed_number_once"),
            models.CheckConstraint(name="sealed_number_kind_known", condition=Q(kind__in=values(IdentityKind))),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """Return how answers, process data and logs name this number."""
        return f"idn:{self.pk}"


class Person(models.Model):
    """A person or an organisation that has to do with dossiers; not every one of them signs in.

    `birth` is what the papers say: YYYY-MM-DD, YYYY-MM or YYYY, because many elders know only the year.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in PersonKind], default="person")
    full_name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=1000)
    birth = models.CharField(max_length=10, default="", blank=True)
    sex = models.CharField(max_length=8, default="", blank=True)
    identity = models.OneToOneField(SealedNumber, models.PROTECT, null=True, related_name="person")

    class Meta:
        constraints = [
            models.CheckConstraint(name="person_kind_known", condition=Q(kind__in=values(PersonKind))),
            models.CheckConstraint(
                name="person_birth_shape", condition=Q(birth__regex=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")
            ),
            models.CheckConstraint(name="person_sex_known", condition=Q(sex__in=["", "male", "female"])),
            models.CheckConstraint(name="person_named", condition=~Q(full_name="")),
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="person_sort")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def is_organisation(self) -> bool:
        """Tell whether this is an organisation."""
        return self.kind == PersonKind.ORGANISATION


class Binding(models.Model):
    """Whose an e-identity account is: bound at its first sign-in by the number, found by its subject from then on."""

    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    person = models.ForeignKey(Person, models.PROTECT, related_name="bindings")
    bound_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="binding_once")]


class FormerFacts(models.Model):
    """What somebody was called, or which document they had, until a sign-in told otherwise. Dossiers keep theirs."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="former")
    full_name = models.CharField(max_length=200)
    number = models.ForeignKey(SealedNumber, models.PROTECT, null=True, related_name="+")
    until = models.DateTimeField()


class Users(BaseUserManager["User"]):
    """Makes users and finds them by name, as Django's sign-in expects."""

    def create_user(
        self,
        username: str,
        password: str | None = None,
        *,
        kind: str = UserKind.OFFICIAL,
        full_name: str = "",
        person: Person | None = None,
    ) -> "User":
        """Make a user; without a password nobody signs in with one."""
        called = nfc(full_name or username)
        user = self.model(
            username=username,
            kind=kind,
            full_name=called,
            sort_key=sort_key(called),
            person=person,
        )
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Whoever acts: a citizen or organisation, an official, a machine, the system itself."""

    username = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in UserKind])
    person = models.OneToOneField(Person, models.PROTECT, null=True, related_name="user")
    full_name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=1000, default="")
    is_active = models.BooleanField(default=True)
    assurance = models.PositiveSmallIntegerField(default=0, help_text="level of the e-identity account at sign-in")

    objects = Users()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        constraints = [
            models.CheckConstraint(name="user_kind_known", condition=Q(kind__in=values(UserKind))),
            models.CheckConstraint(
                name="user_citizen_is_a_person", condition=~Q(kind="citizen") | Q(person__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def is_citizen(self) -> bool:
        """Tell whether a person or an organisation signs in with this."""
        return self.kind == UserKind.CITIZEN

    @property
    def is_official(self) -> bool:
        """Tell whether an official signs in with this."""
        return self.kind == UserKind.OFFICIAL


class Appointment(models.Model):
    """A user holds a post on these days; `basis` is the decision where the role needs one (`rules.posts`)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    valid = DateRangeField()
    basis = models.CharField(max_length=300, blank=True, db_default="")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="appointment_once_a_day",
                expressions=[
                    (single(F("user_id")), RangeOperators.OVERLAPS),
                    (single(F("post_id")), RangeOperators.OVERLAPS),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            )
        ]


class Absence(models.Model):
    """An official is away on these days; ended early it has fewer of them, called off before it began it has none."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences")
    valid = DateRangeField()
    reason = models.CharField(max_length=12, choices=[(reason.value, reason.value) for reason in Reason])
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    called_off_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="absence_reason_known", condition=Q(reason__in=values(Reason))),
            ExclusionConstraint(
                name="absence_once_a_day",
                expressions=[
                    (single(F("user_id")), RangeOperators.OVERLAPS),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=Q(called_off_at__isnull=True),
            ),
        ]


class Substitute(models.Model):
    """Who acts at one post of somebody absent, on which days. Another one chosen later leaves this one its past days.

    `basis` is the document that hands a signature over, `scope` what it allows to sign (`rules.absences`).
    """

    absence = models.ForeignKey(Absence, models.PROTECT, related_name="substitutes")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    valid = DateRangeField()
    signs_as = models.CharField(max_length=4, blank=True, choices=[(how.value, how.value) for how in SignsAs])
    basis = models.CharField(max_length=300, blank=True)
    scope = models.CharField(max_length=300, blank=True)
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="substitute_signature_has_basis", condition=Q(signs_as="") | ~Q(basis="")),
            models.CheckConstraint(
                name="substitute_scope_of_tuq", condition=~Q(signs_as=SignsAs.TUQ.value) | ~Q(scope="")
            ),
        ]


class Mandate(models.Model):
    """Somebody acts for somebody else on these days (`rules.mandates`); ended, it keeps when, by whom and why.

    Both are known by their numbers: neither needs an account. `given_by` is empty where the one who acts said it
    themself: `document` and `evidence` are then what whoever receives a dossier looks at.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    principal_number = models.ForeignKey(SealedNumber, models.PROTECT, related_name="+")
    principal_name = models.CharField(max_length=200)
    principal_birth = models.CharField(max_length=10, blank=True)
    is_organisation = models.BooleanField(default=False)
    agent_number = models.ForeignKey(SealedNumber, models.PROTECT, related_name="+")
    agent_name = models.CharField(max_length=200)
    basis = models.CharField(max_length=12, choices=[(basis.value, basis.value) for basis in Basis])
    part = models.CharField(max_length=8, choices=[(part.value, part.value) for part in Part], default="filer")
    procedures = ArrayField(models.CharField(max_length=40), default=list)
    sees_all = models.BooleanField(default=False)
    uses_store = models.BooleanField(default=False)
    valid = DateRangeField()
    document = models.CharField(max_length=300, blank=True)
    evidence = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="mandate_basis_known", condition=Q(basis__in=values(Basis))),
            models.CheckConstraint(name="mandate_part_known", condition=Q(part__in=values(Part))),
            models.CheckConstraint(name="mandate_of_another", condition=~Q(principal_number=F("agent_number"))),
            # Who says it of themself sees nothing but what they filed so.
            models.CheckConstraint(
                name="mandate_declared_sees_little",
                condition=Q(given_by__isnull=False) | Q(basis=Basis.LEGAL.value) | Q(sees_all=False, uses_store=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent_name}, {self.principal_name}"


class ApiClient(models.Model):
    """A program of a partner that files and reads dossiers for one agency.

    Only a digest of its secret is kept: the secret is long and random, so a fast digest suffices.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="api_client")
    client_id = models.CharField(max_length=64, unique=True)
    secret_digest = models.CharField(max_length=64)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.client_id


class AccessToken(models.Model):
    """A token given to a client for a while; only its digest is kept."""

    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)


class WebhookSubscription(models.Model):
    """An address that is told about changes of the client's dossiers. The secret is sealed, as it must be used."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="subscriptions")
    url = models.URLField(max_length=500)
    secret_cipher = models.BinaryField()
    events = ArrayField(models.CharField(max_length=60), default=list)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()


class SignInFailure(models.Model):
    """A failed sign-in, counted under a keyed digest of what was tried, never under the name itself."""

    bucket = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["bucket", "at"], name="sign_in_failure_bucket")]


class Spending(models.Model):
    """How often somebody did something since a moment (`accounts.quotas`), under a keyed digest of whom and what."""

    bucket = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField()
    uses = models.PositiveIntegerField()


class Authenticator(models.Model):
    """What an official proves the second factor with: an application's secret, or a passkey's public key.

    `secret_cipher` opens with the key of `accounts.identity`; `last_step` is the half minute of the last code that was
    worth something, so that none is twice.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="authenticators")
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in AuthenticatorKind])
    name = models.CharField(max_length=60, blank=True)
    secret_cipher = models.BinaryField(default=b"")
    last_step = models.BigIntegerField(default=0)
    credential_id = models.BinaryField(null=True, unique=True)
    public_key = models.BinaryField(default=b"")
    sign_count = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="authenticator_is_whole",
                condition=(Q(kind="app", credential_id__isnull=True) & ~Q(secret_cipher=b""))
                | (Q(kind="passkey", credential_id__isnull=False) & ~Q(public_key=b"")),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.kind


class RecoveryCode(models.Model):
    """A code for the day the telephone is lost: a keyed digest of it, worth something once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="recovery_codes", db_index=False)
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]


class Session(AbstractBaseSession):
    """A visit of a browser; signed in, it says whose, since when, and from where roughly, so that it can be ended.

    The columns repeat what the session's own data say (`accounts.session_store`): lists are read from them.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions")
    factor = models.CharField(max_length=8, blank=True)
    browser = models.CharField(max_length=20, blank=True)
    system = models.CharField(max_length=20, blank=True)
    network = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    @property
    def called(self) -> str:
        """Return the browser and its system: *Firefox, Windows*; empty where neither is known."""
        return ", ".join(part for part in (self.browser, self.system) if part)

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Return the store that reads and writes these rows."""
        return import_string(f"{settings.SESSION_ENGINE}.SessionStore")
