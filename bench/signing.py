"""Part (b), signing counted apart: draw a result as PDF and sign it with a leader's key, as the action does it.

The lives of part (b) end in results by reference; what drawing and signing would add to a life is measured here, in the
programs of the measured province.
"""

import json
import os
import subprocess
import sys
from typing import Any

from bench import load
from bench.province import ROOT, Running, environment

COUNT = 30
SIGNER = "xaydung.giamdoc"
SCRIPT = f"""
import json, time
from django.utils import timezone
from motcua.accounts.models import User
from motcua.dossiers.actions import key_of
from motcua.dossiers.paperwork.documents import result_pdf, signature_picture
from motcua.dossiers.models import Result
from motcua.signing.actions import sign_pdf
result = Result.objects.filter(kind="template").exclude(number="").select_related("dossier").order_by("pk").first()
drawn, signed = [], []
if result is not None:
    key = key_of(User.objects.get(username="{SIGNER}"))
    for _ in range({COUNT} + 3):
        now, begun = timezone.now(), time.perf_counter()
        pdf = result_pdf(result, signer=key, now=now)
        drawn.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        picture = signature_picture(result, key, is_sealed=False, now=now)
        sign_pdf(pdf=pdf, key=key, at=now, place="leader", appearance=picture)
        signed.append(time.perf_counter() - begun)
print("MEASURED", json.dumps([drawn[3:], signed[3:]]))
"""


def measure(running: Running) -> dict[str, Any]:
    """Return how long drawing and signing take, in milliseconds; empty where the province has no drawn result."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "shell", "-c", SCRIPT],
        env={**os.environ, **environment(running.data, running.port)},
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("MEASURED")]
    drawn, signed = json.loads(line.removeprefix("MEASURED"))
    return {
        "draw_ms": load.quantiles([1000 * each for each in drawn]),
        "sign_ms": load.quantiles([1000 * each for each in signed]),
    }
