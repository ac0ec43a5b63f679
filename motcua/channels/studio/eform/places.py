"""Where a question stands: the places it can be put, and putting it there."""

from django.utils.translation import gettext as _

from motcua.lib.text import clean

from .drafts import Draft, Item, Spot
from .options import said
from .questions import Question, written
from .trees import node_at, put_node, set_required

PLACE = "place"
_SHORT = 60


def name_of(item: Item) -> str:
    """Return what a question, or what stands between, is called: its label or the begin of its words."""
    words = " ".join(said(item.get("label") or item.get("heading") or item.get("guidance")).split())
    return words if len(words) <= _SHORT else f"{words[:_SHORT].rstrip()}…"


def step_name(step: Item, number: int) -> str:
    """Return what a page is called."""
    return _("Trang %(n)s: %(title)s") % {"n": number, "title": said(step.get("title"))}


def in_room(spot: Spot) -> int:
    """Return a question's number among those it stands with."""
    return spot.number if spot.inner is None else spot.inner


def places_for(draft: Draft, spot: Spot) -> list[tuple[str, str]]:
    """Return where a question can stand, as (page).(behind which number) or, in a group, the number alone.

    Numbers are those without the question itself. Its own group or page and those of the others; a question of a group
    stays in it.
    """
    if spot.inner is not None:
        room = draft.room(spot)
        return _behind("", _("đầu nhóm"), room.fields if room is not None else [], spot.inner)
    found = []
    for number, step in enumerate(draft.steps, start=1):
        title = step_name(step, number)
        own = spot.number if number == spot.step else 0
        found += _behind(f"{number}.", _("%(page)s – đầu trang") % {"page": title}, step["fields"], own, f"{title} – ")
    return found


def _behind(key: str, first: str, fields: list[Item], own: int, before: str = "") -> list[tuple[str, str]]:
    others = [field for number, field in enumerate(fields, start=1) if number != own]
    found = [(f"{key}0", first)]
    for number, field in enumerate(others, start=1):
        found.append((f"{key}{number}", before + _("sau “%(name)s”") % {"name": name_of(field)}))
    return found


def place_of(draft: Draft, spot: Spot, behind: int | None = None) -> str:
    """Return the place where a question is; a new one comes behind a number, or to the end."""
    room = draft.room(spot)
    count = len(room.fields) if room is not None else 0
    now = in_room(spot) - 1 if in_room(spot) else count if behind is None else max(0, min(behind, count))
    return str(now) if spot.inner is not None else f"{spot.step}.{now}"


def keep_question(draft: Draft, spot: Spot, question: Question, place: str) -> Spot:
    """Write a question into the form, at its place or at another; returns where it is now."""
    room, number = draft.room(spot), in_room(spot)
    if room is None:
        raise ValueError(spot)
    old = room.fields.pop(number - 1) if number else {}
    item = written(question, old)
    path = str(item.get("path", ""))
    if path and question.is_own and node_at(room.root, path) != question.schema:
        put_node(room.root, path, question.schema)
    if path and question.may_require:
        set_required(room.root, path, is_required=bool(question.item.get("required")))
    if spot.inner is not None:
        behind = _number(place, len(room.fields))
        room.fields.insert(behind, item)
        return Spot(spot.step, spot.number, behind + 1)
    page, _dot, after = place.partition(".")
    step = _number(page, len(draft.steps)) or spot.step
    fields = draft.steps[step - 1]["fields"]
    behind = _number(after, len(fields))
    fields.insert(behind, item)
    return Spot(step, behind + 1)


def _number(text: str, most: int) -> int:
    text = clean(text)
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 6 else most
