"""Reading a form's presentation beside its schema: everything that is wrong is found at once, before anybody files."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from motcua.eforms import definitions
from motcua.eforms.fields import BLOCKS, CHOSEN, MAX_ITEMS, MAX_LONG_TEXT, MAX_TEXT, Field, Kind, Relation, Step
from motcua.eforms.looking import looks
from motcua.eforms.problems import Words
from motcua.lib.expressions import Expression, ExpressionRefused, compile_expression

NAMES = frozenset({"answers", "item", "person", "organisation", "today", "case", "channel"})
FUNCTIONS = frozenset({"years", "say"})
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
_SELECT_ABOVE = 8
_STEP_KEYS = {"key", "title", "fields", "guidance", "show_if"}
_WORDS_KEYS = {"heading", "guidance", "show_if"}
_FIELD_KEYS = {
    "path", "label", "hint", "widget", "options", "show_if", "computed", "prefill", "locked", "default", "parts",
    "labels", "fields", "item_label", "min", "max", "width", "rows", "prefix", "suffix", "pledge",
}  # fmt: skip
_CHECK_KEYS = {"holds", "path", "message", "when"}
_WIDTHS = {0, 2, 3, 4, 5, 10, 20, 30}


class Parser:
    """Reads one form; what is wrong gathers in `faults`."""

    def __init__(self, schema: Any, presentation: Any) -> None:
        self.faults: list[str] = []
        self.schema = self._schema(schema)
        self.steps: tuple[Step, ...] = ()
        self.relations: tuple[Relation, ...] = ()
        if not isinstance(presentation, Mapping) or not isinstance(presentation.get("steps"), list):
            self.faults.append("presentation.json: steps are missing")
            return
        self._unknown("presentation.json", presentation, {"steps", "checks", "title"})
        self._seen: list[str] = []
        self._looked: list[tuple[str, str]] = []
        self.steps = tuple(self._step(step, f"steps[{n}]") for n, step in enumerate(presentation["steps"]))
        keys = [step.key for step in self.steps]
        self.faults += [f"step {key!r} stands twice" for key in set(keys) if keys.count(key) > 1]
        self.faults += [
            f"{path!r} is asked twice" for path in sorted({p for p in self._seen if self._seen.count(p) > 1})
        ]
        checks = presentation.get("checks", [])
        self.relations = tuple(
            self._relation(check, f"checks[{n}]") for n, check in enumerate(checks if isinstance(checks, list) else [])
        )
        self._asked_enough()
        self._pledged_once()

    # The schema

    def _schema(self, schema: Any) -> dict[str, Any]:
        if not isinstance(schema, dict) or schema.get("type") != "object":
            self.faults.append('form.json: the answers must be an object ("type": "object")')
            return {"type": "object", "properties": {}}
        used: dict[str, Any] = {}
        result: dict[str, Any] = definitions.local(schema, self.faults, used)
        result["$defs"] = {
            **result.get("$defs", {}),
            **{definitions.PREFIX + name: value for name, value in used.items()},
        }
        self._root = result
        self._close(result, "")
        for name, value in result["$defs"].items():
            self._close(value, f"/$defs/{name}")
        return result

    def _close(self, schema: Any, path: str) -> None:
        """Close objects and give texts and lists their greatest size, all the way down."""
        if not isinstance(schema, dict):
            return
        properties = schema.get("properties")
        if schema.get("type") == "object" or properties is not None:
            schema.setdefault("additionalProperties", False)
            schema.setdefault("properties", {})
        if isinstance(properties, dict):
            for name, inner in properties.items():
                if not _NAME.fullmatch(name):
                    self.faults.append(f"form.json{path}: {name!r} is not a name (a-z, 0-9, _)")
                self._close(inner, f"{path}/{name}")
        if schema.get("type") == "string" and "enum" not in schema:
            schema.setdefault("maxLength", MAX_LONG_TEXT)
        if schema.get("type") == "array":
            schema.setdefault("maxItems", MAX_ITEMS)
            self._close(schema.get("items"), f"{path}/items")

    def _resolved(self, schema: Any) -> tuple[dict[str, Any], str]:
        """Return a schema with its reference followed, and the name of our definition, if it is one."""
        name, required, when = "", list(schema.get("required", [])), schema.get("x-when")
        for _ in range(10):
            reference = schema.get("$ref")
            if not isinstance(reference, str):
                break
            target = reference.removeprefix("#/$defs/")
            if target.startswith(definitions.PREFIX):
                name = target.removeprefix(definitions.PREFIX)
            followed = self._root.get("$defs", {}).get(target)
            if not isinstance(followed, dict):
                self.faults.append(f"form.json: {reference!r} leads nowhere")
                return {}, ""
            schema = {**followed, **{key: value for key, value in schema.items() if key != "$ref"}}
            if "$ref" in followed:
                schema["$ref"] = followed["$ref"]
            required = [*followed.get("required", []), *required]
        return {**schema, "required": required} | ({"x-when": when} if when else {}), name

    def _at(self, path: str, root: dict[str, Any]) -> tuple[dict[str, Any], str, bool] | None:
        """Return the schema at a path, the name of its definition, and whether its object requires it."""
        here, name, required = root, "", True
        for key in path.split("."):
            parent, _ = self._resolved(here)
            inner = parent.get("properties", {}).get(key)
            if not isinstance(inner, dict):
                return None
            required = key in parent.get("required", [])
            here = inner
        resolved, name = self._resolved(here)
        return resolved, name, required

    # Steps and fields

    def _unknown(self, where: str, value: Mapping[str, Any], known: Collection[str]) -> None:
        self.faults += [
            f"{where}: {key!r} is not known" for key in value if key not in known and not key.startswith("$")
        ]

    def _words(self, value: Any, where: str, *, needed: bool = False) -> Words:
        if isinstance(value, str) and value.strip():
            return Words(value.strip())
        if isinstance(value, Mapping) and isinstance(value.get("vi"), str) and value["vi"].strip():
            self._unknown(where, value, {"vi", "en"})
            return Words(value["vi"].strip(), str(value.get("en", "")).strip())
        if needed or value is not None:
            self.faults.append(f"{where}: a text is missing")
        return Words("?") if needed else Words()

    def _expression(
        self, value: Any, where: str, *, item: Mapping[str, Any] | None = None, ordered: bool = True
    ) -> Expression | None:
        """Read an expression; within a group, `item` is the schema of its items."""
        if value is None:
            return None
        if not isinstance(value, str):
            self.faults.append(f"{where}: an expression is a text")
            return None
        try:
            expression = compile_expression(value, FUNCTIONS)
            expression.refuse_unknown(NAMES - {"item"} if item is None else NAMES)
        except ExpressionRefused as refusal:
            self.faults.append(f"{where}: {refusal}")
            return None
        scope = {"answers": self._root} | ({} if item is None else {"item": item})
        for look in looks(value, scope, self._root["$defs"]):
            name, _, path = look.path.partition(".")
            self._looked.append((where, look.path))
            if look.fault:
                self.faults.append(f"{where}: {look.fault}")
            elif name == "answers" and path and ordered and not any(_same_branch(one, path) for one in self._seen):
                self.faults.append(f"{where}: {look.path} is asked later, or never")
        return expression

    def _declared(self, path: str) -> bool:
        here: Any = self._root
        for key in path.split("."):
            resolved, _ = self._resolved(here)
            if resolved.get("type") == "array":
                return True
            here = resolved.get("properties", {}).get(key)
            if not isinstance(here, dict):
                return resolved.get("type") != "object"  # a method of CEL, like size()
        return True

    def _step(self, step: Any, where: str) -> Step:
        if not isinstance(step, Mapping):
            self.faults.append(f"{where}: not an object")
            return Step("", Words("?"), ())
        self._unknown(where, step, _STEP_KEYS)
        key = step.get("key")
        if not isinstance(key, str) or not _NAME.fullmatch(key):
            self.faults.append(f"{where}: key must be a name (a-z, 0-9, _)")
            key = ""
        where = f"step {key!r}"
        show_if = self._expression(step.get("show_if"), f"{where}: show_if")
        fields = step.get("fields")
        if not isinstance(fields, list) or not fields:
            self.faults.append(f"{where}: fields are missing")
            fields = []
        return Step(
            key=key,
            title=self._words(step.get("title"), f"{where}: title", needed=True),
            fields=tuple(self._field(item, f"{where}: fields[{n}]", self._root) for n, item in enumerate(fields)),
            guidance=self._words(step.get("guidance"), f"{where}: guidance"),
            show_if=show_if,
        )

    def _field(self, item: Any, where: str, root: dict[str, Any], *, inside: bool = False) -> Field:
        if not isinstance(item, Mapping):
            self.faults.append(f"{where}: not an object")
            return Field("", Kind.GUIDANCE, Words("?"))
        if "path" not in item:
            return self._words_between(item, where, root if inside else None)
        path = item["path"]
        self._unknown(where, item, _FIELD_KEYS)
        found = self._at(path, root) if isinstance(path, str) else None
        if found is None:
            self.faults.append(f"{where}: {path!r} is not in the schema")
            return Field("", Kind.GUIDANCE, Words("?"))
        where = f"{where} ({path})"
        schema, name, required = found
        group = root if inside else None
        kind = self._kind(item.get("widget"), schema, name, where)
        label = self._words(item.get("label"), f"{where}: label", needed=True)
        show_if = self._expression(item.get("show_if"), f"{where}: show_if", item=group)
        computed = self._expression(item.get("computed"), f"{where}: computed", item=group)
        if kind in (Kind.GROUP, Kind.FILE) and inside:
            self.faults.append(f"{where}: a {kind} inside a group")
        if not inside:
            self._seen.append(path)
        width = item.get("width", 0)
        if width not in _WIDTHS:
            self.faults.append(f"{where}: width must be one of {sorted(_WIDTHS - {0})}")
        return Field(
            path=path,
            kind=kind,
            label=label,
            hint=self._words(item.get("hint"), f"{where}: hint"),
            format=schema.get("format", ""),
            when=schema.get("x-when", ""),
            required=required,
            many=schema.get("type") == "array",
            max_length=schema.get("maxLength", MAX_TEXT),
            options=self._options(item, schema, name, kind, where),
            suggestions=name if name in definitions.LISTS else "",
            parts=self._parts(item, path, label, schema, kind, where),
            show_if=show_if,
            computed=computed,
            prefill=item.get("prefill", ""),
            **self._lock(item, where),
            default=item.get("default"),
            item_label=self._words(item.get("item_label"), f"{where}: item_label"),
            least=int(item.get("min", schema.get("minItems", 0))),
            most=int(item.get("max", schema.get("maxItems", MAX_ITEMS))),
            width=width if width in _WIDTHS else 0,
            rows=int(item.get("rows", 5)),
            prefix=str(item.get("prefix", "")),
            suffix=str(item.get("suffix", "")),
            pledge=self._pledge(item, kind, where, inside=inside),
        )

    def _pledge(self, item: Mapping[str, Any], kind: Kind, where: str, *, inside: bool) -> bool:
        """Read `pledge`: a plain yes that everybody is asked for, whatever they answered."""
        if "pledge" not in item:
            return False
        conditions = {"show_if", "computed", "prefill", "locked", "default"} & item.keys()
        if item["pledge"] is not True or kind != Kind.YES_NO or inside or conditions:
            self.faults.append(f"{where}: a pledge is true, of a boolean, outside groups, without conditions")
        return True

    def _lock(self, item: Mapping[str, Any], where: str) -> dict[str, Any]:
        """Read `locked`: true, or the condition under which it is."""
        locked = item.get("locked", False)
        if isinstance(locked, bool):
            return {"locked": locked}
        return {"locked_if": self._expression(locked, f"{where}: locked")}

    def _words_between(self, item: Mapping[str, Any], where: str, group: Mapping[str, Any] | None) -> Field:
        self._unknown(where, item, _WORDS_KEYS)
        kind = Kind.HEADING if "heading" in item else Kind.GUIDANCE
        return Field(
            path="",
            kind=kind,
            label=self._words(item.get(kind.value), where, needed=True),
            show_if=self._expression(item.get("show_if"), f"{where}: show_if", item=group),
        )

    def _kind(self, widget: Any, schema: Mapping[str, Any], name: str, where: str) -> Kind:
        items, _ = self._resolved(schema.get("items", {}))
        possible = _kinds(schema, items, name)
        if widget is None:
            if not possible:
                self.faults.append(f"{where}: no widget asks for this type")
            return possible[0] if possible else Kind.TEXT
        if widget not in possible:
            self.faults.append(f"{where}: widget {widget!r} does not fit; possible: {', '.join(possible)}")
            return possible[0] if possible else Kind.TEXT
        return Kind(widget)

    def _options(
        self, item: Mapping[str, Any], schema: Mapping[str, Any], name: str, kind: Kind, where: str
    ) -> dict[Any, Words]:
        if kind not in CHOSEN or kind == Kind.YES_NO:
            return {}
        values = self._resolved(schema["items"])[0]["enum"] if kind == Kind.CHECKBOXES else schema["enum"]
        given = item.get("options", definitions.SEXES if name == "sex" else {})
        if not isinstance(given, Mapping) or {str(value) for value in values} != set(given):
            self.faults.append(f"{where}: options must give words for exactly {[str(value) for value in values]}")
            return {value: Words(str(value)) for value in values}
        return {value: self._words(given[str(value)], f"{where}: options", needed=True) for value in values}

    def _parts(
        self, item: Mapping[str, Any], path: str, label: Words, schema: dict[str, Any], kind: Kind, where: str
    ) -> tuple[Field, ...]:
        if kind == Kind.GROUP:
            fields = item.get("fields")
            if not isinstance(fields, list) or not fields:
                self.faults.append(f"{where}: fields of the group are missing")
                return ()
            root = self._resolved(schema["items"])[0]
            return tuple(self._field(one, f"{where}: fields[{n}]", root, inside=True) for n, one in enumerate(fields))
        if kind not in BLOCKS:
            return ()
        names = item.get("parts", list(schema["properties"]))
        labels = item.get("labels", {})
        lock = self._lock(item, where)
        parts = []
        for name in names:
            if name not in schema["properties"]:
                self.faults.append(f"{where}: {name!r} is not a part of a {kind}")
                continue
            inner, reference = self._resolved(schema["properties"][name])
            hint = definitions.PART_HINTS.get(name)
            part = Field(
                path=f"{path}.{name}",
                kind=_kinds(inner, {}, reference)[0],
                label=self._words(labels.get(name, definitions.PART_LABELS[name]), f"{where}: labels"),
                hint=Words(hint) if hint else Words(),
                format=inner.get("format", ""),
                when=inner.get("x-when", ""),
                required=name in schema["required"],
                max_length=inner.get("maxLength", MAX_TEXT),
                options={key: Words(text) for key, text in definitions.SEXES.items()} if reference == "sex" else {},
                suggestions=reference if reference in definitions.LISTS else "",
                owner=label,
                prefill=f"{item['prefill']}.{name}" if item.get("prefill") else "",
                **lock,
                default="Việt Nam" if name == "nationality" else None,
            )
            parts.append(part)
        return tuple(parts)

    def _relation(self, check: Any, where: str) -> Relation:
        if not isinstance(check, Mapping):
            self.faults.append(f"{where}: not an object")
            check = {}
        self._unknown(where, check, _CHECK_KEYS)
        path = check.get("path")
        if not isinstance(path, str) or not self._declared(path):
            self.faults.append(f"{where}: {path!r} is not in the schema")
        holds = self._expression(check.get("holds"), f"{where}: holds", ordered=False)
        if holds is None:
            self.faults.append(f"{where}: holds is missing")
        return Relation(
            holds=holds or compile_expression("true"),
            path=str(path),
            message=self._words(check.get("message"), f"{where}: message", needed=True),
            when=self._expression(check.get("when"), f"{where}: when", ordered=False),
        )

    def _asked_enough(self) -> None:
        """What the schema requires must be asked somewhere, or nobody could ever file."""
        for name in self.schema.get("required", []):
            if not any(path == name or path.startswith(f"{name}.") for path in self._seen):
                self.faults.append(f"{name!r} is required, but never asked")

    def _pledged_once(self) -> None:
        """The portal asks for one pledge, beside the last button; no other question may wait for it before."""
        pledges = [field.path for step in self.steps for field in step.fields if field.pledge]
        if len(pledges) > 1:
            self.faults.append(f"{pledges[1]!r}: a form has one pledge")
        own = tuple(f"checks[{n}]:" for n, relation in enumerate(self.relations) if relation.path in pledges)
        for where, path in self._looked:
            if path.removeprefix("answers.") in pledges and not where.startswith(own):
                self.faults.append(f"{where}: looks at the pledge, which is asked last")


def steps_of(schema: Any, presentation: Any) -> tuple[Step, ...]:
    """Return the pages of a form as far as they can be read, whatever is wrong with it; a question that is wrong
    stands as an empty guidance in its place."""
    try:
        return Parser(schema, presentation).steps
    except (KeyError, TypeError, ValueError, AttributeError):
        return ()


def _kinds(schema: Mapping[str, Any], items: Mapping[str, Any], name: str) -> list[Kind]:
    if name in definitions.WIDGETS:
        return [Kind(definitions.WIDGETS[name])]
    if "enum" in schema:
        few = len(schema["enum"]) <= _SELECT_ABOVE
        return [Kind.RADIOS, Kind.SELECT] if few else [Kind.SELECT, Kind.RADIOS]
    match schema.get("type"):
        case "string" if schema.get("format") in definitions.DATE_FORMATS:
            return [Kind.DATE]
        case "string" if schema.get("format") == "file-id":
            return [Kind.FILE]
        case "string":
            return [Kind.TEXT, Kind.TEXTAREA]
        case "integer":
            return [Kind.INTEGER, Kind.MONEY]
        case "number":
            return [Kind.DECIMAL]
        case "boolean":
            return [Kind.YES_NO]
        case "array" if "enum" in items:
            return [Kind.CHECKBOXES]
        case "array" if items.get("format") == "file-id":
            return [Kind.FILE]
        case "array" if items.get("type") == "object":
            return [Kind.GROUP]
    return []


def _same_branch(asked: str, looked: str) -> bool:
    return asked == looked or asked.startswith(f"{looked}.") or looked.startswith(f"{asked}.")
