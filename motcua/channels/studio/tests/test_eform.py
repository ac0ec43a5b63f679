"""The e-form in boxes: what nobody changed stays to the letter, and what is made from nothing is a form."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict

from motcua.channels.studio.boxes import Shown
from motcua.channels.studio.eform.checks import CHECK, STEP, beside
from motcua.channels.studio.eform.drafts import Draft, Spot, draft_of
from motcua.channels.studio.eform.kinds import BLOCKS, BY_KEY, CHOSEN, KINDS, WORDS
from motcua.channels.studio.eform.names import names_before
from motcua.channels.studio.eform.naming import name_from
from motcua.channels.studio.eform.options import read_options
from motcua.channels.studio.eform.places import keep_question, place_of, places_for
from motcua.channels.studio.eform.questions import (
    Question,
    Sheet,
    fresh_question,
    question_of,
    read_question,
    sheet_of,
)
from motcua.channels.studio.filling import boxes_of, read
from motcua.eforms.fields import Step
from motcua.eforms.form import Form
from motcua.eforms.parsing import steps_of
from motcua.procedures.conditions import Names
from motcua.procedures.packages.folders import Folder, read_folder
from motcua.procedures.questions import names_of

PACKAGES = sorted(
    {path.parent for path in Path(__file__).resolve().parents[4].glob("packages/**/*.yaml")}, key=lambda path: path.name
)
NO_NAMES = Names({})


def posted(values: dict[str, Any]) -> QueryDict:
    post = QueryDict(mutable=True)
    for key, value in values.items():
        post.setlist(key, value if isinstance(value, list) else [str(value)])
    return post


def sent(boxes: list[Shown]) -> dict[str, Any]:
    """Return what a browser sends of boxes that nobody touched."""
    given: dict[str, Any] = {}
    for one in boxes:
        if one.condition is not None:
            # A box on one line sends no line breaks.
            given |= {f"{one.name}-was": one.condition.was, one.name: one.condition.text.replace("\n", "")}
            given[f"{one.name}-join"] = one.condition.join or "&&"
            for row in one.condition.rows:
                for box, value in (("path", row.path), ("sign", row.sign), ("value", row.value)):
                    given[f"{one.name}-{box}-{row.number}"] = value
        elif one.box.kind == "yes":
            given |= {one.name: "1"} if one.value else {}
        elif one.box.kind == "text":
            given[one.name] = str(one.value).replace("\n", "")
        else:
            given[one.name] = one.value if isinstance(one.value, list) else str(one.value).replace("\n", "\r\n")
    return given


def sent_of(sheet: Sheet) -> QueryDict:
    given = {**sent(list(sheet.boxes)), "kind-was": sheet.kind, "kind": sheet.kind}
    if sheet.options is not None:
        given["option-new"] = ""
        for row in sheet.options.rows:
            given |= {f"option-words-{row.number}": row.words, f"option-place-{row.number}": row.place}
    if sheet.parts:
        given["part-ask"] = [part.key for part in sheet.parts if part.is_asked and not part.is_fixed]
        given["part-need"] = [part.key for part in sheet.parts if part.is_required and not part.is_fixed]
        for part in sheet.parts:
            given |= {f"part-place-{part.key}": part.place, f"part-words-{part.key}": part.words}
    return posted(given)


def saved_again(folder: Folder, steps: Sequence[Step], draft: Draft, spot: Spot) -> None:
    room, names = draft.room(spot), names_before(folder, spot, steps)
    assert room is not None
    before = question_of(room, spot.number if spot.inner is None else spot.inner)
    post = sent_of(sheet_of(room, before, names))
    found = read_question(room, before, post, names, is_new=False)
    assert found.problems == {}, spot
    assert keep_question(draft, spot, found, place_of(draft, spot)) == spot


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.name)
def test_a_form_that_nobody_changed_comes_back_to_the_letter(path: Path) -> None:
    folder = read_folder(path)
    draft = draft_of(folder)
    assert draft is not None
    before = json.dumps([draft.schema, draft.presentation])
    asked, steps = list(draft.spots()), steps_of(folder.schema, folder.presentation)
    for spot, _item in asked:
        saved_again(folder, steps, draft, spot)
        assert json.dumps([draft.schema, draft.presentation]) == before, spot
    for number, step in enumerate(draft.steps, start=1):
        names = names_before(folder, Spot(number, 1), steps)
        again, problems = read(STEP, posted(sent(boxes_of(STEP, step, {}, problems={}, names=names))), step, names)
        assert (json.dumps(again), problems) == (json.dumps(step), {})
    names = names_of(folder)
    for check in draft.checks:
        places = {"path": beside(draft, dict(names.labels), str(check["path"]))}
        assert check["path"] in dict(places["path"])
        boxes = boxes_of(CHECK, check, places, problems={}, names=names)
        again, problems = read(CHECK, posted(sent(boxes)), check, names)
        assert (json.dumps(again), problems) == (json.dumps(check), {})
    kept = {"form.json": "{}", "presentation.json": "as it was"}
    assert draft.files(folder, kept) == kept
    # Nothing is of a kind that the page does not know, and nothing is there that it does not show.
    for spot, _item in asked:
        room = draft.room(spot)
        assert room is not None
        question = question_of(room, spot.number if spot.inner is None else spot.inner)
        assert question.kind in {*BY_KEY, *WORDS}
        assert set(sheet_of(room, question, NO_NAMES).kept) <= {"pattern", "prefill"}


def draft_with(*questions: dict[str, Any]) -> Draft:
    draft = Draft({}, {})
    draft.put_step(0, {"key": "mot", "title": "Một", "fields": []})
    for given in questions:
        added(draft, Spot(1, 0), **given)
    return draft


def added(draft: Draft, spot: Spot, kind: str = "short", **given: Any) -> Question:
    room = draft.room(spot)
    assert room is not None
    found = read_question(
        room, fresh_question(kind), posted({"kind-was": kind, "kind": kind, **given}), NO_NAMES, is_new=True
    )
    assert found.problems == {}
    keep_question(draft, spot, found, place_of(draft, spot))
    return found


def form_of(draft: Draft) -> Form:
    return Form.from_package(draft.schema, draft.presentation)


@pytest.mark.parametrize("kind", [kind.key for kind in KINDS])
def test_every_kind_made_from_nothing_is_a_form(kind: str) -> None:
    more = {"option-new": "Đỏ\nXanh lá"} if kind in CHOSEN else {}
    draft = draft_with({"kind": kind, "label": "Ông/bà chọn gì?", "required": "1", **more})
    if kind == "group":
        added(draft, Spot(1, 1, 0), label="Họ tên", kind="name")
    field = form_of(draft).steps[0].fields[0]
    assert (field.path, field.label.vi, field.required) == ("ong_ba_chon_gi", "Ông/bà chọn gì?", True)
    if kind in CHOSEN:
        assert {key: words.vi for key, words in field.options.items()} == {"do": "Đỏ", "xanh_la": "Xanh lá"}
    if kind in BLOCKS:
        assert len(field.parts) > 1
    assert question_of(draft.room(Spot(1, 1)), 1).kind == kind  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [kind.key for kind in KINDS])
def test_every_kind_can_become_another_one(kind: str) -> None:
    draft = draft_with({"label": "Số", "hint": "Gợi ý", "schema.maxLength": "20", "width": "5"})
    room = draft.room(Spot(1, 1))
    assert room is not None
    post = posted({"kind-was": "short", "kind": kind, "label": "Số", "hint": "Gợi ý", "schema.maxLength": "20"})
    found = read_question(room, question_of(room, 1), post, NO_NAMES, is_new=False)
    assert bool(found.problems) == (kind in CHOSEN)
    if kind in CHOSEN:
        post["kind-was"], post["option-new"] = kind, "Đỏ"
        found = read_question(room, question_of(room, 1), post, NO_NAMES, is_new=False)
    keep_question(draft, Spot(1, 1), found, "1.0")
    if kind == "group":
        added(draft, Spot(1, 1, 0), label="Họ tên", kind="name")
    field = form_of(draft).steps[0].fields[0]
    assert (field.path, field.hint.vi) == ("so", "Gợi ý")
    assert (field.max_length == 20) == (kind in {"short", "long"} or kind == "tax_code" or field.format in LENGTHS)


# Ready definitions of numbers that are twenty letters long at most.
LENGTHS = {"personal-id", "identity-paper", "tax-code", "phone"}


def test_boxes_of_a_kind_are_written_where_they_belong() -> None:
    draft = draft_with(
        {"label": "Số bản", "kind": "integer", "schema.minimum": "1", "schema.maximum": "50", "default": "1"},
        {"label": "Diện tích", "kind": "decimal", "schema.exclusiveMinimum": "0,5", "suffix": "m²", "width": "5"},
        {"label": "Đồng ý", "kind": "yes_no", "default": "false", "path": "agreed"},
        {"label": "Ngày", "kind": "partial", "schema.x-when": "past"},
        {"label": "Giới tính", "kind": "sex", "prefill": "person.sex", "locked": "1"},
        {"kind": "heading", "heading": "Người mẹ"},
    )
    assert draft.schema["properties"] == {
        "so_ban": {"type": "integer", "minimum": 1, "maximum": 50},
        "dien_tich": {"type": "number", "exclusiveMinimum": 0.5},
        "agreed": {"type": "boolean"},
        "ngay": {"$ref": "motcua:partial-date", "x-when": "past"},
        "gioi_tinh": {"$ref": "motcua:sex"},
    }
    assert draft.steps[0]["fields"] == [
        {"path": "so_ban", "label": "Số bản", "default": 1},
        {"path": "dien_tich", "label": "Diện tích", "width": 5, "suffix": "m²"},
        {"path": "agreed", "label": "Đồng ý", "default": False},
        {"path": "ngay", "label": "Ngày"},
        {"path": "gioi_tinh", "label": "Giới tính", "prefill": "person.sex", "locked": True},
        {"heading": "Người mẹ"},
    ]
    assert len(form_of(draft).steps[0].fields) == 6


@pytest.mark.parametrize(
    ("given", "box"),
    [
        ({"label": ""}, "label"),
        ({"label": "A", "path": "Số bản"}, "path"),
        ({"label": "A", "path": "co_roi"}, "path"),
        ({"label": "A", "schema.minLength": "9", "schema.maxLength": "3"}, "schema.maxLength"),
        ({"label": "A", "schema.maxLength": "0"}, "schema.maxLength"),
        ({"label": "A", "schema.maxLength": "hai"}, "schema.maxLength"),
        ({"label": "A", "locked": "1"}, "prefill"),
        ({"label": "A", "kind": "one"}, "option-new"),
        ({"label": "A", "kind": "many", "option-new": "Đỏ\nĐỏ"}, "option-new"),
        ({"label": "A", "kind": "person", "part-place-birth": "đầu"}, "part-place-birth"),
        ({"label": "A", "kind": "decimal", "schema.maximum": "1.2.3"}, "schema.maximum"),
        ({"kind": "guidance"}, "guidance"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_box_and_stays_as_typed(given: dict[str, str], box: str) -> None:
    room = draft_with({"label": "Có rồi"}).room(Spot(1, 0))
    assert room is not None
    kind = given.get("kind", "short")
    post = posted({"kind-was": kind, "kind": kind, **given})
    found = read_question(room, fresh_question(kind), post, NO_NAMES, is_new=True)
    assert list(found.problems) == [box]
    sheet = sheet_of(room, found, NO_NAMES, before=fresh_question(kind), typed=post, is_new=True)
    assert [error["href"] for error in sheet.errors] == [f"#{box}"]
    shown = {one.name: one.value for one in sheet.boxes}
    if box in shown and box in given:
        assert shown[box] == given[box]
    if sheet.options is not None:
        assert sheet.options.added == given.get("option-new", "")


def test_options_keep_their_values_while_their_words_and_places_change() -> None:
    values, words = ["father", "mother", "kin"], {"father": "Cha", "mother": {"vi": "Mẹ", "en": "Mother"}, "kin": "Họ"}
    post = {"option-words-1": "Cha đẻ", "option-words-2": "Mẹ", "option-words-3": "", "option-place-1": "2"}
    problems: dict[str, str] = {}
    found = read_options(values, words, posted({**post, "option-new": "Người giám hộ\nMother"}), problems)
    assert problems == {}
    assert found == (
        ["mother", "father", "nguoi_giam_ho", "mother_2"],
        {"mother": words["mother"], "father": "Cha đẻ", "nguoi_giam_ho": "Người giám hộ", "mother_2": "Mother"},
    )
    for places, order in (({1: "3"}, "mother kin father"), ({3: "1"}, "kin father mother"), ({}, "father mother kin")):
        given = {f"option-words-{n}": w for n, w in enumerate(("Cha", "Mẹ", "Họ"), 1)}
        given |= {f"option-place-{n}": place for n, place in places.items()}
        assert read_options(values, words, posted(given), {})[0] == order.split()


def test_a_block_asks_the_parts_that_are_chosen_in_their_order() -> None:
    given = {"part-ask": ["identity", "birth", "address"], "part-need": ["identity"], "part-place-identity": "1"}
    draft = draft_with({"label": "Người mẹ", "kind": "person", **given, "part-words-address": "Nơi thường trú"})
    assert draft.schema["properties"]["nguoi_me"] == {"$ref": "motcua:person", "required": ["identity"]}
    field = form_of(draft).steps[0].fields[0]
    assert [(part.path, part.required) for part in field.parts] == [
        ("nguoi_me.identity", True),
        ("nguoi_me.full_name", True),
        ("nguoi_me.birth", False),
        ("nguoi_me.address", False),
    ]
    assert field.parts[3].label.vi == "Nơi thường trú"
    # Typed wrong, the parts stand as they were typed; that which a block cannot do without is not sent.
    room = draft.room(Spot(1, 1))
    assert room is not None
    before = question_of(room, 1)
    post = sent_of(sheet_of(room, before, NO_NAMES))
    post["label"], post["part-place-sex"] = "", "x"
    found = read_question(room, before, post, NO_NAMES, is_new=False)
    sheet = sheet_of(room, found, NO_NAMES, before=before, typed=post)
    assert {part.key for part in sheet.parts if part.is_asked} == {"identity", "full_name", "birth", "address"}
    assert [error["href"] for error in sheet.errors] == ["#label", "#part-place-sex"]


def test_a_question_moves_to_another_page_and_into_any_place() -> None:
    draft = draft_with({"label": "A"}, {"label": "B"}, {"label": "C"})
    draft.put_step(0, {"key": "hai", "title": "Hai", "fields": []}, after=1)
    assert [place for place, _words in places_for(draft, Spot(1, 2))] == ["1.0", "1.1", "1.2", "2.0"]
    assert (place_of(draft, Spot(1, 2)), place_of(draft, Spot(1, 0)), place_of(draft, Spot(1, 0), 1)) == (
        "1.1",
        "1.3",
        "1.1",
    )
    for spot, place, there in ((Spot(1, 1), "1.2", Spot(1, 3)), (Spot(1, 1), "2.0", Spot(2, 1))):
        room = draft.room(spot)
        assert room is not None
        assert keep_question(draft, spot, question_of(room, spot.number), place) == there
    assert [[one["label"] for one in step["fields"]] for step in draft.steps] == [["C", "A"], ["B"]]
    draft.drop_step(1)
    assert list(draft.schema["properties"]) == ["b"]


def test_what_is_taken_out_leaves_the_schema_too_but_not_what_others_ask() -> None:
    schema = {
        "type": "object",
        "required": ["requester", "child"],
        "properties": {
            "requester": {"$ref": "motcua:person", "required": ["address"]},
            "child": {"type": "object", "required": ["sex"], "properties": {"sex": {"$ref": "motcua:sex"}}},
        },
    }
    fields = [
        {"path": "requester", "label": "Người khai", "parts": ["full_name"]},
        {"path": "requester.address", "label": "Nơi cư trú"},
        {"path": "child.sex", "label": "Giới tính"},
    ]
    draft = Draft(schema, {"steps": [{"key": "mot", "title": "Một", "fields": fields}]})
    room = draft.room(Spot(1, 0))
    assert room is not None
    address = question_of(room, 2)
    assert (address.kind, address.is_own, address.item["required"], address.may_require) == (
        "address",
        False,
        True,
        True,
    )
    draft.drop(room, 3)
    assert (draft.schema["required"], list(draft.schema["properties"])) == (["requester"], ["requester"])
    draft.drop(room, 1)
    assert "requester" in draft.schema["properties"]
    draft.drop(room, 1)
    assert draft.schema == {"type": "object", "properties": {}}


def test_names_are_ascii_and_stand_once() -> None:
    assert name_from("Họ, chữ đệm và tên của trẻ?", set()) == "ho_chu_dem_va_ten_cua_tre"
    assert name_from("Số bản", {"so_ban", "so_ban_2"}) == "so_ban_3"
    assert name_from("12 tháng", set()) == "cau_12_thang"
    assert (name_from("???", set()), name_from("In", set())) == ("cau", "in_2")
    long = name_from("Ông bà đã từng được cấp giấy chứng nhận này lần nào trước đây hay chưa", set())
    assert long == "ong_ba_da_tung_duoc_cap_giay_chung_nhan"


def test_a_condition_looks_at_questions_before_it_and_in_a_group_at_its_item() -> None:
    draft = draft_with(
        {"label": "Có con", "kind": "yes_no", "path": "has"},
        {"label": "Con", "kind": "group", "path": "kids"},
        {"label": "Sau", "path": "later"},
    )
    added(draft, Spot(1, 2, 0), label="Tên", path="name")
    added(draft, Spot(1, 2, 0), label="Tuổi", path="age", kind="integer")
    folder = Folder(Path("1.000001"), schema=draft.schema, presentation=draft.presentation)
    known = {path for path in names_before(folder, Spot(1, 2)).kinds if path.startswith(("answers.", "item."))}
    assert known == {"answers.has"}
    known = {path for path in names_before(folder, Spot(1, 2, 2)).kinds if path.startswith(("answers.", "item."))}
    assert known == {"answers.has", "item.name"}
    # What is wrong elsewhere takes no name away.
    del draft.schema["properties"]["later"]
    folder = Folder(Path("1.000001"), schema=draft.schema, presentation=draft.presentation)
    assert "answers.has" in names_before(folder, Spot(1, 0)).kinds


def test_a_kind_that_was_only_looked_at_takes_nothing_away() -> None:
    draft = draft_with({"label": "Màu", "kind": "one", "option-new": "Đỏ\nXanh", "hint": "Một"})
    room = draft.room(Spot(1, 1))
    assert room is not None
    # Another kind's boxes were shown, and the first chosen again: with what was typed meanwhile.
    post = posted({"kind-was": "short", "kind": "one", "label": "Màu gì?", "hint": ""})
    found = read_question(room, question_of(room, 1), post, NO_NAMES, is_new=False)
    assert found.problems == {}
    keep_question(draft, Spot(1, 1), found, "1.0")
    assert draft.schema["properties"]["mau"] == {"enum": ["do", "xanh"]}
    assert room.fields == [{"path": "mau", "label": "Màu gì?", "options": {"do": "Đỏ", "xanh": "Xanh"}}]


@pytest.mark.parametrize(
    ("schema", "field"),
    [
        ({"properties": {"a": {"enum": "x"}}}, {}),
        ({"properties": {"a": {"type": "object", "required": "x"}}}, {}),
        ({"properties": {"a": {"type": "array", "items": []}}}, {}),
        ({"properties": {"a": "x"}}, {}),
        ({"properties": []}, {}),
        ({}, {"options": ["x"]}),
        ({}, {"parts": "x"}),
        ({}, {"labels": []}),
        ({}, {"path": 1}),
        ({}, {"fields": [1]}),
    ],
)
def test_a_shape_that_boxes_cannot_show_is_left_to_the_text(schema: dict[str, Any], field: dict[str, Any]) -> None:
    presentation = {"steps": [{"key": "mot", "title": "Một", "fields": [{"path": "a", "label": "A", **field}]}]}
    sound = Folder(Path("1.000001"), schema={"properties": {"a": {"type": "string"}}}, presentation={"steps": []})
    assert draft_of(sound) is not None
    assert draft_of(Folder(Path("1.000001"), schema={"type": "object", **schema}, presentation=presentation)) is None
