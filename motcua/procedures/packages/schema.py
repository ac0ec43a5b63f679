"""What may stand in `package.yaml`, as JSON Schema: a key that nobody reads is a mistake that somebody looks for."""

from typing import Any

import jsonschema_rs

from motcua.lib.population import Block

KEY = {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,39}$"}
TEXT = {"type": "string", "minLength": 1, "maxLength": 2000}
SHORT = {"type": "string", "minLength": 1, "maxLength": 300}
EXPRESSION = {"type": "string", "minLength": 1, "maxLength": 2000}
CHANNELS = {"type": "array", "items": {"enum": ["direct", "online", "post"]}, "minItems": 1, "uniqueItems": True}
COUNT = {"type": "integer", "minimum": 0, "maximum": 100}
DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
UNIT = {"enum": ["hour", "working_day", "day", "month"]}
# What the clock does when a supplement has come, and what it does while the applicant is waited for at a step.
CLOCK = {"enum": ["restart", "resume", "not_counted"]}
PAUSE = {"enum": ["running", "stopped"]}


def _closed(needed: list[str], /, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": needed, "additionalProperties": False, "properties": properties}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items, "maxItems": 200}


_SPAN = _closed(["amount", "unit"], amount={"type": "integer", "minimum": 1, "maximum": 1000}, unit=UNIT)
_PATH = {"type": "string", "pattern": "^[a-z][a-z0-9_]*([.][a-z0-9_]+)*$", "maxLength": 200}
_PAPER = _closed(
    ["key", "name"],
    key=KEY,
    name=TEXT,
    kind={"enum": ["submit", "show", "info"]},
    required={"type": "boolean"},
    originals=COUNT,
    copies=COUNT,
    cases=_list(KEY),
    when=EXPRESSION,
    hint=TEXT,
    form_file={"type": ["string", "null"], "maxLength": 500},
    form_url={"type": ["string", "null"], "pattern": r"^https://[a-z0-9.-]+\.gov\.vn/", "maxLength": 500},
    original_kept={"type": "boolean"},
    group=TEXT,
    replaced_by_result=SHORT,
    type=SHORT,
    # Somebody else signs it, and may instead agree online: who that is, and which answers they see of it.
    consent=_closed(["of"], of=SHORT, shows=_list(_PATH)),
)
_FEE = _closed(
    ["key", "name", "channels", "amount", "text"],
    key=KEY,
    name=SHORT,
    kind={"enum": ["fee", "charge", None]},
    channels=CHANNELS,
    cases=_list(KEY),
    amount={"type": ["integer", "null"], "minimum": 0},
    per=SHORT,
    count=EXPRESSION,
    cap={"type": "integer", "minimum": 0},
    when=EXPRESSION,
    text=TEXT,
    note={"type": "string", "maxLength": 20000},
    basis=TEXT,
    unclear={"type": "boolean"},
)
_LIMIT = _closed(
    ["channels", "amount", "unit", "text"],
    channels=CHANNELS,
    cases=_list(KEY),
    amount={"type": ["integer", "null"], "minimum": 1, "maximum": 1000},
    unit={"enum": [*UNIT["enum"], None]},
    text=TEXT,
    cutoff=_closed(
        ["at", "effect"],
        at={"type": "string", "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|last_hour)$"},
        effect={"enum": ["next_working_day", "hand_over", "may"]},
        basis=SHORT,
    ),
    same_day={"type": "boolean"},
    verification=_closed(
        ["amount", "unit", "effect", "basis"],
        amount={"type": "integer", "minimum": 1, "maximum": 1000},
        unit=UNIT,
        effect={"enum": ["adds", "replaces"]},
        basis=SHORT,
    ),
    basis=TEXT,
    unclear={"type": "boolean"},
)
_RESULT = _closed(
    ["kind", "name"],
    # `none`: the procedure has no result of its own and ends with what was done.
    kind={"enum": ["template", "uploaded", "scanned", "reference", "none"]},
    kinds=_list({"enum": ["template", "uploaded", "scanned", "reference"]}),
    name=SHORT | {"maxLength": 500},
    code={"type": "string", "maxLength": 40},
    others=_list(_closed(["name"], name=SHORT | {"maxLength": 500}, code={"type": "string", "maxLength": 40})),
    book=SHORT,
    numbered={"type": "boolean"},
    number_format=SHORT,
    channels=_list({"enum": ["counter", "post", "electronic"]}),
    copies=COUNT,
    # How long it counts from its date, where, and for what alone: the questions that say so.
    validity=_closed(
        ["amount", "unit"],
        amount={"type": "integer", "minimum": 1, "maximum": 1000},
        unit={"enum": ["day", "month", "year"]},
        basis=SHORT,
    ),
    territory={"enum": ["province", "agency"]},
    purpose=_list(_PATH),
    fields=_list(
        _closed(["key", "label"], key=KEY, label=SHORT, hint=TEXT, options={"type": "object", "minProperties": 2})
    ),
)
_SUPPLEMENT = _closed(
    ["answer_within", "clock"],
    answer_within=_SPAN,
    clock=CLOCK,
    once={"type": "boolean"},
    ask_within=_SPAN,
    # Where the law gives a case its own: Decree 217/2026/NĐ-CP art. 54(2) gives houses less than other works.
    ask_within_cases=_list(
        _closed(
            ["cases", "amount", "unit"],
            cases=_list(KEY) | {"minItems": 1},
            amount=_SPAN["properties"]["amount"],
            unit=UNIT,
        )
    ),
    basis=SHORT,
    clock_basis=SHORT,
)
# One agency's part of a bundle: a procedure of the catalogue, its answers taken from the bundle's.
_PART = _closed(
    ["key", "procedure", "name"],
    key=KEY,
    procedure={"type": "string", "pattern": r"^\d\.\d{6}(\.[0-9A-Z.]{1,30})?$"},
    name=SHORT,
    case=KEY,
    after=_list(KEY),
    when=EXPRESSION,
    area=_PATH,
    level={"enum": ["commune", "province"]},
    summary=SHORT,
    answers={"type": "object", "propertyNames": _PATH, "additionalProperties": _PATH},
    computed={"type": "object", "propertyNames": _PATH, "additionalProperties": EXPRESSION},
    words={"type": "object", "propertyNames": _PATH, "additionalProperties": TEXT},
    values={
        "type": "object",
        "propertyNames": _PATH,
        "additionalProperties": {"type": ["string", "boolean", "number"]},
    },
    papers=_list(KEY),
    limit=_LIMIT,
    supplement=_SUPPLEMENT,
    fees=_list(_FEE),
)
_SECTOR_FORM = {"type": "string", "pattern": "^[A-Z]{1,4}[0-9]{1,3}$"}
PACKAGE = _closed(
    ["code", "title", "handled_by", "channels", "papers", "fees", "limits", "result"],
    code={"type": "string", "pattern": r"^\d\.\d{6}(\.[0-9A-Z.]{1,30})?$"},
    title=SHORT,
    **{"from": DAY},
    lead=SHORT,
    handled_by={"enum": ["commune", "province", "branch", "nobody_here"]},
    level={"enum": ["commune", "province"]},
    branch={"type": "string", "maxLength": 40},
    processing_system={"type": "string", "pattern": "^(local|external)(:[a-z0-9_-]{1,40})?$"},
    channels=CHANNELS,
    keywords=_list(SHORT),
    frequent={"type": "integer", "minimum": 0, "maximum": 999},
    cases=_list(_closed(["key", "name"], key=KEY, name=SHORT | {"maxLength": 500}, when=EXPRESSION)),
    papers=_list(_PAPER),
    fees=_list(_FEE),
    limits=_list(_LIMIT),
    supplement=_SUPPLEMENT,
    bundle=_closed(["basis", "parts"], basis=SHORT, parts={**_list(_PART), "minItems": 2}),
    clock_stops=_list(
        _closed(
            ["reason", "basis"],
            reason={"enum": ["measurement", "posting", "other_body", "announced_outage"]},
            basis=SHORT,
            since=DAY,
            until=DAY,
        )
    ),
    applicant_check=_closed(["within", "clock"], within=_SPAN, clock=PAUSE, basis=SHORT),
    in_person=_closed(["who"], who=_list(SHORT), originals=_list(KEY), clock=PAUSE, basis=SHORT, no_show=TEXT),
    # By what somebody may file this for another. Without it the law's own: parents, guardians, who is authorised,
    # organisations' people; with an empty list nobody may.
    acting=_closed(
        ["relations"],
        relations={
            **_list({"enum": ["parent", "guardian", "child", "spouse", "sibling", "authorised", "legal", "member"]}),
            "uniqueItems": True,
        },
        basis=SHORT,
    ),
    # The level of a citizen's account that filing it online needs; the second without it.
    assurance={"enum": [1, 2]},
    # Forms of the sector that take the place of those of one-stop reception.
    forms=_closed([], reception=_SECTOR_FORM, supplement=_SECTOR_FORM, refusal=_SECTOR_FORM),
    # The applicant signs the declaration digitally, on the portal; only where a law asks for it.
    declaration_signature=_closed(["basis"], basis=SHORT),
    financial_duty=_closed(["clock", "text"], clock=PAUSE, basis=SHORT, text=TEXT),
    external=_closed(
        ["name", "fields", "statuses"],
        name=SHORT,
        address={"type": "string", "pattern": "^https://[a-z0-9.-]+\\.gov\\.vn(/[A-Za-z0-9._~/-]*)?$"},
        # Classes and bounded counts only: a pattern without `+`, `*` and groups cannot run away.
        code_pattern={
            "type": "string",
            "maxLength": 100,
            "pattern": r"^(\[[A-Za-z0-9./ -]+\]|[A-Za-z0-9./-]|\{[0-9]{1,2}(,[0-9]{1,2})?\})+$",
        },
        fields=_list({"type": "string", "maxLength": 200}),
        statuses=_list(_closed(["key", "name"], key=KEY, name=SHORT)),
    ),
    result=_RESULT,
    # What the purpose needs from the population database, beyond what every dossier compares.
    population=_closed(
        ["blocks", "purpose"],
        blocks={**_list({"enum": [block.value for block in Block]}), "minItems": 1, "uniqueItems": True},
        purpose=SHORT,
        basis=SHORT,
    ),
    settings={"type": "object"},
)
_VALIDATOR = jsonschema_rs.Draft202012Validator(PACKAGE)


def faults_of(package: object) -> list[tuple[str, str]]:
    """Return what is wrong with the contents of `package.yaml`: (place, what)."""
    return [
        (".".join(str(part) for part in error.instance_path) or "package", error.message[:300])
        for error in _VALIDATOR.iter_errors(package)
    ]
