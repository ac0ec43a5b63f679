"""Parts (i) and (j): a dry run of closed dossiers through another package, and many steps handed over at once.

Both run as the worker and the desk run them, in a program of their own on the measured database.
"""

import json
import subprocess
import sys
from typing import Any

from bench.province import ROOT, Running, environment

# The procedure with the most closed dossiers; its own package, changed in its form, its limits and its process at once,
# so that nothing may be passed over as equal. `peak` is the most memory that the program ever held.
DRY_RUN = """
import json, resource, time
from datetime import date
import yaml
from django.db.models import Count
from motcua.dossiers import rehearsing
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.states import FINAL
from motcua.lib.dates import today
from motcua.procedures import queries
from motcua.procedures.proposing import files_in
from motcua.procedures.rules import processes
from django.utils import timezone

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

closed = Dossier.objects.filter(state__in=sorted(FINAL))
by_code = closed.values_list("version__procedure__code").annotate(n=Count("pk"))
code = by_code.order_by("-n", "version__procedure__code")[0][0]
files = files_in(queries.current(code, today(timezone.now())))
about = yaml.safe_load(files["package.yaml"])
for limit in about["limits"]:
    limit["amount"], limit["unit"] = 1, "working_day"
about["papers"] = [*about["papers"], {"key": "bench", "name": "Bench", "kind": "submit", "required": True}]
files["package.yaml"] = yaml.safe_dump(about, allow_unicode=True)
files["process.bpmn"] = processes.drawn(processes.PROVINCE_VERIFIED, None)
memory, said = [], []

def say(done, total, kept):
    memory.append(peak())
    said.append((time.perf_counter(), time.process_time(), done))

since, until = date(2000, 1, 1), today(timezone.now())
rehearsing.MOST = MOST
report = rehearsing.rehearse(code, {"files": files}, since, until, say, {})
(begun, spent, _), (over, used, done) = said[0], said[-1]
print("MEASURED", json.dumps({
    "procedure": code,
    "dossiers": done,
    "per_second": round(done / (over - begun), 1),
    "cpu_ms_each": round(1000 * (used - spent) / done, 3),
    "peak_mb_after_first_batch": round(memory[1], 1),
    "peak_mb": round(memory[-1], 1),
    "found": report["counts"],
}))
"""
HAND_OVER = """
import json, time
from django.db import connection
from django.utils import timezone
from motcua.accounts.access import may
from motcua.accounts.models import User
from motcua.accounts.queries import holders
from motcua.dossiers import actions
from motcua.lib.dates import today
from motcua.organisations.rules import Role
from motcua.workflow.models import Task

now = timezone.now()
found = None
tasks = Task.objects.undone().filter(role=Role.SPECIALIST)
for agency in tasks.values_list("agency", flat=True).distinct():
    people = list(holders(Role.SPECIALIST, agency, today(now))[:1])
    superiors = (Role.DIVISION_HEAD, Role.AGENCY_LEADER)
    heads = [head for role in superiors for head in holders(role, agency, today(now))[:1]]
    # Those that are this official's already have nobody to be handed from.
    count = tasks.filter(agency=agency).exclude(assignee=people[0]).count() if people else 0
    if heads and count and (found is None or count > found[0]):
        found = (count, agency, people[0], heads[0])
count, agency, to, by = found
ids = list(tasks.filter(agency=agency).exclude(assignee=to).order_by("pk").values_list("pk", flat=True)[:500])
begun, spent = time.perf_counter(), time.process_time()
handed = actions.reassign_all(task_ids=ids, assignee_id=to.pk, note="", by=by, now=now)
took, used = time.perf_counter() - begun, time.process_time() - spent
refused = {}
for one in handed:
    if one.refusal is not None:
        refused[one.refusal.code] = refused.get(one.refusal.code, 0) + 1
print("MEASURED", json.dumps({
    "steps": len(handed), "seconds": round(took, 2), "ms_each": round(1000 * took / len(handed), 2),
    "cpu_ms_each": round(1000 * used / len(handed), 2), "refused": refused,
}))
"""
MOST = 10_000


def dry_run(running: Running) -> dict[str, Any]:
    """Part (i): dossiers a second through another form, process and clock, and the memory of it."""
    return _measured(running, DRY_RUN.replace("= MOST", f"= {MOST}"))


def hand_over(running: Running) -> dict[str, Any]:
    """Part (j): 500 steps given to another official in one request."""
    return _measured(running, HAND_OVER)


def _measured(running: Running, script: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "shell", "--no-imports", "-c", script],
        env=environment(running.data, running.port),
        check=False,
        capture_output=True,
        text=True,
        timeout=1800,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("MEASURED")]
    if not lines:
        raise SystemExit(f"a measured program failed:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(lines[0].removeprefix("MEASURED"))
    return found
