"""What a check of signatures says in words: one verdict, then each signature for those who want to know exactly."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext as _

from motcua.channels.portal.standings import Standing
from motcua.lib.marks import N_
from motcua.signing.rules import PROBLEMS, Added, Report, Revocation, Signature, Stamp, meaning_of
from motcua.ui.moments import say_date, say_moment
from motcua.ui.texts import translated

Tone = Literal["good", "mixed", "bad"]
# Of several signatures the worst counts: what is no longer what was signed comes before who signed it.
WORST = ("altered", "unreadable", "added", "revoked", "expired", "partial", "untrusted")
SAID = {
    "altered": (N_("Đừng tin tệp này"), N_("Nội dung đã bị sửa sau khi ký.")),
    "unreadable": (
        N_("Không kiểm tra được"),
        N_("Tệp hỏng, hoặc chữ ký trong tệp không đọc được. Hãy tải lại tệp từ nơi đã cấp rồi thử lại."),
    ),
    "added": (
        N_("Đừng tin phần thêm vào"),
        N_("Chữ ký có thật, nhưng sau khi ký tệp bị thêm nội dung. Hãy xin lại bản gốc từ nơi đã cấp."),
    ),
    "revoked": (N_("Chữ ký không có giá trị"), N_("Chứng thư số đã bị thu hồi trước lúc ký.")),
    "expired": (N_("Chữ ký không có giá trị"), N_("Chứng thư số không còn (hoặc chưa) hiệu lực vào lúc ký.")),
    "partial": (
        N_("Chưa kết luận được"),
        N_("Chữ ký chỉ ký một phần của tệp, hoặc tệp có nhiều chữ ký. Trang này chỉ xét chữ ký bao trùm cả tệp."),
    ),
    "untrusted": (
        N_("Tệp còn nguyên, nhưng không rõ ai ký"),
        N_(
            "Chứng thư số không do tổ chức trong danh sách tin cậy của hệ thống này cấp. "
            "Tên người ký không được ai bảo đảm."
        ),
    ),
    "unsigned": (
        N_("Tệp không có chữ ký số"),
        N_(
            "Bản chụp, bản in ra rồi quét lại và bản nháp không mang chữ ký số. Nếu trên giấy có mã QR, hãy quét mã ấy."
        ),
    ),
    "encrypted": (
        N_("Tệp đặt mật khẩu"),
        N_(
            "Không kiểm tra được chữ ký trong tệp đặt mật khẩu. "
            "Hãy xin bản không đặt mật khẩu; đừng gửi mật khẩu cho ai."
        ),
    ),
    "too_many_pages": (N_("Tệp quá nhiều trang"), N_("Trang này không kiểm tra tệp dài như vậy.")),
    "too_heavy": (
        N_("Không kiểm tra xong"),
        N_("Tệp quá phức tạp, hoặc được làm ra để gây hại, nên không kiểm tra xong trong thời gian cho phép."),
    ),
    "other_kind": (
        N_("Không phải tệp PDF hay XML"),
        N_("Trang này chỉ kiểm tra chữ ký số trong tệp PDF và XML. Ảnh chụp và tệp Word không mang chữ ký số."),
    ),
}
MIXED = frozenset({"untrusted", "partial", "unsigned", "encrypted", "too_many_pages", "other_kind"})
ADDED = {
    Added.NOTHING: N_("Không có gì"),
    Added.PROOFS: N_("Chỉ có bằng chứng để kiểm tra về sau"),
    Added.SIGNATURES: N_("Chỉ có chữ ký tiếp theo hoặc ô chừa sẵn được điền"),
    Added.NOTES: N_("Có ghi chú được thêm vào"),
    Added.CONTENT: N_("Có nội dung khác được thêm vào"),
    Added.UNCLEAR: N_("Không xác định được"),
}


@dataclass(frozen=True)
class Verdict:
    """The one verdict over a file, and what else to know before relying on it."""

    tone: Tone
    title: str
    text: str
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    """One signature: a line for everybody, and its particulars as rows of a list."""

    title: str
    is_good: bool
    line: str
    rows: list[dict[str, str]]


def verdict_of(report: Report, standing: Standing | None, now: datetime) -> Verdict:
    """Return what to think of a file whose signatures were checked, and which this system knows or does not."""
    found = {one.problem for one in report.signatures if one.problem}
    problem = report.problem or next((each for each in WORST if each in found), "")
    if problem:
        title, text = SAID[problem]
        return Verdict("mixed" if problem in MIXED else "bad", _(title), _(text), _notes(report, now))
    if standing is None:
        text = _(
            "Tệp còn nguyên như lúc ký và người ký được tổ chức tin cậy xác nhận. Hệ thống này không cấp đúng tệp này, "
            "nên không biết giấy tờ còn hiệu lực hay không: hãy hỏi nơi đã cấp."
        )
        return Verdict("good", _("Chữ ký hợp lệ"), text, _notes(report, now))
    if standing.state == "replaced":
        text = _("Tệp có thật và còn nguyên, nhưng đã được thay bằng bản khác. Bản này không còn dùng được.")
        return Verdict("bad", _("Đã được thay thế"), text, _notes(report, now))
    if standing.state == "revoked":
        text = _("Tệp có thật và còn nguyên, nhưng cơ quan đã rút lại, thu hồi hoặc hủy. Bản này không còn dùng được.")
        return Verdict("bad", _("Đã bị thu hồi"), text, _notes(report, now))
    text = _("Tệp còn nguyên như lúc ký, do cơ quan ghi dưới đây cấp, và chưa bị thay thế hay thu hồi.")
    return Verdict("good", _("Có thật và còn hiệu lực"), text, _notes(report, now))


def _notes(report: Report, now: datetime) -> list[str]:
    notes = []
    good = [one for one in report.signatures if one.is_good]
    if any(not one.is_witnessed for one in good):
        notes.append(_("Lúc ký là theo đồng hồ của người ký: chưa có dấu thời gian của bên thứ ba làm chứng."))
    if any(not one.is_witnessed and one.valid_to is not None and one.valid_to < now for one in good):
        notes.append(_("Chứng thư số nay đã hết hạn, và không có gì làm chứng rằng tệp được ký trước đó."))
    if any(one.revocation == Revocation.UNKNOWN for one in good):
        notes.append(
            _("Tệp không mang theo bằng chứng rằng chứng thư số chưa bị thu hồi lúc ký; trang này không hỏi thêm.")
        )
    return notes


def told(report: Report, standing: Standing | None) -> list[Told]:
    """Return each signature in words; for a file that this system gave out also what the person signed as."""
    return [_told(one, standing) for one in report.signatures]


def _told(one: Signature, standing: Standing | None) -> Told:
    is_seal = bool(one.agency and one.name == one.agency) or (standing is not None and one.field == "agency")
    capacity = standing.capacity if standing is not None and not is_seal else ""
    capacity = capacity or one.capacity
    who = [one.name or _("Không rõ tên"), capacity, "" if is_seal else one.agency]
    when = _("ký lúc %(when)s") % {"when": say_moment(one.signed_at)} if one.signed_at is not None else ""
    title = _("Dấu của cơ quan") if is_seal else _("Chữ ký của người có tên dưới đây")
    return Told(
        title=title,
        is_good=one.is_good,
        line=", ".join(part for part in (*who, when) if part),
        rows=[row for row in _rows(one, capacity, is_seal=is_seal) if row["value"]],
    )


def _rows(one: Signature, capacity: str, *, is_seal: bool) -> list[dict[str, str]]:
    outcome = _("Hợp lệ") if one.is_good else translated(PROBLEMS.get(one.problem, "")) or _("Không hợp lệ")
    pairs = [
        (_("Kết luận"), outcome),
        (_("Người ký"), one.name if not is_seal else ""),
        (_("Cơ quan"), one.agency or (one.name if is_seal else "")),
        (_("Ký với tư cách"), _capacity(capacity, is_seal=is_seal)),
        (_("Chức vụ trong chứng thư"), one.capacity if one.capacity != capacity else ""),
        (_("Lúc ký"), _time(one)),
        (_("Nội dung được ký"), _("Còn nguyên") if one.intact else _("Không còn như lúc ký")),
        (_("Thêm vào sau khi ký"), _added(one)),
        (_("Chứng thư số"), _certificate(one)),
        (_("Thu hồi"), _revocation(one)),
        (_("Mức chữ ký"), one.level.value if one.is_good else ""),
        (_("Lý do ký"), one.reason),
        (_("Số chứng thư"), one.serial),
    ]
    return [{"key": key, "value": value} for key, value in pairs]


def _capacity(capacity: str, *, is_seal: bool) -> str:
    if is_seal:
        return _("Dấu của cơ quan, do văn thư đóng")
    meaning = meaning_of(capacity)
    return f"{capacity} ({translated(meaning)})" if meaning else capacity


def _time(one: Signature) -> str:
    if one.signed_at is None:
        return _("Tệp không ghi")
    moment = say_moment(one.signed_at)
    if one.is_witnessed:
        return _("%(when)s, theo dấu thời gian của %(authority)s") % {"when": moment, "authority": one.time_authority}
    return _("%(when)s, chỉ theo đồng hồ của người ký") % {"when": moment}


def _added(one: Signature) -> str:
    words = translated(ADDED[one.added])
    if one.added in {Added.NOTHING, Added.UNCLEAR}:
        return words
    allowed = _("người ký cho phép") if one.is_permitted else _("người ký không cho phép")
    return f"{words}: {allowed}"


def _certificate(one: Signature) -> str:
    until = say_date(one.valid_to.date()) if one.valid_to is not None else _("không rõ")
    if one.chain:
        way = " → ".join(one.chain[1:])
        return _("Do %(way)s cấp, có trong danh sách tin cậy; hết hạn %(until)s") % {"way": way, "until": until}
    issuer = one.issuer or _("không rõ")
    return _("Nơi cấp tự ghi là %(issuer)s, không đối chiếu được với danh sách tin cậy; hết hạn %(until)s") % {
        "issuer": issuer,
        "until": until,
    }


def _revocation(one: Signature) -> str:
    if one.revocation == Revocation.GOOD:
        return _("Chưa bị thu hồi lúc ký: bằng chứng nằm trong tệp")
    if one.revocation == Revocation.REVOKED:
        when = say_moment(one.revoked_at) if one.revoked_at is not None else _("không rõ")
        return _("Bị thu hồi từ %(when)s: bằng chứng nằm trong tệp") % {"when": when}
    return _("Tệp không mang bằng chứng, chưa kiểm tra được")


def stamps_told(stamps: tuple[Stamp, ...]) -> list[dict[str, Any]]:
    """Return the time stamps over the whole document as rows of a list."""
    rows = []
    for stamp in stamps:
        when = say_moment(stamp.at) if stamp.at is not None else _("không rõ")
        verdict = _("hợp lệ") if stamp.is_good else _("không hợp lệ")
        until = say_date(stamp.until.date()) if stamp.until is not None else _("không rõ")
        rows.append(
            {
                "key": stamp.authority or _("Không rõ tên"),
                "value": _("%(when)s, %(verdict)s; chứng thư của nơi cấp hết hạn %(until)s")
                % {"when": when, "verdict": verdict, "until": until},
            }
        )
    return rows
