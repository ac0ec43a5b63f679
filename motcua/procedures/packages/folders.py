"""A package as a folder: read and written. Equal packages give equal files."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from motcua.lib.text import nfc
from motcua.procedures.rules.defaults import Package
from motcua.procedures.rules.names import Channel, HandledBy, Origin

MAX_FILE = 1_000_000
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Each text of the package with its English (docs/howto/add-a-procedure.md).
ENGLISH = "en.json"
ABOUT, PROCESS = "package.yaml", "process.bpmn"
# What a package is made of, in the order in which people read it. `sample.json` is for the tests alone.
FILES = (ABOUT, "form.json", "presentation.json", PROCESS, "declaration.typ", "result.typ", ENGLISH)
# Keys of package.yaml that are settings of the version; the rest are parts of their own.
SETTINGS = (
    "lead",
    "level",
    "branch",
    "processing_system",
    "channels",
    "keywords",
    "frequent",
    "cases",
    "supplement",
    "applicant_check",
    "in_person",
    "acting",
    "assurance",
    "financial_duty",
    "declaration_signature",
    "forms",
    "external",
    "clock_stops",
    "bundle",
    "population",
)


@dataclass
class Folder:
    """What was read from a folder; `faults` are (file, place, what) and a folder with faults is not published."""

    path: Path
    about: dict[str, Any] = field(default_factory=dict)
    schema: dict[str, Any] = field(default_factory=dict)
    presentation: dict[str, Any] = field(default_factory=dict)
    process: str = ""
    declaration: str = ""
    result: str = ""
    english: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    # The first day of what the next dated folder says, where there is one.
    ends: date | None = None

    @property
    def begins(self) -> date | None:
        """Return the day that `from` names; None where the package holds from when it is loaded."""
        try:
            return date.fromisoformat(str(self.about["from"]))
        except (KeyError, ValueError):  # the schema or the linter says what is wrong with it
            return None

    @property
    def code(self) -> str:
        """Return the procedure's code, or the folder's name where the file has none."""
        return str(self.about.get("code") or self.path.name)

    def fault(self, file: str, place: str, what: str) -> None:
        """Note something wrong."""
        self.faults.append((file, place, what))


class _Loader(yaml.SafeLoader):
    """YAML in which codes and times stay texts and a key stands once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if twice := {str(key) for key in keys if keys.count(key) > 1}:
            raise yaml.YAMLError(f"the same key twice: {', '.join(sorted(twice))}")
        return super().construct_mapping(node, deep)


def dated_in(home: Path) -> list[Path]:
    """Return the folders in a package's folder that say what changed from a day on, the earliest first."""
    return sorted(path for path in home.iterdir() if path.is_dir() and DAY.fullmatch(path.name))


def read_folder(path: Path) -> Folder:
    """Return what a package folder holds, with the faults of reading.

    A folder inside it that is called after a day holds the files that changed then; the others are those from before.
    """
    home = path.parent if DAY.fullmatch(path.name) else path
    dated = dated_in(home) if home.is_dir() else []
    layers = [home, *dated[: dated.index(path) + 1]] if path in dated else [path]
    found = {name: layer / name for layer in layers for name in FILES if (layer / name).is_file()}
    # Of what is too large no more is read than tells so.
    folder = folder_of(home, {name: _begun(file) for name, file in found.items()})
    if path in dated and str(folder.about.get("from")) != path.name:
        folder.fault(ABOUT, "from", f"the folder is called {path.name}")
    later = [one for one in dated if path not in dated or one > path]
    if later:
        folder.ends = folder_day(later[0])
        if folder.begins is None:
            folder.fault(ABOUT, "from", "missing: what comes before a dated folder begins on a day, too")
    return folder


def folder_day(path: Path) -> date | None:
    """Return the day that a dated folder is called after; None where there is no such day."""
    try:
        return date.fromisoformat(path.name)
    except ValueError:
        return None


def _begun(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(MAX_FILE + 1)


def folder_of(path: Path, files: Mapping[str, bytes]) -> Folder:
    """Return the package that these files make, by their names, with the faults of reading; the path names its code."""
    folder = Folder(path)
    about = _read(folder, files, ABOUT, is_needed=True)
    try:
        loaded = yaml.load(about, Loader=_Loader)  # noqa: S506 - a safe loader of ours
    except (yaml.YAMLError, RecursionError, ValueError) as problem:
        folder.fault("package.yaml", "", " ".join(str(problem).split())[:300])
        loaded = {}
    if isinstance(loaded, dict):
        folder.about = loaded
    else:
        folder.fault("package.yaml", "", "not a mapping")
    folder.schema = _json(folder, files, "form.json")
    folder.presentation = _json(folder, files, "presentation.json")
    folder.english = _json(folder, files, ENGLISH, is_needed=False)
    folder.process = _read(folder, files, PROCESS, is_needed=True)
    folder.declaration = _read(folder, files, "declaration.typ")
    folder.result = _read(folder, files, "result.typ")
    return folder


def _read(folder: Folder, files: Mapping[str, bytes], name: str, is_needed: bool = False) -> str:
    data = files.get(name)
    if data is None:
        if is_needed:
            folder.fault(name, "", "missing")
        return ""
    if len(data) > MAX_FILE:
        folder.fault(name, "", "too large")
        return ""
    try:
        return nfc(data.decode())
    except UnicodeDecodeError:
        folder.fault(name, "", "not UTF-8")
        return ""


def _json(folder: Folder, files: Mapping[str, bytes], name: str, is_needed: bool = True) -> dict[str, Any]:
    text = _read(folder, files, name, is_needed=is_needed)
    if not text:
        return {}
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as problem:
        folder.fault(name, "", str(problem)[:300])
        return {}
    if not isinstance(loaded, dict):
        folder.fault(name, "", "not an object")
        return {}
    return loaded


def package_in_folder(folder: Folder) -> Package:
    """Return the package of a folder without faults."""
    about = folder.about
    settings = {"processing_system": "local", **{key: about[key] for key in SETTINGS if key in about}}
    settings.setdefault("level", "commune" if about["handled_by"] == HandledBy.COMMUNE else "province")
    settings.setdefault("branch", "")
    if folder.english:
        settings["english"] = folder.english
    result = dict(about["result"])
    if folder.result:
        result["template"] = folder.result
    return Package(
        title=about["title"],
        handled_by=HandledBy(about["handled_by"]),
        channels=tuple(channel.value for channel in Channel if channel in about["channels"]),
        form={"schema": folder.schema, "presentation": folder.presentation},
        papers=about["papers"],
        fees=about["fees"],
        limits=about["limits"],
        result=result,
        settings={**settings, **about.get("settings", {})},
        declaration=folder.declaration,
        origin=Origin.HAND.value,
        process=folder.process,
        process_key=about["code"],
    )


def about_of(code: str, package: Package) -> dict[str, Any]:
    """Return what stands in the package.yaml of a package."""
    settings = {key: value for key, value in package.settings.items() if key != "english"}
    about: dict[str, Any] = {"code": code, "title": package.title}
    about["handled_by"] = package.handled_by.value
    about |= {key: settings.pop(key) for key in SETTINGS if key in settings}
    about["channels"] = list(package.channels)
    about |= {"papers": package.papers, "fees": package.fees, "limits": package.limits}
    about["result"] = {key: value for key, value in package.result.items() if key != "template"}
    if settings:
        about["settings"] = settings
    return about


def files_of(code: str, package: Package) -> dict[str, str]:
    """Return the files of a package by their names: read back they give the same package."""
    english = package.settings.get("english")
    files = {
        ABOUT: in_yaml(about_of(code, package)),
        "form.json": _in_json(package.form["schema"]),
        "presentation.json": _in_json(package.form["presentation"]),
        PROCESS: package.process,
        "declaration.typ": package.declaration,
        "result.typ": package.result.get("template", ""),
        ENGLISH: _in_json(english) if english else "",
    }
    return {name: text for name, text in files.items() if text or name == PROCESS}


def in_yaml(about: Mapping[str, Any]) -> str:
    """Return the text of a package.yaml."""
    return yaml.safe_dump(dict(about), allow_unicode=True, sort_keys=False, width=110)


def _in_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def write_folder(path: Path, code: str, package: Package) -> None:
    """Write a package as a folder that reads back as the same package."""
    path.mkdir(parents=True, exist_ok=True)
    for name, text in files_of(code, package).items():
        (path / name).write_text(text)
