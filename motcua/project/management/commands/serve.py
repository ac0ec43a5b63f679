"""Run everything of a demo province on one machine."""

import contextlib
import fcntl
import gc
import http.client
import os
import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection

from motcua.accounts import demo
from motcua.project import embedded, province, schema, supervisor
from motcua.project.supervisor import Child, manage

OLDEST = 15
# One of each role, of make_demo_province.
LOGINS = "tiepnhan · phancong · chuyenvien · truongphong · giamdoc · vanthu"
# A commune where two people do it all: where a birth or a household business filed at Đơn Dương arrives.
COMMUNE_LOGINS = "donduong · donduong.chutich"
# Two who configure procedures: what one proposes, the other approves.
STUDIO_LOGINS = "nghiepvu · kiemsoat"
# To glibc: an arena for each thread would keep what the busiest moment of each needed, and one large upload would raise
# for good what is kept rather than given back. The systemd units say the same.
FRUGAL = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "131072", "MALLOC_MMAP_THRESHOLD_": "262144"}
# A busy machine may take long: while the web lives, it is waited for.
PATIENCE = 300.0


class Command(BaseCommand):
    """`manage.py serve`, which script/server runs."""

    help = (
        "Chạy toàn bộ hệ thống trên một máy: cơ sở dữ liệu, trang web, bộ xử lý việc chờ và các hệ thống giả lập. "
        "Lần đầu tạo một tỉnh mẫu; Ctrl-C dừng tất cả, dữ liệu được giữ. · Runs the whole system on one machine: "
        "database, web, worker and stand-ins. Makes a demo province at first; Ctrl-C stops it all, the data stay."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--workers", type=int, default=2, help="số tiến trình web · web processes (2)")
        parser.add_argument(
            "--listen", default="127.0.0.1", help="địa chỉ mạng để nghe · address to listen at (127.0.0.1)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        data: Path = settings.DATA
        supervisor.stop_on_signals()
        children: list[Child] = []
        self.patience = 3.0
        try:
            with contextlib.ExitStack() as stack:
                stack.enter_context(self.sole_owner(data))
                self.check_ports(options["listen"])
                self.open_database(stack)
                stack.callback(self.stop, children)
                if schema.is_empty():
                    self.say("  Lần đầu mất vài phút · the first time takes a few minutes")
                province.prepare(data, self.say)
                children += self.children(data, options)
                for child in children:
                    child.start()
                self.await_web(children[0])
                # From here on there are requests and jobs to be finished.
                self.patience = 30.0
                self.greet()
                supervisor.watch(children, self.say)
        except supervisor.Stopped:
            self.say("Đã dừng, dữ liệu được giữ · stopped, the data are kept")
        except (embedded.Unusable, province.StepFailed) as problem:
            raise CommandError(str(problem)) from problem

    def say(self, text: str) -> None:
        """Print a line at once, also into a pipe."""
        self.stdout.write(text)
        self.stdout.flush()

    @contextlib.contextmanager
    def sole_owner(self, data: Path) -> Iterator[None]:
        """Refuse a second server on the same data folder."""
        try:
            data.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise CommandError(
                f"không dùng được thư mục dữ liệu {data} · the data folder cannot be used: {problem.strerror}"
            ) from None
        with (data / "serve.lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                other = lock.read().strip()
                raise CommandError(
                    f"thư mục dữ liệu {data} đang được dùng · the data folder is in use by process {other}"
                ) from None
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield

    def check_ports(self, listen: str) -> None:
        """Refuse before anything is started when an address is taken."""
        for port in [settings.PORT, *(settings.PORT + offset for offset in (10, 20, 25, 30, 40, 50))]:
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((listen, port))
                except OSError as problem:
                    raise CommandError(
                        f"cổng {port} không dùng được; đặt MOTCUA_PORT khác · port {port} cannot be used "
                        f"({problem.strerror}); set MOTCUA_PORT to another"
                    ) from None

    def open_database(self, stack: contextlib.ExitStack) -> None:
        """Have a database: our own, or the one that DATABASE_URL names."""
        begun = time.monotonic()
        if not os.environ.get("DATABASE_URL"):
            stack.enter_context(embedded.running(embedded.Place.from_environment()))
        stack.callback(connection.close)
        connection.settings_dict["OPTIONS"]["connect_timeout"] = 5
        try:
            connection.ensure_connection()
        except OperationalError as problem:
            words = " ".join(str(problem).split())
            raise CommandError(
                f"không kết nối được cơ sở dữ liệu trong DATABASE_URL · the database in DATABASE_URL cannot be "
                f"reached: {words}"
            ) from None
        version = connection.cursor().connection.info.server_version // 10000
        if version < OLDEST:
            raise CommandError(f"PostgreSQL {OLDEST} trở lên · PostgreSQL {OLDEST} or newer is needed, not {version}")
        self.say(f"  PostgreSQL {version}: {time.monotonic() - begun:.1f} s")

    def children(self, data: Path, options: dict[str, Any]) -> list[Child]:
        """Return the programs that make up the system, the web first."""
        env = {**FRUGAL, **os.environ, "PYTHONUNBUFFERED": "1"}
        web = manage("web", "--listen", options["listen"], "--workers", str(options["workers"]))
        numbers = data / "metrics"
        shutil.rmtree(numbers, ignore_errors=True)
        numbers.mkdir()
        web_env = {**env, "MOTCUA_POOLED": "1", "PROMETHEUS_MULTIPROC_DIR": str(numbers)}
        children = [Child("web", web, data / "log" / "web.log", web_env)]
        stand_ins = ("sandbox_vneid", "sandbox_mail", "sandbox_national_portal", "sandbox_trust", "sandbox_population")
        for command in ("worker", *stand_ins):
            if command in get_commands():
                children.append(Child(command, [command], data / "log" / f"{command}.log", env, forked=True))
        # What is loaded here the forks share as long as no collector writes into it.
        gc.collect()
        gc.freeze()
        return children

    def await_web(self, web: Child) -> None:
        """Wait until pages are answered."""
        begun = time.monotonic()
        while time.monotonic() - begun < PATIENCE:
            time.sleep(0.1)
            if web.process is None or web.process.poll() is not None:
                break
            asking = http.client.HTTPConnection("127.0.0.1", settings.PORT, timeout=30)
            with contextlib.suppress(OSError, http.client.HTTPException):
                asking.request("GET", "/-/ready")
                asking.getresponse()
                return
            asking.close()
        raise CommandError(f"{web.last_words()}\ntrang web không chạy được · the web did not start; {web.log}".strip())

    def greet(self) -> None:
        """Say where everything is, and who can sign in."""
        site, port = settings.SITE_ADDRESS, settings.PORT
        self.say("")
        if settings.DEMO:
            # The stand-in's people are chosen from a list there: nobody needs a password.
            self.say(
                f"  Người dân · citizens      {site}\n"
                f"  Cán bộ · officials        {site}/ban-lam-viec\n"
                f"     Sở · department        {LOGINS}\n"
                f"     Xã Đơn Dương · commune {COMMUNE_LOGINS}\n"
                f"  Quản trị · configuration  {site}/quan-tri   {STUDIO_LOGINS}\n"
                f"     mật khẩu · password    {demo.password()}\n"
                f"  API                       {site}/api/v1/docs   h36 / {demo.client_secret('h36')}\n"
                f"  VNeID (giả lập · stand-in) http://localhost:{port + 10}   thư · mail http://localhost:{port + 20}\n"
                f"  Cổng quốc gia (giả lập) · national portal (stand-in)  http://localhost:{port + 30}\n"
                "  Dấu thời gian, thu hồi chứng thư (giả lập) · "
                f"trust service (stand-in)  http://localhost:{port + 40}\n"
                f"  CSDL dân cư (giả lập) · population database (stand-in)  http://localhost:{port + 50}"
            )
        else:
            self.say(f"  {site}")
        self.say(f"\n  Đang chạy · running: {site}   (Ctrl-C: dừng · stop)")

    def stop(self, children: list[Child]) -> None:
        """Stop the programs; the database goes last, by the stack."""
        forced = supervisor.stop(children, self.patience)
        if forced:
            self.say(f"buộc dừng · ended by force: {', '.join(forced)}")
