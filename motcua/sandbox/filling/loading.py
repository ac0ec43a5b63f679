"""Fills the database: prototypes first, then all copies in one transaction: a killed run leaves no half one."""

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from motcua.accounts import demo
from motcua.accounts.models import Person, SealedNumber, User
from motcua.audit import sealing
from motcua.audit.aside import aside
from motcua.dossiers.actions import fill_stores
from motcua.lib.dates import today

from . import copying, indexes
from .choosing import Catalogue, Chosen, choose
from .draw import YEARS_BACK, Copy, Option, copies
from .living import Living
from .people import invented
from .prototypes import Maker
from .rows import Frame
from .rows import fill as fill_frames

# Every table that is written row by row.
TABLES = (*copying.names(), *(model._meta.db_table for model in (SealedNumber, Person, User)))
PEOPLE_PER_100 = 45
# So many of a hundred copies carry files, but no more than so many copies.
FILES_PER_100, MOST_WITH_FILES = 2, 10_000


TWICE = "Cơ sở dữ liệu này đã được làm đầy một lần. Muốn làm lại, dùng thư mục dữ liệu mới (MOTCUA_DATA)."


class Unfit(Exception):
    """This database is not one to fill; the text is a sentence for the person at the terminal."""


@dataclass(frozen=True)
class Filled:
    """What was made."""

    prototypes: int
    copies: int
    with_files: int
    seconds: float


def fill(count: int, *, seed: int, now: datetime, with_files: int | None, say: Callable[[str], None]) -> Filled:
    """Make `count` dossiers in a demo database, prototypes among them. Raises Unfit."""
    begun = time.monotonic()
    refuse_what_is_real()
    if SealedNumber.objects.filter(index=next(invented(1, seed=seed)).index).exists():
        raise Unfit(TWICE)
    step = Steps(say)
    with step("hồ sơ mẫu đi qua các bước thật · prototypes through the real actions"):
        catalogue = Catalogue(today(now), seed=seed)
        maker = Maker(now=now)
        chosen = choose(catalogue, maker, say)
    if not any(one.weight for one in chosen):
        raise Unfit("Danh mục không có thủ tục nào nộp được để làm mẫu. Chạy script/server một lần rồi làm lại.")
    with step("liên thông, văn bản, số hóa, chứng thực · bundles, relays, letters, scans, certifications"):
        beside = Living(catalogue, maker, now, say).fill(count)
    left = max(0, count - len(chosen) - beside)
    if with_files is None:
        with_files = min(left * FILES_PER_100 // 100, MOST_WITH_FILES)
    drawn = copies(
        [_option(number, one) for number, one in enumerate(chosen)],
        count=left,
        with_files=min(with_files, left),
        people=max(50, left * PEOPLE_PER_100 // 100),
        seed=seed,
    )
    if drawn:
        with transaction.atomic(durable=True):
            _copy(catalogue, chosen, drawn, seed=seed, now=now, step=step)
        with step("kho của người dân, tổ chức · stores"):
            fill_stores(now=now)
        _finish(step)
    return Filled(len(chosen) + beside, len(drawn), sum(copy.carries_files for copy in drawn), time.monotonic() - begun)


def refuse_what_is_real() -> None:
    """Raise Unfit where the database may hold anything but invented data, or somebody else uses it."""
    if not settings.DEMO:
        raise Unfit("Chỉ làm đầy được bản dùng thử (MOTCUA_DEMO=1): đây là hệ thống thật.")
    officials = set(User.objects.filter(kind="official").values_list("username", flat=True))
    if not officials:
        raise Unfit("Chưa có tỉnh mẫu trong cơ sở dữ liệu này. Chạy script/server một lần rồi làm lại.")
    if strangers := officials - demo.usernames():
        raise Unfit(
            f"Có cán bộ không thuộc tỉnh mẫu ({', '.join(sorted(strangers)[:3])}). "
            "Dữ liệu có thể là thật nên không làm đầy."
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        if cursor.fetchone()[0]:
            raise Unfit("Chương trình khác đang dùng cơ sở dữ liệu này. Dừng hệ thống (Ctrl-C) rồi làm lại.")


def _option(number: int, one: Chosen) -> Option:
    return Option(
        proto=number,
        ending=one.prototype.ending,
        weight=one.weight,
        grounds=one.grounds,
        submitted_at=one.prototype.dossier.submitted_at,
        is_online=one.prototype.dossier.channel == "online",
        has_files=one.has_files,
    )


def _copy(
    catalogue: Catalogue,
    chosen: Sequence[Chosen],
    drawn: Sequence[Copy],
    *,
    seed: int,
    now: datetime,
    step: "Steps",
) -> None:
    with connection.cursor() as cursor:
        for setting in ("work_mem = '256MB'", "maintenance_work_mem = '512MB'", "synchronous_commit = off"):
            cursor.execute(f"SET LOCAL {setting}")
    with step("người dân, số định danh được niêm phong · people and sealed numbers"):
        frame = Frame(catalogue, chosen, drawn, seed=seed)
        if frame.clashes():
            raise Unfit(
                "Cơ sở dữ liệu này đã được làm đầy một lần. Muốn làm lại, dùng thư mục dữ liệu mới (MOTCUA_DATA)."
            )
    with step("dự tính từng hồ sơ · what each dossier is"):
        values = fill_frames(frame, now=now)
        widths = [(table, copying.take_rows(table)) for table in copying.TABLES]
        take_audit()
    with step("tệp · files"):
        frame.write_files()
    with step("tháo chỉ mục · indexes off"):
        taken = indexes.strip(TABLES)
    with step("người dân vào bảng · people"):
        frame.write_people()
    for table, width in widths:
        with step(f"  {table.name}"), connection.cursor() as cursor:
            cursor.execute(copying.statement(table, width), values)
    with step("  giấy tờ, mã hồ sơ, sổ · papers, counters, books"), connection.cursor() as cursor:
        cursor.execute(copying.OTHER_PAPERS, values)
        cursor.execute(copying.COUNTERS)
        frame.write_books()
    since = now - timedelta(days=366 * YEARS_BACK)
    with step("  nhật ký · audit trail"), connection.cursor() as cursor, aside(since=since):
        cursor.execute(copying.AUDIT)
    with step("dựng lại chỉ mục, kiểm tra khóa ngoại · indexes and foreign keys"):
        taken.restore()
        set_sequences(TABLES)


def take_audit() -> None:
    """Put the prototypes' audit lines aside."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE proto_audit ON COMMIT DROP AS "
            "SELECT f.proto, a.* FROM fill_proto f JOIN audit_entry a ON a.about = 'dossier:' || f.code "
            "WHERE a.kind = 'change' ORDER BY a.at, a.id"
        )
        cursor.execute("ANALYZE proto_audit")


def set_sequences(tables: Iterable[str]) -> None:
    """Let numbering go on above the highest id."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), greatest(max(id), 1)) FROM {table}"  # noqa: S608
            )


def _finish(step: "Steps") -> None:
    with step("thống kê nhật ký · ANALYZE of the audit trail"), connection.cursor() as cursor:
        # Roughly is enough for the sealer to read along its index; the whole follows beside it.
        cursor.execute("SET default_statistics_target = 5")
        cursor.execute("ANALYZE audit_entry")
        cursor.execute("RESET default_statistics_target")
    # Two cores, two things that wait for one another nowhere.
    with ThreadPoolExecutor(1) as beside:
        vacuumed = beside.submit(_vacuum)
        with step("niêm phong nhật ký · sealing the audit trail"):
            sealing.seal()
        with step("thống kê cho bộ lập kế hoạch · VACUUM, ANALYZE"):
            vacuumed.result()


def _vacuum() -> None:
    """Do at once what autovacuum would do in the middle of a measurement."""
    try:
        with connection.cursor() as cursor:
            for table in (*TABLES, "dossiers_codecounter", "dossiers_numberbook", "vault_item"):
                cursor.execute(f"VACUUM (ANALYZE) {table}")
            cursor.execute("VACUUM (ANALYZE) audit_entry")
    finally:
        connection.close()


class Steps:
    """Says each step with the seconds that it took."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self._title = ""
        self._begun = 0.0

    def __call__(self, title: str) -> "Steps":
        """Name the next step."""
        self._title = title
        return self

    def __enter__(self) -> None:
        self._begun = time.monotonic()

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.say(f"  {self._title}: {time.monotonic() - self._begun:.1f} s")
