"""One question of a form: read from what was typed in its boxes, and its boxes drawn again."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.lib.marks import N_
from motcua.lib.text import clean
from motcua.procedures.conditions import Names

from ..boxes import Box, Part, Shown
from ..filling import boxes_of, is_asked, read
from .blocks import BlockPart, parts_of, read_parts
from .drafts import Item, Room
from .kinds import BLOCKS, BY_KEY, CHOSEN, GROUP, KINDS, NUMBERS, OTHER, SHARED, WORDS, boxes_of_kind, kind_of, retyped
from .naming import NAME, name_from
from .options import Options, options_of, read_options
from .prefills import prefills_of
from .trees import is_required, may_require, node_at, seen_at

# The kind that a page showed the boxes of, the one chosen since, and the button that asks for its boxes.
WAS, KIND, LOOK = "kind-was", "kind", "kind-act"
PATH = Box(
    "path",
    N_("Tên trong các câu trả lời"),
    hint=N_("Chữ thường không dấu, số, gạch dưới; để trống thì đặt theo nhãn. Không đổi được về sau."),
    only_new=True,
)
_ENGLISH = N_("Câu này bằng tiếng Anh")
_FIRST = frozenset({"label", "hint", "required", "heading", "guidance"})
_RARE = frozenset({"prefill", "locked", "locked_if", "computed", "path"})
_DATES = frozenset({"date", "partial", "month", "year"})
_TEXTS = frozenset({"short", "long"})
# What a page shows of a schema otherwise than by boxes.
_SHAPE = frozenset(
    {"type", "$ref", "enum", "items", "required", "properties", "format", "minItems", "maxItems", "uniqueItems"}
)
_PAIRS = (("schema.minLength", "schema.maxLength"), ("schema.minimum", "schema.maximum"), ("min", "max"))


@dataclass
class Question:
    """A question while it is edited: its item with its schema and whether it is required among its keys."""

    item: Item
    kind: str
    is_own: bool = True
    may_require: bool = True
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def schema(self) -> Item:
        """What form.json says of it."""
        schema: Item = self.item["schema"]
        return schema


@dataclass(frozen=True)
class Sheet:
    """The page of a question."""

    kind: str
    kinds: Sequence[tuple[str, str]]
    boxes: Sequence[Shown]
    options: Options | None
    parts: Sequence[BlockPart]
    kept: Sequence[str]

    def without_faults(self) -> "Sheet":
        """Return it as it is, and nothing said about it: of a form that is not to be kept yet."""
        options = self.options
        if options is not None:
            options = replace(options, rows=[replace(row, error="") for row in options.rows], error="")
        boxes, parts = [one.without_faults() for one in self.boxes], [replace(part, error="") for part in self.parts]
        return replace(self, boxes=boxes, options=options, parts=parts)

    @property
    def first(self) -> list[Shown]:
        """What every question has: its words, and whether it must be answered."""
        return [one for one in self.boxes if one.name.partition(".")[0] in _FIRST]

    @property
    def usual(self) -> list[Shown]:
        """The boxes of its kind, and when it is asked."""
        return [one for one in self.boxes if one.name.partition(".")[0] not in _FIRST | _RARE]

    @property
    def rare(self) -> list[Shown]:
        """What few questions have: what fills them in by themselves, and their name in the answers."""
        return [one for one in self.boxes if one.name in _RARE]

    @property
    def opens(self) -> bool:
        """Tell whether one of the rare boxes holds something, or is wrong."""
        return any(one.value or one.faults or (one.condition and one.condition.rows[0].path) for one in self.rare)

    @property
    def errors(self) -> list[dict[str, str]]:
        """What is wrong, for the summary: words and the box they are about."""
        found = [
            {"text": f"{_(one.box.label)}: {what}", "href": f"#{control}"}
            for one in self.boxes
            for control, what in one.faults
        ]
        options = self.options.faults if self.options is not None else []
        found += [{"text": what, "href": f"#{control}"} for control, what in options]
        return found + [
            {"text": f"{part.name}: {part.error}", "href": f"#part-place-{part.key}"}
            for part in self.parts
            if part.error
        ]


def fresh_question(kind: str) -> Question:
    """Return a question that is not there yet."""
    return Question({"schema": BY_KEY[kind].fresh() if kind in BY_KEY else {}, "required": False}, kind)


def question_of(room: Room, number: int) -> Question:
    """Return a question of a page or a group, or what stands between questions."""
    item = deepcopy(room.fields[number - 1])
    path = str(item.get("path", ""))
    if not path:
        return Question({**item, "schema": {}, "required": False}, "heading" if "heading" in item else "guidance")
    node = node_at(room.root, path)
    seen = node if node is not None else seen_at(room.root, path)
    kind = kind_of(seen, str(item.get("widget", "")))
    if isinstance(item.get("locked"), str):
        item["locked_if"], item["locked"] = item["locked"], False
    item |= {"schema": deepcopy(seen), "required": is_required(room.root, path)}
    return Question(item, kind, is_own=node is not None, may_require=may_require(room.root, path))


def kinds_for(question: Question, *, inside: bool, is_new: bool) -> list[tuple[str, str]]:
    """Return the kinds that a question can be of, with their words."""
    kinds = [(kind.key, _(kind.name)) for kind in KINDS if kind.is_inner or not inside]
    words = [(key, _(name)) for key, name in WORDS.items()]
    if is_new:
        return kinds + words
    if question.kind in WORDS:
        return words
    if not question.is_own:
        kinds = [one for one in kinds if one[0] == question.kind]
    return [(OTHER, _("loại khác, giữ như trong tệp")), *kinds] if question.kind == OTHER else kinds


def is_looking(question: Question, post: QueryDict, *, inside: bool) -> bool:
    """Tell whether a form was sent for the boxes of another kind, or for rows of a condition, and not to be kept."""
    return LOOK in post or is_asked(_part(question, inside=inside, is_new=False), post)


def read_question(
    room: Room, question: Question, post: QueryDict, names: Names, *, is_new: bool, is_kept: bool = True
) -> Question:
    """Return the question that a form means, with what is wrong by the names of boxes.

    Where another kind was chosen than the page showed, what both have is kept. One that is not to be kept yet
    (`is_kept`) needs no options.
    """
    allowed = dict(kinds_for(question, inside=room.is_group, is_new=is_new))
    was = post.get(WAS, question.kind)
    start = _of_kind(question, was if was in allowed else question.kind, inside=room.is_group)
    part, problems = _part(start, inside=room.is_group, is_new=is_new), dict[str, str]()
    item, problems = read(part, post, start.item, names)
    found = replace(start, item={**item, "schema": deepcopy(item["schema"])}, problems=problems)
    _read_rows(found, post)
    chosen = post.get(KIND, found.kind)
    if chosen in allowed and chosen != found.kind:
        back = chosen == question.kind and not is_new
        found = _as_before(question, found) if back else _of_kind(found, chosen, inside=room.is_group)
        if is_kept and found.kind in CHOSEN and not values_of(found):
            found.problems["option-new"] = _("Hãy ghi các lựa chọn, mỗi dòng một.")
    _hold_together(found, start)
    if is_new and found.kind not in WORDS:
        _name(room, found, is_kept=is_kept)
    return found


def _read_rows(found: Question, post: QueryDict) -> None:
    """Read what is no plain box: the options of a choice, the parts of a block."""
    item, schema, problems = found.item, found.schema, found.problems
    if found.kind in CHOSEN:
        values, words = read_options(values_of(found), item.get("options", {}), post, problems)
        (schema if found.kind == "one" else schema["items"])["enum"] = values
        if list(words.items()) != list(item.get("options", {}).items()):
            item["options"] = words
        if isinstance(item.get("default"), str) and item["default"] not in map(str, values):
            del item["default"]
    if found.kind in BLOCKS and any(name.startswith("part-place-") for name in post):
        parts, labels, required = read_parts(found.kind, schema, item, post, problems)
        for where, key, value in ((item, "parts", parts), (item, "labels", labels), (schema, "required", required)):
            if value:
                where[key] = value
            elif key != "required" or found.is_own:
                where.pop(key, None)


def values_of(question: Question) -> list[Any]:
    """Return the values that may be chosen, in the order of the schema."""
    schema = question.schema if question.kind == "one" else question.schema.get("items", {})
    return list(schema.get("enum", []))


def _of_kind(question: Question, kind: str, *, inside: bool) -> Question:
    """Return a question as one of another kind."""
    if kind == question.kind:
        return question
    old = question.schema
    schema = BY_KEY[kind].fresh() if kind in BY_KEY else {}
    pair = {question.kind, kind}
    if pair <= NUMBERS or pair <= _TEXTS or pair <= _DATES:
        keys = [box.key.removeprefix("schema.") for box in BY_KEY[kind].boxes if box.key.startswith("schema.")]
        schema |= {key: old[key] for key in keys if key in old}
    item = retyped(question.item, kind, inside=inside)
    if pair <= CHOSEN:
        (schema if kind == "one" else schema["items"])["enum"] = values_of(question)
        item["options"] = question.item.get("options", {})
    item |= {"schema": schema, "required": question.item.get("required", False)}
    return replace(question, item=item, kind=kind)


def _as_before(question: Question, found: Question) -> Question:
    """Return a question as one of the kind that it has in the files, with what was typed of every kind."""
    item = {key: value for key, value in question.item.items() if key not in SHARED or key in found.item}
    item |= {key: found.item[key] for key in (*SHARED, "required") if key in found.item}
    return replace(question, item=item, problems=found.problems)


def _name(room: Room, found: Question, *, is_kept: bool) -> None:
    """Give a new question its name in the answers; while it is not kept, only what was typed is looked at."""
    taken = {str(name) for name in room.root.get("properties", {})}
    typed = clean(str(found.item.get("path") or ""))
    if not typed and (found.problems or not is_kept):
        return
    if not typed:
        found.item["path"] = name_from(str(found.item.get("label") or ""), taken)
    elif not NAME.fullmatch(typed):
        found.problems["path"] = _("Tên chỉ gồm chữ thường không dấu, số, gạch dưới, bắt đầu bằng chữ; ví dụ: so_ban.")
    elif typed in taken:
        found.problems["path"] = _("Đã có câu hỏi mang tên này; hãy ghi tên khác hoặc để trống.")


def _hold_together(found: Question, start: Question) -> None:
    """Note what boxes say against each other; a group's numbers stand in both files."""
    item, problems = found.item, found.problems
    for least, most in _PAIRS:
        low, high = _at(item, least), _at(item, most)
        if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
            problems.setdefault(most, _("Số nhiều nhất không thể nhỏ hơn số ít nhất."))
    for key in ("schema.minLength", "schema.maxLength", "min", "max", "rows", "schema.maxItems"):
        value = _at(item, key)
        if isinstance(value, int) and value < (0 if key in {"schema.minLength", "min"} else 1):
            problems.setdefault(key, _("Hãy ghi số lớn hơn 0."))
    if (item.get("locked") or item.get("locked_if")) and not item.get("prefill"):
        problems.setdefault("prefill", _("Muốn khóa thì chọn điền sẵn từ đâu."))
    if found.kind == GROUP:
        for own, rule in (("min", "minItems"), ("max", "maxItems")):
            value = item.get(own)
            is_changed = value != start.item.get(own)
            if isinstance(value, int) and is_changed and (rule in found.schema or rule == "maxItems"):
                found.schema[rule] = value


def _at(item: Mapping[str, Any], key: str) -> Any:
    first, _dot, second = key.partition(".")
    value = item.get(first)
    return value.get(second) if second and isinstance(value, Mapping) else value


def written(question: Question, old: Mapping[str, Any]) -> Item:
    """Return a question as presentation.json has it; what stood there before keeps its order."""
    item = {key: value for key, value in question.item.items() if key not in {"schema", "required", "locked_if"}}
    if question.item.get("locked_if"):
        item["locked"] = question.item["locked_if"]
    elif item.get("locked") is False and old.get("locked") is not False:
        del item["locked"]
    if question.kind in WORDS:
        return {key: value for key, value in item.items() if key not in {"path", "label"}}
    if question.kind in BY_KEY and BY_KEY[question.kind].widget:
        item.setdefault("widget", BY_KEY[question.kind].widget)
    return {key: item[key] for key in dict.fromkeys((*(key for key in old if key in item), "path", *item))}


def sheet_of(
    room: Room,
    question: Question,
    names: Names,
    *,
    before: Question | None = None,
    typed: QueryDict | None = None,
    is_new: bool = False,
) -> Sheet:
    """Return the page of a question; `before` is the one in the files where `question` was read from `typed`."""
    inside, stored = room.is_group, before or question
    part = _part(question, inside=inside, is_new=is_new)
    offered = {"prefill": prefills_of(question.kind, str(question.item.get("prefill") or ""))}
    options = None
    if question.kind in CHOSEN:
        known = stored if stored.kind in CHOSEN else question
        # What was only typed still stands in the box for new ones.
        values = values_of(known) if known is stored or typed is None else []
        options = options_of(values, known.item.get("options", {}), question.problems, typed)
        now = question.item.get("options", {})
        offered["default"] = [("", "–"), *((str(one), str(now.get(str(one), one))) for one in values_of(question))]
    parts: Sequence[BlockPart] = ()
    if question.kind in BLOCKS:
        known = stored if stored.kind == question.kind else question
        parts = parts_of(question.kind, known.schema, known.item, question.problems, typed)
    boxes = boxes_of(part, question.item, offered, problems=question.problems, typed=typed, is_new=is_new, names=names)
    kinds = kinds_for(stored, inside=inside, is_new=is_new)
    return Sheet(question.kind, kinds, boxes, options, parts, _kept(question, part))


def _part(question: Question, *, inside: bool, is_new: bool) -> Part:
    boxes = [
        box
        for box in boxes_of_kind(question.kind, inside=inside)
        if (question.is_own or not box.key.startswith("schema.")) and (box.key != "required" or question.may_require)
    ]
    if is_new and question.kind not in WORDS:
        boxes.append(PATH)
    return Part(
        "cau", "", "", tuple(one for box in boxes for one in in_both_languages(box, question.item)), is_list=False
    )


def in_both_languages(box: Box, item: Mapping[str, Any]) -> list[Box]:
    """Return the boxes of a text that stands in both languages in the file: one for each."""
    if not isinstance(item.get(box.key), Mapping) or box.key == "schema":
        return [box]
    return [replace(box, key=f"{box.key}.vi"), Box(f"{box.key}.en", _ENGLISH, box.kind)]


def _kept(question: Question, part: Part) -> list[str]:
    """Return what the files say of a question that no box shows."""
    boxes = {box.key for box in part.boxes} | {box.key.partition(".")[0] for box in part.boxes}
    shown = {"path", "options", "parts", "labels", "fields", "schema", "required", "locked", "locked_if", "widget"}
    own = [key for key in question.item if key not in boxes | shown]
    if not question.is_own:
        return own
    return own + [key for key in question.schema if f"schema.{key}" not in boxes and key not in _SHAPE]
