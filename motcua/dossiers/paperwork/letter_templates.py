"""A province's own templates of letters: what counts, how one prints, how a new one comes about, taking them along.

One person proposes a template, another approves it (`approvals`, kind `letter_template`). It is drawn with a made-up
dossier before both, in the limited helper process without files and network.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from motcua.accounts.models import User
from motcua.lib.actors import Actor
from motcua.lib.marks import N_
from motcua.lib.refusals import Refused
from motcua.lib.text import fold
from motcua.printing import rendering
from motcua.printing.rendering import TemplateError

from ..models import Dossier, LetterTemplate
from ..rules.form_data import Head
from ..rules.letters import FIELDS, KIND_NAMES, LetterKind, Template, Words, faults, fill, templates_of
from . import form_samples as samples
from .form_facts import head_of
from .letters import LETTER, facts_of, paper_data, templates, templates_on

KEY = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")
MOST_NAME = 200
MOST_FILE = 1_000_000
MOST_TEMPLATES = 200
# What a made-up dossier fills in, as long as real life brings it.
MADE_UP: dict[str, str] = {
    "code": samples.CODE,
    "procedure": samples.PROCEDURE,
    "owner": samples.NAME,
    "submitter": "Trần Thị Bích Ngọc",
    "agency": "Ủy ban nhân dân xã Đơn Dương",
    "unit": samples.UNIT,
    "submitted_on": "26/11/2026",
    "accepted_on": "27/11/2026",
    "due_on": "04/12/2026",
    "answers": "- Họ và tên: Trần Thị Bích Ngọc\n- Nơi cư trú: xã Đơn Dương, tỉnh Lâm Đồng",
    "official": "Nguyễn Văn Minh",
}


def template_on(key: str, day: date) -> Template | None:
    """Return the template of a key that may be chosen on a day."""
    return next((one for one in templates_on(day) if one.key == key), None)


def versions_of(key: str) -> list[LetterTemplate]:
    """Return the province's versions of a template, the newest first."""
    return list(LetterTemplate.objects.filter(key=key).order_by("-number"))


def ours(key: str) -> Template | None:
    """Return our own template of a key, the newest of those that the file has."""
    return next((one for one in reversed(templates()) if one.key == key), None)


def key_for(name: str) -> str:
    """Return the key of a new template of this name; raises Refused where one has it already."""
    key = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")[:40]
    if not KEY.fullmatch(key):
        raise Refused("letter_name", N_("Hãy đặt tên cho mẫu."))
    if ours(key) is not None or LetterTemplate.objects.filter(key=key).exists():
        raise Refused("letter_name", N_("Đã có mẫu tên này. Hãy đặt tên khác, hoặc mở mẫu đó để sửa."))
    return key


def preview(template: Template, *, of: Dossier | None, by: User, now: datetime) -> bytes:
    """Return a letter begun from a template, for a dossier that the reader may see or for a made-up one.

    Raises TemplateError where it does not print within the limits of the helper process.
    """
    if of is None:
        head, code = Head("Tỉnh Lâm Đồng", MADE_UP["agency"], "Đơn Dương", samples.DAY, samples.CODE), samples.CODE
        facts: Mapping[str, str] = MADE_UP
    else:
        head, code = head_of(of.competent_agency, now), of.code
        facts = facts_of(of, by=by, wanted=template.fields(), now=now)
    return _draw(template, head, code, facts, at=now)


def _draw(template: Template, head: Head, code: str, facts: Mapping[str, str], *, at: datetime) -> bytes:
    words = fill(template.words, facts)
    data = paper_data(head, code=code, name=template.name, title=template.title, words=words)
    return rendering.render_untrusted(rendering.template_source(LETTER).decode(), data, at=at)


def template_of(key: str, content: Mapping[str, Any]) -> Template:
    """Return the template that a content describes: the plain texts of a Template. Raises Refused."""
    plain = {name: content.get(name, "") for name in ("kind", "name", "title", "addressee", "subject", "body")}
    if not all(isinstance(value, str) for value in plain.values()) or not KEY.fullmatch(key):
        raise Refused("letter_unread", N_("Mẫu này không đọc được."))
    if plain["kind"] not in set(LetterKind):
        raise Refused("letter_kind", N_("Hãy chọn loại văn bản."))
    if not plain["name"].strip() or max(len(plain["name"]), len(plain["title"])) > MOST_NAME:
        raise Refused("letter_name", N_("Hãy đặt tên cho mẫu, dài không quá {most} ký tự."), most=MOST_NAME)
    words = Words(plain["addressee"], plain["subject"], plain["body"])
    return Template(key, LetterKind(plain["kind"]), plain["name"], plain["title"], words, None, None)


def packed(day: date) -> bytes:
    """Return the templates that count on a day as a data file that another province takes in or uses as its own."""
    return json.dumps({"templates": [one.plain() for one in templates_on(day)]}, ensure_ascii=False, indent=1).encode()


def unpacked(data: bytes) -> list[Template]:
    """Return the templates of a data file from elsewhere; raises Refused, naming what is wrong with it."""
    if len(data) > MOST_FILE:
        raise Refused("letters_too_large", N_("Tệp mẫu văn bản lớn quá 1 MB."))
    try:
        given = json.loads(data.decode("utf-8-sig"))["templates"]
        found = [template_of(str(one["key"]), one) for one in given[:MOST_TEMPLATES]]
        for one in found:
            _check_words(one.words)
        templates_of({"templates": [one.plain() for one in found]})
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise Refused("letters_unread", N_("Tệp này không phải tệp mẫu văn bản tải từ đây.")) from problem
    return found


def _check_words(words: Words) -> None:
    words.check()
    if wrong := faults(words):
        raise wrong[0].refusal()


class LetterTemplateKind:
    """Fills the port `approvals.letter_template`: the subject is a key.

    The content is what a data file says of the template, or `{"ends": true}`.
    """

    name = N_("Mẫu văn bản")
    propose_verb = "procedure.propose"
    decide_verb = "procedure.publish"

    def title(self, subject: str) -> str:
        """Return what the newest template of the key is called; for a new one, its key."""
        row = LetterTemplate.objects.filter(key=subject).order_by("-number").first()
        known = row or ours(subject)
        return known.name if known is not None else subject.replace("_", " ")

    def base(self, subject: str, on: date) -> str:
        """Return a digest of the template that counts on a day."""
        found = template_on(subject, on)
        text = json.dumps(found.plain(), ensure_ascii=False) if found is not None else ""
        return hashlib.sha256(text.encode()).hexdigest()

    def check(self, subject: str, content: Mapping[str, Any], on: date) -> None:
        """Raise Refused unless it differs, can be filled in, and prints."""
        standing = template_on(subject, on)
        if content.get("ends"):
            if standing is None:
                raise Refused("no_template", N_("Không có mẫu văn bản này."))
            return
        template = template_of(subject, content)
        _check_words(template.words)
        if standing is not None and standing.plain() == template.plain():
            raise Refused("nothing_changed", N_("Chưa có thay đổi nào để đề xuất."))
        head = Head("", MADE_UP["agency"], "Đơn Dương", samples.DAY, samples.CODE)
        try:
            _draw(template, head, samples.CODE, MADE_UP, at=samples.AT)
        except TemplateError as problem:
            words = " ".join(str(problem).split())[:600]
            raise Refused("letter_fails", N_("Mẫu chưa in được: {words}"), words=words) from problem

    def apply(self, subject: str, content: Mapping[str, Any], on: date, by: Actor, now: datetime) -> None:
        """Add the template as the next number; letters may begin with it from this day on."""
        last = LetterTemplate.objects.filter(key=subject).aggregate(last=Max("number"))["last"] or 0
        standing = template_on(subject, on)
        ends = bool(content.get("ends"))
        template = standing if ends and standing is not None else template_of(subject, content)
        LetterTemplate.objects.create(
            **template.plain(), number=last + 1, is_ended=ends, first=on, made_at=now, made_by=by.id
        )

    def changes(self, subject: str, content: Mapping[str, Any], on: date) -> Sequence[tuple[str, str, str]]:
        """Return what would differ, part by part."""
        standing = template_on(subject, on)
        old = standing.plain() if standing is not None else {}
        new = {} if content.get("ends") else template_of(subject, content).plain()
        names = {
            "name": "Tên mẫu",
            "kind": "Loại văn bản",
            "title": "Tên loại trên giấy",
            "addressee": "Kính gửi",
            "subject": "Trích yếu",
            "body": "Nội dung",
        }
        said = [(name, _said(key, old), _said(key, new)) for key, name in names.items()]
        return [(name, before, after) for name, before, after in said if before != after]


def _said(key: str, plain: Mapping[str, str]) -> str:
    value = plain.get(key, "")
    return KIND_NAMES[LetterKind(value)] if key == "kind" and value else value


def fields_said() -> list[tuple[str, str, str]]:
    """Return what may be filled in: as one writes it, what it means, and what a made-up dossier has there."""
    return [("{" + name + "}", meaning, MADE_UP[name]) for name, meaning in FIELDS.items()]
