"""What `deploy/` ships for a real machine fits the program, and its scripts do what they say."""

import getpass
import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
SCRIPTS = ("motcua", "archive-wal", "base-backup")
NAMED = re.compile(r"^#?([A-Z][A-Z0-9_]+)=", re.MULTILINE)


def run(script: str, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    line = ["sh", str(DEPLOY / script), *arguments]
    return subprocess.run(
        line, capture_output=True, text=True, check=False, env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", **env}
    )


def test_units_and_the_guide_call_commands_that_there_are() -> None:
    known = set(get_commands())
    called = set()
    for unit in DEPLOY.glob("*.service"):
        called |= set(re.findall(r"manage\.py (\w+)", unit.read_text()))
    guide = (ROOT / "docs" / "howto" / "deploy.md").read_text()
    for first, second in re.findall(r"^motcua (\w+)|&& motcua (\w+)", guide, re.MULTILINE):
        called.add(first or second)
    assert {"web", "worker", "backup", "upgrade", "restore", "account"} <= called
    assert called - {""} <= known


def test_settings_of_a_real_machine_are_settings_of_ours() -> None:
    ours = set(NAMED.findall((ROOT / ".env.example").read_text()))
    assert set(NAMED.findall((DEPLOY / "env").read_text())) <= ours


def test_only_what_changes_tables_gets_the_owners_address() -> None:
    assert "OWNER" not in (DEPLOY / "env").read_text()
    assert NAMED.findall((DEPLOY / "owner.env").read_text()) == ["MOTCUA_OWNER_DATABASE_URL"]
    readers = {unit.name for unit in DEPLOY.glob("*.service") if "owner.env" in unit.read_text()}
    assert readers == {"motcua-backup.service"}


def test_the_guide_names_every_file() -> None:
    guide = (ROOT / "docs" / "howto" / "deploy.md").read_text()
    for path in DEPLOY.iterdir():
        assert path.name in guide or path.suffix in {".service", ".timer"}, path.name
        assert path.suffix not in {".service", ".timer"} or path.stem in guide, path.name


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_can_be_read(script: str) -> None:
    assert subprocess.run(["sh", "-n", str(DEPLOY / script)], check=False).returncode == 0
    assert (DEPLOY / script).stat().st_mode & 0o111


def test_a_piece_of_the_log_is_kept_once_and_never_overwritten(tmp_path: Path) -> None:
    archive, piece = tmp_path / "wal", tmp_path / "piece"
    archive.mkdir()
    piece.write_bytes(b"committed")
    for _ in range(2):
        assert run("archive-wal", str(piece), "000000010000000000000001", WAL_ARCHIVE=str(archive)).returncode == 0
    assert [path.name for path in archive.iterdir()] == ["000000010000000000000001"]
    piece.write_bytes(b"of another server")
    assert run("archive-wal", str(piece), "000000010000000000000001", WAL_ARCHIVE=str(archive)).returncode != 0
    assert (archive / "000000010000000000000001").read_bytes() == b"committed"
    assert run("archive-wal", str(piece), "000000010000000000000002", WAL_ARCHIVE=str(tmp_path / "no")).returncode != 0


def test_commands_never_run_without_the_settings(tmp_path: Path) -> None:
    """Without DATABASE_URL the program would start a server of its own and show an empty province."""
    me, settings = getpass.getuser(), tmp_path / "env"
    missing = run("motcua", "help", PROGRAM=str(ROOT), SETTINGS=str(settings), RUNS_AS=me)
    assert (missing.returncode, "cannot be read" in missing.stderr) == (1, True)
    settings.write_text("MOTCUA_PROVINCE='Tỉnh Lâm Đồng'\n")
    without = run("motcua", "help", PROGRAM=str(ROOT), SETTINGS=str(settings), RUNS_AS=me)
    assert (without.returncode, "names no DATABASE_URL" in without.stderr) == (1, True)
    settings.write_text("DATABASE_URL=postgresql://a:b@127.0.0.1:9/motcua\n")
    for command in ("upgrade", "backup", "restore"):
        alone = run("motcua", command, PROGRAM=str(ROOT), SETTINGS=str(settings), RUNS_AS=me)
        assert (alone.returncode, f"{command} needs /etc/motcua/owner.env" in alone.stderr) == (1, True)
