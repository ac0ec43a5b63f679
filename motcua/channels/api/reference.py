"""The description as people read it: operations and shapes as rows of a page."""

from dataclasses import dataclass
from typing import Any

JSON = dict[str, Any]
BOUNDS = {"minLength": "length ≥ {}", "maxLength": "length ≤ {}", "minimum": "≥ {}", "maximum": "≤ {}"}


@dataclass(frozen=True)
class Row:
    """One parameter or member. `link` names the shape it is of."""

    name: str
    kind: str
    link: str
    is_required: bool
    words: str


@dataclass(frozen=True)
class Answer:
    """One status with what comes with it."""

    status: str
    words: str
    kind: str
    link: str


@dataclass(frozen=True)
class Chapter:
    """One operation."""

    key: str
    method: str
    path: str
    summary: str
    words: str
    scopes: tuple[str, ...]
    parameters: tuple[Row, ...]
    media: str
    body: tuple[Row, ...]
    body_link: str
    answers: tuple[Answer, ...]
    errors: tuple[str, ...]


def chapters(found: JSON) -> list[Chapter]:
    """Return the operations, the token first: without it there is no other."""
    listed = [
        _chapter(method.upper(), path, operation)
        for path, path_item in found["paths"].items()
        for method, operation in path_item.items()
    ]
    listed += [_chapter("POST", name, item["post"]) for name, item in found["webhooks"].items()]
    return sorted(listed, key=lambda chapter: chapter.key != "token")


@dataclass(frozen=True)
class Shape:
    """One named shape: an object with its members, or a text that is one of a few."""

    name: str
    words: str
    values: str
    members: tuple[Row, ...]


def shapes(found: JSON) -> list[Shape]:
    """Return the named shapes."""
    return [
        Shape(name, schema.get("description", ""), said(schema)[0] if "enum" in schema else "", rows_of(schema))
        for name, schema in sorted(found["components"]["schemas"].items())
    ]


def _chapter(method: str, path: str, operation: JSON) -> Chapter:
    content: JSON = operation.get("requestBody", {}).get("content", {})
    media = next(iter(content), "")
    inner: JSON = content[media]["schema"] if media else {}
    words = str(operation.get("description", "")).strip()
    first, _, rest = words.partition("\n")
    answers = [
        Answer(status, answer.get("description", ""), *said(_schema_of(answer)))
        for status, answer in operation["responses"].items()
        if not status.startswith(("4", "5"))
    ]
    return Chapter(
        key=operation["operationId"],
        method=method,
        path=path,
        summary=operation["summary"],
        # Where the summary is the first line, the rest is left to say.
        words=rest.strip() if first.rstrip(".") == operation["summary"] else words,
        scopes=tuple(scope for way in operation.get("security", []) for scopes in way.values() for scope in scopes),
        parameters=tuple(
            Row(
                parameter["name"],
                f"{parameter['in']}, {said(parameter['schema'])[0]}",
                "",
                bool(parameter.get("required")),
                parameter.get("description", ""),
            )
            for parameter in operation.get("parameters", [])
        ),
        media=media,
        body=rows_of(inner),
        body_link=said(inner)[1] if "$ref" in inner else "",
        answers=tuple(answers),
        errors=tuple(status for status in operation["responses"] if status.startswith(("4", "5"))),
    )


def _schema_of(answer: JSON) -> JSON:
    for content in answer.get("content", {}).values():
        schema: JSON = content["schema"]
        return schema
    return {}


def rows_of(schema: JSON) -> tuple[Row, ...]:
    """Return the members of an object."""
    required = schema.get("required", [])
    return tuple(
        Row(name, *said(member), name in required, member.get("description", ""))
        for name, member in schema.get("properties", {}).items()
    )


def said(schema: JSON) -> tuple[str, str]:
    """Say in a few words of which kind a value is, and which named shape it leads to."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return name, name
    if "anyOf" in schema:
        parts = [said(one) for one in schema["anyOf"]]
        return " | ".join(text for text, _link in parts), next((link for _text, link in parts if link), "")
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"]), ""
    if schema.get("type") == "array":
        text, link = said(schema.get("items", {}))
        return f"[{text}]", link
    text = str(schema.get("type", ""))
    if "format" in schema:
        text += f" ({schema['format']})"
    bounds = [words.format(schema[key]) for key, words in BOUNDS.items() if key in schema]
    return ", ".join([text, *bounds]), ""
