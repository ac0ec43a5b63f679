"""Each kind of question with good, bad and hostile answers; conditions, computed values, groups, summaries."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from django.http import QueryDict

from motcua.eforms.form import Form, FormRefused
from motcua.eforms.reading import TooMuch
from motcua.eforms.tests.forms import CONTEXT, GOOD, PRESENTATION, SomePlaces, codes, documented, form

WITH_BLOCKS = {**GOOD, "agrees": True}


def post(step: str, **data: Any) -> dict[str, Any]:
    """Return the answers after a page was posted with these names (`__` stands for a dot)."""
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name.replace("__", "."), value if isinstance(value, list) else [value])
    return form().read(query, CONTEXT, step=step)


def test_what_the_how_to_shows_is_a_form() -> None:
    shown = Form.from_package(*documented(), SomePlaces())
    answers = {"requester": {"full_name": "K'Brể", "identity": "068190012345"}, "relation": "mother"}
    assert [step.key for step in shown.steps_for(answers, CONTEXT)] == ["requester", "child", "parents"]
    assert [step.key for step in shown.steps_for({**answers, "relation": "guardian"}, CONTEXT)] == [
        "requester",
        "child",
    ]


def test_good_answers_have_no_problem() -> None:
    assert codes(GOOD) == {}
    assert codes({}) == {"name": "missing", "agrees": "missing", "kind": "missing"}


@pytest.mark.parametrize(
    "name", ["An", "K'", "Y", "H'Hen Niê", "Nguyễn Thị An", "Y Brĕk Êban", "Ksor H’Bŏ", "Anna-Maria", "Lê Văn A."]
)
def test_names_of_every_people_are_names(name: str) -> None:
    assert codes(GOOD, name=name) == {}


@pytest.mark.parametrize("name", ["An 3", "<b>An</b>", "a@b", "'", "𝟙", "An;--"])
def test_what_is_no_name_is_told(name: str) -> None:
    assert codes(GOOD, name=name) == {"name": "name"}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("story", "x" * 2001, "too_long"),
        ("story", 5, "not_text"),
        ("count", "nhiều", "not_integer"),
        ("count", 0, "too_small"),
        ("count", 51, "too_large"),
        ("count", 1.5, "not_integer"),
        ("count", True, "not_integer"),
        ("area", "rộng", "not_number"),
        ("area", 0, "too_small"),
        ("price", -1, "too_small"),
        ("price", "rẻ", "not_money"),
        ("elder", "2030", "in_future"),
        ("elder", "1990-5", "partial_date"),
        ("meeting", "2020-01-01", "in_past"),
        ("agrees", "maybe", "not_offered"),
        ("kind", "none", "not_offered"),
        ("kind", {"a": 1}, "not_offered"),
        ("floors", 4, "not_offered"),
        ("wants", ["paper", "paper"], "twice"),
        ("wants", ["paper", "mail", "phone"], "too_many"),
        ("wants", "paper", "wrong_shape"),
        ("phone", "12", "phone"),
        ("email", "a@b", "mailbox"),
        ("paper", "12", "identity_paper"),
        ("nobody", 1, "unknown"),
    ],
)
def test_wrong_answers_are_told(field: str, value: Any, code: str) -> None:
    assert codes(GOOD, **{field: value})[field] == code


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("count", 50),
        ("area", 12),
        ("area", 12.5),
        ("price", 0),
        ("on", "2024-02-29"),
        ("month", "2026-11"),
        ("year", "1950"),
        ("elder", "1950"),
        ("elder", "1950-05"),
        ("elder", "2026-11-23"),
        ("meeting", "2026-11-23"),
        ("floors", 2),
        ("wants", ["paper"]),
        ("phone", "+84912345678"),
        ("email", "ten@vidu.vn"),
        ("paper", "B1234567"),
        ("paper", "250123456"),
    ],
)
def test_right_answers_pass(field: str, value: Any) -> None:
    assert codes(GOOD, **{field: value}) == {}


def test_a_hidden_question_is_neither_required_nor_kept() -> None:
    settled = form().settle({**GOOD, "other": "cũ"}, CONTEXT)
    assert "other" not in settled.answers
    assert codes(GOOD, kind="other", other="ab") == {"other": "too_short"}


def test_a_computed_value_is_ours_whatever_was_sent() -> None:
    assert form().settle({**GOOD, "count": 3, "total": 1}, CONTEXT).answers["total"] == 24_000
    assert "total" not in form().settle({**GOOD, "total": 1}, CONTEXT).answers


def test_a_relation_between_answers_is_checked_once_both_are_there() -> None:
    assert codes(GOOD, on="2027-01-02", meeting="2027-01-01") == {"meeting": "relation"}
    assert codes(GOOD, meeting="2027-01-01") == {}


def test_personal_number_agrees_with_birth_and_sex() -> None:
    """Decree 70/2024/NĐ-CP, article 6: the number tells century, sex and year of birth."""
    owner = {"full_name": "An", "identity": "068190012345", "birth": "1990", "sex": "female"}
    assert codes(WITH_BLOCKS, owner=owner) == {}
    assert codes(WITH_BLOCKS, owner={**owner, "birth": "1991-01-01"}) == {"owner.identity": "personal_id_birth"}
    assert codes(WITH_BLOCKS, owner={**owner, "sex": "male"}) == {"owner.identity": "personal_id_sex"}
    assert codes(WITH_BLOCKS, owner={**owner, "identity": "12"}) == {"owner.identity": "personal_id"}
    assert codes(WITH_BLOCKS, children=[{"full_name": "B", "identity": "068190012345", "birth": "2000"}]) == {
        "children.0.identity": "personal_id_birth"
    }


def test_an_optional_block_is_all_or_nothing() -> None:
    assert codes(WITH_BLOCKS, owner={"nationality": "Việt Nam"}) == {}, "a default alone is no answer"
    assert codes(WITH_BLOCKS, owner={"birth": "1950"}) == {"owner.full_name": "missing", "owner.identity": "missing"}
    assert codes(WITH_BLOCKS, firm={"name": "Nông sản", "tax_code": "0100109107"}) == {
        "firm.tax_code": "tax_code_check"
    }
    assert codes(WITH_BLOCKS, firm={"name": "Nông sản", "tax_code": "0100109106"}) == {}


def test_what_ones_own_sealed_reference_could_smuggle_in_is_refused() -> None:
    assert codes(WITH_BLOCKS, owner={"full_name": "An", "identity": "idn:1"}) == {"owner.identity": "personal_id"}


def test_an_old_place_name_finds_todays_unit_and_stays() -> None:
    answers = post("blocks", place__province="68", place__old_text="Thạnh Mỹ, Đơn Dương", place__detail="thôn 2")
    assert answers["place"] == {
        "province": "68",
        "ward": "24931",
        "old_text": "Thạnh Mỹ, Đơn Dương",
        "detail": "thôn 2",
    }
    assert codes({**WITH_BLOCKS, **answers}) == {}
    row = next(
        row for part in form().summary({**WITH_BLOCKS, **answers}, CONTEXT) for row in part.rows if row.path == "place"
    )
    assert row.text == "thôn 2, xã Đơn Dương, tỉnh Lâm Đồng (Thạnh Mỹ, Đơn Dương)"


def test_a_split_place_makes_the_person_choose() -> None:
    answers = post("blocks", place__old_text="Lạc Xuân")
    assert "ward" not in answers["place"]
    assert codes({**WITH_BLOCKS, **answers}) == {"place": "several_places"}
    page = form().page("blocks", {**WITH_BLOCKS, **answers}, CONTEXT)
    assert page is not None
    assert [choice["value"] for choice in page.controls[0].more["choices"]] == ["24931", "24943"]
    chosen = post("blocks", place__old_text="Lạc Xuân", place__ward="24943")
    assert chosen["place"] == {"province": "68", "ward": "24943", "old_text": "Lạc Xuân"}
    assert post("blocks", place__old_text="Lạc Xuân", place__ward="00004")["place"] == {"old_text": "Lạc Xuân"}


def test_places_that_do_not_exist_or_fit_are_told() -> None:
    assert codes(WITH_BLOCKS, place={"old_text": "Xứ Wakanda"}) == {"place": "no_place"}
    assert codes(WITH_BLOCKS, place={"ward": "99999"}) == {"place": "no_place"}
    assert codes(WITH_BLOCKS, place={"detail": "Thôn 3"}) == {"place": "required"}
    assert codes(WITH_BLOCKS, place={"ward": "00004", "province": "68"}) == {"place": "not_in_province"}
    assert codes(WITH_BLOCKS, place={"old_text": "Ba Đình", "province": "68"}) == {"place": "not_in_province"}
    assert codes(WITH_BLOCKS, place={"country": "Nhật Bản", "detail": "Tokyo"}) == {}
    assert codes(WITH_BLOCKS, place={"ward": {"$ne": 1}})["place.ward"] == "wrong_shape"


def test_typed_values_become_answers() -> None:
    answers = post(
        "plain",
        name="  nguyễn   an\x00 ",
        count="1.500",
        area="1.234,5",
        price="1.500.000 đ",
        phone="0912 345 678",
        paper="068 190 012 345",
    )
    assert answers["name"] == "nguyễn an"
    assert (answers["count"], answers["area"], answers["price"]) == (1500, 1234.5, 1_500_000)
    assert (answers["phone"], answers["paper"]) == ("0912345678", "068190012345")


def test_what_does_not_convert_stays_as_typed() -> None:
    answers = post("plain", count="1 500 con", area="1,2,3", price="9" * 400)
    assert (answers["count"], answers["area"], answers["price"]) == ("1 500 con", "1,2,3", "9" * 400)
    page = form().page("plain", answers, CONTEXT, form().check(answers, CONTEXT))
    assert page is not None
    assert next(one for one in page.controls if one.path == "count").value == "1 500 con"


@pytest.mark.parametrize(
    ("boxes", "kept"),
    [
        ({"elder.year": "1950"}, "1950"),
        ({"elder.month": "5", "elder.year": "1950"}, "1950-05"),
        ({"elder.day": "3", "elder.month": "5", "elder.year": "1950"}, "1950-05-03"),
        ({"elder": "1950"}, "1950"),
        ({"elder": "05/1950"}, "1950-05"),
        ({"elder": "3-5-1950"}, "1950-05-03"),
        ({"elder": "03051950"}, "1950-05-03"),
        ({"elder.day": "03/05/1950"}, "1950-05-03"),
        ({"elder.day": "31", "elder.month": "2", "elder.year": "1950"}, "31/2/1950"),
        ({"elder.day": "31", "elder.year": "1950"}, "31//1950"),
        ({"elder.year": "50"}, "//50"),
        ({"elder.year": "١٩٥٠"}, "//١٩٥٠"),
        ({}, ""),
    ],
)
def test_dates_as_people_know_them(boxes: dict[str, str], kept: str) -> None:
    assert form().read(boxes, CONTEXT, step="dates")["elder"] == kept


def test_choices_keep_their_types_and_yes_or_no_is_boolean() -> None:
    answers = post("choices", agrees="yes", kind="again", floors="2", wants=["mail", "paper", "mail"])
    assert answers == {"agrees": True, "kind": "again", "other": "", "floors": 2, "wants": ["mail", "paper"]}
    assert post("choices", floors="9", agrees="1")["floors"] == "9"


def test_questions_that_the_page_did_not_show_keep_their_answers() -> None:
    base = {"kind": "other", "other": "nhà sàn", "wants": ["mail"]}
    after = form().read({"_asked": "kind wants", "kind": "new"}, CONTEXT, step="choices", base=base)
    assert after == {"kind": "new", "other": "nhà sàn", "wants": []}


def test_pages_on_one_screen_each_say_what_they_ask() -> None:
    """The counter shows all pages at once: what the first pages asked was lost for what the last one asked."""
    posted = {"_asked": ["elder", "kind wants"], "kind": ["new"], "wants": ["mail"]}
    after = form().read(posted, CONTEXT, base={"floors": 2})
    assert after["kind"] == "new"
    turned = form().read({**posted, "_asked": ["kind wants", "elder"]}, CONTEXT, base={"floors": 2})
    assert turned["kind"] == "new"
    assert turned["floors"] == 2


def test_groups_grow_and_shrink_without_javascript() -> None:
    answers = post("blocks", children__0__full_name="A", children__1__full_name="B", _add="children")
    assert [child.get("full_name") for child in answers["children"]] == ["A", "B", None]
    full = post("blocks", **{f"children__{n}__full_name": str(n) for n in range(3)}, _add="children")
    assert len(full["children"]) == 3, "not past the limit"
    less = post("blocks", children__0__full_name="A", children__1__full_name="B", _remove="children.0")
    assert [child["full_name"] for child in less["children"]] == ["B"]
    absurd = post("blocks", children__999__full_name="x", _remove="children.99999999999999999999")
    assert len(absurd["children"]) == 4
    assert codes(WITH_BLOCKS, children=[{"full_name": "A"}] * 4) == {"children": "too_many"}


def test_items_have_their_own_conditions() -> None:
    children = [{"full_name": "A", "birth": "2015", "school": "X"}, {"full_name": "B", "birth": "2025", "school": "X"}]
    settled = form().settle({**WITH_BLOCKS, "children": children}, CONTEXT)
    assert settled.answers["children"] == [children[0], {"full_name": "B", "birth": "2025"}]
    assert codes(WITH_BLOCKS, children=[{}, {"full_name": "B"}]) == {"children.0.full_name": "missing"}
    assert codes(WITH_BLOCKS, children=[{"full_name": "B"}, {}]) == {}, "an empty last one was only prepared"


def test_long_text_is_bounded_and_told() -> None:
    answers = form().take({**GOOD, "story": "ô" * 10_000_000}, CONTEXT)
    assert len(answers["story"]) == 20_000
    assert codes(answers) == {"story": "too_long"}


def test_absurd_answers_are_refused() -> None:
    deep: Any = "x"
    for _ in range(100):
        deep = {"a": deep}
    for hostile in (deep, {"a": [0] * 10_000}):
        with pytest.raises(TooMuch):
            form().take(hostile, CONTEXT)


def test_machines_texts_are_cleaned() -> None:
    taken = form().take({**GOOD, "name": "Nguye\u0302\u0303n\u200b An\x07"}, CONTEXT)
    assert taken["name"] == "Nguyễn An"


def test_prefill_fills_only_what_is_empty() -> None:
    assert form().prefilled({}, CONTEXT)["name"] == "Nguyễn Thị An"
    assert form().prefilled({"name": "Lê Bình"}, CONTEXT)["name"] == "Lê Bình"


def test_a_locked_value_is_that_of_the_one_who_signed_in() -> None:
    presentation = deepcopy(PRESENTATION)
    presentation["steps"][0]["fields"][0]["locked"] = True
    locked = form(presentation=presentation)
    assert locked.settle({**GOOD, "name": "Kẻ khác"}, CONTEXT).answers["name"] == "Nguyễn Thị An"
    known = {row.path: row.is_known for part in locked.summary(GOOD, CONTEXT) for row in part.rows}
    assert [path for path, is_known in known.items() if is_known] == ["name", "total"], "nothing to change there"
    page = locked.page("plain", GOOD, CONTEXT)
    assert page is not None
    assert page.controls[0].kind == "said"


def asked_about(fields: list[dict[str, Any]]) -> Form:
    schema = {"type": "object", "properties": {"me": {"$ref": "motcua:person"}, "for_self": {"type": "boolean"}}}
    return Form.from_package(schema, {"steps": [{"key": "one", "title": "Một", "fields": fields}]}, SomePlaces())


def test_who_has_a_number_is_not_asked_for_another_paper() -> None:
    block = {"path": "me", "label": "Ông/bà", "parts": ["full_name", "identity", "paper"], "prefill": "owner"}
    known = replace(CONTEXT, owner={"full_name": "Ya Thuyên", "identity": "068050000777"})
    for context, kinds in ((known, ["said", "said"]), (CONTEXT, ["text", "text", "text"])):
        page = asked_about([{**block, "locked": True}]).page("one", {}, context)
        assert page is not None
        assert [part.kind for part in page.controls[0].parts] == kinds
    typed = {"me": {"full_name": "Kẻ khác", "paper": "Hộ chiếu B1"}}
    settled = asked_about([{**block, "locked": True}]).settle(typed, known).answers
    assert settled == {"me": {"full_name": "Ya Thuyên", "identity": "068050000777"}}


def test_what_is_known_only_under_a_condition_is_not_filled_in_before_it_holds() -> None:
    fields: list[dict[str, Any]] = [
        {"path": "for_self", "label": "Cho chính mình?"},
        {
            "path": "me",
            "label": "Người được đăng ký",
            "parts": ["full_name", "birth"],
            "prefill": "person",
            "locked": "answers.for_self == true",
        },
    ]
    form_ = asked_about(fields)
    assert form_.prefilled({}, CONTEXT) == {}
    assert form_.settle({"for_self": True}, CONTEXT).answers["me"]["full_name"] == "Nguyễn Thị An"
    other = {"for_self": False, "me": {"full_name": "Lê Bình"}}
    assert form_.settle(other, CONTEXT).answers == other
    with pytest.raises(FormRefused, match="locked"):
        asked_about([{**fields[1], "locked": "answers.nobody == true"}])


def test_summary_reads_like_people_write() -> None:
    answers = {
        **WITH_BLOCKS,
        "price": 1_500_000,
        "area": 12.5,
        "elder": "1950-05",
        "wants": ["mail", "paper"],
        "children": [{"full_name": "B"}],
    }
    rows = {row.path: (row.label, row.text) for part in form().summary(answers, CONTEXT) for row in part.rows}
    assert rows["price"] == ("Giá trị", "1.500.000 đồng")
    assert rows["area"][1] == "12,5 m²"
    assert rows["elder"][1] == "05/1950"
    assert rows["wants"][1] == "Thư; Giấy"
    assert rows["children.0.full_name"] == ("Người con 1: Tên con", "B")


def test_a_row_does_not_repeat_its_title_and_tells_what_is_known() -> None:
    block = {"path": "me", "label": "Một", "parts": ["full_name", "identity"], "prefill": "person"}
    known = replace(CONTEXT, person={"full_name": "Trần Văn Bình", "identity": "068085004512"})
    for is_locked in (True, False):
        (part,) = asked_about([{**block, "locked": is_locked}]).summary({"me": known.person}, known)
        assert [row.label for row in part.rows] == ["Họ, chữ đệm và tên", "Số định danh cá nhân"]
        assert [row.is_known for row in part.rows] == [is_locked, is_locked]


def test_identity_paths_name_every_number() -> None:
    assert form().identity_paths() == ["paper", "owner.identity", "children.*.identity"]
