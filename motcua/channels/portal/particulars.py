"""What a filing needs besides the procedure's own form: for whom, how to reach the submitter, where, how to collect.

It is a form like any other, so that it is asked, kept, checked and shown in the same way.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from motcua.accounts.models import Mandate, Person, User
from motcua.accounts.rules import IdentityKind
from motcua.dossiers.mandates import principal_of
from motcua.dossiers.rules.filing import PartyData
from motcua.dossiers.rules.states import ResultChannel
from motcua.eforms.form import Form
from motcua.eforms.settling import Context
from motcua.eforms.showing import say_address
from motcua.eforms.units import UNITS
from motcua.lib import personal_id
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused

WHO = "who"
WHERE = "where"
CHANNELS = {
    ResultChannel.COUNTER.value: N_("Nhận tại bộ phận một cửa"),
    ResultChannel.POST.value: N_("Nhận qua bưu điện tại nhà"),
    ResultChannel.ELECTRONIC.value: N_("Nhận bản điện tử"),
}
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["on_behalf", "owner_kind", "owner", "organisation", "result_channel", "result_address"],
    "properties": {
        "phone": {"$ref": "motcua:phone"},
        "email": {"$ref": "motcua:email"},
        "on_behalf": {"type": "boolean"},
        "owner_kind": {"enum": ["person", "organisation"]},
        "owner": {"$ref": "motcua:person", "required": ["birth"]},
        "organisation": {"$ref": "motcua:organisation"},
        "basis": {"type": "string", "maxLength": 300},
        "result_address": {"type": "string", "maxLength": 500},
    },
}
_WHO_FIELDS: list[dict[str, Any]] = [
    {
        "path": "phone",
        "label": N_("Số điện thoại liên hệ"),
        "hint": N_("Để cán bộ gọi khi cần. Dùng số của người nhà cũng được."),
        "prefill": "person.phone",
    },
    {"path": "email", "label": N_("Thư điện tử"), "hint": N_("Nếu muốn nhận thông báo qua thư điện tử.")},
    {"path": "on_behalf", "label": N_("Ông/bà nộp hồ sơ này thay cho người hoặc tổ chức khác?")},
    {
        "path": "owner_kind",
        "label": N_("Nộp thay cho"),
        "options": {"person": N_("Một người"), "organisation": N_("Một tổ chức, doanh nghiệp")},
        "show_if": "answers.on_behalf",
    },
    {
        "path": "owner",
        "label": N_("Chủ hồ sơ"),
        "parts": ["full_name", "birth", "identity", "phone", "address"],
        "show_if": "answers.on_behalf && answers.owner_kind == 'person'",
    },
    {
        "path": "organisation",
        "label": N_("Chủ hồ sơ"),
        "parts": ["name", "tax_code", "phone", "address"],
        "show_if": "answers.on_behalf && answers.owner_kind == 'organisation'",
    },
    {
        "path": "basis",
        "label": N_("Nộp thay theo giấy tờ nào"),
        "hint": N_("Ví dụ: giấy ủy quyền ngày 20/11/2026, giấy giới thiệu, hoặc quan hệ gia đình."),
        "show_if": "answers.on_behalf",
    },
]


_OF_THE_SUBMITTER = frozenset({"phone", "email"})
_OF_THE_OWNER = frozenset({"on_behalf", "owner_kind", "owner", "organisation", "basis"})


@lru_cache(maxsize=64)
def particulars_form(areas: tuple[tuple[str, str], ...], channels: tuple[str, ...], *, is_acting: bool = False) -> Form:
    """Return the form for a procedure: `areas` to choose from (code, name; none where no choice), result channels.

    `is_acting`: for whom it is, the mandate says.
    """
    properties = {**_SCHEMA["properties"], "result_channel": {"enum": list(channels)}}
    required, who = list(_SCHEMA["required"]), _WHO_FIELDS
    if is_acting:
        who = [field for field in _WHO_FIELDS if field["path"] in _OF_THE_SUBMITTER]
        properties = {path: said for path, said in properties.items() if path not in _OF_THE_OWNER}
        required = [path for path in required if path not in _OF_THE_OWNER]
    where: list[dict[str, Any]] = []
    if areas:
        properties["area"] = {"enum": [code for code, _ in areas]}
        required.append("area")
        where.append(
            {
                "path": "area",
                "label": N_("Xã, phường, đặc khu giải quyết hồ sơ"),
                "hint": N_("Thường là nơi ông/bà cư trú, hoặc nơi có nhà, đất, cơ sở kinh doanh."),
                "widget": "select",
                "options": dict(areas),
            }
        )
    where += [
        {
            "path": "result_channel",
            "label": N_("Ông/bà muốn nhận kết quả bằng cách nào?"),
            "widget": "radios",
            "options": {channel: CHANNELS[channel] for channel in channels},
        },
    ]
    if ResultChannel.POST in channels:
        where.append(
            {
                "path": "result_address",
                "label": N_("Địa chỉ nhận qua bưu điện"),
                "widget": "textarea",
                "rows": 3,
                "show_if": "answers.result_channel == 'post'",
            }
        )
    else:
        del properties["result_address"]
        required.remove("result_address")
    steps = [
        {"key": WHO, "title": N_("Người nộp và chủ hồ sơ"), "fields": who},
        {"key": WHERE, "title": N_("Nơi giải quyết và nhận kết quả"), "fields": where},
    ]
    return Form.from_package({**_SCHEMA, "properties": properties, "required": required}, {"steps": steps})


def person_context(user: User, number: str) -> dict[str, Any]:
    """Return what the system knows of the one who signed in, for prefill; `number` is the identity number in clear."""
    person = user.person
    if person is None or person.is_organisation:
        return {}
    sex = person.sex or _sex_of(number)
    return {"full_name": person.full_name, "birth": person.birth, "sex": sex, "identity": number}


def _sex_of(number: str) -> str:
    """Return the sex that a personal number tells; empty for any other number."""
    try:
        return personal_id.parse(number).sex.value
    except Refused:
        return ""


def organisation_context(user: User, number: str) -> dict[str, Any]:
    """Return what the system knows of the organisation that signed in."""
    person = user.person
    if person is None or not person.is_organisation:
        return {}
    return {"name": person.full_name, "tax_code": number}


def owner_context(settled: Mapping[str, Any], person: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of the person whose dossier it will be; nothing where that is an organisation."""
    if not settled.get("on_behalf"):
        return {**person, "kind": "person" if person else "organisation", "on_behalf": False}
    if settled.get("owner_kind") == "organisation":
        return {"kind": "organisation", "on_behalf": True}
    given = settled.get("owner") or {}
    return {**given, "sex": _sex_of(given.get("identity", "")), "kind": "person", "on_behalf": True}


def principal_context(mandate: Mandate, settled: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of the person or organisation for whom somebody files under a mandate."""
    if mandate.is_organisation:
        return {"kind": "organisation", "on_behalf": True}
    owner = principal_of(mandate, phone=settled.get("phone", ""))
    return {
        "full_name": owner.name,
        "birth": owner.birth,
        "identity": owner.identity_number,
        "sex": _sex_of(owner.identity_number),
        "kind": "person",
        "on_behalf": True,
    }


def principal_organisation(mandate: Mandate) -> dict[str, Any]:
    """Return what is known of the organisation for which somebody files; nothing where it is a person."""
    owner = principal_of(mandate)
    return {"name": owner.name, "tax_code": owner.identity_number} if mandate.is_organisation else {}


def parties(
    settled: Mapping[str, Any], person: Person, context: Context, mandate: Mandate | None
) -> tuple[PartyData, PartyData]:
    """Return the submitter and the owner of a filing; under a mandate the owner is whom it is of."""
    submitter = PartyData(
        name=person.full_name,
        person_id=person.pk,
        is_organisation=person.is_organisation,
        birth=person.birth,
        phone=settled.get("phone", ""),
        email=settled.get("email", ""),
    )
    if mandate is not None:
        return submitter, principal_of(mandate)
    if not settled.get("on_behalf"):
        return submitter, submitter
    basis = settled.get("basis", "")
    if settled.get("owner_kind") == "organisation":
        given = settled.get("organisation", {})
        number = given.get("tax_code", "")
        return submitter, PartyData(
            name=given.get("name", ""),
            identity_kind=_kind(number, IdentityKind.TAX_CODE),
            identity_number=number,
            is_organisation=True,
            phone=given.get("phone", ""),
            address=_address(given, context),
            basis=basis,
        )
    given = settled.get("owner", {})
    number = given.get("identity", "")
    return submitter, PartyData(
        name=given.get("full_name", ""),
        identity_kind=_kind(number, IdentityKind.PERSONAL_ID),
        identity_number=number,
        birth=given.get("birth", ""),
        phone=given.get("phone", ""),
        address=_address(given, context),
        basis=basis,
    )


def _kind(number: str, usual: IdentityKind) -> str:
    # A household business uses its owner's personal number as tax code.
    if not number:
        return ""
    return (IdentityKind.PERSONAL_ID if len(number) == 12 and number.isdigit() else usual).value


def _address(given: Mapping[str, Any], context: Context) -> dict[str, Any]:
    address = given.get("address")
    return {**address, "text": say_address(address, context, UNITS)} if isinstance(address, Mapping) else {}


def offered(channels: Sequence[str]) -> tuple[str, ...]:
    """Return the result channels to choose from, in our order; all where the package names none."""
    return tuple(channel for channel in CHANNELS if channel in channels) or tuple(CHANNELS)
