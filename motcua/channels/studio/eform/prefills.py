"""What a question can be filled in with before anybody answers it, in words."""

from django.utils.translation import gettext as _

from motcua.eforms.definitions import PART_LABELS
from motcua.eforms.settling import ORGANISATION_NAMES, PERSON_NAMES
from motcua.lib.marks import N_

from .kinds import BY_KEY

SOURCES = {
    "person": N_("người đăng nhập"),
    "owner": N_("chủ hồ sơ (người nộp, hoặc người được nộp thay)"),
    "organisation": N_("tổ chức của người nộp"),
}
_MORE = {
    "email": N_("Thư điện tử"),
    "kind": N_("là một người hay một tổ chức"),
    "on_behalf": N_("có phải nộp thay không"),
}
_OF_OWNER = frozenset({"kind", "on_behalf"})


def prefills_of(kind: str, now: str) -> list[tuple[str, str]]:
    """Return what a question of a kind can be filled with: the value of `prefill`, and its words; also what it has."""
    found = [("", _("không điền sẵn"))]
    for part in BY_KEY[kind].prefills if kind in BY_KEY else ():
        if not part:
            sources = ("organisation",) if kind == "organisation" else ("person", "owner")
        elif part in _OF_OWNER:
            sources = ("owner",)
        else:
            sources = (
                *(("person", "owner") if part in PERSON_NAMES else ()),
                *(("organisation",) if part in ORGANISATION_NAMES else ()),
            )
        found += [(f"{source}.{part}" if part else source, _said(source, part)) for source in sources]
    return found if now in dict(found) else [*found, (now, _said(*now.partition(".")[::2]))]


def _said(source: str, part: str) -> str:
    words = _(SOURCES[source]) if source in SOURCES else source
    if not part:
        return words
    name = _MORE.get(part) or PART_LABELS.get(part)
    return f"{words}: {_(name) if name else part}"
