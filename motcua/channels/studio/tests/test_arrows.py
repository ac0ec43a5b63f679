"""The ways out of a process's choices in words, in the table, the picture and the comparison."""

from dataclasses import replace
from pathlib import Path

import pytest

from motcua.dossiers.rules.steps import label_of
from motcua.organisations.rules import Role
from motcua.procedures.arrows import Speaker
from motcua.procedures.packages.folders import read_folder
from motcua.procedures.saying import compare
from motcua.workflow import diagram
from motcua.workflow.bpmn import END, Step, build_bpmn
from motcua.workflow.picture import picture_of
from motcua.workflow.rules import Outline

PACKAGES = sorted(Path(__file__).resolve().parents[4].glob("packages/*"))
STEPS = (
    Step("receive", "Tiếp nhận", "receive", "receptionist", outcomes=("accept", "refuse"), leads={"refuse": END}),
    Step("check", "Kiểm tra", "generic", "specialist", outcomes=("done",), when='channel == "online"'),
    Step("sign", "Ký kết quả", "sign", "agency_leader", outcomes=("sign", "return"), leads={"return": "receive"}),
    Step("visit", "Đi xem", "generic", "specialist", when='case != "house" && outcomes.sign == "sign"'),
    Step("look", "Xem lại", "generic", "specialist", when="size(case) > 3"),
    Step("issue", "Phát hành", "issue", "clerk", outcomes=("issue",)),
)
CASES = [{"key": "house", "name": "Nhà ở riêng lẻ"}]
ROLES = frozenset(role.value for role in Role)


def drawn() -> tuple[str, Outline]:
    text = build_bpmn("p", "Quy trình", STEPS)
    return text.decode(), diagram.read(text, roles=ROLES)


def test_ways_are_told_with_what_they_come_after_and_lead_to() -> None:
    said = [(way.after, way.when, way.to) for way in Speaker(drawn()[1], CASES, label_of).ways()]
    assert ("“Tiếp nhận”", "kết quả bước “Tiếp nhận” là “Từ chối tiếp nhận”", "“Kết thúc”") in said
    assert ("“Tiếp nhận”", "còn lại", "“Kiểm tra”, “Ký kết quả”") in said
    assert ("“Tiếp nhận”", "cách nộp là “trực tuyến”", "“Kiểm tra”") in said
    assert ("“Ký kết quả”", "kết quả bước “Ký kết quả” là “Trả lại bước trước”", "“Tiếp nhận”") in said
    words = "trường hợp không phải là “Nhà ở riêng lẻ” và kết quả bước “Ký kết quả” là “Ký số kết quả”"
    assert ("“Ký kết quả”", words, "“Đi xem”") in said


def test_what_words_cannot_say_stays_code() -> None:
    (code,) = [way for way in Speaker(drawn()[1], CASES, label_of).ways() if way.is_code]
    assert (code.when, code.to) == ("size(case) > 3", "“Xem lại”")


def test_the_picture_says_briefly_when_an_arrow_is_taken() -> None:
    text, outline = drawn()
    picture = picture_of(text, outline, label=Speaker(outline, CASES, label_of).label)
    assert picture is not None
    said = {(arrow.source, arrow.target): " ".join(arrow.lines) for arrow in picture.arrows if arrow.lines}
    assert said["after_receive", "end"] == "Từ chối tiếp nhận"
    assert said["after_sign", "receive"] == "Trả lại bước trước"
    assert said["if_check", "check"] == "cách nộp là “trực tuyến”"
    assert said["if_check", "sign"] == "còn lại"
    # Nothing is written beside an arrow that does not branch, or outside of the picture.
    assert ("start", "receive") not in said
    places = [(x, y) for arrow in picture.arrows for _line, x, y in arrow.baselines()]
    assert all(picture.x <= x <= picture.x + picture.width for x, _y in places)
    assert all(picture.y <= y <= picture.y + picture.height for _x, y in places)


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.name)
def test_every_arrow_of_our_packages_is_said_in_words(path: Path) -> None:
    folder = read_folder(path)
    outline = diagram.read(folder.process.encode(), roles=ROLES)
    assert not [way for way in Speaker(outline, folder.about.get("cases", ()), label_of).ways() if way.is_code]


def test_a_changed_condition_is_compared_in_words() -> None:
    folder = read_folder(next(path for path in PACKAGES if path.name == "1.001193"))
    changed = replace(folder, process=folder.process.replace('channel == "online"', 'channel != "online"'))
    (way,) = [change for change in compare(folder, changed) if change.name.startswith("Rẽ nhánh sau")]
    assert way.old == "cách nộp là “trực tuyến”"
    assert way.new == "cách nộp không phải là “trực tuyến”"
