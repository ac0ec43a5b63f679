"""Anybody checks a file: one verdict in words, nothing about the dossier, and nothing of the file is kept."""

import random
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from structlog.testing import capture_logs

from motcua.accounts.models import Spending, User
from motcua.accounts.rules.quotas import CHECKS
from motcua.channels.portal import verifying
from motcua.dossiers.actions import take_up_known
from motcua.dossiers.models import Dossier, Result
from motcua.dossiers.tests import factories
from motcua.dossiers.tests.factories import done
from motcua.dossiers.tests.test_seal import TEMPLATE
from motcua.files import queries as stored
from motcua.files.tests.samples import encode, encrypted_pdf, page_photo, pdf
from motcua.lib.fence import Busy, Fault
from motcua.organisations.tests import factories as places
from motcua.signing import strangers
from motcua.signing.actions import make_demo_key, sign_pdf
from motcua.signing.known import digests_of, known
from motcua.signing.models import KnownFile, SigningKey
from motcua.signing.xml import sign_xml
from motcua.ui.testing import Page, fetch

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NOW = factories.NOW


@pytest.fixture(autouse=True)
def keys(settings: LazySettings, tmp_path: Path) -> Path:
    settings.SIGNING_KEYS, settings.SIGNING_TRUST = tmp_path / "keys", tmp_path / "trust"
    return tmp_path


@pytest.fixture
def key() -> SigningKey:
    return make_demo_key(label="somebody", holder_name="Trần Văn Bình", capacity="Giám đốc", now=NOW)


@pytest.fixture
def dossier(citizen: User, commune_officer: User, commune_leader: User) -> Dossier:
    """A dossier whose result is signed for an absent chairman, sealed and issued."""
    name, code = places.commune().name, places.commune().code
    label = f"user:{commune_leader.username}"
    make_demo_key(label=label, holder_name=commune_leader.full_name, capacity="Chủ tịch", agency_name=name, now=NOW)
    make_demo_key(label="seal", holder_name=name, agency_name=name, agency_code=code, is_seal=True, now=NOW)
    made = factories.filed(
        by=citizen,
        of=factories.version(result={"kind": "template", "name": "Giấy xác nhận", "template": TEMPLATE}),
    )
    for step, by in (("accept", commune_officer), ("approve", commune_officer), ("sign", commune_leader)):
        done(made, step, by)
    Result.objects.filter(dossier=made).update(signer_capacity="KT. CHỦ TỊCH, Phó Chủ tịch")
    return done(made, "issue", commune_officer)


def file_of(dossier: Dossier) -> bytes:
    file = dossier.results.get().file
    assert file is not None
    return stored.read(file)


def checked(data: bytes, *, name: str = "tep.pdf", expect: int = 200, client: Client | None = None) -> Page:
    given = {"file": SimpleUploadedFile(name, data)} if data else {}
    return fetch(client or Client(), "/kiem-tra-chu-ky", method="post", data=given, expect=expect)


def title(page: Page) -> str:
    return page.h1


def test_the_page_asks_for_a_file_and_says_that_it_keeps_none(client: Client) -> None:
    page = fetch(client, "/kiem-tra-chu-ky")
    assert page.h1 == "Kiểm tra chữ ký số"
    assert "không lưu tệp" in page.text
    assert "no-store" in page.response.headers["Cache-Control"]


def test_a_result_of_ours_is_told_who_signed_as_what_and_that_it_stands(dossier: Dossier) -> None:
    page = checked(file_of(dossier))
    result = dossier.results.get()
    assert title(page) == "Có thật và còn hiệu lực"
    signers = page.words(".govuk-list--bullet li")
    assert "KT. CHỦ TỊCH, Phó Chủ tịch" in signers[0]
    assert signers[1].startswith("Dấu của cơ quan:")
    for words in (
        "ký thay cấp trưởng",
        "chỉ theo đồng hồ của người ký",
        "Tệp không mang bằng chứng",
        "có trong danh sách tin cậy",
        result.number,
    ):
        assert words in page.text, words
    for private in (dossier.code, "Nguyễn Thị An"):
        assert private not in page.source
    assert f"/xac-minh/{result.token}" in page.source
    assert "no-store" in page.response.headers["Cache-Control"]


@pytest.mark.parametrize(("state", "words"), [("replaced", "Đã được thay thế"), ("revoked", "Đã bị thu hồi")])
def test_what_was_replaced_or_taken_back_says_so_and_not_why(dossier: Dossier, state: str, words: str) -> None:
    Result.objects.filter(dossier=dossier).update(state=state)
    page = checked(file_of(dossier))
    assert title(page) == words
    assert page.select(".govuk-warning-text")
    assert dossier.code not in page.source


def test_what_was_never_given_out_is_known_to_nobody(dossier: Dossier) -> None:
    Result.objects.filter(dossier=dossier).update(state="draft")
    whole = file_of(dossier)
    assert title(checked(whole)) == "Chữ ký hợp lệ"
    # As the leader left it, before the seal: no digest of that stage was kept.
    assert known(whole[: whole.index(b"%%EOF", whole.index(b"/ByteRange")) + 6]) is None


def test_files_given_out_before_are_known_after_a_night(dossier: Dossier) -> None:
    whole = file_of(dossier)
    KnownFile.objects.all().delete()
    assert title(checked(whole)) == "Chữ ký hợp lệ"
    assert take_up_known() >= 1
    assert title(checked(whole)) == "Có thật và còn hiệu lực"
    assert KnownFile.objects.filter(sha256=digests_of(whole)[0]).count() == 0, "before the seal nobody had it"
    assert take_up_known() == 0


def test_one_changed_byte_and_one_added_page_are_told_apart(dossier: Dossier) -> None:
    whole = file_of(dossier)
    at = whole.index(b"/MediaBox")
    changed = checked(whole[:at] + b"/MediaBux" + whole[at + 9 :])
    assert title(changed) == "Đừng tin tệp này"
    assert "Giấy tờ này trong hệ thống" not in changed.text
    tail, size = whole[whole.rindex(b"startxref") :].split()[1].decode(), 900
    body = f"{size} 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    table = f"xref\n{size} 1\n{len(whole):010d} 00000 n \n"
    end = f"trailer\n<< /Size {size + 1} /Root {size} 0 R /Prev {tail} >>\nstartxref\n{len(whole) + len(body)}\n%%EOF\n"
    added = checked(whole + (body + table + end).encode())
    assert title(added) in {"Đừng tin phần thêm vào", "Không kiểm tra được"}


def test_a_strangers_signature_is_whole_and_nobodys(key: SigningKey, settings: LazySettings, keys: Path) -> None:
    signed = sign_pdf(pdf=pdf(), key=key, at=NOW, place="leader")
    page = checked(signed)
    assert title(page) == "Chữ ký hợp lệ"
    assert "không biết giấy tờ còn hiệu lực hay không" in page.text
    settings.SIGNING_TRUST = keys / "others"
    page = checked(signed)
    assert title(page) == "Tệp còn nguyên, nhưng không rõ ai ký"
    assert "không đối chiếu được với danh sách tin cậy" in page.text


def xml_signed(key: SigningKey) -> bytes:
    return sign_xml(xml="<don><ten>Nguyễn Thị Ánh</ten></don>".encode(), key=key, at=NOW)


def test_signed_xml_is_checked_too(key: SigningKey) -> None:
    signed = xml_signed(key)
    assert title(checked(signed, name="tep.xml")) == "Chữ ký hợp lệ"
    assert title(checked(signed.replace("Ánh".encode(), b"Anh"))) == "Đừng tin tệp này"
    # As invoices are: a signature inside, over a part.
    inside = b"<hoadon>" + signed.partition(b"?>")[2] + b"</hoadon>"
    assert title(checked(inside)) == "Chưa kết luận được"
    assert title(checked(signed.replace(b"SigningTime", b"SigningTame"))) == "Không kiểm tra được"


def bomb() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    return f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><x>&a8;</x>'.encode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (pdf(), "Tệp không có chữ ký số"),
        (pdf(3)[:400], "Không kiểm tra được"),
        (b"%PDF-1.7\n" + bytes(2000), "Không kiểm tra được"),
        (encrypted_pdf("mat-khau"), "Tệp đặt mật khẩu"),
        (encrypted_pdf(""), "Tệp không có chữ ký số"),
        (encode(page_photo(40, 40), "JPEG"), "Không phải tệp PDF hay XML"),
        (b"PK\x03\x04" + bytes(300), "Không phải tệp PDF hay XML"),
        ("chỉ là chữ".encode(), "Không phải tệp PDF hay XML"),
        (b"<don/>", "Tệp không có chữ ký số"),
        (b"<don", "Không kiểm tra được"),
        (bomb(), "Không kiểm tra được"),
    ],
    ids=["unsigned", "cut", "garbage", "locked", "half-locked", "photo", "zip", "text", "xml", "bad xml", "bomb"],
)
def test_what_is_no_signed_document_gets_a_clear_answer(data: bytes, words: str) -> None:
    page = checked(data)
    assert title(page) == words
    assert page.select(".govuk-inset-text, .govuk-warning-text")


def test_nothing_chosen_and_too_much_chosen_are_errors_at_the_field(client: Client, settings: LazySettings) -> None:
    assert "Hãy chọn tệp" in checked(b"", expect=422).words(".govuk-error-summary a")[0]
    settings.FILE_MAX_SIZE = 1_000_000
    page = checked(b"%PDF-" + bytes(1_000_001), expect=413)
    assert page.select(".govuk-error-summary a[href='#file']")
    settings.FILE_MAX_PAGES = 2
    assert title(checked(pdf(3))) == "Tệp quá nhiều trang"


def everything() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models() if model is not Spending}


def test_nothing_that_was_sent_is_kept(
    dossier: Dossier, settings: LazySettings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "passing"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    whole, before = file_of(dossier), everything()
    large = whole + bytes(3_000_000)  # what Django's own handlers write to a disk
    client, mark = Client(raise_request_exception=False), "ten-tep-rieng-9173.pdf"
    with capture_logs() as lines:
        for data in (whole, large, b"%PDF-1.4 " + bytes(3_000_000)):
            checked(data, name=mark, client=client)
            assert list(folder.iterdir()) == []
        monkeypatch.setattr(verifying, "examine", _fail)
        given: dict[str, Any] = {"file": SimpleUploadedFile(mark, large)}
        assert client.post("/kiem-tra-chu-ky", given).status_code == 500
        monkeypatch.undo()
    assert list(folder.iterdir()) == [], "also after an error"
    assert everything() == before
    said = repr(lines)
    for secret in (mark, "Giấy xác nhận", dossier.results.get().number, digests_of(whole)[-1]):
        assert secret not in said
    (count,) = Spending.objects.all()
    assert "127.0.0.1" not in count.bucket


def _fail(data: bytes) -> None:
    raise RuntimeError("something of ours broke")


def test_a_network_that_asks_too_often_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "CHECKS", replace(CHECKS, most=2))
    for _ in range(2):
        checked(b"<don/>")
    page = checked(b"<don/>", expect=429)
    assert "Từ mạng này vừa kiểm tra quá nhiều tệp" in page.text
    elsewhere = Client(REMOTE_ADDR="2001:db8:1:2::7")
    checked(b"<don/>", client=elsewhere)
    checked(b"<don/>", client=Client(REMOTE_ADDR="2001:db8:1:2:ffff::8"))
    checked(b"<don/>", client=Client(REMOTE_ADDR="2001:db8:1:2:ffff::9"), expect=429)


def test_a_busy_machine_and_a_broken_checker_are_no_error_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    def answers(problem: Exception) -> None:
        def call(*_args: object, **_more: object) -> None:
            raise problem

        monkeypatch.setattr(strangers.pdfs, "call", call)

    answers(Busy("x"))
    assert "thử lại" in checked(pdf(), expect=503).text
    answers(Fault("x: Traceback\n  line\nValueError: (Nguyễn Thị An)"))
    with capture_logs() as lines:
        assert title(checked(pdf())) == "Không kiểm tra được"
    assert [line["kind"] for line in lines if "stranger" in line["event"]] == ["ValueError"]
    assert "Nguyễn" not in repr(lines)


def test_forged_requests_are_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    given = {"file": SimpleUploadedFile("a.pdf", pdf())}
    assert strict.post("/kiem-tra-chu-ky", given).status_code == 403
    token = fetch(strict, "/kiem-tra-chu-ky").fields("main form")["csrfmiddlewaretoken"]
    answer = strict.post(
        "/kiem-tra-chu-ky", {"csrfmiddlewaretoken": token, **given, "file": SimpleUploadedFile("a", pdf())}
    )
    assert answer.status_code == 200


def test_cut_and_flipped_files_never_pass_and_never_break_the_checker(key: SigningKey) -> None:
    signed = sign_pdf(pdf=pdf(2), key=key, at=NOW, place="leader")
    dice = random.Random(9)
    for _ in range(40):
        broken = bytearray(signed)
        for _ in range(dice.choice((1, 1, 3, 30))):
            broken[dice.randrange(9, len(broken))] ^= 1 << dice.randrange(8)
        if dice.random() < 0.3:
            del broken[dice.randrange(len(broken) // 4, len(broken)) :]
        with capture_logs() as lines:
            report = strangers.examine(bytes(broken))
        assert not report.trusted or _only_padding(signed, bytes(broken))
        assert lines == [], "a kind of damage that the checker does not foresee"


def _only_padding(signed: bytes, broken: bytes) -> bool:
    """Tell whether all that differs lies in the signature's own place: zeros behind it that nobody reads."""
    if len(signed) != len(broken):
        return False
    begin = signed.index(b"/Contents <")
    end = signed.index(b">", begin)
    return all(begin < at <= end for at in range(len(signed)) if signed[at] != broken[at])
