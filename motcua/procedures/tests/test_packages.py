"""Packages as folders: what is exported loads again, faults are found all at once, and only CEL is an expression."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml
import zxingcpp
from django.core.management import CommandError, call_command

from motcua.eforms.form import Form
from motcua.lib.actors import SYSTEM
from motcua.procedures import queries
from motcua.procedures.actions import Outcome, PackageRefused, export_package, import_records, load_package
from motcua.procedures.actions.publishing import Content
from motcua.procedures.packages.folders import read_folder
from motcua.procedures.packages.linting import lint
from motcua.procedures.packages.samples import SAMPLE_CODE, draw_sample
from motcua.procedures.rules import defaults
from motcua.procedures.tests.test_records import COLLECTED

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
CODE = "1.000001"
# Calls that would harm where an expression were Python; CEL knows none of them.
HOSTILE = "__import__('os').system('true') == 0"
FEE = {"key": "copies", "name": "Phí", "channels": ["direct"], "amount": 1000, "text": "1.000 đồng"}
pytestmark = pytest.mark.django_db

TEMPLATE = '#import "/base.typ": *\n#show: document-page.with(title: "Giấy")\n#given(data.answers.content)\nGiấy\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    clear = [{**method, "duration": 3, "unit": "Ngày làm việc"} for method in COLLECTED["methods"]]
    record = {**COLLECTED, "methods": clear}
    import_records(found=[(1, record)], on=TODAY, say=lambda *_: None, by=SYSTEM, now=NOW)
    export_package(code=CODE, on=TODAY, folder=tmp_path)
    return tmp_path / CODE


def change(folder: Path, **values: Any) -> None:
    path = folder / "package.yaml"
    about = yaml.safe_load(path.read_text())
    path.write_text(yaml.safe_dump({**about, **values}, allow_unicode=True))


def load(folder: Path, on: date = TODAY) -> Outcome:
    return load_package(folder=read_folder(folder), on=on, by=SYSTEM, now=NOW)


def test_a_default_package_is_exported_and_becomes_one_made_by_hand(folder: Path) -> None:
    assert lint(read_folder(folder)) == []
    before = queries.current(CODE, TODAY)
    assert load(folder) == Outcome.UPDATED
    after = queries.current(CODE, TODAY)
    assert (after.number, after.origin) == (2, "hand")
    assert (after.papers, after.form, after.limits, after.fees) == (
        before.papers,
        before.form,
        before.limits,
        before.fees,
    )
    assert load(folder) == Outcome.UNCHANGED


def test_the_catalogue_changes_under_a_package_made_by_hand(folder: Path) -> None:
    change(folder, title="Cấp giấy, tên dễ hiểu")
    load(folder)
    record = {**COLLECTED, "name": "Tên mới", "methods": []}
    said: list[list[str]] = []
    import_records(found=[(1, record)], on=date(2027, 1, 1), say=lambda *line: said.append(line[3]), by=SYSTEM, now=NOW)
    version = queries.current(CODE, date(2027, 1, 1))
    assert version.record["name"] == "Tên mới"
    assert version.settings["title"] == "Cấp giấy, tên dễ hiểu"
    assert version.limits != []
    assert said[0][:2] == ["package_by_hand_kept", "commune"]


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"papers": [{"key": "don", "name": "Đơn", "when": HOSTILE}]}, "papers.0.when"),
        (
            {"fees": [{"key": "f", "name": "P", "channels": ["direct"], "amount": 1, "text": "x", "when": HOSTILE}]},
            "fees",
        ),
        (
            {"fees": [{"key": "f", "name": "P", "channels": ["direct"], "amount": 1, "text": "x", "count": HOSTILE}]},
            "fees",
        ),
        ({"cases": [{"key": "a", "name": "A", "when": HOSTILE}]}, "cases.0.when"),
        ({"papers": [{"key": "don", "name": "Đơn", "when": "answers.nothing == 1"}]}, "papers.0.when"),
        ({"papers": [{"key": "don", "name": "Đơn", "when": "secret == 1"}]}, "papers.0.when"),
        ({"papers": [{"key": "don", "name": "Đơn"}, {"key": "don", "name": "Đơn"}]}, "papers"),
        ({"papers": [{"key": "don", "name": "Đơn", "cases": ["none"]}]}, "papers.0.cases"),
        ({"papers": [{"key": "Đơn", "name": "Đơn"}]}, "papers.0.key"),
        ({"limits": []}, "limits"),
        ({"in_person": {"who": ["Bên nam"], "originals": ["none"]}}, "in_person.originals"),
        ({"colour": "red"}, "package"),
        ({"code": "1.000002"}, "code"),
        ({"channels": []}, "channels"),
    ],
)
def test_faults_are_found(folder: Path, values: dict[str, Any], place: str) -> None:
    assert lint(read_folder(folder)) == []
    change(folder, **values)
    found = lint(read_folder(folder))
    assert any(where.startswith(place) for _, where, _ in found), found
    with pytest.raises(PackageRefused):
        load(folder)
    assert queries.current(CODE, TODAY).number == 1


def test_a_dated_folder_holds_what_changed_on_its_day(folder: Path) -> None:
    dated = folder / "2027-01-01"
    dated.mkdir()
    about = yaml.safe_load((folder / "package.yaml").read_text())
    changed = {**about, "title": "Tên mới", "from": "2027-01-01"}
    (dated / "package.yaml").write_text(yaml.safe_dump(changed, allow_unicode=True))
    assert [fault[:2] for fault in lint(read_folder(folder))] == [("package.yaml", "from")]  # when did it begin?
    change(folder, **{"from": "2026-01-01"})
    assert lint(read_folder(folder)) == lint(read_folder(dated)) == []
    assert [load(folder), load(dated), load(folder), load(dated)] == [*[Outcome.UPDATED] * 2, *[Outcome.UNCHANGED] * 2]
    titles = [queries.current(CODE, day).settings["title"] for day in (date(2026, 12, 31), date(2027, 1, 1))]
    assert titles == [about["title"], "Tên mới"]
    # The day after: what was wrong in it counts from then on, and what is over stays as it was.
    change(folder, title="Tên cũ sửa lại")
    change(dated, title="Tên mới hơn")
    later = date(2027, 1, 2)
    assert [load(folder, later), load(dated, later)] == [Outcome.UNCHANGED, Outcome.UPDATED]
    titles = [queries.current(CODE, day).settings["title"] for day in (date(2026, 12, 31), date(2027, 1, 1), later)]
    assert titles == [about["title"], "Tên mới", "Tên mới hơn"]
    (dated / "package.yaml").write_text(yaml.safe_dump(about, allow_unicode=True))
    assert ("package.yaml", "from", "the folder is called 2027-01-01") in lint(read_folder(dated))


CHILD = {
    "type": "object",
    "properties": {"birth": {"type": "string"}, "proof": {"enum": ["paper", "pledge"]}, "here": {"type": "boolean"}},
}


def give_a_child(folder: Path) -> None:
    path = folder / "form.json"
    form = json.loads(path.read_text())
    form["properties"] |= {"child": CHILD, "papers": {"type": "array", "items": {"enum": ["a", "b"]}}}
    path.write_text(json.dumps(form))


@pytest.mark.parametrize(
    ("condition", "what"),
    [
        ("answers.child.birth != '' && answers.child.birth.size() < 10", ""),
        ("answers.child.birht != ''", "answers.child.birht is not in the schema"),
        ("answers['child']['birht'] != ''", "answers.child.birht is not in the schema"),
        ("has(answers.child.Birth)", "answers.child.Birth is not in the schema"),
        ("answers.child.proof == 'pledge' || 'paper' != answers.child.proof", ""),
        ("answers.child.proof == 'pleged'", "answers.child.proof is compared with 'pleged'"),
        ('"pleged" == answers.child.proof', "answers.child.proof is compared with 'pleged'"),
        ("answers.child.proof in ['paper', 'pleged']", "answers.child.proof is compared with 'pleged'"),
        ("'a' in answers.papers && answers.papers.size() > 1", ""),
        ("'c' in answers.papers", "answers.papers is compared with 'c'"),
        ("answers.papers.exists(one, one == 'c')", "one is compared with 'c'"),
        ("answers.child.here == true && 'answers.child.nothing' != ''", ""),
        ("answers.child.here == 'true'", "answers.child.here is compared with 'true'"),
        ("answers.child.proof + 'x' == 'paperx' && answers.child.proof != null", ""),
        ("case == '' || case == 'again'", ""),
        ("case == 'agian'", "case is compared with 'agian'"),
    ],
)
def test_a_condition_that_can_never_hold_is_refused(folder: Path, condition: str, what: str) -> None:
    give_a_child(folder)
    paper = {"key": "don", "name": "Đơn", "when": condition}
    change(folder, papers=[paper], cases=[{"key": "again", "name": "Làm lại"}])
    found = lint(read_folder(folder))
    assert [(file, place) for file, place, _ in found] == ([("package.yaml", "papers.0.when")] if what else [])
    assert all(fault.startswith(what) for _, _, fault in found)


@pytest.mark.parametrize("condition", ["answers.child.proof == 'pleged'", "answers.child.birht != ''", "case == 'no'"])
def test_the_conditions_of_a_form_are_looked_at_alike(folder: Path, condition: str) -> None:
    give_a_child(folder)
    path = folder / "presentation.json"
    presentation = json.loads(path.read_text())
    step = presentation["steps"][0]
    step["fields"].insert(0, {"path": "child.proof", "label": "Giấy", "options": {"paper": "Giấy", "pledge": "Lời"}})
    step["fields"][1]["show_if"] = condition.replace("pleged", "pledge").replace("birht", "birth").replace("no", "")
    path.write_text(json.dumps(presentation))
    # What is asked must be asked before: that fault is of its own.
    assert {what for _, _, what in lint(read_folder(folder)) if "never" not in what} == set()
    step["fields"][1]["show_if"] = condition
    path.write_text(json.dumps(presentation))
    found = [(file, what) for file, _, what in lint(read_folder(folder)) if "never" not in what]
    assert [file for file, _ in found] == ["presentation.json"], found


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("process.bpmn", 'outcome == "refuse"', HOSTILE.replace("'", "&apos;")),
        ("process.bpmn", "bpmn:userTask", "bpmn:scriptTask"),
        ("process.bpmn", "wd", "h"),
        ("process.bpmn", "</bpmn:definitions>", ""),
        ("presentation.json", '"widget": "textarea"', f'"widget": "textarea", "show_if": "{HOSTILE}"'),
        ("presentation.json", '"path": "content"', '"path": "nothing"'),
        ("form.json", '"type": "object"', '"type": "thing"'),
        ("form.json", "{", ""),
        ("package.yaml", "title:", "title: x\ntitle:"),
        ("package.yaml", "title:", "- ["),
        ("package.yaml", "title:", "x: !!python/object/apply:os.system [true]\ntitle:"),
    ],
)
def test_broken_files_are_refused(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    assert lint(read_folder(folder)) == []
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    found = {name for name, _, _ in lint(read_folder(folder))}
    # The two files of a form are read together: a question without a type is missing in either.
    assert found == {file} or (file.endswith(".json") and found and found <= {"form.json", "presentation.json"})


def test_missing_and_undecodable_files_are_named(folder: Path) -> None:
    (folder / "form.json").unlink()
    (folder / "process.bpmn").write_bytes(b"\xff\xfe")
    assert {(file, what) for file, _, what in lint(read_folder(folder))} == {
        ("form.json", "missing"),
        ("process.bpmn", "not UTF-8"),
    }


@pytest.mark.slow
def test_templates_are_compiled(folder: Path) -> None:
    change(folder, result={"kind": "template", "name": "Giấy"})
    (folder / "result.typ").write_text(TEMPLATE)
    assert lint(read_folder(folder)) == []
    (folder / "result.typ").write_text(TEMPLATE + '#read("/etc/passwd")')
    (folder / "declaration.typ").write_text("#(")
    assert {file for file, _, _ in lint(read_folder(folder))} == {"result.typ", "declaration.typ"}


def test_the_commands(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("lint_packages", str(folder.parent))
    call_command("load_packages", str(folder.parent))
    assert capsys.readouterr().out.splitlines() == [f"{CODE}: tốt", f"{CODE}: updated"]
    change(folder, colour="red")
    with pytest.raises(CommandError, match="1 gói"):
        call_command("load_packages", str(folder.parent))
    with pytest.raises(CommandError, match="1 lỗi"):
        call_command("lint_packages", str(folder))
    with pytest.raises(CommandError, match="không có thủ tục"):
        call_command("export_package", "9.999999", str(folder.parent))


@pytest.mark.parametrize(
    "subjects",
    [["Công dân Việt Nam"], ["Doanh nghiệp"], ["Công dân Việt Nam", "Doanh nghiệp"], ["Người nước ngoài"], []],
)
def test_default_forms_are_sound(subjects: list[str]) -> None:
    form = defaults.form_of(subjects)
    Form.from_package(form["schema"], form["presentation"])


def test_a_digest_of_digits_is_no_identity_number(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(folder, title="Tên khác")
    monkeypatch.setattr(Content, "digest", lambda _: "068190012345" * 5)
    assert load(folder) == Outcome.UPDATED


def test_a_sample_shows_a_code_that_says_what_it_is(folder: Path) -> None:
    template = TEMPLATE.replace("#given(data.answers.content)", "#qr(data.qr)")
    (folder / "result.typ").write_text(template)
    change(folder, result={"kind": "template", "name": "Giấy"})
    package = read_folder(folder)
    pdf = draw_sample(package, "result.typ", Form.from_package(package.schema, package.presentation))
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=3).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [SAMPLE_CODE]
