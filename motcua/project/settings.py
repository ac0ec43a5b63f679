"""All settings, read from the environment. Business parameters are not here: they are rows with dates."""

import os
import re
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from motcua.project import embedded
from motcua.project.environment import database, env, envbool, envday, envint, envlist, envsecret
from motcua.project.safety import require_safe, way_to_database

REPOSITORY = Path(__file__).resolve().parent.parent.parent
# pytest-django reads the settings before any conftest could say where the tests' own database lives.
UNDER_TEST = "pytest" in sys.modules
if UNDER_TEST:
    os.environ["MOTCUA_DATA"] = os.environ.get("MOTCUA_TEST_DATA") or str(REPOSITORY / "var" / "test")
    os.environ["MOTCUA_DEMO"] = "1"
DATA = Path(env("MOTCUA_DATA", str(REPOSITORY / "var"))).resolve()
KEYS = Path(env("MOTCUA_KEYS", str(DATA / "keys"))).resolve()

DEMO = envbool("MOTCUA_DEMO")
DEBUG = envbool("MOTCUA_DEBUG")
# The stand-ins listen at ports above, the highest by 50.
PORT = envint("MOTCUA_PORT", 8000, most=65_485)
SITE_ADDRESS = env("MOTCUA_ADDRESS", f"http://localhost:{PORT}")
ALLOWED_HOSTS = envlist("MOTCUA_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
SECURE = SITE_ADDRESS.startswith("https://")
# The program itself speaks no TLS: an address with https has a front server, on this machine if nothing else is said.
PROXIES = frozenset(envlist("MOTCUA_PROXIES", "127.0.0.1,::1" if SECURE else ""))

# The place this system serves, as headers and titles say it, and its emblem: the name of a static file, or nothing.
PROVINCE = env("MOTCUA_PROVINCE", "Tỉnh Lâm Đồng")
EMBLEM = env("MOTCUA_EMBLEM", "")

# full_portal: people file here. back_office: people file on the national portal, dossiers arrive by API.
DEPLOYMENT_MODE = env("MOTCUA_MODE", "full_portal")
# Where the filing button then leads; empty: to where the catalogue says that the procedure is published.
NATIONAL_SERVICE = env("MOTCUA_NATIONAL_SERVICE", f"http://localhost:{PORT + 30}/thu-tuc/{{code}}" if DEMO else "")

# Lets procedures of ministry level be filed here too: for trials only.
OPEN_ALL = envbool("MOTCUA_OPEN_ALL")

# The statutory forms with the days on which they count: our file, or a province's own (docs/howto/write-a-template.md).
FORM_SETS = env("MOTCUA_FORM_SETS", str(REPOSITORY / "motcua" / "dossiers" / "data" / "form_sets.yaml"))
# The same of the templates of letters and decisions that officials write.
LETTERS = env("MOTCUA_LETTERS", str(REPOSITORY / "motcua" / "dossiers" / "data" / "letters.yaml"))

# A draft that nobody touched for so many days is thrown away with its files.
DRAFTS_KEPT_DAYS = envint("MOTCUA_DRAFTS_KEPT_DAYS", 60)

SECRET_KEY = envsecret("MOTCUA_SECRET_KEY", KEYS)
# Identity numbers are sealed with the first key; older ones still open. Comma-separated, newest first.
IDENTITY_KEYS = envsecret("MOTCUA_IDENTITY_KEYS", KEYS)
IDENTITY_INDEX_KEY = envsecret("MOTCUA_IDENTITY_INDEX_KEY", KEYS)

# In the order of the floors, highest first (tests/architecture/test_floors.py).
INSTALLED_APPS = [
    "motcua.project",
    "motcua.sandbox",
    "motcua.channels.portal",
    "motcua.channels.desk",
    "motcua.channels.studio",
    "motcua.channels.counter",
    "motcua.channels.api",
    "motcua.connectors.vneid",
    "motcua.connectors.email",
    "motcua.connectors.webhooks",
    "motcua.connectors.timestamps",
    "motcua.connectors.revocation",
    "motcua.connectors.tokens",
    "motcua.connectors.remote_signing",
    "motcua.connectors.clamav",
    "motcua.holdings",
    "motcua.archiving",
    "motcua.certifying",
    "motcua.difficulties",
    "motcua.approvals",
    "motcua.dossiers",
    "motcua.procedures",
    "motcua.eforms",
    "motcua.workflow",
    "motcua.vault",
    "motcua.notices",
    "motcua.accounts",
    "motcua.organisations",
    "motcua.audit",
    "motcua.files",
    "motcua.printing",
    "motcua.signing",
    "motcua.worktime",
    "motcua.outbox",
    "motcua.ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "motcua.project.middleware.true_caller",
    "motcua.project.middleware.request_id",
    "motcua.project.observing.measure",
    "motcua.project.middleware.security_headers",
    # Above `bounded`, whose refusals need its headers too.
    "django.middleware.security.SecurityMiddleware",
    "motcua.project.middleware.bounded",
    "motcua.project.middleware.steady_directory",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "motcua.project.compression.compress",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "motcua.ui.middleware.language",
    "motcua.ui.opening.open_where_wrong",
    "motcua.channels.api.middleware.as_problems",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "motcua.accounts.acting.acting",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# Addresses carry no slash at their end: an include names its first part, its paths begin with the slash.
# The front server leads to https (deploy/nginx.conf); what other names of its domain do, the province decides.
SILENCED_SYSTEM_CHECKS = ["urls.W002", "security.W005", "security.W008", "security.W021"]
APPEND_SLASH = False
ROOT_URLCONF = "motcua.project.urls"
WSGI_APPLICATION = "motcua.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "motcua.ui.environment.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# The owner's login migrates; the web and the worker use a login without DDL. Without DATABASE_URL both are the
# embedded server's; with DATABASE_URL alone one login serves as both.
_EMBEDDED = embedded.Place.from_environment()
_OWNER_COMMANDS = {
    "migrate",
    "upgrade",
    "backup",
    "restore",
    "test",
    "flush",
    "sqlmigrate",
    "makemigrations",
    "make_dossiers",
    "write_schema",
}
_AS_OWNER = UNDER_TEST or bool(_OWNER_COMMANDS & set(sys.argv[1:2]))
_APP_URL = env("DATABASE_URL", _EMBEDDED.url("motcua_app"))
_OWNER_URL = env("MOTCUA_OWNER_DATABASE_URL", _APP_URL if env("DATABASE_URL") else _EMBEDDED.url("motcua_owner"))
# The role whose rights project/grants.py sets after each migration.
RUNTIME_ROLE = database(_APP_URL)["USER"]
DATABASES = {"default": database(_OWNER_URL if _AS_OWNER or envbool("MOTCUA_AS_OWNER") else _APP_URL)}
DATABASES["default"]["OPTIONS"]["pool"] = (
    {"min_size": 1, "max_size": envint("MOTCUA_POOL", 8), "timeout": 10} if envbool("MOTCUA_POOLED") else False
)
# What hardly ever changes (whether a token is in force, which version, calendar and agencies) the web processes ask for
# at most once in so many seconds: on a busy day it would be asked a hundred times a second.
BELIEVED_SECONDS = 1.0 if envbool("MOTCUA_POOLED") and not UNDER_TEST else 0.0
# Plans are kept by the server: most of a short query's time there is its planning.
DATABASES["default"]["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 5}
# The planner's default supposes a spinning disk, and then prefers reading much in order to reading little by an index:
# a page of a large unit's desk would read thousands of rows. What DATABASE_URL says itself comes later and wins.
_OPTIONS = DATABASES["default"]["OPTIONS"].get("options", "")
DATABASES["default"]["OPTIONS"]["options"] = f"-c random_page_cost=1.1 {_OPTIONS}".strip()
DATABASES["default"]["TEST"] = {"NAME": env("MOTCUA_TEST_DATABASE", "test_motcua")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False

AUTH_USER_MODEL = "accounts.User"
CITIZEN_SIGN_IN = "/dang-nhap"
OFFICIAL_SIGN_IN = "/can-bo/dang-nhap"
# Where a citizen says for whom they act.
ACTING_PAGE = "/tai-khoan/thay-mat"
# Officials prove a second factor besides the password. Only the demo, whose passwords everybody knows, may do without.
SECOND_FACTOR = envbool("MOTCUA_SECOND_FACTOR", not DEMO)
if not SECOND_FACTOR and not DEMO:
    raise ImproperlyConfigured("MOTCUA_SECOND_FACTOR=0 is for the demo alone (MOTCUA_DEMO=1)")
# The day from which it is required, where a province introduces it; until then who has set one up uses it.
SECOND_FACTOR_SINCE = envday("MOTCUA_SECOND_FACTOR_SINCE")
if UNDER_TEST:
    # A slow digest protects people's passwords; in tests it would protect nobody and cost a second a persona.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [REPOSITORY / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
# Names that change with the content, so that browsers keep the files for good; compressed when they are collected.
STATIC_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
# Nothing is collected for tests: there the files come from where they lie.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = UNDER_TEST
# A folder here, or an S3-compatible store where a bucket is named. Stored files are never served by an address.
_S3 = {
    "bucket_name": env("MOTCUA_S3_BUCKET"),
    "endpoint_url": env("MOTCUA_S3_ENDPOINT") or None,
    "region_name": env("MOTCUA_S3_REGION") or None,
    "access_key": env("MOTCUA_S3_KEY") or None,
    "secret_key": env("MOTCUA_S3_SECRET") or None,
    "default_acl": None,
    "file_overwrite": True,  # names are random: asking whether one exists would cost a request
}
STORAGES = {
    "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _S3}
    if _S3["bucket_name"]
    else {"BACKEND": "motcua.files.storage.FolderStorage", "OPTIONS": {"location": str(DATA / "files")}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if UNDER_TEST else STATIC_STORAGE
    },
}
FILE_MAX_SIZE = envint("MOTCUA_FILE_MAX_MB", 25) * 1_000_000
FILE_MAX_PAGES = envint("MOTCUA_FILE_MAX_PAGES", 500)
FILE_INSPECTORS = envint("MOTCUA_FILE_INSPECTORS", 1)  # processes behind the fence, for each web process
PRINTERS = envint("MOTCUA_PRINTERS", 1)  # processes for templates that people edit, for each web process
SIGNERS = envint("MOTCUA_SIGNERS", 1)  # processes that sign and check signatures, for each process of ours
FILE_KEEP_UNATTACHED_HOURS = envint("MOTCUA_FILE_KEEP_HOURS", 30 * 24)
FILE_KEEP_UPLOAD_HOURS = envint("MOTCUA_UPLOAD_KEEP_HOURS", 24)

# Private keys in files, and root certificates whose signatures are trusted (*.pem; an operator adds to them).
SIGNING_KEYS = KEYS / "signing"
SIGNING_TRUST = KEYS / "trust"
# Beside the database, so that who may do everything there cannot change it: what was published of the audit trail.
PUBLISHED = DATA / "published"

SESSION_ENGINE = "motcua.accounts.session_store"
# With this prefix browsers keep a cookie only from this very host by TLS: no neighbour in the domain can plant one.
_HOST = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = f"{_HOST}motcua"
CSRF_COOKIE_NAME = f"{_HOST}csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Signed in, one stays so for a working day at most, and for an hour without a page.
SESSION_COOKIE_AGE = envint("MOTCUA_SESSION_HOURS", 8, most=24) * 3600
SESSION_IDLE_AGE = envint("MOTCUA_SESSION_IDLE_MINUTES", 60, most=24 * 60) * 60
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "motcua.ui.views.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# Without JavaScript several photographs come in one request; each file has its own limit besides.
MOST_SENT = envint("MOTCUA_MOST_SENT_MB", 150) * 1_000_000

# The demo's mail goes to the stand-in beside it (manage.py sandbox_mail).
EMAIL_HOST = env("MOTCUA_EMAIL_HOST", "127.0.0.1" if DEMO else "localhost")
EMAIL_PORT = envint("MOTCUA_EMAIL_PORT", PORT + 25 if DEMO else 25)
EMAIL_HOST_USER = env("MOTCUA_EMAIL_USER")
EMAIL_HOST_PASSWORD = env("MOTCUA_EMAIL_PASSWORD")
EMAIL_USE_TLS = envbool("MOTCUA_EMAIL_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("MOTCUA_EMAIL_FROM", "motcua@localhost")

# The identity provider of citizens; in the demo the stand-in beside us.
VNEID_ISSUER = env("MOTCUA_VNEID_ISSUER", f"http://localhost:{PORT + 10}")
VNEID_CLIENT_ID = env("MOTCUA_VNEID_CLIENT", "motcua")
VNEID_CLIENT_SECRET = envsecret("MOTCUA_VNEID_SECRET", KEYS)

# The province's own provider for its officials, where it has one: OpenID Connect too. The password stays a way in.
PROVINCE_ISSUER = env("MOTCUA_PROVINCE_ISSUER", f"http://localhost:{PORT + 10}/can-bo" if DEMO else "")
PROVINCE_CLIENT_ID = env("MOTCUA_PROVINCE_CLIENT", "motcua-can-bo")
PROVINCE_CLIENT_SECRET = envsecret("MOTCUA_PROVINCE_SECRET", KEYS)
# Which claim names the account here, and which, if any, the code of an agency where the official must hold a post.
PROVINCE_NAME_CLAIM = env("MOTCUA_PROVINCE_NAME_CLAIM", "preferred_username")
PROVINCE_AGENCY_CLAIM = env("MOTCUA_PROVINCE_AGENCY_CLAIM")
# What it calls a sign-in with more than a password, besides `amr` of RFC 8176; anything else owes our second step.
PROVINCE_STRONG = frozenset(envlist("MOTCUA_PROVINCE_STRONG_ACR"))

# Outside systems, each chosen by the dotted path of its connector (ports).
PORTS: dict[str, str] = {
    "audit.notary": "motcua.signing.notary.KeyedNotary",
    "signing.keys": "motcua.signing.software.KeyFiles",
    "email": "motcua.connectors.email.sender.SmtpSender",
    "texts": "motcua.procedures.english.english",
    # What takes two people to change, one line for each kind.
    "approvals.package": "motcua.procedures.proposing.PackageKind",
    "approvals.form_layout": "motcua.dossiers.paperwork.form_layouts.LayoutKind",
    "approvals.letter_template": "motcua.dossiers.paperwork.letter_templates.LetterTemplateKind",
    "rehearsals.package": "motcua.dossiers.rehearsing.rehearse",
    "approvals.calendar": "motcua.worktime.proposing.CalendarKind",
    # Lists that officials take away as files.
    "lists.inbox": "motcua.dossiers.taking_away.lists.InboxList",
    "lists.search": "motcua.dossiers.taking_away.lists.SearchList",
    "lists.due": "motcua.dossiers.taking_away.lists.DueList",
    "lists.register": "motcua.certifying.lists.RegisterList",
    "lists.opinions": "motcua.dossiers.taking_away.book_lists.OpinionList",
    "lists.outgoing": "motcua.dossiers.taking_away.book_lists.OutgoingList",
    "lists.receipts": "motcua.dossiers.taking_away.lists.ReceiptList",
    "lists.calls": "motcua.channels.desk.lists.CallList",
    "lists.load": "motcua.channels.desk.lists.LoadList",
    "lists.difficulties": "motcua.difficulties.lists.DifficultyList",
    "lists.day": "motcua.dossiers.taking_away.counter_lists.DayList",
    "lists.given": "motcua.dossiers.taking_away.counter_lists.GivenList",
    "lists.given_back": "motcua.dossiers.taking_away.counter_lists.GivenBackList",
    "lists.taking": "motcua.dossiers.taking_away.counter_lists.TakingList",
    "lists.held": "motcua.dossiers.taking_away.counter_lists.HeldList",
    "lists.refusals": "motcua.dossiers.taking_away.counter_lists.RefusalList",
    "lists.letters": "motcua.dossiers.taking_away.book_lists.LetterList",
    "lists.absences": "motcua.channels.desk.lists.AbsenceList",
    "lists.uncovered": "motcua.channels.desk.lists.UncoveredList",
    "lists.book": "motcua.certifying.lists.BookList",
    "lists.proposals": "motcua.channels.studio.lists.ProposalList",
    "lists.procedures": "motcua.channels.studio.lists.ProcedureList",
    "lists.dry_run": "motcua.channels.studio.lists.DryRunList",
    "lists.trial": "motcua.channels.studio.lists.TrialList",
    "lists.to_sign": "motcua.channels.desk.lists.ToSignList",
    "lists.scans_to_sign": "motcua.dossiers.taking_away.counter_lists.ScansToSignList",
    "lists.copies": "motcua.certifying.lists.CopyList",
    "approvals.promise_hour": "motcua.dossiers.choices.promise_hours.PromiseHourKind",
    "approvals.certification_tariff": "motcua.certifying.tariffs.TariffKind",
    "approvals.scan_days": "motcua.dossiers.choices.scan_days.ScanDaysKind",
    "approvals.relay_result": "motcua.dossiers.choices.relay_results.RelayResultKind",
    "approvals.paperless": "motcua.procedures.paperless.PaperlessKind",
    "approvals.agency_symbol": "motcua.organisations.symbols.AgencySymbolKind",
    "approvals.emergency_minutes": "motcua.dossiers.choices.emergency_minutes.EmergencyMinutesKind",
    "approvals.unclaimed_days": "motcua.dossiers.choices.unclaimed_days.UnclaimedDaysKind",
    "approvals.population_calls": "motcua.dossiers.choices.population_calls.PopulationCallsKind",
    # How far other systems know of a dossier, one line a connector.
    "synchronisation.webhooks": "motcua.connectors.webhooks.standing.told",
}
# Scans are read in the worker where the machine has Tesseract (a page takes seconds: the quick tests do without).
if envbool("MOTCUA_READ_SCANS", not UNDER_TEST):
    PORTS["recogniser"] = "motcua.files.recognising.Tesseract"
if DEMO:
    PORTS["scanner"] = "motcua.sandbox.scanner.PaperTray"
# Below it a folder for each one-stop unit, by its code, into which the scanners of its counters write.
SCAN_FOLDER = env("MOTCUA_SCAN_FOLDER")
# Where clamd listens, `tcp://host:3310` or `unix:/path`. Each upload is shown to it; none is taken without its word.
CLAMAV = env("MOTCUA_CLAMAV")
if CLAMAV:
    if not re.fullmatch(r"tcp://[^/\s:]+(:\d{1,5})?|unix:/\S+", CLAMAV):
        raise ImproperlyConfigured(f"MOTCUA_CLAMAV is tcp://host:3310 or unix:/path, not {CLAMAV}")
    PORTS["malware"] = "motcua.connectors.clamav.client.Clamd"
# With a time-stamping service (RFC 3161) the worker raises signatures to PAdES B-LTA; the demo's is the stand-in.
_TRUST = f"http://127.0.0.1:{PORT + 40}" if DEMO and not UNDER_TEST else ""
TIME_STAMPING_ADDRESS = env("MOTCUA_TIME_STAMPING_ADDRESS", f"{_TRUST}/time" if _TRUST else "")
# The list of revoked certificates for those that name no service, as the demo's do: they move with their port.
REVOCATION_LIST_ADDRESS = env("MOTCUA_REVOCATION_LIST_ADDRESS", f"{_TRUST}/crl/0" if _TRUST else "")
# How long before the certificate of an archive time stamp ends the next stamp is set over it.
ARCHIVE_RENEWAL_DAYS = envint("MOTCUA_ARCHIVE_RENEWAL_DAYS", 90)
if TIME_STAMPING_ADDRESS:
    PORTS["signing.time"] = "motcua.connectors.timestamps.client.TimeStampingService"
    PORTS["signing.revocation"] = "motcua.connectors.revocation.client.RevocationServices"

# Whose certificate ends in so many days is warned, with the administrators.
KEY_WARNING_DAYS = [int(days) for days in envlist("MOTCUA_KEY_WARNING_DAYS", "60,30,7")]
# A token or hardware security module: the library of its maker, the label of the token, its PIN.
PKCS11_MODULE, PKCS11_TOKEN = env("MOTCUA_PKCS11_MODULE"), env("MOTCUA_PKCS11_TOKEN")
PKCS11_PIN = env("MOTCUA_PKCS11_PIN")
if PKCS11_MODULE:
    PORTS["keys.pkcs11"] = "motcua.connectors.tokens.holder.TokenKeys"

# A remote signing service (Cloud Signature Consortium API, version 1 or 2): its address before /csc/, our access to it,
# and the PIN of seals that want one.
REMOTE_SIGNING_ADDRESS = env("MOTCUA_REMOTE_SIGNING_ADDRESS").rstrip("/")
REMOTE_SIGNING_CLIENT_ID = env("MOTCUA_REMOTE_SIGNING_CLIENT_ID")
REMOTE_SIGNING_CLIENT_SECRET = env("MOTCUA_REMOTE_SIGNING_CLIENT_SECRET")
REMOTE_SIGNING_PIN = env("MOTCUA_REMOTE_SIGNING_PIN")
if REMOTE_SIGNING_ADDRESS:
    _CSC = "RemoteKeysV2" if env("MOTCUA_REMOTE_SIGNING_VERSION", "1") == "2" else "RemoteKeys"
    PORTS["keys.csc"] = f"motcua.connectors.remote_signing.client.{_CSC}"

# The national population database (SOAP over HTTP); in the demo the stand-in beside us.
POPULATION_ADDRESS = env("MOTCUA_POPULATION_ADDRESS", f"http://localhost:{PORT + 50}/dan-cu" if DEMO else "")
POPULATION_SERVICE = env("MOTCUA_POPULATION_SERVICE", "037")
POPULATION_USER = env("MOTCUA_POPULATION_USER")
POPULATION_SECRET = env("MOTCUA_POPULATION_SECRET")
if POPULATION_ADDRESS:
    PORTS["population"] = "motcua.connectors.population.client.PopulationService"

if not UNDER_TEST:
    require_safe(
        os.environ,
        is_secure=SECURE,
        is_demo=DEMO,
        is_debug=DEBUG,
        outside={
            "DATABASE_URL": way_to_database(DATABASES["default"]),
            "MOTCUA_CLAMAV": CLAMAV,
            "MOTCUA_EMAIL_HOST": f"{'https' if EMAIL_USE_TLS else 'smtp'}://{EMAIL_HOST}",
            "MOTCUA_POPULATION_ADDRESS": POPULATION_ADDRESS,
            "MOTCUA_PROVINCE_ISSUER": PROVINCE_ISSUER,
            "MOTCUA_REMOTE_SIGNING_ADDRESS": REMOTE_SIGNING_ADDRESS,
            "MOTCUA_S3_ENDPOINT": env("MOTCUA_S3_ENDPOINT"),
            "MOTCUA_VNEID_ISSUER": VNEID_ISSUER,
        },
        plain=frozenset(envlist("MOTCUA_PLAIN_HOSTS")),
        command="".join(sys.argv[1:2]),
    )

LOGGING_CONFIG = "motcua.project.logs.configure"
LOGGING = {} if UNDER_TEST else {"level": env("MOTCUA_LOG_LEVEL", "INFO").upper()}
METRICS_TOKEN = env("MOTCUA_METRICS_TOKEN")
