"""The summary of errors on top of a page: each line leads to where it is mended, or says that nothing here mends it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse

from motcua.lib.refusals import Conflict, Forbidden, Refused

from .texts import worded

# A line as the component `error_summary` takes it: `text`, with `href` or with `state`.
Line = dict[str, Any]
# The id of the field that a refusal's code is about; under "file" the one for every file that cannot be taken, under ""
# the one for every other code.
Fields = Mapping[str, str]


def line_of(refusal: Refused, fields: Fields) -> Line:
    """Return a refusal as a line of the summary, leading to the field of its code.

    Who came too late, or may not, is told how things stand: no field of the page mends that.
    """
    if isinstance(refusal, Conflict | Forbidden):
        return line(worded(refusal))
    code = "file" if refusal.code.startswith("file_") and "file" in fields else refusal.code
    return line(worded(refusal), fields.get(code, fields.get("", "")))


def line(text: str, field: str = "") -> Line:
    """Return words as a line of the summary, leading to a field's id; without one they tell how things stand."""
    return {"text": text, "href": f"#{field}"} if field else {"text": text, "state": True}


def error_at(lines: Line | Sequence[Line] | None, field: str) -> str | None:
    """Return what the summary's lines say about the field with this id, to stand beside it as well; None is nothing."""
    found = [lines] if isinstance(lines, Mapping) else lines or ()
    return next((str(one["text"]) for one in found if one.get("href") == f"#{field}"), None)


def drawn_with(lines: list[Line], draw: Callable[[list[Line]], HttpResponse]) -> HttpResponse:
    """Draw a page of many forms with lines; a line whose form is gone, as the thing itself moved on, leads nowhere."""
    response = draw(lines)
    there = [one for one in lines if "href" not in one or f'id="{one["href"][1:]}"'.encode() in response.content]
    if len(there) == len(lines):
        return response
    return draw([one if one in there else line(one["text"]) for one in lines])
