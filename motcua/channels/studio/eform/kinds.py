"""The kinds of answers that people choose from, what each is in the two files, and which boxes it has."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from motcua.eforms import definitions
from motcua.lib.marks import N_

from ..boxes import Box, Choices

_LABEL = Box("label", N_("Câu hỏi (nhãn)"), is_needed=True)
_HINT = Box("hint", N_("Giải thích dưới nhãn"), "long", N_("Một câu, ví dụ: 12 chữ số trên thẻ căn cước."))
_REQUIRED = Box("required", N_("Bắt buộc trả lời (khi câu hỏi được hỏi)"), "yes")
WIDTHS: Choices = (
    ("", N_("rộng hết khung")),
    *((str(size), str(size)) for size in (2, 3, 4, 5, 10, 20, 30)),
)
_WIDTH = Box("width", N_("Ô rộng bao nhiêu chữ cái"), "size", choices=WIDTHS)
_PREFIX = Box("prefix", N_("Chữ đứng trước ô"))
_SUFFIX = Box("suffix", N_("Chữ đứng sau ô"), hint=N_("Ví dụ: m², tháng."))
_LENGTHS = (
    Box("schema.minLength", N_("Ít nhất bao nhiêu chữ cái"), "number"),
    Box("schema.maxLength", N_("Nhiều nhất bao nhiêu chữ cái"), "number", N_("Để trống là 500; đoạn văn là 5.000.")),
)
_WHEN = Box(
    "schema.x-when",
    N_("Ngày ấy phải"),
    "one",
    choices=(("", N_("ngày nào cũng được")), ("past", N_("hôm nay hoặc đã qua")), ("future", N_("hôm nay trở đi"))),
)
_WIDGET = Box(
    "widget",
    N_("Hiện thành"),
    "one",
    choices=(
        ("", N_("tự chọn: trên 8 lựa chọn thì danh sách thả xuống")),
        ("radios", N_("các nút để chọn một")),
        ("select", N_("danh sách thả xuống")),
    ),
)
_PLEDGE = Box(
    "pledge",
    N_("Đây là lời cam đoan"),
    "yes",
    N_("Cổng hỏi câu này cạnh nút nộp, không ở trang của nó. Một biểu mẫu có nhiều nhất một lời cam đoan."),
)
_DEFAULT = N_("Giá trị có sẵn, người nộp sửa được")
_TEXT_DEFAULT = Box("default", _DEFAULT)
_CHOSEN_DEFAULT = Box("default", _DEFAULT, "one", is_offered=True)
HEADING, GUIDANCE, OTHER, GROUP = "heading", "guidance", "other", "group"


@dataclass(frozen=True)
class AnswerKind:
    """One kind of question. `schema` is what a new one has in form.json; `widget` what must stand beside it.

    `prefills`: what of a person or an organisation can be filled into it. `is_inner`: it may stand in a group.
    """

    key: str
    name: str
    schema: Mapping[str, Any]
    boxes: tuple[Box, ...] = ()
    widget: str = ""
    prefills: tuple[str, ...] = ()
    is_inner: bool = True

    def fresh(self) -> dict[str, Any]:
        """Return the schema of a new question of this kind."""
        return deepcopy(dict(self.schema))


def _of(name: str) -> dict[str, Any]:
    return {"$ref": f"{definitions.PREFIX}{name}"}


def _whole(*more: Box) -> tuple[Box, ...]:
    limits = (Box("schema.minimum", N_("Ít nhất"), "number"), Box("schema.maximum", N_("Nhiều nhất"), "number"))
    return (*limits, *more, Box("default", _DEFAULT, "number"))


KINDS: Sequence[AnswerKind] = (
    AnswerKind(
        "short",
        N_("Chữ, một dòng"),
        {"type": "string"},
        (*_LENGTHS, _WIDTH, _PREFIX, _SUFFIX, _TEXT_DEFAULT),
        prefills=("full_name", "phone", "email", "name", "position", "paper"),
    ),
    AnswerKind(
        "long",
        N_("Chữ, nhiều dòng"),
        {"type": "string"},
        (*_LENGTHS, Box("rows", N_("Số dòng của ô"), "number")),
        "textarea",
    ),
    AnswerKind("integer", N_("Số nguyên"), {"type": "integer"}, _whole(_WIDTH, _PREFIX, _SUFFIX)),
    AnswerKind(
        "decimal",
        N_("Số có phần lẻ"),
        {"type": "number"},
        (
            Box("schema.minimum", N_("Ít nhất"), "decimal"),
            Box("schema.exclusiveMinimum", N_("Phải lớn hơn"), "decimal", N_("Ghi một trong hai: ít nhất, lớn hơn.")),
            Box("schema.maximum", N_("Nhiều nhất"), "decimal"),
            _WIDTH,
            _PREFIX,
            _SUFFIX,
            Box("default", _DEFAULT, "decimal"),
        ),
    ),
    AnswerKind("money", N_("Số tiền (đồng)"), _of("money"), _whole()),
    AnswerKind(
        "yes_no",
        N_("Có hoặc không"),
        {"type": "boolean"},
        (_PLEDGE, Box("default", _DEFAULT, "truth")),
        prefills=("on_behalf",),
    ),
    AnswerKind("one", N_("Chọn một trong các lựa chọn"), {"enum": []}, (_WIDGET, _CHOSEN_DEFAULT), prefills=("kind",)),
    AnswerKind(
        "many", N_("Chọn nhiều trong các lựa chọn"), {"type": "array", "items": {"enum": []}, "uniqueItems": True}
    ),
    AnswerKind("date", N_("Ngày, tháng, năm"), _of("date"), (_WHEN,)),
    AnswerKind(
        "partial",
        N_("Ngày, có thể không nhớ ngày hoặc tháng"),
        _of("partial-date"),
        (_WHEN,),
        prefills=("birth",),
    ),
    AnswerKind("month", N_("Tháng và năm"), _of("month"), (_WHEN,)),
    AnswerKind("year", N_("Năm"), _of("year"), (_WHEN,)),
    AnswerKind("name", N_("Họ, chữ đệm và tên"), _of("name"), prefills=("full_name", "representative")),
    AnswerKind("personal_id", N_("Số định danh cá nhân"), _of("personal-id"), prefills=("identity",)),
    AnswerKind("paper", N_("Số giấy tờ tùy thân"), _of("identity-paper"), prefills=("identity",)),
    AnswerKind("tax_code", N_("Mã số thuế"), _of("tax-code"), prefills=("tax_code",)),
    AnswerKind("phone", N_("Số điện thoại"), _of("phone"), prefills=("phone",)),
    AnswerKind("email", N_("Thư điện tử"), _of("email"), prefills=("email",)),
    AnswerKind("sex", N_("Giới tính"), _of("sex"), (_WIDGET,), prefills=("sex",)),
    AnswerKind("ethnicity", N_("Dân tộc"), _of("ethnicity"), (_TEXT_DEFAULT,), prefills=("ethnicity",)),
    AnswerKind("nationality", N_("Quốc tịch"), _of("nationality"), (_TEXT_DEFAULT,), prefills=("nationality",)),
    AnswerKind("address", N_("Địa chỉ"), _of("address"), prefills=("address",)),
    AnswerKind("person", N_("Một người (khối nhiều ô)"), _of("person"), prefills=("",)),
    AnswerKind("organisation", N_("Một tổ chức (khối nhiều ô)"), _of("organisation"), prefills=("",)),
    AnswerKind("file", N_("Một tệp"), _of("file"), is_inner=False),
    AnswerKind(
        "files",
        N_("Nhiều tệp"),
        {"type": "array", "items": _of("file"), "maxItems": 5},
        (Box("schema.maxItems", N_("Nhiều nhất bao nhiêu tệp"), "number"),),
        is_inner=False,
    ),
    AnswerKind(
        GROUP,
        N_("Nhóm câu hỏi lặp lại (nhiều người, nhiều dòng)"),
        {"type": "array", "maxItems": 20, "items": {"type": "object", "properties": {}}},
        (
            Box("item_label", N_("Mỗi mục gọi là gì"), hint=N_("Ví dụ: Thành viên. Trang ghi Thành viên 1, 2, …")),
            Box("min", N_("Ít nhất mấy mục"), "number"),
            Box("max", N_("Nhiều nhất mấy mục"), "number"),
        ),
        "group",
        is_inner=False,
    ),
)
BY_KEY = {kind.key: kind for kind in KINDS}
# What stands between questions.
WORDS = {HEADING: N_("Tiêu đề nhỏ"), GUIDANCE: N_("Đoạn hướng dẫn")}
# Of a block, its parts are chosen; of the others, their options.
BLOCKS = frozenset({"person", "organisation"})
CHOSEN = frozenset({"one", "many"})
NUMBERS = frozenset({"integer", "decimal", "money"})
_REFERENCES = {str(kind.schema["$ref"]): kind.key for kind in KINDS if "$ref" in kind.schema}
_FORMATS = {"date": "date", "month": "month", "year": "year", "partial-date": "partial", "file-id": "file"}
# What questions of every kind have.
SHARED = ("path", "label", "hint", "show_if")
_KNOWING = ("prefill", "locked")
COMPUTED = Box(
    "computed",
    N_("Máy tính ra (công thức CEL)"),
    hint=N_("Ví dụ: answers.copies * 8000. Người nộp thấy kết quả, không gõ. Các tên dùng được ở cuối trang."),
)
SHOW_IF = Box(
    "show_if",
    N_("Chỉ hỏi khi"),
    "condition",
    N_("Để trống nếu luôn hỏi. Chỉ xét được câu hỏi đứng trước; giá trị thì chọn, hoặc gõ như người nộp thấy."),
)
PREFILL = Box(
    "prefill",
    N_("Điền sẵn từ"),
    "one",
    N_("Điều hệ thống đã biết về người đăng nhập hoặc chủ hồ sơ."),
    is_offered=True,
)
LOCKED = Box("locked", N_("Không cho sửa điều đã điền sẵn"), "yes")
LOCKED_IF = Box(
    "locked_if",
    N_("Chỉ khóa và điền sẵn khi"),
    "condition",
    N_("Để trống nếu không cần. Có điều kiện này thì câu hỏi được khóa đúng khi điều kiện đúng."),
)


def kind_of(schema: Mapping[str, Any], widget: str) -> str:
    """Return which kind a question is, by its own schema and its widget; OTHER where it is none of ours."""
    reference = schema.get("$ref")
    if isinstance(reference, str):
        return _REFERENCES.get(reference, OTHER)
    if "enum" in schema:
        return "one"
    items = schema.get("items")
    match schema.get("type"):
        case "string" if "format" in schema:
            return _FORMATS.get(str(schema["format"]), OTHER)
        case "string":
            return "long" if widget == "textarea" else "short"
        case "integer":
            return "money" if widget == "money" else "integer"
        case "number":
            return "decimal"
        case "boolean":
            return "yes_no"
        case "array" if isinstance(items, Mapping):
            return _list_of(items)
    return OTHER


def _list_of(items: Mapping[str, Any]) -> str:
    if "enum" in items:
        return "many"
    if items.get("$ref") == f"{definitions.PREFIX}file" or items.get("format") == "file-id":
        return "files"
    return GROUP if items.get("type") == "object" else OTHER


def boxes_of_kind(key: str, *, inside: bool) -> tuple[Box, ...]:
    """Return the boxes of a question of a kind; `inside` a group nothing can be filled in by itself."""
    if key == HEADING:
        return (Box(HEADING, N_("Chữ của tiêu đề"), is_needed=True), SHOW_IF)
    if key == GUIDANCE:
        hint = N_("Dòng trống bắt đầu đoạn mới; các dòng bắt đầu bằng “- ” thành danh sách.")
        return (Box(GUIDANCE, N_("Lời hướng dẫn"), "long", hint, is_needed=True), SHOW_IF)
    own = BY_KEY[key].boxes if key in BY_KEY else ()
    if inside:
        own = tuple(box for box in own if box.key not in {"default", "pledge"})
    knowing = (PREFILL, LOCKED, LOCKED_IF) if not inside and key in BY_KEY and BY_KEY[key].prefills else ()
    # A group or a block is no one value that could be computed.
    computed = () if key in {GROUP, *BLOCKS, "file", "files", "address"} else (COMPUTED,)
    return (_LABEL, _HINT, _REQUIRED, *own, *knowing, SHOW_IF, *computed)


def retyped(item: Mapping[str, Any], key: str, *, inside: bool) -> dict[str, Any]:
    """Return a question of the files as a question of another kind: what both kinds have is kept."""
    if key in WORDS:
        return {name: value for name, value in item.items() if name == "show_if"}
    boxes = {box.key for box in boxes_of_kind(key, inside=inside)}
    known = {*SHARED, *(_KNOWING if PREFILL.key in boxes else ())}
    kept = {name: value for name, value in item.items() if name in known or (name in boxes and name != "default")}
    kept.pop("widget", None)
    if key in BY_KEY and BY_KEY[key].widget:
        kept["widget"] = BY_KEY[key].widget
    return kept
