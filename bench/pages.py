"""Parts (c), (d) and (f): pages, by one reader or by eight."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bench import load, machine
from bench.http import Answer, Connection, Unexpected
from bench.province import Running

OFFICIAL = ("chuyenvien", "motcua-demo-2026")
# As people ask, with and without diacritics, everyday words and slips.
QUESTIONS = (
    "khai sinh",
    "giấy khai sinh cho con",
    "sang tên sổ đỏ",
    "dang ky ket hon",
    "chứng thực bản sao",
    "xác nhận tình trạng hôn nhân",
    "hộ kinh doanh",
    "giấy phép xây dựng",
    "đăng ký thường trú",
    "chăn nuôi",
    "cap giay phep lai xe",
    "trợ cấp người cao tuổi",
)
# Roughly so many dossiers are drawn; a page is read for so many seconds at most.
DRAWN = 20_000
PATIENCE = 90.0
Ask = Callable[[Connection], Answer]


@dataclass
class Pages:
    """The measured pages of one running province, each with its own draw of what is asked."""

    asks: dict[str, Ask]
    public: Connection
    official: Connection

    def client(self, name: str) -> Connection:
        """Return whose connection reads a page."""
        return self.official if name.startswith("desk") else self.public


def sign_in(port: int) -> Connection:
    """Return a connection signed in as a restricted official of the largest unit."""
    made = Connection(port)
    made.post_form("/can-bo/dang-nhap", username=OFFICIAL[0], password=OFFICIAL[1]).expect(302)
    made.get("/ban-lam-viec").expect(200)
    return made


def prepare(running: Running) -> Pages:
    """Draw codes and names from the data themselves, so that frequent ones are frequent."""
    draw = random.Random(68)
    # One scan for all draws: a million rows sorted at random four times over would warm every cache.
    running.sql("DROP TABLE IF EXISTS bench_drawn")
    running.sql(
        "CREATE UNLOGGED TABLE bench_drawn AS SELECT d.*, a.code AS agency FROM dossiers_dossier d "  # noqa: S608
        "JOIN organisations_agency a ON a.id = d.competent_agency_id "
        f"WHERE random() < {DRAWN}::float / (SELECT greatest(count(*), 1) FROM dossiers_dossier)"
    )

    def drawn(columns: str, where: str = "true") -> list[tuple[Any, ...]]:
        return running.sql(f"SELECT {columns} FROM bench_drawn WHERE {where} ORDER BY random() LIMIT 2000")  # noqa: S608

    dossiers = [str(row[0]) for row in drawn("public_id", f"agency = '{machine.AGENCY}'")]
    people = [str(row[0]) for row in drawn("owner_name")]
    codes = [
        str(row[0])
        for row in drawn(
            "(SELECT p.code FROM procedures_procedureversion v "
            "JOIN procedures_procedure p ON p.id = v.procedure_id WHERE v.id = version_id)"
        )
    ]
    sealer = running.sealer()
    tracked = [(str(code), sealer.open(bytes(secret))) for code, secret in drawn("code, sealed_secret")]
    running.sql("DROP TABLE bench_drawn")

    def name() -> str:
        words = draw.choice(people).split()
        return quote(" ".join(words[: draw.choice((1, 2, len(words)))]))

    def by_program(client: Connection) -> Answer:
        code, secret = draw.choice(tracked)
        return client.get(f"/api/v1/tracking/{code}", X_Lookup_Secret=secret)

    def by_person(client: Connection) -> Answer:
        # As the QR of the receipt leads there.
        code, secret = draw.choice(tracked)
        answer = client.get(f"/tra-cuu/{code}/{secret}")
        if code.encode() not in answer.body:
            raise Unexpected(f"{code} was not found by its secret")
        return answer

    return Pages(
        {
            "search": lambda c: c.get(f"/tim-kiem?q={quote(draw.choice(QUESTIONS))}"),
            "procedure": lambda c: c.get(f"/thu-tuc/{draw.choice(codes)}"),
            "tracking": by_person,
            "tracking (API)": by_program,
            "desk inbox": lambda c: c.get("/ban-lam-viec"),
            "desk dossier": lambda c: c.get(f"/ban-lam-viec/ho-so/{draw.choice(dossiers)}"),
            "desk search by name": lambda c: c.get(f"/ban-lam-viec/tim?q={name()}"),
        },
        machine.connect(running.port),
        sign_in(running.port),
    )


def read(pages: Pages, name: str, requests: int) -> tuple[list[float], list[float]]:
    """Read one page that often, one request after the other; return wall-clock and processor times.

    A page too slow for that is read for as long as `PATIENCE` lasts; the number of requests tells.
    """
    client, ask = pages.client(name), pages.asks[name]
    begun = time.perf_counter()
    times = []
    for _ in range(requests):
        times.append(ask(client).expect(200).times)
        if time.perf_counter() - begun > PATIENCE:
            break
    return [wall for wall, _ in times], [cpu for _, cpu in times]


def throughput(running: Running, *, seconds: float) -> dict[str, float]:
    """Return requests per second with eight clients: the cheapest public page, tracking by code, the inbox."""
    pages = prepare(running)
    machines = [machine.connect(running.port) for _ in range(8)]
    officials = [sign_in(running.port) for _ in range(8)]
    plans: dict[str, tuple[list[Connection], Ask]] = {
        "alive page": (machines, lambda c: c.get("/-/alive")),
        "front page": (machines, lambda c: c.get("/")),
        "procedure page": (machines, pages.asks["procedure"]),
        "tracking by code": (machines, pages.asks["tracking"]),
        "tracking by code (API)": (machines, pages.asks["tracking (API)"]),
        "desk inbox": (officials, pages.asks["desk inbox"]),
    }
    rates = {}
    for name, (clients, ask) in plans.items():
        done = load.run(clients, lambda c, ask=ask: ask(c).expect(200), seconds=seconds)  # type: ignore[misc]
        if done.failed:
            raise SystemExit(f"{name}: {done.failed[0]}")
        rates[name] = round(done.rate, 1)
    return rates
