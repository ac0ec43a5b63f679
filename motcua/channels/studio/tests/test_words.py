"""What the linter says, in words for those who configure; and boxes that are read and shown."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.http import QueryDict

from motcua.channels.studio.editing import BY_SLUG, held, put
from motcua.channels.studio.faults import findings
from motcua.channels.studio.filling import boxes_of, read
from motcua.procedures.conditions import Names
from motcua.procedures.packages.folders import Folder

PAPER = {"key": "don", "name": "Đơn", "kind": "submit", "required": True, "originals": 1, "group": "A"}


@pytest.mark.parametrize(
    ("file", "place", "what", "where", "says"),
    [
        ("package.yaml", "papers.0.when", "no such function: __import__", "Giấy tờ 1 (Đơn), when", "hàm không có"),
        ("package.yaml", "papers", "key don stands 2 times", "papers", "Khóa “don” dùng 2 lần"),
        ("package.yaml", "limits", "no time limit for filing by post", "limits", "Chưa có thời hạn"),
        ("form.json", "", "Expecting ',' delimiter: line 3 column 4 (char 40)", "", "dòng 3, cột 4"),
        ("process.bpmn", "sign", "Không có vai trò “boss”.", "“Ký & gửi”", "Không có vai trò “boss”."),
        (
            "process.bpmn",
            "",
            "the budgets add up to 8 working hours, the shortest time limit is 24 working hours",
            "",
            "là 8 giờ làm việc, nhưng thời hạn ngắn nhất là 24 giờ",
        ),
        (
            "presentation.json",
            "",
            "presentation.json: step child: answers.a is compared with 'x': never",
            "",
            "không bao giờ bằng 'x'",
        ),
        (
            "process.bpmn",
            "",
            "package.yaml has in_person, the process has no step for it",
            "",
            "khai phần “Người dân phải có mặt” nhưng quy trình không có bước",
        ),
        ("package.yaml", "colour", "something new", "colour", "xem lời báo gốc"),
    ],
)
def test_the_linter_is_understood(file: str, place: str, what: str, where: str, says: str) -> None:
    folder = Folder(Path("1.000001"), about={"papers": [PAPER]}, process='<a id="sign" name="Ký &amp; gửi"/>')
    (found,) = findings(folder, [(file, place, what)], {"process.bpmn": "<a>\n<b id='sign'/>"})
    assert says in found.what
    assert found.where == where
    assert found.own == what
    assert found.line == {"form.json": 3, "process.bpmn": 2 if place else 0}.get(file, 0)


def post(**values: Any) -> QueryDict:
    given = QueryDict(mutable=True)
    for key, value in values.items():
        given.setlist(key.replace("__", "."), value if isinstance(value, list) else [value])
    return given


def test_an_item_keeps_what_its_boxes_do_not_know_and_loses_what_was_emptied() -> None:
    item, problems = read(
        BY_SLUG["giay-to"],
        post(name=" Đơn  mới ", kind="show", originals="", copies="2", when=""),
        {**PAPER, "when": "x"},
    )
    assert problems == {}
    assert item == {"key": "don", "name": "Đơn mới", "kind": "show", "required": False, "copies": 2, "group": "A"}


def test_amounts_are_read_as_people_write_them() -> None:
    given = {"name": "Phí", "kind": "", "channels": ["direct"], "text": "x", "key": "phi"}
    for typed, amount in (("8.000", 8000), ("8000 đồng", 8000), ("", None), ("0", 0)):
        item, problems = read(BY_SLUG["phi"], post(**given, amount=typed), {})
        assert (item["amount"], item["kind"], problems) == (amount, None, {})
    item, problems = read(BY_SLUG["phi"], post(**given, amount="tám nghìn"), {})
    assert list(problems) == ["amount"]
    shown = boxes_of(BY_SLUG["phi"], item, {}, problems=problems, typed=post(amount="tám nghìn"), is_new=True)
    assert next(box.value for box in shown if box.name == "amount") == "tám nghìn"


def test_a_limit_without_an_hour_has_no_cutoff_and_one_with_it_says_what_it_does() -> None:
    item, _ = read(
        BY_SLUG["thoi-han"], post(channels=["direct"], amount="3", unit="day", text="x", cutoff__at="15:00"), {}
    )
    assert item["cutoff"] == {"at": "15:00", "effect": "next_working_day"}
    item, _ = read(BY_SLUG["thoi-han"], post(channels=["direct"], text="x"), item)
    assert "cutoff" not in item
    assert (item["amount"], item["unit"]) == (None, None)


def test_what_is_needed_is_asked_for() -> None:
    _, problems = read(BY_SLUG["chung"], post(title=""), {"title": "Cũ"})
    assert set(problems) == {"title", "channels"}
    item, problems = read(
        BY_SLUG["bo-sung"],
        post(answer_within__amount="15", answer_within__unit="working_day", clock="resume", ask_within__unit="day"),
        {},
    )
    assert problems == {}
    assert item == {"answer_within": {"amount": 15, "unit": "working_day"}, "clock": "resume"}


def test_a_part_that_a_procedure_may_lack_is_there_or_not() -> None:
    meeting = BY_SLUG["co-mat"]
    given = {"who": "Bên nữ\nBên nam", "originals": ["don"], "clock": "stopped"}
    assert read(meeting, post(**given), {"who": ["Ai"]}) == ({}, {})
    item, problems = read(meeting, post(**given, _used="1"), {})
    assert (item, problems) == ({"who": ["Bên nữ", "Bên nam"], "originals": ["don"], "clock": "stopped"}, {})
    about = put({"title": "x", "in_person": {"who": []}}, meeting, item)
    assert about["in_person"] == item
    assert put(about, meeting, {}) == {"title": "x"}
    boxes = boxes_of(meeting, item, {"originals": [("don", "Đơn")]}, problems={})
    assert [box.value for box in boxes] == [True, "Bên nữ\nBên nam", ["don"], "stopped", "", ""]
    check = BY_SLUG["nguoi-nop-kiem-tra"]
    assert set(read(check, post(_used="1", within__unit="day"), {})[1]) == {"within.amount"}


def test_what_officials_write_into_a_result_lies_inside_it() -> None:
    fields = BY_SLUG["ghi-vao-ket-qua"]
    item, problems = read(fields, post(key="muc", label="Mức", options="cao = Cao\nthap=Thấp"), {})
    assert (item, problems) == ({"key": "muc", "label": "Mức", "options": {"cao": "Cao", "thap": "Thấp"}}, {})
    about = put({"result": {"name": "Giấy"}}, fields, [item])
    assert (about, held(about, fields)) == ({"result": {"name": "Giấy", "fields": [item]}}, [item])
    assert put(about, fields, []) == {"result": {"name": "Giấy"}}
    typed = post(key="muc", label="Mức", options="cao")
    item, problems = read(fields, typed, {})
    assert list(problems) == ["options"]
    shown = boxes_of(fields, item, {}, problems=problems, typed=typed, is_new=True)
    assert shown[-1].value == "cao"
    item, _ = read(BY_SLUG["thoi-han"], post(channels=["direct"], amount="5", unit="working_day", text="x"), {})
    assert "verification" not in item


def test_reasons_to_stop_the_clock_have_days_and_a_law() -> None:
    stops = BY_SLUG["tam-dung"]
    item, problems = read(stops, post(reason="posting", basis="Luật A", since="1/9/2026"), {})
    assert (item, problems) == ({"reason": "posting", "basis": "Luật A", "since": "2026-09-01"}, {})
    assert [box.value for box in boxes_of(stops, item, {}, problems={})] == ["posting", "Luật A", "01/09/2026", ""]
    typed = post(reason="posting", since="31/2/2026")
    item, problems = read(stops, typed, {})
    assert set(problems) == {"basis", "since"}
    assert boxes_of(stops, item, {}, problems=problems, typed=typed)[2].value == "31/2/2026"
    assert put({"title": "x", "clock_stops": [item]}, stops, []) == {"title": "x"}


def test_another_system_has_its_fields_in_their_order_and_its_states() -> None:
    other = BY_SLUG["he-thong-khac"]
    given = {"name": "Hệ thống X", "fields": "b\na", "statuses": "decided = Đã giải quyết\nrefused = Không"}
    item, problems = read(other, post(**given, _used="1"), {})
    states = [{"key": "decided", "name": "Đã giải quyết"}, {"key": "refused", "name": "Không"}]
    assert (item, problems) == ({"name": "Hệ thống X", "fields": ["b", "a"], "statuses": states}, {})
    assert boxes_of(other, item, {}, problems={})[4].value == given["statuses"]
    assert read(other, post(**given), item) == ({}, {})
    assert set(read(other, post(_used="1", name="x", statuses="decided"), {})[1]) == {"fields", "statuses"}


PACKAGES = sorted(Path(__file__).parents[4].glob("packages/**/package.yaml"))


@pytest.mark.parametrize("slug", ["tam-dung", "he-thong-khac", "mau-cua-nganh", "bo-sung", "bo-sung-theo-truong-hop"])
def test_what_our_packages_hold_comes_back_from_its_boxes_as_it_was(slug: str) -> None:
    part, found = BY_SLUG[slug], 0
    for path in PACKAGES:
        about = yaml.safe_load(path.read_text(encoding="utf-8"))
        value = held(about, part)
        for item in value if part.is_list else [value] if value else []:
            forms = {kind: [(str(number), "Mẫu")] for kind, number in item.items()} if slug == "mau-cua-nganh" else {}
            forms["cases"] = [(case["key"], case["name"]) for case in about.get("cases", ())]
            shown = boxes_of(part, item, forms, problems={})
            typed = {
                box.name.replace(".", "__"): box.value if box.box.kind == "many" else str(box.value)
                for box in shown
                if box.box.kind != "yes" or box.value
            }
            deeper = {"ask_within_cases"} & item.keys()
            item_again, problems = read(part, post(**typed), {key: item[key] for key in deeper})
            assert problems == {}, path
            assert item_again | {"once": item.get("once")} == item | {"once": item.get("once")}, path
            found += 1
    assert found


def test_how_many_times_a_fee_is_taken_is_a_question_in_words_or_a_formula() -> None:
    names = Names(
        {"answers.copies": "“Số bản sao”", "answers.name": "“Tên”"},
        kinds={"answers.copies": "integer", "answers.name": "text"},
    )
    fees = BY_SLUG["phi"]
    given = {"name": "Lệ phí", "channels": ["direct"], "text": "x"}

    def kept(**typed: str) -> Any:
        return read(fees, post(**given, **typed), {}, names)[0].get("count")

    assert kept(count="") is None
    assert kept(count="answers.copies", count__typed="y") == "answers.copies"
    typed = post(**given, count="~")
    typed["count-typed"] = "answers.copies + 1"
    item, problems = read(fees, typed, {}, names)
    assert (item["count"], problems) == ("answers.copies + 1", {})
    for source, chosen, formula in (("", "", ""), ("answers.copies", "answers.copies", ""), ("1 + 1", "~", "1 + 1")):
        shown = next(
            box for box in boxes_of(fees, {"count": source}, {}, problems={}, names=names) if box.name == "count"
        )
        assert (shown.value, shown.typed) == (chosen, formula)
    assert [words for key, words in shown.choices if key == "answers.copies"] == ["Số bản sao"]
