"""The default package promises nothing that the record does not say."""

from decimal import Decimal
from typing import Any

import pytest

from motcua.organisations.rules import Role
from motcua.procedures.rules import defaults, processes
from motcua.procedures.rules.defaults import package_of
from motcua.procedures.rules.names import HandledBy, Unit
from motcua.procedures.rules.records import read
from motcua.procedures.tests.test_records import COLLECTED
from motcua.workflow import diagram


@pytest.mark.parametrize(
    ("levels", "agencies", "expected"),
    [
        (["Cấp xã"], ["Ủy ban nhân dân cấp xã"], HandledBy.COMMUNE),
        (["Cấp tỉnh"], ["Sở Tư pháp"], HandledBy.PROVINCE),
        (["Cấp tỉnh", "Cấp xã"], ["Ủy ban nhân dân cấp xã", "Sở Tư pháp"], HandledBy.COMMUNE),
        (["Cấp bộ"], ["Cục Hàng không Việt Nam"], HandledBy.NOBODY_HERE),
        (["Cấp bộ", "Cấp tỉnh"], ["Bộ Tư pháp", "Sở Tư pháp"], HandledBy.PROVINCE),
        (["Cấp xã"], ["Công an cấp Xã"], HandledBy.BRANCH),
        (["Cấp tỉnh", "Cấp xã"], ["Thuế tỉnh, thành phố", "Thuế cơ sở"], HandledBy.BRANCH),
        (["Cơ quan khác"], ["Chi cục Hải quan khu vực"], HandledBy.BRANCH),
        (["Cơ quan khác"], ["Cơ quan đại diện có thẩm quyền"], HandledBy.NOBODY_HERE),
        ([], [], HandledBy.NOBODY_HERE),
    ],
)
def test_who_handles_it(levels: list[str], agencies: list[str], expected: HandledBy) -> None:
    record = read({**COLLECTED, "levels": levels, "implementing_agencies": agencies})
    assert defaults.handled_by(record) == expected


def method(**fields: Any) -> dict[str, Any]:
    return {"channel": "direct", "duration": 3, "unit": "working_day", "fees": [], "note": "", **fields}


def test_a_duration_without_unit_is_not_days() -> None:
    (limit,) = defaults.limits_of([method(duration=1, unit=None)])
    assert limit["amount"] is None
    assert limit["unclear"] is True
    assert limit["text"] == "1 (nguồn công bố không ghi đơn vị)"


def test_limits_hang_on_the_channel() -> None:
    limits = defaults.limits_of([method(), method(channel="online", duration=5), method(channel="post")])
    assert [(limit["channels"], limit["amount"]) for limit in limits] == [(["direct", "post"], 3), (["online"], 5)]
    assert defaults.shortest(limits) == (3, Unit.WORKING_DAY)


def test_two_durations_on_a_channel_are_not_chosen_from() -> None:
    (limit,) = defaults.limits_of([method(), method(duration=10)])
    assert limit["amount"] is None
    assert limit["text"] == "03 ngày làm việc hoặc 10 ngày làm việc"


@pytest.mark.parametrize(
    ("fee", "unclear"),
    [
        ({"text": "Miễn phí", "amount": 0, "note": ""}, False),
        ({"text": "Miễn phí", "amount": 0, "note": "8.000 đồng/bản"}, True),
        ({"text": "50.000 VNĐ", "amount": 50000, "note": ""}, False),
        ({"text": "50 VNĐ", "amount": 50, "note": ""}, True),
        ({"text": "Không có thông tin", "amount": None, "note": ""}, True),
    ],
)
def test_fees_that_contradict_themselves_are_unclear(fee: dict[str, Any], unclear: bool) -> None:
    (rule,) = defaults.fees_of([method(fees=[fee])])
    assert rule["unclear"] is unclear


def test_several_fee_lines_on_a_channel_are_never_added() -> None:
    lines = [{"text": "1", "amount": 10000, "note": ""}, {"text": "2", "amount": 20000, "note": ""}]
    assert [rule["unclear"] for rule in defaults.fees_of([method(fees=lines)])] == [True, True]


def document(name: str, originals: int = 1, copies: int = 0) -> dict[str, Any]:
    return {"name": name, "form_file": "", "originals": originals, "copies": copies}


def test_papers_are_required_only_without_conditions() -> None:
    _, papers = defaults.papers_of(
        [
            {
                "name": "* Giấy tờ phải nộp:",
                "documents": [document("- Tờ khai theo mẫu"), document("Văn bản ủy quyền trong trường hợp ủy quyền")],
            },
            {"name": "* Giấy tờ phải xuất trình:", "documents": [document("Hộ chiếu")]},
            {"name": "* Lưu ý:", "documents": [document("Không phải nộp lại", 0)]},
        ]
    )
    assert [(paper["kind"], paper["required"]) for paper in papers] == [
        ("submit", True),
        ("submit", False),
        ("show", False),
        ("info", False),
    ]
    assert papers[0]["name"] == "Tờ khai theo mẫu"
    assert len({paper["key"] for paper in papers}) == 4


def test_groups_that_read_like_cases_are_cases() -> None:
    cases, papers = defaults.papers_of(
        [
            {"name": "", "documents": [document("Đơn")]},
            {"name": "a) Trường hợp cấp mới:", "documents": [document("Bản vẽ")]},
            {"name": "b) Trường hợp cấp lại:", "documents": [document("Giấy cũ")]},
        ]
    )
    assert [case["key"] for case in cases] == ["case_1", "case_2"]
    assert [paper.get("cases") for paper in papers] == [None, ["case_1"], ["case_2"]]
    assert [case["name"] for case in cases] == ["a) Trường hợp cấp mới", "b) Trường hợp cấp lại"]
    # Who chose a case brings its papers, but for those that depend on something more.
    assert all(paper["required"] for paper in papers)
    _, papers = defaults.papers_of(
        [
            {"name": "Trường hợp cấp mới", "documents": [document("Văn bản ủy quyền, nếu có")]},
            {"name": "Trường hợp cấp lại", "documents": []},
            {"name": "Trường hợp cấp đổi", "documents": [document("Giấy cũ")]},
        ]
    )
    assert [paper["required"] for paper in papers] == [False, True]
    # One heading alone is no case that anybody could choose.
    _, papers = defaults.papers_of([{"name": "Đối với trường hợp cấp lại", "documents": [document("Giấy cũ")]}])
    assert papers[0]["required"] is False


def test_what_is_only_a_mark_is_no_paper() -> None:
    _, papers = defaults.papers_of([{"name": "", "documents": [document("; "), document("(*) Đơn đề nghị::")]}])
    assert [paper["name"] for paper in papers] == ["Đơn đề nghị"]


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("- Bản sao hộ chiếu có chứng thực;", "Bản sao hộ chiếu có chứng thực"),
        ("Giấy phép nhận chìm ở biển đã được cấp;, ", "Giấy phép nhận chìm ở biển đã được cấp"),
        ("Bản vẽ; ảnh chụp.", "Bản vẽ; ảnh chụp."),
    ],
)
def test_what_ended_a_line_of_a_list_ends_no_name(published: str, shown: str) -> None:
    """A quarter of the published papers are lines of a list: “…;” is the list's, not the paper's."""
    _, papers = defaults.papers_of([{"name": "", "documents": [document(published)]}])
    assert [paper["name"] for paper in papers] == [shown]
    assert defaults.result_of([{"name": published, "code": ""}])["name"] == shown


@pytest.mark.parametrize(
    ("names", "first"),
    [
        (["Văn bản nêu rõ lý do từ chối", "Giấy chứng nhận"], "Giấy chứng nhận"),
        ([".văn bản trả lời.,", "Giấy chứng nhận"], "Giấy chứng nhận"),
        (["Phiếu từ chối tiếp nhận", "Thông báo kết quả"], "Thông báo kết quả"),
        (["Giấy phép hoặc văn bản từ chối", "Quyết định"], "Giấy phép hoặc văn bản từ chối"),
        (["Văn bản từ chối"], "Văn bản từ chối"),
        ([], "Văn bản trả lời"),
    ],
)
def test_what_people_come_for_is_the_result(names: list[str], first: str) -> None:
    result = defaults.result_of([{"name": name, "code": ""} for name in names])
    assert result["name"] == first
    assert len(result["others"]) == max(0, len(names) - 1)


def test_a_time_in_other_words_is_shown_and_never_computed() -> None:
    (limit,) = defaults.limits_of([method(duration=2, unit=None, said="2 Tuần")])
    assert (limit["amount"], limit["text"], limit["unclear"]) == (None, "“2 Tuần”", True)


@pytest.mark.parametrize("amount", [1, 3, 7, 22, 45])
@pytest.mark.parametrize(
    "process",
    list(processes.PATTERNS.values()),
    ids=list(processes.PATTERNS),
)
def test_budgets_add_up_to_the_limit(process: processes.DefaultProcess, amount: int) -> None:
    shares = processes.budgets(process, (amount, Unit.WORKING_DAY))
    assert sum(Decimal(share.removesuffix("wd")) for share in shares.values() if share != "0") == amount
    assert shares["receive"] == shares.get("deliver", "0") == "0"


@pytest.mark.parametrize(
    ("handled_by", "steps", "limit", "expected"),
    [
        (HandledBy.COMMUNE, "Bước 1: nộp hồ sơ.", (3, Unit.WORKING_DAY), processes.COMMUNE),
        (HandledBy.PROVINCE, "", None, processes.PROVINCE),
        (HandledBy.PROVINCE, "", (1, Unit.WORKING_DAY), processes.IN_DAY),
        (HandledBy.COMMUNE, "Bước 2: xác minh tại thôn.", (8, Unit.HOUR), processes.IN_DAY),
        (HandledBy.PROVINCE, "", (16, Unit.HOUR), processes.PROVINCE),
        (HandledBy.PROVINCE, "Sở tổ chức kiểm tra thực tế tại cơ sở", (20, Unit.DAY), processes.PROVINCE_VERIFIED),
        (HandledBy.COMMUNE, "công chức XÁC MINH nội dung", (5, Unit.WORKING_DAY), processes.COMMUNE_VERIFIED),
        (HandledBy.BRANCH, "cán bộ xác minh", (2, Unit.MONTH), processes.COMMUNE_VERIFIED),
        (HandledBy.PROVINCE, "gửi văn bản lấy ý kiến", None, processes.PROVINCE_OPINIONS),
        (HandledBy.COMMUNE, "lấy ý kiến các cơ quan liên quan", None, processes.COMMUNE_OPINIONS),
        (HandledBy.COMMUNE, "lấy ý kiến thống nhất của người dự họp", None, processes.COMMUNE),
        (HandledBy.PROVINCE, "Xin ý kiến Bộ Y tế.\nXác minh.", None, processes.PROVINCE_BOTH),
        (HandledBy.COMMUNE, "hai bên nam, nữ phải có mặt", (1, Unit.DAY), processes.COMMUNE_MET),
    ],
)
def test_the_process_is_the_one_that_the_data_call_for(
    handled_by: HandledBy, steps: str, limit: tuple[int, Unit] | None, expected: processes.DefaultProcess
) -> None:
    assert processes.match_for(handled_by, "commune", steps=steps, limit=limit).process is expected


def test_a_match_says_by_which_words() -> None:
    steps = "Bước 1: nộp hồ sơ.\nSở  tổ chức kiểm tra thực tế; gửi văn bản lấy ý kiến Bộ. Bước 3: trả kết quả"
    found = processes.match_for(HandledBy.PROVINCE, "province", steps=steps)
    assert found.words == ("Sở tổ chức kiểm tra thực tế", "gửi văn bản lấy ý kiến Bộ")


@pytest.mark.parametrize("process", list(processes.PATTERNS.values()), ids=list(processes.PATTERNS))
def test_every_pattern_can_be_published(process: processes.DefaultProcess) -> None:
    """Decree 61/2018 art. 19(4): papers are looked at, and asked for, before anybody goes to see."""
    bpmn = processes.drawn(process, (5, Unit.WORKING_DAY)).encode()
    outline = diagram.read(bpmn, roles=frozenset(role.value for role in Role))
    kinds = [node.kind for node in outline.steps()]
    assert kinds[0] == "receive"
    assert kinds.index("appraise") < (kinds.index("generic") if "generic" in kinds else len(kinds))


def test_months_have_no_shares() -> None:
    # Civil Code 2015, article 148(3): months end on the same date, they are not thirty days.
    assert set(processes.budgets(processes.PROVINCE, (2, Unit.MONTH)).values()) == {"0"}


def test_forms_ask_persons_and_organisations_as_the_subjects_allow() -> None:
    person = defaults.form_of(["Công dân Việt Nam"])["schema"]
    both = defaults.form_of(["Công dân Việt Nam", "Doanh nghiệp", "Người nước ngoài"])["schema"]
    organisation = defaults.form_of(["Tổ chức (không bao gồm doanh nghiệp, HTX)"])["schema"]
    assert "organisation" not in person["properties"]
    assert person["properties"]["applicant"]["required"] == ["full_name", "identity"]
    assert {"applicant_kind", "applicant", "organisation"} <= set(both["properties"])
    assert both["properties"]["applicant"]["required"] == ["full_name"]
    assert "applicant" not in organisation["properties"]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Thủ tục đăng ký khai sinh", "Đăng ký khai sinh"),
        (". Thủ tục cấp giấy", "Cấp giấy"),
        (". cấp giấy", "Cấp giấy"),
        ("...", "..."),
    ],
)
def test_a_title_begins_with_a_word(name: str, title: str) -> None:
    assert defaults.title_of(name) == title


@pytest.mark.parametrize(
    ("steps", "clock", "quoted"),
    [
        ("Nộp hồ sơ. Thời hạn giải quyết được tính lại từ đầu sau khi nhận đủ hồ sơ.", "restart", "tính lại từ đầu"),
        ("Thời gian bổ sung, hoàn thiện hồ sơ không tính vào thời hạn giải quyết;", "not_counted", "Thời gian bổ sung"),
        # Something else is left out, nothing is said, or both: the general rule, as an assumption.
        ("Thời gian xác minh không tính vào thời hạn giải quyết.", "restart", ""),
        ("Nếu thiếu thì hướng dẫn bổ sung.", "restart", ""),
        ("Thời hạn tính lại từ đầu. Thời gian bổ sung không tính vào thời hạn.", "restart", ""),
    ],
)
def test_the_clock_after_a_supplement_is_the_records_word_where_it_has_one(steps: str, clock: str, quoted: str) -> None:
    """Decree 61/2018/NĐ-CP art. 19(4): counted again from the beginning, where the record says nothing else."""
    supplement = package_of({**read(COLLECTED), "steps": steps}).settings["supplement"]
    assert supplement["clock"] == clock
    assert quoted in supplement.get("clock_basis", "")
    assert ("clock_basis" in supplement) == bool(quoted)
