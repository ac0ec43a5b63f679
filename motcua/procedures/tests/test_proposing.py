"""A package as a proposal: what stands, what may be applied, and what would differ in words."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import yaml

from motcua.lib.actors import SYSTEM
from motcua.lib.refusals import Conflict, Refused
from motcua.procedures import queries
from motcua.procedures.actions import PackageRefused, import_records
from motcua.procedures.proposing import PackageKind, files_in
from motcua.procedures.tests.test_records import COLLECTED

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
CODE = "1.000001"
KIND = PackageKind()
pytestmark = pytest.mark.django_db


@pytest.fixture
def files() -> dict[str, str]:
    clear = [{**method, "duration": 3, "unit": "Ngày làm việc"} for method in COLLECTED["methods"]]
    record = {**COLLECTED, "methods": clear}
    import_records(found=[(1, record)], on=TODAY, say=lambda *_: None, by=SYSTEM, now=NOW)
    return files_in(queries.current(CODE, TODAY))


def changed(files: dict[str, str], **values: Any) -> dict[str, Any]:
    about = yaml.safe_load(files["package.yaml"])
    return {"files": {**files, "package.yaml": yaml.safe_dump({**about, **values}, allow_unicode=True)}}


def test_a_package_is_published_from_its_files(files: dict[str, str]) -> None:
    content = changed(files, title="Tên dễ hiểu hơn")
    base = KIND.base(CODE, TODAY)
    KIND.check(CODE, content, TODAY)
    KIND.apply(CODE, content, TODAY, SYSTEM, NOW)
    assert queries.current(CODE, TODAY).settings["title"] == KIND.title(CODE) == "Tên dễ hiểu hơn"
    assert KIND.base(CODE, TODAY) != base


def test_what_would_change_is_said_in_words(files: dict[str, str]) -> None:
    paper = {"key": "moi", "name": "Ảnh thẻ", "kind": "submit", "required": True, "originals": 2}
    about = yaml.safe_load(files["package.yaml"])
    content = changed(files, papers=[*about["papers"], paper], limits=[{**about["limits"][0], "amount": 5}])
    content["files"]["process.bpmn"] = files["process.bpmn"].replace('name="Tiếp nhận', 'name="Nhận')
    told = KIND.changes(CODE, content, TODAY)
    assert ("Giấy tờ: Ảnh thẻ", "", "nộp; bắt buộc; 2 bản chính") in told
    assert any(what.startswith("Thời hạn") and "3 ngày làm việc" in old and "5 ngày" in new for what, old, new in told)
    assert any(what.startswith("Quy trình: Nhận") and old.startswith("Tiếp nhận") for what, old, _new in told)
    assert KIND.changes(CODE, {"files": files}, TODAY) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({}, "not_a_package"),
        ({"files": {"package.yaml": 1}}, "not_a_package"),
        ({"files": {"../package.yaml": ""}}, "unknown_file"),
        ({"files": {"package.yaml": "title: x"}}, "package_refused"),
    ],
)
def test_what_is_no_package(files: dict[str, str], content: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        KIND.check(CODE, content, TODAY)


def test_nothing_new_is_no_proposal(files: dict[str, str]) -> None:
    with pytest.raises(Refused, match="nothing_changed"):
        KIND.check(CODE, {"files": files}, TODAY)


def test_a_procedure_that_is_not_in_the_catalogue(files: dict[str, str]) -> None:
    with pytest.raises(Refused, match="unknown_procedure"):
        KIND.base("9.999999", TODAY)
    with pytest.raises(Refused, match="unknown_procedure"):
        KIND.title("9.999999")


def test_the_same_package_twice_is_told(files: dict[str, str]) -> None:
    content = changed(files, title="Tên dễ hiểu hơn")
    KIND.apply(CODE, content, TODAY, SYSTEM, NOW)
    with pytest.raises(Conflict, match="nothing_changed"):
        KIND.apply(CODE, content, TODAY, SYSTEM, NOW)


def test_all_faults_are_told(files: dict[str, str]) -> None:
    with pytest.raises(PackageRefused) as refused:
        KIND.check(CODE, changed(files, colour="red", papers=[{"key": "Đơn"}]), TODAY)
    assert len(refused.value.faults) >= 2
