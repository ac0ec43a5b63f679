"""Reads catalogue records: our collected shape and the national database's own, both into one.

The national shape is that of the service `LayThuTuc`. What a record leaves open stays open: a duration without a unit
is not days, a "free" with an amount in its note is not free. Such places are named in `flags`, never guessed.
Decree 63/2010/NĐ-CP, article 8(2), says which parts a procedure has.
"""

import html
import re
from collections.abc import Mapping
from typing import Any

from motcua.lib.text import clean, fold
from motcua.procedures.rules.flags import flags_of
from motcua.procedures.rules.names import Channel, Level, Unit

CODE = re.compile(r"\d\.\d{6}(\.[0-9A-Z.]{1,30})?")
MAX_NAME = 2000
MAX_TEXT = 300_000
MAX_SAID = 120
_TAG = re.compile(r"<[^<>]{1,200}>")
_BREAK = re.compile(r"<(br|/p|/li|/div|/tr)\b[^<>]{0,100}>", re.I)
# States of publication that mean a procedure of the past, or one that must not be shown.
_ENDED = re.compile(r"het hieu luc|het han|bai bo|huy bo|khong cong khai|thu hoi|dinh chi")
_GLUED_RESULT = re.compile(r"(?P<name>.*?)\s*Mã:\s*(?P<code>.*?)\s*Từ khóa.*?Mô tả.*")
_LEVELS = {"bo": Level.MINISTRY, "tinh": Level.PROVINCE, "xa": Level.COMMUNE}
_CHANNELS = {
    "1": Channel.DIRECT,
    "truc tiep": Channel.DIRECT,
    "2": Channel.ONLINE,
    "truc tuyen": Channel.ONLINE,
    "3": Channel.POST,
    "dich vu buu chinh": Channel.POST,
    "buu chinh": Channel.POST,
}
_UNITS = {
    "gio": Unit.HOUR,
    "gio lam viec": Unit.HOUR,
    "ngay lam viec": Unit.WORKING_DAY,
    "ngay": Unit.DAY,
    "thang": Unit.MONTH,
}


class BadRecord(Exception):
    """A record that cannot be a procedure; `reason` is a stable word for the report."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


def read(raw: object) -> dict[str, Any]:
    """Return the record in our one shape, from either source. Raises BadRecord."""
    if not isinstance(raw, dict):
        raise BadRecord("not_an_object", type(raw).__name__)
    upper = {key.upper() for key in raw if isinstance(key, str)}
    record = _national(raw) if "MATTHC" in upper or "TENTTHC" in upper else _collected(raw)
    if not CODE.fullmatch(record["code"]):
        raise BadRecord("bad_code" if record["code"] else "no_code", record["code"][:60])
    if not record["name"]:
        raise BadRecord("no_name")
    if len(record["name"]) > MAX_NAME:
        raise BadRecord("name_too_long", str(len(record["name"])))
    record["flags"] = flags_of(record)
    return record


def text_of(value: object) -> str:
    """Return a value of a record as clean text: one Unicode form, no mark-up, no control characters."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise BadRecord("bad_shape", f"a text was expected, not {type(value).__name__}")
    text = str(value)
    if len(text) > MAX_TEXT:
        raise BadRecord("text_too_long", str(len(text)))
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    return re.sub(r"\n{3,}", "\n\n", clean(text))


def _line(value: object) -> str:
    return " ".join(text_of(value).split())


def _list(value: object) -> list[Any]:
    if value is None or value == "":
        return []
    if not isinstance(value, list):
        raise BadRecord("bad_shape", f"a list was expected, not {type(value).__name__}")
    return value


def _dicts(value: object) -> list[dict[str, Any]]:
    # Where there is only one, some exports leave the list out.
    items = [value] if isinstance(value, dict) else _list(value)
    if not all(isinstance(item, dict) for item in items):
        raise BadRecord("bad_shape", "a list of objects was expected")
    return items


def _number(value: object) -> int | None:
    """Return a whole number, or None where the source names none. `5,5` and words stay None: the text is kept."""
    if isinstance(value, bool):
        raise BadRecord("bad_shape", "a number was expected")
    if isinstance(value, int):
        return value if 0 <= value < 10**12 else None
    if isinstance(value, float):
        return int(value) if value.is_integer() and 0 <= value < 10**12 else None
    text = _line(value)
    if re.fullmatch(r"\d{1,12}", text):
        return int(text)
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", text):
        return int(re.sub(r"[.,]", "", text))
    return None


def _level(value: object) -> Level:
    words = fold(_line(value)).split()
    return next((level for word, level in _LEVELS.items() if word in words), Level.OTHER)


def _channel(value: object) -> Channel:
    text = fold(_line(value))
    if text not in _CHANNELS:
        raise BadRecord("unknown_channel", text[:60])
    return _CHANNELS[text]


def _time(duration: object, unit: object) -> dict[str, Any]:
    """Return a time limit as number and unit; what is said in other words stays as `said`, to be shown as it is."""
    amount, known = _number(duration), _UNITS.get(fold(_line(unit)))
    time: dict[str, Any] = {"duration": amount, "unit": known}
    words = [_line(duration) if duration is not None else "", _line(unit)]
    if (words[0] and amount is None) or (words[1] and known is None):
        time["said"] = " ".join(word for word in words if word)[:MAX_SAID]
    return time


def _unique(items: list[str]) -> list[str]:
    return list(dict.fromkeys(item for item in items if item))


def _ordered(levels: list[Level]) -> list[str]:
    return [level.value for level in Level if level in levels]


def _collected(raw: Mapping[str, Any]) -> dict[str, Any]:
    subjects = [_line(item) for item in _list(raw.get("subjects"))]
    return {
        "code": _line(raw.get("code")),
        "name": _line(raw.get("name")),
        "field": _line(raw.get("field")) or "Khác",
        "levels": _ordered([_level(item) for item in _list(raw.get("levels"))]),
        "kind": _line(raw.get("type")),
        "decision": _line(raw.get("decision")),
        "issuing_agency": _line(raw.get("issuing_agency")),
        "implementing_agencies": _unique([_line(item) for item in _list(raw.get("implementing_agencies"))]),
        "competent_agency": _line(raw.get("competent_authority")),
        "delegated_agency": _line(raw.get("delegated_agency")),
        "coordinating_agency": _line(raw.get("coordinating_agency")),
        "reception_address": text_of(raw.get("reception_address")),
        # The source split "Cán bộ, công chức, viên chức" at its commas.
        "subjects": _unique([item[:1].upper() + item[1:] for item in subjects]),
        "steps": text_of(raw.get("steps")),
        "methods": [
            {
                "channel": _channel(method.get("channel")).value,
                **_time(method.get("duration"), method.get("unit")),
                "fees": [
                    {
                        "text": _line(fee.get("text")),
                        "amount": _number(fee.get("amount_vnd")),
                        "note": text_of(fee.get("note")),
                    }
                    for fee in _dicts(method.get("fees"))
                ],
                "note": text_of(method.get("note")),
            }
            for method in _dicts(raw.get("methods"))
        ],
        "cases": [
            {
                "name": _line(case.get("case")),
                "documents": [
                    {
                        "name": text_of(document.get("name")),
                        "form_file": _line(document.get("form_file")),
                        "originals": _number(document.get("originals")) or 0,
                        "copies": _number(document.get("copies")) or 0,
                    }
                    for document in _dicts(case.get("documents"))
                ],
            }
            for case in _dicts(raw.get("dossier"))
        ],
        "results": [
            _result(_line(result.get("name")), _line(result.get("code"))) for result in _dicts(raw.get("results"))
        ],
        "legal_basis": [
            {
                "number": _line(law.get("number")),
                "title": _line(law.get("title")),
                "date": _line(law.get("date")),
                "issuer": _line(law.get("issuer")),
            }
            for law in _dicts(raw.get("legal_basis"))
        ]
        or [
            {"number": _line(number), "title": "", "date": "", "issuer": ""}
            for number in _list(raw.get("legal_basis_numbers"))
        ],
        "legal_text": text_of(raw.get("legal_basis_raw")),
        "conditions": text_of(raw.get("conditions")),
        "related": [],
        "source_url": _address(raw.get("source_url")),
    }


def _result(name: str, code: str) -> dict[str, str]:
    """Return a result. In some sources its code, keywords and description were glued to the name."""
    if glued := _GLUED_RESULT.fullmatch(name):
        name, code = glued["name"], code or glued["code"]
    return {"name": name, "code": code}


def _address(value: object) -> str:
    text = _line(value)
    return text if re.match(r"https://[a-z0-9.-]+\.gov\.vn/", text) else ""


def _national(raw: Mapping[str, Any]) -> dict[str, Any]:
    # Both MATTHC and MaTTHC are seen: keys are compared in capitals.
    data = {str(key).upper(): value for key, value in raw.items()}
    if _ENDED.search(state := fold(_line(data.get("TRANGTHAI")))):
        raise BadRecord("not_in_force", state[:60])
    fields = _names(data.get("LINHVUCTHUCHIEN"), "TENLINHVUC")
    return {
        "code": _line(data.get("MATTHC")),
        "name": _line(data.get("TENTTHC")),
        "field": fields[0] if fields else "Khác",
        "levels": _ordered([_level(item.get("TENCAP")) for item in _dicts(data.get("CAPTHUCHIEN"))]),
        "kind": _line(data.get("LOAITTHC")),
        "decision": _line(data.get("QUYETDINH")),
        "issuing_agency": _line(data.get("COQUANCONGBO") or data.get("MACOQUANCONGBO")),
        "implementing_agencies": _names(data.get("COQUANTHUCHIEN"), "TENDONVI"),
        "competent_agency": ", ".join(_names(data.get("COQUANCOTHAMQUYEN"), "TENDONVI")),
        "delegated_agency": ", ".join(_names(data.get("COQUANDUOCUYQUYEN"), "TENDONVI")),
        "coordinating_agency": ", ".join(_names(data.get("COQUANPHOIHOP"), "TENDONVI")),
        "reception_address": text_of(data.get("DIACHITIEPNHAN")),
        "subjects": _names(data.get("DOITUONGTHUCHIEN"), "TENDOITUONG"),
        **_told(
            description=text_of(data.get("MOTA")),
            keywords=_line(data.get("TUKHOA")),
            subjects_note=text_of(data.get("MOTADOITUONGTHUCHIEN")),
            agencies_note=text_of(data.get("MOTACOQUANTHUCHIEN")),
            competent_note=text_of(data.get("MOTACOQUANTHAMQUYEN")),
        ),
        "steps": _national_steps(data.get("TRINHTUTHUCHIEN")),
        "methods": [
            _national_method(way, time)
            for way in _dicts(data.get("CACHTHUCTHUCHIEN"))
            for time in _dicts(way.get("THOIGIAN")) or [{}]
        ],
        "cases": [
            {
                "name": _line(case.get("TRUONGHOP")),
                "documents": [
                    {
                        "name": text_of(paper.get("TENGIAYTO")),
                        "form_file": _line(paper.get("TENMAUDON")),
                        **_told(form_url=_address(paper.get("URL"))),
                        "originals": _number(paper.get("SOBANCHINH")) or 0,
                        "copies": _number(paper.get("SOBANSAO")) or 0,
                        "code": _line(paper.get("MAGIAYTO")),
                        "replaced_by_result": _line(paper.get("MA_KQ_THAYTHE")),
                    }
                    for paper in _dicts(case.get("GIAYTO"))
                ],
            }
            for case in _dicts(data.get("THANHPHANHOSO"))
        ],
        "results": [
            _result(_line(result.get("TENKETQUA")), _line(result.get("MAKETQUA")))
            for result in _dicts(data.get("KETQUATHUCHIEN"))
        ],
        "legal_basis": [
            {
                "number": _line(law.get("SOVANBAN")),
                "title": _line(law.get("TENVANBAN")),
                "date": _line(law.get("NGAYBANHANH")),
                "issuer": _line(law.get("COQUANBANHANH")),
            }
            for law in _dicts(data.get("CANCUPHAPLY"))
        ],
        "legal_text": "",
        "conditions": text_of(data.get("YEUCAU")),
        "related": _codes(data.get("TTHCLIENQUAN")) + _codes(data.get("TTHCLIENTHONG")),
        "source_url": "",
    }


def _told(**texts: str) -> dict[str, str]:
    """Return what the national record alone can say, where it says it."""
    return {key: text for key, text in texts.items() if text}


def _names(value: object, key: str) -> list[str]:
    return _unique([_line(item.get(key)) for item in _dicts(value)])


def _codes(value: object) -> list[str]:
    found = [item.get("MATTHC") if isinstance(item, dict) else item for item in _list(value)]
    return [code for code in map(_line, found) if CODE.fullmatch(code)]


def _national_steps(value: object) -> str:
    lines: list[str] = []
    for case in _dicts(value):
        if name := _line(case.get("TRUONGHOP")):
            lines.append(name)
        lines += [text_of(step.get("TENTRINHTU")) for step in _dicts(case.get("TRINHTU"))]
    return "\n".join(line for line in lines if line)


def _national_method(way: Mapping[str, Any], time: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "channel": _channel(way.get("KENH")).value,
        **_time(time.get("THOIGIANGIAIQUYET"), time.get("DONVITINH")),
        "fees": [
            {
                "text": " ".join(part for part in (_line(fee.get("SOTIEN")), _line(fee.get("DONVI"))) if part),
                "amount": _number(fee.get("SOTIEN")),
                "note": text_of(fee.get("MOTA")),
            }
            for fee in _dicts(time.get("PHILEPHI"))
        ],
        "note": text_of(time.get("MOTA")),
    }
