"""What the page of a procedure says, put into words from its version."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from motcua.lib.marks import N_
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.rules.defaults import title_of
from motcua.procedures.rules.names import UNNAMED_FEE, Channel, HandledBy, Level
from motcua.procedures.rules.summaries import fee_in_short, time_in_short
from motcua.procedures.saying import say_span
from motcua.ui.amounts import said_sum, say_money
from motcua.ui.texts import said, shortened, translated

HANDLED_BY: dict[str, str] = {
    HandledBy.COMMUNE: N_("Cấp xã"),
    HandledBy.PROVINCE: N_("Cấp tỉnh"),
    HandledBy.BRANCH: N_("Cơ quan ngành dọc tại địa phương"),
    HandledBy.NOBODY_HERE: N_("Cấp bộ (chỉ xem thông tin)"),
}
WAYS: dict[str, str] = {
    Channel.ONLINE: N_("Trực tuyến"),
    Channel.DIRECT: N_("Trực tiếp tại nơi tiếp nhận"),
    Channel.POST: N_("Qua bưu chính công ích"),
}
LEVELS: dict[str, str] = {
    Level.MINISTRY: N_("Cấp bộ"),
    Level.PROVINCE: N_("Cấp tỉnh"),
    Level.COMMUNE: N_("Cấp xã"),
    Level.OTHER: N_("Cơ quan khác"),
}
FLAGS: dict[str, str] = {
    "duration_without_unit": N_("Nguồn công bố ghi số mà không ghi đơn vị thời gian: đừng hiểu là số ngày."),
    "duration_missing": N_("Nguồn công bố không ghi thời hạn ở bảng; xem phần trình tự thực hiện."),
    "duration_in_words": N_("Nguồn công bố ghi thời hạn bằng lời, hệ thống không tự tính ngày hẹn; xem bảng bên dưới."),
    "several_durations": N_("Có nhiều thời hạn khác nhau cho cùng một cách nộp, tùy trường hợp."),
    "free_but_amount": N_("Nguồn công bố ghi “miễn phí” nhưng phần ghi chú lại nêu số tiền. Hãy hỏi nơi tiếp nhận."),
    "free_with_note": N_("Mức phí có kèm điều kiện, xem phần ghi chú."),
    "amount_doubtful": N_("Số tiền trong nguồn công bố nhỏ bất thường, có thể thiếu đơn vị."),
    "fee_unknown": N_("Nguồn công bố không ghi mức phí, lệ phí."),
    "online_slower": N_("Nộp trực tuyến có thời hạn dài hơn nộp trực tiếp."),
    "online_dearer": N_("Nộp trực tuyến có mức phí cao hơn nộp trực tiếp."),
    "level_unlike_agency": N_(
        "Nguồn công bố xếp thủ tục ở cấp bộ nhưng nêu cơ quan ở tỉnh. Hãy hỏi cơ quan thực hiện trước khi nộp."
    ),
    "no_way_to_file": N_("Nguồn công bố không ghi cách nộp hồ sơ."),
    "no_papers": N_("Nguồn công bố không liệt kê được giấy tờ phải nộp."),
    "no_agency": N_("Nguồn công bố không ghi cơ quan thực hiện."),
}
# What is still the package's own word although the record is unclear: an edited package has answered it.
ANSWERED_BY_HAND = frozenset(FLAGS) - {"online_slower", "online_dearer"}
NATIONAL_PORTAL = "https://dichvucong.gov.vn"
# More text than this goes to the page of the full text, so that the first page stays light.
MOST_BELOW = 7_000
MOST_PAPERS = 40


@dataclass(frozen=True)
class Way:
    """One way to file, or several alike, with how long it takes and what it costs."""

    name: str
    time: str
    fees: list[str]


@dataclass(frozen=True)
class Papers:
    """Papers that stand together: under a case, under a heading of the record, or alone."""

    title: str
    papers: list[dict[str, Any]]


class ProcedurePage:
    """A version as a layman reads it first, and as the law words it below."""

    def __init__(self, version: ProcedureVersion, *, mode: str, is_all_open: bool, is_whole: bool = False) -> None:
        self.version = version
        self.code = version.procedure.code
        self.title = str(version.settings.get("title") or version.procedure.title)
        self.record: dict[str, Any] = version.record
        self.name = str(self.record["name"])
        self.heading = shortened(self.title, 180)
        self.lead = str(version.settings.get("lead") or "")
        self.handled_by = version.procedure.handled_by
        self.is_open = version.procedure.is_open or is_all_open
        self.mode = mode
        self.most_papers = len(version.papers) if is_whole else MOST_PAPERS
        self.channels = [channel for channel in WAYS if channel in (version.settings.get("channels") or [])]

    @property
    def has_longer_name(self) -> bool:
        """Tell whether the law's name says more than the heading."""
        return title_of(self.name) != self.heading

    @property
    def is_online(self) -> bool:
        return Channel.ONLINE in self.channels

    @property
    def national_portal(self) -> str:
        return str(self.record.get("source_url") or "") or NATIONAL_PORTAL

    @property
    def national_service(self) -> str:
        """Where one files on the national portal."""
        return settings.NATIONAL_SERVICE.replace("{code}", self.code) or self.national_portal

    @property
    def filing(self) -> str:
        """How one files: here, there (national portal), counter, elsewhere (nobody here handles it), or not known."""
        if not self.is_open:
            return "elsewhere"
        if not self.channels:
            return "unknown"
        if not self.is_online:
            return "counter"
        return "there" if self.mode == "back_office" else "here"

    @cached_property
    def address(self) -> str:
        return settings.SITE_ADDRESS + reverse("portal:procedure", args=[self.code])

    @property
    def level(self) -> str:
        return _(HANDLED_BY[self.handled_by])

    @property
    def levels(self) -> str:
        return ", ".join(_(LEVELS[level]) for level in self.record.get("levels", []) if level in LEVELS)

    @property
    def time(self) -> str:
        """How long in a few words; empty where the record names no time."""
        return said(time_in_short(self.version.limits))

    @property
    def fee(self) -> str:
        """How much in a few words; empty where the record leaves it unclear or names nothing."""
        return said(fee_in_short(self.version.fees))

    @property
    def where(self) -> str:
        match self.handled_by:
            case HandledBy.COMMUNE:
                return _("Trung tâm Phục vụ hành chính công cấp xã")
            case HandledBy.PROVINCE:
                return _("Trung tâm Phục vụ hành chính công cấp tỉnh")
        agencies = self.record.get("implementing_agencies") or []
        return said(str(agencies[0])) if agencies else _("Xem cơ quan thực hiện bên dưới")

    @property
    def gives(self) -> str:
        return str(self.version.result.get("name") or "")

    @property
    def results(self) -> list[str]:
        others = [str(item["name"]) for item in self.version.result.get("others", [])]
        return [self.gives, *others]

    @cached_property
    def remarks(self) -> list[str]:
        """What is ambiguous in the published data, in sentences."""
        answered = ANSWERED_BY_HAND if self.version.origin == "hand" else frozenset()
        return [_(FLAGS[flag]) for flag in self.record.get("flags", []) if flag in FLAGS and flag not in answered]

    @cached_property
    def notes(self) -> list[str]:
        """What surprises people later if nobody says it first."""
        settings_of = self.version.settings
        told = []
        if who := (settings_of.get("in_person") or {}).get("who"):
            told.append(
                _("Phải có mặt tại nơi tiếp nhận: %(who)s.") % {"who": ", ".join(translated(str(one)) for one in who)}
            )
        if within := (settings_of.get("applicant_check") or {}).get("within"):
            span = {"span": say_span(within)}
            told.append(_("Trước khi ký, cơ quan gửi bản dự thảo để ông/bà kiểm tra trong %(span)s.") % span)
        if any(paper.get("original_kept") for paper in self.version.papers):
            told.append(_("Nơi tiếp nhận giữ bản chính cho đến khi trả kết quả."))
        if str(settings_of.get("processing_system", "")).startswith("external"):
            told.append(_("Hồ sơ được giải quyết trên hệ thống của ngành; kết quả được báo về đây."))
        return told

    @cached_property
    def ways(self) -> list[Way]:
        # Ways of the same time and money share a line: three times the same words hide that they are the same.
        same: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for channel in self.channels:
            same.setdefault((self._time(channel), tuple(self._fees(channel))), []).append(_(WAYS[channel]))
        return [Way(Markup("<br>").join(names), time, list(fees)) for (time, fees), names in same.items()]

    def _time(self, channel: str) -> str:
        texts = [said(limit["text"]) for limit in self.version.limits if channel in limit["channels"]]
        return Markup("; ").join(dict.fromkeys(texts)) or _("Không có thông tin")

    def _fees(self, channel: str) -> list[str]:
        found = []
        for fee in self.version.fees:
            if channel not in fee["channels"]:
                continue
            text = str(fee["text"])
            # A package made by hand says it in full (for whom, from which page on); a record's text is only a number.
            if fee["amount"] and not fee.get("unclear") and not fee.get("basis"):
                text = say_money(fee["amount"]) + (f"/{fee['per']}" if fee.get("per") else "")
            text = said_sum(text)
            if fee.get("name") and fee["name"] != UNNAMED_FEE:
                text = Markup("{}: {}").format(said(fee["name"]), text)
            note = said(fee.get("note") or "", 400)
            found.append(Markup("{} ({})").format(text, note) if note else text)
        return found or [_("Không có thông tin")]

    @cached_property
    def papers(self) -> list[Papers]:
        """The papers, those of no case and no heading first."""
        return self._grouped(lambda paper: paper.get("kind") != "info")

    @cached_property
    def remarks_on_papers(self) -> list[Papers]:
        """What the record lists among the papers although it is a remark and no paper."""
        return self._grouped(lambda paper: paper.get("kind") == "info")

    def _grouped(self, wanted: Callable[[dict[str, Any]], bool]) -> list[Papers]:
        names = {case["key"]: str(case["name"]) for case in self.version.settings.get("cases", [])}
        groups: dict[str, list[dict[str, Any]]] = {"": []}
        for paper in filter(wanted, self.version.papers[: self.most_papers]):
            titles = [names[key] for key in paper.get("cases", []) if key in names]
            title = (
                Markup(" · ").join(map(said, titles))
                if titles and len(titles) < len(names)
                else str(paper.get("group") or "")
            )
            groups.setdefault(title, []).append(paper)
        return [Papers(title, items) for title, items in groups.items() if items]

    @property
    def papers_left_out(self) -> int:
        return max(0, len(self.version.papers) - self.most_papers)

    @cached_property
    def sections(self) -> list[tuple[str, str, list[str]]]:
        """The legal text in parts: (id, title, paragraphs)."""
        record = self.record
        found = [
            ("mo-ta", _("Mô tả"), record.get("description")),
            ("trinh-tu", _("Trình tự thực hiện"), record.get("steps")),
            ("cach-thuc", _("Cách thức thực hiện"), self._notes()),
            ("dieu-kien", _("Yêu cầu, điều kiện"), record.get("conditions")),
            ("doi-tuong", _("Đối tượng thực hiện"), self._named("subjects", "subjects_note")),
            ("co-quan", _("Cơ quan thực hiện"), self._named("implementing_agencies", "agencies_note")),
            ("tham-quyen", _("Cơ quan có thẩm quyền"), self._named("competent_agency", "competent_note")),
            ("uy-quyen", _("Cơ quan được ủy quyền"), record.get("delegated_agency")),
            ("phoi-hop", _("Cơ quan phối hợp"), record.get("coordinating_agency")),
            ("dia-chi", _("Địa chỉ tiếp nhận hồ sơ"), record.get("reception_address")),
            ("can-cu", _("Căn cứ pháp lý"), self._laws()),
            ("quyet-dinh", _("Quyết định công bố"), record.get("decision")),
        ]
        return [(key, title, _paragraphs(str(text))) for key, title, text in found if text]

    def _named(self, key: str, note: str) -> str:
        """Return names in one line, and below it what the record says of them in its own words."""
        names = self.record.get(key) or []
        parts = [names if isinstance(names, str) else ", ".join(names), str(self.record.get(note) or "")]
        return "\n".join(filter(None, parts))

    @property
    def is_long(self) -> bool:
        """Tell whether the legal text is too long to stand below the first answers."""
        return sum(len(line) for _key, _title, lines in self.sections for line in lines) > MOST_BELOW

    @cached_property
    def sections_below(self) -> list[tuple[str, str, list[str]]]:
        """The legal text that stands on the first page: all of it, or its short parts."""
        if not self.is_long:
            return self.sections
        return [part for part in self.sections if sum(map(len, part[2])) <= 600]

    def _notes(self) -> str:
        notes = [
            f"{_(WAYS[method['channel']])}: {method['note']}"
            for method in self.record.get("methods", [])
            if method.get("note") and method["channel"] in WAYS
        ]
        return "\n".join(dict.fromkeys(notes))

    def _laws(self) -> str:
        laws = self.record.get("legal_basis", [])
        lines = [" – ".join(str(law[key]) for key in ("number", "title") if law.get(key)) for law in laws]
        between = "\n" if any(law.get("title") for law in laws) else ", "
        return between.join(dict.fromkeys(line for line in lines if line)) or str(self.record.get("legal_text") or "")

    @cached_property
    def metadata(self) -> Markup:
        """The page as schema.org data for search engines (a data block, never executed)."""
        data = {
            "@context": "https://schema.org",
            "@type": "GovernmentService",
            "name": self.title,
            "alternateName": self.name,
            "identifier": self.code,
            "serviceType": self.record.get("field", ""),
            "url": self.address,
            "inLanguage": "vi",
            "audience": [{"@type": "Audience", "audienceType": who} for who in self.record.get("subjects", [])[:6]],
            "provider": [
                {"@type": "GovernmentOrganization", "name": name}
                for name in self.record.get("implementing_agencies", [])[:3]
            ],
            "areaServed": {"@type": "AdministrativeArea", "name": settings.PROVINCE},
            "serviceOutput": {"@type": "Thing", "name": self.gives},
        }
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        # Inside a script element only the end tag and comments matter: no "<" can begin one.
        return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704 - escaped just here


def _paragraphs(text: str) -> list[str]:
    return [line for line in (part.strip() for part in text.split("\n")) if line]
