"""Every statutory form with invented data as long as real life brings them: previews, proposals and tests draw these.

Names as people of the Cơ Ho and M'nông bear them, long titles, and as many papers as one likes.
"""

from datetime import UTC, date, datetime
from typing import Any

from ..rules import form_data as forms
from ..rules.form_sets import FormKind

AT = datetime(2026, 11, 27, 7, 5, tzinfo=UTC)  # 14:05 in Việt Nam
DUE = datetime(2026, 12, 4, 10, 0, tzinfo=UTC)
DAY = date(2026, 11, 27)
CODE = "H36.12.03-261127-0042"
TRACKING = f"https://dichvucong.lamdong.gov.vn/tra-cuu?ma={CODE}"
NAME = "K'Brĕŏ Ƀun Nŏng Kră Jă Ŭih Ha Bŭi Ksor H'Yĕn Niê Kđăm"
UNIT = "Trung tâm Phục vụ hành chính công xã Đơn Dương"
PROCEDURE = (
    "Cấp giấy phép xây dựng mới đối với công trình cấp đặc biệt, cấp I, cấp II (công trình không theo tuyến/theo tuyến "
    "trong đô thị/tín ngưỡng, tôn giáo/tượng đài, tranh hoành tráng/theo giai đoạn cho công trình không theo tuyến/"
    "theo giai đoạn cho công trình theo tuyến trong đô thị/dự án) và nhà ở riêng lẻ"
)
HEAD = forms.Head("Ủy ban nhân dân xã Đơn Dương", UNIT, "Đơn Dương", DAY, CODE)
APPLICANT = forms.Applicant(
    submitter=NAME,
    owner="Công ty trách nhiệm hữu hạn một thành viên Đầu tư, Xây dựng và Phát triển hạ tầng Nam Tây Nguyên",
    address="Số nhà 117/26/4, đường Nguyễn Thị Minh Khai nối dài, thôn Pró Ngó, xã Đơn Dương, tỉnh Lâm Đồng",
    phone="0912 345 678",
    email="mot.dia.chi.thu.dien.tu.rat.dai@thudientu.lamdong.gov.vn",
    identity="068085001234",
    owner_address="Lô CN5, Khu công nghiệp Phú Hội, xã Đức Trọng, tỉnh Lâm Đồng",
)
CONTACT = forms.Contact("https://dichvucong.lamdong.gov.vn", "ông/bà Lê Thị Ánh", "0263 3847 115")
PAPER = "Bản sao giấy tờ chứng minh quyền sử dụng đất theo pháp luật về đất đai, số {} (bản trích đo kèm theo)"
REASON = (
    "Bản vẽ thiết kế chưa thể hiện vị trí tuyến công trình, mặt bằng tổng thể; bản kê khai năng lực của tổ chức thiết "
    "kế chưa có xác nhận; địa chỉ thửa đất trong đơn chưa khớp với giấy chứng nhận quyền sử dụng đất đã nộp."
)


def papers(number: int) -> tuple[forms.PaperLine, ...]:
    """Return so many papers with counts of every kind."""
    return tuple(
        forms.PaperLine(PAPER.format(place), originals=place % 3, certified=place % 2, photocopies=1, scans=place % 4)
        for place in range(1, number + 1)
    )


def sample(kind: FormKind, *, rows: int = 3, head: forms.Head = HEAD, **fields: Any) -> Any:
    """Return a form of a kind, with so many papers, points, passages or dossiers in it."""
    same: dict[str, Any] = {"head": head, "applicant": APPLICANT, "procedure": PROCEDURE}
    asked: dict[str, Any] = {"contact": CONTACT, "tracking": TRACKING}
    listed = tuple(
        forms.HandedOver(f"H36.12.03-261127-{place:04}", PROCEDURE, NAME, APPLICANT.address, DUE, place,
                         "Giấy phép xây dựng", has_fee=True, by_post=place % 2 == 0)
        for place in range(1, rows + 1)
    )  # fmt: skip
    over: dict[str, Any] = {
        "head": forms.Head(head.superior, head.unit, head.place, head.dated_on),
        "giver": "Sở Xây dựng tỉnh Lâm Đồng",
        "given_by": NAME,
        "receiver": UNIT,
        "received_by": "Lê Thị Ánh",
        "at": AT,
        "rows": listed,
    }
    makers: dict[FormKind, Any] = {
        FormKind.RECEPTION: lambda: forms.Reception(
            **same, **asked, agency="Sở Xây dựng tỉnh Lâm Đồng", papers=papers(rows), limit="20 ngày làm việc",
            received_at=AT, promised_at=DUE, collected="Tại bộ phận một cửa", fee="Lệ phí: 150.000 đồng/giấy phép",
            official="Lê Thị Ánh",
        ),
        FormKind.SUPPLEMENT: lambda: forms.SupplementAsked(
            **same, **asked, reason=REASON, answer_until=DUE, official="Lê Thị Ánh",
            points=tuple(forms.PaperLine(one.name, 1, note=REASON) for one in papers(rows)),
        ),
        FormKind.REFUSAL: lambda: forms.Refusal(
            **same, **asked, reason=REASON, is_after_appraisal=True, submitted_at=AT, official="Lê Thị Ánh"
        ),
        FormKind.REAPPOINTMENT: lambda: forms.Reappointment(
            **same, **asked, received_at=AT, promised_at=DUE, reason=REASON, promised_anew_at=DUE, received_by=UNIT,
            is_for_verification=False,
            agency="Sở Xây dựng tỉnh Lâm Đồng", signer="Cil Múp Ha Bŭi", signer_title="Giám đốc",
        ),
        FormKind.STOP: lambda: forms.StopNotice(
            **same, **asked, received_at=AT, stopped_at=DUE, is_on_request=True, reason=REASON, stage="Thẩm định hồ sơ",
            fee="Không có khoản đã nộp", agency="Sở Xây dựng tỉnh Lâm Đồng", signer="Lê Thị Ánh",
        ),
        FormKind.CONTROL: lambda: forms.ControlSlip(
            head=head, owner=APPLICANT.owner, procedure=PROCEDURE, received_at=AT, promised_at=DUE,
            agency="Sở Xây dựng tỉnh Lâm Đồng", others=("Sở Nông nghiệp và Môi trường", "Công an tỉnh"), printed_at=AT,
            passages=tuple(
                forms.Passage(UNIT, "Lê Thị Ánh", "Sở Xây dựng tỉnh Lâm Đồng", NAME, AT, "đúng hạn", f"lần {place}")
                for place in range(1, rows + 1)
            ),
        ),
        FormKind.REGISTER: lambda: forms.Register(
            head=over["head"], first=date(2026, 11, 1), last=DAY,
            rows=tuple(
                forms.RegisterRow(one.code, PROCEDURE, NAME, f"{APPLICANT.address}, {APPLICANT.phone}",
                                  "Sở Xây dựng tỉnh Lâm Đồng", AT, DUE, DUE, "Qua bưu chính", recipient=NAME)
                for one in listed
            ),
        ),
        FormKind.HAND_OVER: lambda: forms.HandOver(**over),
        FormKind.RESULT_HAND_OVER: lambda: forms.ResultHandOver(**over),
        FormKind.DELIVERY: lambda: forms.Delivery(
            **same, result="Giấy phép xây dựng", result_number="117/GPXD-SXD", result_date=DAY, delivered_at=AT,
            how="Tại bộ phận một cửa", giver="Lê Thị Ánh", recipient=NAME, basis="Giấy ủy quyền ngày 20/11/2026",
        ),
        FormKind.FEE_RECEIPT: lambda: forms.FeeReceipt(
            head=head, tax_code="5800000000", form_symbol="01BLP", series="LĐ-26E", number="0000123", name=PROCEDURE,
            payer=NAME, address=APPLICANT.address, fee=1_005_000, charge=150_000, method="Tiền mặt",
            cashier="Lê Thị Ánh",
        ),
    }  # fmt: skip
    form = makers[kind]()
    return type(form)(**{**vars(form), **fields})
