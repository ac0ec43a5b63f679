"""What a page shows of a form: plain values for the templates, which compute nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from markupsafe import Markup

from motcua.eforms import definitions, partial_dates
from motcua.eforms.fields import BLOCKS, Field, Kind, Step, get, is_empty, put
from motcua.eforms.places import Places
from motcua.eforms.problems import Problem, Words
from motcua.eforms.settling import Context, Settled, Shown, locked_value, needless
from motcua.ui.amounts import say_money
from motcua.ui.texts import translated

MOST_PLACES = 12
UNIT_KINDS = ("Xã", "Phường", "Đặc khu", "Tỉnh", "Thành phố")
_KEYBOARDS: dict[str, dict[str, Any]] = {
    "personal-id": {"inputmode": "numeric", "spellcheck": False, "autocomplete": "off"},
    "identity-paper": {"spellcheck": False, "autocomplete": "off", "autocapitalize": "characters"},
    "tax-code": {"inputmode": "numeric", "spellcheck": False, "autocomplete": "off"},
    "phone": {"inputmode": "tel", "type": "tel", "autocomplete": "tel"},
    "mailbox": {"inputmode": "email", "type": "email", "autocomplete": "email", "spellcheck": False},
    "name": {"spellcheck": False, "autocapitalize": "words", "autocomplete": "off"},
}
_WIDTHS = {"personal-id": 20, "identity-paper": 20, "tax-code": 20, "phone": 20}


@dataclass
class Control:
    """One thing on the page. `kind` names the macro that draws it; `more` holds what only that macro needs."""

    kind: str
    path: str
    id: str
    label: str
    hint: str = ""
    error: str = ""
    value: Any = ""
    parts: list["Control"] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)


@dataclass
class Page:
    """One step, ready to be drawn."""

    key: str
    title: str
    guidance: list[dict[str, Any]]
    controls: list[Control]
    errors: list[dict[str, str]]
    asked: str
    lists: dict[str, Sequence[str]]
    has_conditions: bool
    has_files: bool


@dataclass(frozen=True)
class Row:
    """One answer as people read it."""

    path: str
    label: str
    text: str
    is_known: bool = False  # said by the account or computed: there is nothing to change
    is_file: bool = False  # files, which stand among the papers


@dataclass(frozen=True)
class Section:
    """The answers of one step, for the review page, the desk and the declaration."""

    step: str
    title: str
    rows: list[Row]


def element(path: str) -> str:
    """Return the id of a question's element on the page."""
    return "f-" + path.replace(".", "-")


def paragraphs(words: Words) -> list[dict[str, Any]]:
    """Return guidance as paragraphs and lists: a blank line parts paragraphs, `- ` begins an item."""
    result: list[dict[str, Any]] = []
    for block in str(words).split("\n\n"):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        items = [line[2:] for line in lines if line.startswith("- ")]
        text = " ".join(line for line in lines if not line.startswith("- "))
        if text or items:
            result.append({"text": text, "points": items})
    return result


class Drawer:
    """Draws one page of settled answers."""

    def __init__(
        self,
        settled: Settled,
        typed: Mapping[str, Any],
        context: Context,
        places: Places,
        problems: Sequence[Problem],
        is_open: Callable[[str], bool] = lambda _path: True,
    ) -> None:
        self._settled = settled
        self._is_open = is_open
        self._typed = typed
        self._context = context
        self._places = places
        self._errors: dict[str, str] = {}
        self._parts: dict[str, str] = {}
        for problem in problems:
            self._errors.setdefault(problem.path, problem.text)
            self._parts.setdefault(problem.path, problem.part)
        self._key = ""
        self._lists: dict[str, Sequence[str]] = {}
        self._asked: list[str] = []
        self._first: dict[str, str] = {}

    def page(self, step: Step, shown: Sequence[Shown]) -> Page:
        """Return the page of a step."""
        self._key = step.key
        controls = [self._control(one.field, one.path) for one in _with_something_below(shown)]
        own = {path: text for path, text in self._errors.items() if self._is_here(path)}
        return Page(
            key=step.key,
            title=step.title.marked,
            guidance=paragraphs(step.guidance),
            controls=controls,
            errors=[{"text": text, "href": f"#{self._target(path)}"} for path, text in own.items()],
            asked=" ".join(self._asked),
            lists=self._lists,
            has_files=any(leaf.kind == Kind.FILE for one in shown for leaf in one.field.leaves()),
            has_conditions=any(one.show_if for one in step.fields)
            or any(part.show_if for one in step.fields for part in one.parts),
        )

    def _is_here(self, path: str) -> bool:
        return any(path == drawn or path.startswith(f"{drawn}.") for drawn in self._first)

    def _target(self, path: str) -> str:
        while path and path not in self._first:
            path = path.rpartition(".")[0]
        return self._first.get(path, "")

    def _error(self, path: str) -> str:
        found = self._errors.get(path)
        if found is not None:
            return found
        return next((text for where, text in self._errors.items() if where.startswith(f"{path}.")), "")

    def _control(self, one: Field, path: str, prefix: str = "") -> Control:
        if not one.is_question:
            control = Control(one.kind, "", "", one.label.marked)
            control.more["paragraphs"] = paragraphs(one.label) if one.kind == Kind.GUIDANCE else []
            return control
        if one.kind in BLOCKS:
            control = Control("block", path, element(path), one.label.marked, one.hint.marked)
            skipped = needless(one, self._settled.names, self._context)
            asked = [part for part in one.parts if part.path not in skipped and self._is_open(prefix + part.path)]
            control.parts = [self._control(part, prefix + part.path, prefix) for part in asked]
            control.error = self._errors.get(path, "")
            self._first[path] = control.parts[0].more.get("first", control.parts[0].id) if control.parts else control.id
            return control
        value = get(self._typed, path)
        control = Control(
            one.kind, path, element(path), self._label(one), one.hint.marked, value="" if value is None else value
        )
        self._first[path] = control.id
        if one.kind == Kind.GROUP:
            return self._group(one, control)
        control.error = self._error(path)
        locked = locked_value(one, self._settled.names, self._context)
        if one.computed is not None or not is_empty(locked):
            control.kind = "said"
            control.label = one.label.marked  # nothing is left to anybody's choice
            control.value = say(one, get(self._settled.answers, path), self._context, self._places)
            return control
        self._asked.append(path)
        self._fill(one, control)
        return control

    def _list(self, name: str) -> str:
        """Return the id of a list of suggestions: pages of a form may stand on one screen, each with its own."""
        found = f"list-{self._key}-{name}"
        self._lists[found] = definitions.LISTS[name]
        return found

    def _label(self, one: Field) -> str:
        if one.required or one.computed is not None or one.kind == Kind.GROUP:
            return one.label.marked
        return _filled(_("{label} (không bắt buộc)"), label=one.label.marked)

    def _fill(self, one: Field, control: Control) -> None:
        more = control.more
        match one.kind:
            case Kind.TEXT:
                more.update(_KEYBOARDS.get(one.format, {}), width=one.width or _WIDTHS.get(one.format, 0))
                more.update(prefix=translated(one.prefix), suffix=translated(one.suffix), list="")
                if one.suggestions:
                    more["list"] = self._list(one.suggestions)
            case Kind.TEXTAREA:
                more.update(rows=one.rows, max_length=one.max_length)
            case Kind.INTEGER | Kind.DECIMAL | Kind.MONEY:
                control.value = number(control.value)
                suffix = translated(one.suffix) or (_("đồng") if one.kind == Kind.MONEY else "")
                more.update(width=one.width or 10, prefix=translated(one.prefix), suffix=suffix, list="")
                more["inputmode"] = "decimal" if one.kind == Kind.DECIMAL else "numeric"
                control.kind = Kind.TEXT
            case Kind.DATE:
                self._date(one, control)
            case Kind.YES_NO:
                control.kind = Kind.RADIOS
                control.value = {True: "yes", False: "no"}.get(control.value, control.value)
                more.update(
                    options=_options([("yes", _("Có")), ("no", _("Không"))]), inline=True, legend=_legend(control.label)
                )
            case Kind.RADIOS | Kind.SELECT | Kind.CHECKBOXES:
                options = _options([(str(value), words.marked) for value, words in one.options.items()])
                if one.kind == Kind.SELECT:
                    options.insert(0, {"value": "", "text": _("Chọn")})
                more.update(options=options, inline=False, legend=_legend(control.label))
                values = control.value if isinstance(control.value, list) else [control.value]
                control.value = [str(value) for value in values] if one.kind == Kind.CHECKBOXES else str(control.value)
            case Kind.ADDRESS:
                self._address(control)
            case Kind.FILE:
                files = control.value if isinstance(control.value, list) else [control.value] if control.value else []
                kept = [(str(file), _("Tệp đã gửi số {number}").format(number=n)) for n, file in enumerate(files, 1)]
                more.update(files=[str(file) for file in files], kept=_options(kept), multiple=one.many)

    def _date(self, one: Field, control: Control) -> None:
        boxes = partial_dates.boxes(str(control.value))
        names = partial_dates.BOXES.get(one.format, partial_dates.BOXES["date"])
        wrong = self._parts.get(control.path, "")
        labels = {"day": pgettext("part of a date", "Ngày"), "month": _("Tháng"), "year": _("Năm")}
        control.more["legend"] = _legend(control.label)
        control.more["boxes"] = [
            {
                "name": f"{control.path}.{name}",
                "id": f"{control.id}-{name}",
                "label": labels[name],
                "value": boxes[name],
                "classes": f"govuk-input--width-{4 if name == 'year' else 2}"
                + (" govuk-input--error" if name == wrong else ""),
            }
            for name in names
        ]
        control.more["first"] = f"{control.id}-{wrong if wrong in names else names[0]}"
        self._first[control.path] = control.more["first"]

    def _address(self, control: Control) -> None:
        value: Mapping[str, Any] = control.value if isinstance(control.value, Mapping) else {}
        today, code = self._context.today, str(value.get("ward") or "")
        ward = self._places.ward(code, today) if code else None
        typed = str(value.get("old_text") or (ward.name if ward else ""))
        province = str(value.get("province") or (ward.province if ward else ""))
        found = (
            self._places.find(str(value["old_text"]), province, today)[:MOST_PLACES] if value.get("old_text") else ()
        )
        control.more.update(
            provinces=[
                {"value": "", "text": _("Chọn tỉnh, thành phố")},
                *_options([(place.code, place.name) for place in self._places.provinces(today)]),
            ],
            province=province,
            typed=typed,
            ward=code,
            ward_name=f"{ward.name}, {ward.province_name}" if ward else "",
            choices=_options(
                [(place.code, f"{place.name}, {place.province_name}") for place in found] if len(found) > 1 else []
            ),
            detail=str(value.get("detail") or ""),
            country=str(value.get("country") or ""),
            list=self._list("nationality"),
            first=f"{control.id}-province",
        )
        self._first[control.path] = control.more["first"]

    def _group(self, group: Field, control: Control) -> Control:
        items = get(self._typed, group.path)
        items = items if isinstance(items, list) else []
        control.error = self._errors.get(group.path, "")
        name = group.item_label or group.label
        shown = {one.path: one for one in self._settled.questions() if one.group is group}
        for number_, _item in enumerate(items):
            path = f"{group.path}.{number_}"
            item = Control("item", path, element(path), f"{name} {number_ + 1}", error=self._errors.get(path, ""))
            prefix = f"{path}."
            for part in group.parts:
                # A new, empty item is not among the settled answers: its first questions are those without condition.
                if (
                    not part.is_question
                    or prefix + part.path in shown
                    or (part.show_if is None and not shown.get(prefix + part.path))
                ):
                    item.parts.append(self._control(part, prefix + part.path, prefix))
            item.more["may_go"] = len(items) > group.least
            self._first[path] = item.parts[0].more.get("first", item.parts[0].id) if item.parts else item.id
            control.parts.append(item)
        control.more.update(
            add=_("Thêm {name}").format(name=_lower(str(name))),
            may_grow=len(items) < group.most,
            name=_lower(str(name)),
        )
        self._first[group.path] = f"{control.id}-add" if control.more["may_grow"] else control.id
        return control


def _with_something_below(shown: Sequence[Shown]) -> list[Shown]:
    """Return what stands on the page itself, without headings under which nothing is asked."""
    kept: list[Shown] = []
    for one in shown:
        if one.group is not None:
            continue
        if one.field.kind == Kind.HEADING and kept and kept[-1].field.kind == Kind.HEADING:
            kept.pop()
        kept.append(one)
    return kept[:-1] if kept and kept[-1].field.kind == Kind.HEADING else kept


def _options(pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"value": value, "text": text} for value, text in pairs]


def _legend(text: str) -> dict[str, str]:
    return {"text": text, "classes": "govuk-fieldset__legend--s"}


def _filled(text: str, **words: str) -> str:
    """Fill in words, those marked for a page with their marks."""
    is_marked = any(isinstance(word, Markup) for word in words.values())
    return (Markup(text) if is_marked else text).format(**words)  # noqa: S704 - a text of ours; the words are escaped


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def number(value: Any) -> str:
    """Return a number as Vietnamese write it: 1.500.000 or 12,5; a typed text comes back as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int) or value.is_integer():
        return f"{int(value):,}".replace(",", ".")
    return f"{value:,.12g}".replace(",", " ").replace(".", ",").replace(" ", ".")


def _unit_within(name: str) -> str:
    """Return a unit's name as it stands inside an address: *xã Đơn Dương, tỉnh Lâm Đồng*.

    Numbered units and the name of Hồ Chí Minh City keep their capital (Decree 30/2020/NĐ-CP, annex II, part III).
    """
    kind = next((kind for kind in UNIT_KINDS if name.startswith(f"{kind} ")), "")
    own = name.removeprefix(kind).strip()
    if not kind or own[:1].isdigit() or own == "Hồ Chí Minh":
        return name
    return f"{kind.lower()} {own}"


def say_address(value: Any, context: Context, places: Places, *, own_words: bool = True) -> str:
    """Return an address in one line, the person's own older words in brackets.

    Without `own_words` those are left off where the place is known: a result says what the office found.
    """
    if not isinstance(value, Mapping):
        return str(value or "")
    ward = places.ward(str(value["ward"]), context.today) if value.get("ward") else None
    parts = [
        value.get("detail"),
        _unit_within(ward.name) if ward else None,
        _unit_within(ward.province_name) if ward else None,
        value.get("country"),
    ]
    text = ", ".join(str(part) for part in parts if part)
    old = str(value.get("old_text") or "")
    return f"{text} ({old})" if own_words and old and text else text or old


def say(one: Field, value: Any, context: Context, places: Places, *, own_words: bool = True) -> str:
    """Return an answer as people read it; nothing for no answer."""
    if is_empty(value):
        return ""
    match one.kind:
        case Kind.MONEY if isinstance(value, int) and not isinstance(value, bool):
            return say_money(value)
        case Kind.INTEGER | Kind.DECIMAL | Kind.MONEY:
            text = number(value)
            return " ".join(part for part in (translated(one.prefix), text, translated(one.suffix)) if part)
        case Kind.DATE:
            return partial_dates.say(str(value))
        case Kind.YES_NO:
            return _("Có") if value is True else _("Không") if value is False else str(value)
        case Kind.RADIOS | Kind.SELECT:
            return str(one.options[value]) if _offered(one, value) else str(value)
        case Kind.CHECKBOXES if isinstance(value, list):
            return "; ".join(str(one.options[item]) if _offered(one, item) else str(item) for item in value)
        case Kind.ADDRESS:
            return say_address(value, context, places, own_words=own_words)
        case Kind.FILE:
            count = len(value) if isinstance(value, list) else 1
            return ngettext("{count} tệp", "{count} tệp", count).format(count=count)
    return " ".join(part for part in (translated(one.prefix), str(value), translated(one.suffix)) if part)


def _offered(one: Field, value: Any) -> bool:
    return isinstance(value, str | int) and value in one.options


def said(
    steps: Sequence[Step], settled: Settled, context: Context, places: Places, *, own_words: bool = True
) -> dict[str, Any]:
    """Return every question's answer as people read it, in the shape of the answers; an empty text for no answer."""
    result: dict[str, Any] = {}
    for step in steps:
        for one in step.fields:
            if one.kind == Kind.GROUP:
                put(result, one.path, [])
            for leaf in one.leaves() if one.kind != Kind.GROUP else ():
                put(result, leaf.path, "")
    for shown in settled.questions():
        if shown.field.kind == Kind.GROUP:
            items = get(settled.answers, shown.path)
            blank = {leaf.path: "" for part in shown.field.parts for leaf in part.leaves()}
            put(result, shown.path, [_nested(blank) for _item in (items if isinstance(items, list) else ())])
            continue
        prefix = shown.path.removesuffix(shown.field.path)
        for leaf in shown.field.leaves():
            path = f"{prefix}{leaf.path}"
            if shown.group is None or isinstance(get(result, prefix.removesuffix(".")), dict):
                put(result, path, say(leaf, get(settled.answers, path), context, places, own_words=own_words))
    return result


def _nested(paths: Mapping[str, str]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for path, text in paths.items():
        put(result, path, text)
    return result


def _below(title: str, label: str) -> str:
    """Return a label as it stands below a title: *Ngày sinh* below *Người cha*, not *Người cha: Ngày sinh*."""
    return label[len(title) + 2 :] if label.startswith(f"{title}: ") else label


def sections(settled: Settled, context: Context, places: Places) -> list[Section]:
    """Return the answers as people read them, step by step."""
    result = []
    for step, shown in settled.shown:
        rows = [
            Row(
                path=leaf_path,
                label=_below(step.title.marked, Shown(leaf, leaf_path, one.group, one.number).label.marked),
                text=say(leaf, get(settled.answers, leaf_path), context, places),
                is_known=leaf.computed is not None or not is_empty(locked_value(leaf, settled.names, context)),
                is_file=leaf.kind == Kind.FILE,
            )
            for one in shown
            if one.field.is_question and one.field.kind != Kind.GROUP
            for leaf in one.field.leaves()
            for leaf_path in (one.path.removesuffix(one.field.path) + leaf.path,)
        ]
        result.append(Section(step.key, step.title.marked, rows))
    return result
