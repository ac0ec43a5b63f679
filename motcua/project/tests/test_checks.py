"""What is not connected stops the start, with a sentence that names it."""

import re
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from motcua.project import checks
from motcua.workflow import steps
from motcua.workflow.models import ProcessDefinition


class Mute:
    """Sends nothing, and is asked for less than the port wants."""

    def send(self, *, to: str) -> None:
        """Take an address only."""


def with_step(name: str) -> None:
    node = {"id": "tell", "type": "call", "call": name}
    ProcessDefinition.objects.create(
        key=f"calls-{name}",
        digest=name,
        bpmn="",
        outline={"start": "tell", "nodes": [node]},
        spec={},
        created_at=datetime(2026, 11, 23, tzinfo=UTC),
    )


@pytest.mark.django_db
def test_what_we_ship_is_connected() -> None:
    checks.require_wired()


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("malware", "motcua.connectors.clamav.client.Clamd"),
        ("keys.pkcs11", "motcua.connectors.tokens.holder.TokenKeys"),
        ("keys.csc", "motcua.connectors.remote_signing.client.RemoteKeys"),
        ("keys.csc", "motcua.connectors.remote_signing.client.RemoteKeysV2"),
        ("signing.time", "motcua.connectors.timestamps.client.TimeStampingService"),
        ("signing.revocation", "motcua.connectors.revocation.client.RevocationServices"),
        ("recogniser", "motcua.files.recognising.Tesseract"),
    ],
)
def test_what_a_setting_connects_fits(settings: Settings, name: str, path: str) -> None:
    settings.PORTS = {name: path}
    assert checks.unfit_ports() == []


@pytest.mark.parametrize(
    ("name", "path", "says"),
    [
        ("email", "motcua.connectors.email.sender.Nobody", "cannot be filled"),
        ("email", "motcua.no.such.module.Sender", "cannot be filled"),
        ("email", "motcua.signing.software.KeyFiles", r"has no send\(\)"),
        ("email", f"{__name__}.Mute", r"send\(\) takes to$"),
        ("texts", "motcua.project.checks.unfit_ports", "takes nothing"),
        ("approvals.calendar", f"{__name__}.Mute", "has no name$"),
        ("telegram", "motcua.connectors.email.sender.SmtpSender", "no app needs"),
    ],
)
def test_a_port_that_does_not_fit_is_named(settings: Settings, name: str, path: str, says: str) -> None:
    settings.PORTS = {**settings.PORTS, name: path}
    found = checks.unfit_ports()
    # A kind of proposal has many names; anything else lacks exactly the one.
    assert len(found) == 1 or name.startswith("approvals.")
    assert name in found[0]
    assert re.search(says, found[0])


@pytest.mark.django_db
def test_a_step_that_nobody_registers_stops_the_worker() -> None:
    with_step("tell_the_moon")
    with pytest.raises(CommandError, match="'tell_the_moon', which no app registers"):
        call_command("worker")


@pytest.mark.django_db
def test_a_registered_step_is_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "_functions", {})
    steps.step("tell_register")(lambda call: None)
    with_step("tell_register")
    assert checks.unknown_steps() == []
