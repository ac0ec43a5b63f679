"""A form with every kind of question, and places to go with it."""

import json
import re
from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from motcua.eforms.form import Context, Form
from motcua.eforms.places import Place

HOWTO = Path(__file__).resolve().parents[3] / "docs" / "howto" / "design-a-form.md"
TODAY = date(2026, 11, 23)
PERSON = {"full_name": "Nguyễn Thị An", "birth": "1990-03-05", "sex": "female", "identity": "068190012345"}
CONTEXT = Context(today=TODAY, person=PERSON)

LAM_DONG = "Tỉnh Lâm Đồng"
WARDS = [
    Place("24778", "Phường Xuân Hương - Đà Lạt", "68", LAM_DONG),
    Place("24931", "Xã Đơn Dương", "68", LAM_DONG),
    Place("24943", "Xã Ka Đô", "68", LAM_DONG),
    Place("00004", "Phường Ba Đình", "01", "Thành phố Hà Nội"),
]


class SomePlaces:
    """Four wards in two provinces; the old Thạnh Mỹ became Đơn Dương, the old Lạc Xuân was split."""

    def provinces(self, on: date) -> Sequence[Place]:
        return [Place("01", "Thành phố Hà Nội"), Place("68", LAM_DONG)]

    def ward(self, code: str, on: date) -> Place | None:
        return next((ward for ward in WARDS if ward.code == code), None)

    def find(self, text: str, province: str, on: date) -> Sequence[Place]:
        old = {"thạnh mỹ, đơn dương": ["24931"], "lạc xuân": ["24931", "24943"]}.get(text.lower(), [])
        return [
            ward
            for ward in WARDS
            if (text.lower() in ward.name.lower() or ward.code in old) and province in ("", ward.province)
        ]


def documented() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the schema and presentation that the how-to shows, so that it stays true."""
    blocks = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", HOWTO.read_text(), re.DOTALL)]
    return blocks[0], blocks[1]


SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["name", "agrees", "kind"],
    "properties": {
        "name": {"$ref": "motcua:name"},
        "story": {"type": "string", "maxLength": 2000},
        "count": {"type": "integer", "minimum": 1, "maximum": 50},
        "area": {"type": "number", "exclusiveMinimum": 0},
        "price": {"$ref": "motcua:money"},
        "on": {"$ref": "motcua:date"},
        "month": {"$ref": "motcua:month"},
        "year": {"$ref": "motcua:year"},
        "elder": {"$ref": "motcua:partial-date", "x-when": "past"},
        "meeting": {"$ref": "motcua:date", "x-when": "future"},
        "agrees": {"type": "boolean"},
        "kind": {"enum": ["new", "again", "other"]},
        "other": {"type": "string", "minLength": 3},
        "floors": {"type": "integer", "enum": [1, 2, 3]},
        "wants": {
            "type": "array",
            "items": {"enum": ["paper", "mail", "phone"]},
            "minItems": 1,
            "maxItems": 2,
            "uniqueItems": True,
        },
        "place": {"$ref": "motcua:address"},
        "owner": {"$ref": "motcua:person", "required": ["identity"]},
        "firm": {"$ref": "motcua:organisation"},
        "phone": {"$ref": "motcua:phone"},
        "email": {"$ref": "motcua:email"},
        "paper": {"$ref": "motcua:identity-paper"},
        "scan": {"$ref": "motcua:file"},
        "total": {"type": "integer"},
        "children": {
            "type": "array",
            "maxItems": 3,
            "items": {
                "type": "object",
                "required": ["full_name"],
                "properties": {
                    "full_name": {"$ref": "motcua:name"},
                    "birth": {"$ref": "motcua:partial-date", "x-when": "past"},
                    "identity": {"$ref": "motcua:personal-id"},
                    "school": {"type": "string"},
                },
            },
        },
    },
}

PRESENTATION: dict[str, Any] = {
    "steps": [
        {
            "key": "plain",
            "title": {"vi": "Điều đơn giản", "en": "Plain things"},
            "guidance": "Điền cho đúng.\n\n- một\n- hai",
            "fields": [
                {"path": "name", "label": {"vi": "Họ tên", "en": "Name"}, "prefill": "person.full_name"},
                {"path": "story", "label": "Trình bày", "widget": "textarea"},
                {"path": "count", "label": "Số lượng", "suffix": "bản"},
                {"path": "area", "label": "Diện tích", "suffix": "m²"},
                {"path": "price", "label": "Giá trị"},
                {"path": "total", "label": "Tổng", "widget": "money", "computed": "answers.count * 8000"},
                {"path": "phone", "label": "Điện thoại"},
                {"path": "email", "label": "Thư điện tử"},
                {"path": "paper", "label": "Giấy tờ"},
            ],
        },
        {
            "key": "dates",
            "title": "Ngày tháng",
            "fields": [
                {"path": "on", "label": "Ngày"},
                {"path": "month", "label": "Tháng"},
                {"path": "year", "label": "Năm"},
                {"path": "elder", "label": "Ngày sinh cụ"},
                {"path": "meeting", "label": "Ngày hẹn"},
            ],
        },
        {
            "key": "choices",
            "title": "Lựa chọn",
            "fields": [
                {"heading": "Phần chọn"},
                {"path": "agrees", "label": "Đồng ý không?"},
                {"path": "kind", "label": "Loại", "options": {"new": "Mới", "again": "Lại", "other": "Khác"}},
                {"path": "other", "label": "Khác là gì", "show_if": "answers.kind == 'other'"},
                {"path": "floors", "label": "Số tầng", "options": {"1": "Một", "2": "Hai", "3": "Ba"}},
                {
                    "path": "wants",
                    "label": "Nhận qua",
                    "options": {"paper": "Giấy", "mail": "Thư", "phone": "Điện thoại"},
                },
            ],
        },
        {
            "key": "blocks",
            "title": "Người và nơi",
            "show_if": "answers.agrees",
            "fields": [
                {"path": "place", "label": "Nơi ở"},
                {
                    "path": "owner",
                    "label": "Chủ hộ",
                    "parts": ["full_name", "identity", "birth", "sex", "nationality", "address"],
                },
                {"path": "firm", "label": "Công ty"},
                {"path": "scan", "label": "Bản chụp"},
                {
                    "path": "children",
                    "label": "Các con",
                    "item_label": "Người con",
                    "fields": [
                        {"path": "full_name", "label": "Tên con"},
                        {"path": "birth", "label": "Ngày sinh con"},
                        {"path": "identity", "label": "Số định danh con"},
                        {"path": "school", "label": "Trường", "show_if": "item.birth < '2021'"},
                    ],
                },
            ],
        },
    ],
    "checks": [
        {"holds": "answers.on <= answers.meeting", "path": "meeting", "message": "Ngày hẹn phải sau ngày này."},
    ],
}

GOOD: dict[str, Any] = {"name": "Nguyễn Thị An", "agrees": False, "kind": "new"}


def form(schema: dict[str, Any] | None = None, presentation: dict[str, Any] | None = None) -> Form:
    """Return the form with every kind of question."""
    return Form.from_package(deepcopy(schema or SCHEMA), deepcopy(presentation or PRESENTATION), SomePlaces())


def codes(answers: dict[str, Any], **changes: Any) -> dict[str, str]:
    """Return what is wrong with answers, as path and code."""
    return {problem.path: problem.code for problem in form().check({**answers, **changes}, CONTEXT)}
