"""Reads everything that is held of one person, thing by thing, as it is told to them.

Whose dossier it is, or who handed it in, gets all of it. Of others who stand in it (the other parent, a co-owner) the
copy has what the person wrote themself or sees on their own page, with the numbers masked and without how to reach
them: Law 91/2025/QH15 protects these people too. A helper or a recipient gets their own part alone (decision 0054).
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from motcua.accounts import identity, sessions
from motcua.accounts.mandate_queries import mandates_as_agent, mandates_of_principal
from motcua.accounts.models import Person, User
from motcua.accounts.rules.mandates import BASIS_NAMES, Basis
from motcua.certifying.queries import copies_of
from motcua.dossiers import queries as dossiers
from motcua.dossiers.looking import looks_at
from motcua.dossiers.models import Draft
from motcua.dossiers.packages import package_of
from motcua.dossiers.rules.states import Channel
from motcua.eforms import sealing
from motcua.lib.dates import today
from motcua.notices import queries as inbox
from motcua.notices.rules import NoticeKind
from motcua.notices.wording import worded
from motcua.ui.moments import say_moment
from motcua.vault import queries as vault
from motcua.vault import sharing
from motcua.vault.models import Item
from motcua.vault.rules import KINDS, SIGNATURES, TERRITORIES, ItemKind, ItemState, Signature, Territory, state_said

from .dossiers_held import record_of
from .rules import PAGE, Record, Rows
from .shaping import answer_rows, attached, file_facts, moment, say_day, short

# Who looked, read at once.
LOOKS = 500


def account(user: User, person: Person, now: datetime) -> Iterator[Record]:
    """Give who the account says this is, and where they are signed in."""
    number = identity.reveal(person.identity) if person.identity is not None else ""
    signed_in = sessions.listed(user, now=now)
    said = {
        "user": user.username,
        "full_name": person.full_name,
        "kind": person.kind,
        "identity_number": number,
        "birth": person.birth,
        "sex": person.sex,
        "assurance": user.assurance,
        "sessions": [
            {
                "browser": one.browser,
                "system": one.system,
                "network": one.network,
                "began_at": moment(one.began_at),
                "seen_at": moment(one.seen_at),
            }
            for one in signed_in
        ],
    }
    rows = [
        (_("Họ tên"), person.full_name),
        (_("Số định danh, mã số"), number),
        (_("Ngày sinh"), person.birth),
        (_("Mức định danh"), str(user.assurance)),
    ]
    begun = [(one.called or _("Trình duyệt khác"), say_moment(one.began_at)) for one in signed_in if one.began_at]
    yield Record(person.full_name, said, rows, [(_("Đang đăng nhập ở"), begun)])


def mandates(user: User, person: Person, now: datetime) -> Iterator[Record]:
    """Give who acts for the person, and for whom they act; of the other side the name alone."""
    day = today(now)
    for mine, found in ((True, mandates_of_principal(user, day)), (False, mandates_as_agent(user, day))):
        for one in found:
            other = one.agent_name if mine else one.principal_name
            data = {
                "side": "principal" if mine else "agent",
                "other": other,
                "basis": one.basis,
                "part": one.part,
                "procedures": list(one.procedures),
                "sees_all": one.sees_all,
                "uses_store": one.uses_store,
                "from": say_day(one.valid.lower),
                "until": say_day(one.valid.upper),
                "ended_at": moment(one.ended_at),
            }
            said = (_("Người thay mặt tôi") if mine else _("Tôi thay mặt"), other)
            yield Record(other, data, [said, (_("Căn cứ"), _(BASIS_NAMES[Basis(one.basis)]))])


def drafts(user: User, person: Person, now: datetime) -> Iterator[Record]:
    """Give what was begun and not filed."""
    for draft in dossiers.drafts_of(user):
        yield _draft(draft, person, now)


def _draft(draft: Draft, person: Person, now: datetime) -> Record:
    package = package_of(draft.version_id)
    own = identity.reveal(person.identity) if person.identity is not None else ""
    answers = sealing.masked_answers(package.form, sealing.open_answers(package.form, draft.answers), but=own)
    files, folder = [row.file for row in dossiers.draft_files(draft)], f"ban-nhap/{short(draft.public_id)}"
    context = package.form_context(draft.case_key, Channel.ONLINE.value, now)
    return Record(
        draft.version.procedure.title,
        {
            "id": str(draft.public_id),
            "procedure": draft.version.procedure.code,
            "begun_at": moment(draft.created_at),
            "changed_at": moment(draft.updated_at),
            "answers": answers,
            "particulars": {key: value for key, value in draft.particulars.items() if not _is_sealed(value)},
            "files": [file_facts(file, folder) for file in files],
        },
        [(_("Sửa lần cuối"), say_moment(draft.updated_at))],
        answer_rows(package.form.summary(answers, context)),
        [attached(file, folder) for file in files],
    )


def held_dossiers(user: User, person: Person, now: datetime) -> Iterator[Record]:
    """Give every dossier in which the person is a party, the newest first, parts of bundles too."""
    before: int | None = None
    while page := dossiers.of_person(person, before_id=before, limit=PAGE, with_parts=True):
        for dossier in page:
            yield record_of(dossier, person, now)
        before = page[-1].pk


def items(user: User, person: Person, now: datetime) -> Iterator[Record]:
    """Give what is in the person's store, with its uses and links."""
    before: int | None = None
    while page := vault.items_of(user, before_id=before, limit=PAGE):
        for item in page:
            yield _item(item, today(now))
        before = page[-1].pk


def _item(item: Item, on: date) -> Record:
    said = state_said(ItemState(item.state), valid_from=item.valid_from, valid_until=item.valid_until, on=on)
    links = sharing.shares_of(item)
    uses = vault.reuses_of(item)
    data = {
        "id": str(item.public_id),
        "kind": item.kind,
        "name": item.name,
        "number": item.number,
        "issuer": item.issuer,
        "issued_on": say_day(item.issued_on),
        "valid_until": say_day(item.valid_until),
        "state": item.state,
        "dossier": item.dossier_code,
        "file": file_facts(item.file, "kho") if item.file is not None else None,
        "uses": [{"dossier": use.dossier_code, "agency": use.agency.name, "at": moment(use.at)} for use in uses],
        "links": [
            {
                "purpose": link.purpose,
                "made_at": moment(link.created_at),
                "ends_at": moment(link.expires_at),
                "revoked_at": moment(link.revoked_at),
                "looks": [{"at": moment(look.at), "took_file": look.took_file} for look in link.looks.all()],
            }
            for link in links
        ],
    }
    rows = [
        (_("Loại"), _(KINDS[ItemKind(item.kind)])),
        (_("Số"), item.number),
        (_("Nơi cấp"), item.issuer),
        (_("Tình trạng"), _(said)),
        (_("Phạm vi"), _(TERRITORIES[Territory(item.territory)])),
        (_("Chữ ký"), _(SIGNATURES[Signature(item.signature)])),
        (_("Từ hồ sơ"), item.dossier_code),
    ]
    parts: list[tuple[str, Rows]] = [
        (_("Đã dùng lại ở"), [(use.dossier_code, f"{use.agency.name}, {say_moment(use.at)}") for use in uses]),
        (_("Liên kết đã chia sẻ"), [(link.purpose, say_moment(link.expires_at)) for link in links]),
    ]
    return Record(item.name, data, rows, parts, [attached(item.file, "kho")] if item.file is not None else [])


def copies(user: User, person: Person, now: datetime) -> Iterator[Record]:
    """Give the certified electronic copies that were issued to the person."""
    for copy in copies_of(person):
        book = copy.certification
        data = {
            "document": book.document,
            "agency": book.agency.name,
            "number": book.number,
            "certified_on": say_day(book.certified_on),
            "file": file_facts(copy.file, "ban-sao") if copy.file is not None else None,
        }
        rows = [(_("Nơi chứng thực"), book.agency.name), (_("Số"), str(book.number))]
        files = [attached(copy.file, "ban-sao")] if copy.file is not None else []
        yield Record(book.document, data, rows, (), files)


def notices(user: User, person: Person, now: datetime) -> Iterator[Record]:
    """Give the inbox."""
    before: int | None = None
    while page := inbox.inbox_of(person.pk, before_id=before, limit=LOOKS):
        for one in page:
            words = worded(NoticeKind(one.kind), one.params)
            data = {"at": moment(one.created_at), "subject": words.subject, "text": words.text}
            data |= {"kind": one.kind, "about": f"{one.about_kind}:{one.about_id}", "read_at": moment(one.read_at)}
            yield Record(words.subject, data, [(say_moment(one.created_at), words.text)])
        before = page[-1].pk


def looks(user: User, person: Person, now: datetime) -> Iterator[Record]:
    """Give who looked at the person's data; what the law keeps back is not among them (`dossiers.looking`)."""
    before: int | None = None
    while page := looks_at(user, before_id=before, limit=LOOKS):
        for look in page:
            data = {
                "at": moment(look.at),
                "unit": _(look.unit),
                "post": _(look.post) if look.post else "",
                "why": _(look.why),
                "dossiers": list(look.dossiers),
                "items": list(look.items),
            }
            said = ", ".join([say_moment(look.at), *look.dossiers, *look.items])
            yield Record(_(look.unit), data, [(_(look.why), said)])
        before = page[-1].id


COLLECTORS: Mapping[str, Callable[[User, Person, datetime], Iterator[Record]]] = {
    "account": account,
    "mandates": mandates,
    "drafts": drafts,
    "dossiers": held_dossiers,
    "items": items,
    "copies": copies,
    "notices": notices,
    "looks": looks,
}


def _is_sealed(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("idn:", "loose:"))
