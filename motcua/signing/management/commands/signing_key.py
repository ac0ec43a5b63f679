"""Enter a key that signs: its certificate, whose it is, and where its private half lies."""

from datetime import UTC
from pathlib import Path
from typing import Any

from cryptography import x509
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from motcua.lib.refusals import Refused, Unavailable
from motcua.signing import actions
from motcua.signing.authority import is_signature
from motcua.signing.holders import sign_data
from motcua.signing.models import SigningKey
from motcua.signing.notary import LABEL

PROBE = b"motcua: does this key belong to this certificate?"


class Command(BaseCommand):
    """`manage.py signing_key LABEL …`: a person's key (`user:USERNAME`) or an agency's seal."""

    help = (
        "Thêm khóa ký của một người hoặc con dấu số của một cơ quan: kiểm tra khóa đúng với chứng thư rồi mới ghi. · "
        "Enters the signing key of a person, or the seal of an agency, after trying that it belongs to its certificate."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the options."""
        parser.add_argument("label", help="user:TÊN_ĐĂNG_NHẬP, seal:MÃ_CƠ_QUAN, hoặc audit (nhật ký) · whose key it is")
        parser.add_argument(
            "--certificate", required=True, help="tệp PEM: chứng thư của người ký, rồi các chứng thư cấp nó · the chain"
        )
        parser.add_argument(
            "--key",
            required=True,
            help="tên tệp khóa trong thư mục khóa ký, hoặc mã khóa ở nơi giữ khóa · where its private key is",
        )
        parser.add_argument(
            "--holder",
            default="",
            help="họ tên người ký, hoặc tên cơ quan của con dấu · the name that signatures show",
        )
        parser.add_argument(
            "--capacity", default="", help="chức vụ, bỏ trống với con dấu · the position; none for a seal"
        )
        parser.add_argument("--agency", default="", help="tên cơ quan · the name of the agency")
        parser.add_argument(
            "--renew",
            action="store_true",
            help="chứng thư mới thay chứng thư đang dùng của nhãn này · a new certificate beside the one in use",
        )
        parser.add_argument("--code", default="", help="mã cơ quan, bắt buộc với con dấu · its code, needed for a seal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Try the key, enter it and say until when it is valid."""
        label, is_seal = options["label"], options["label"].startswith("seal:")
        if not is_seal and not label.startswith("user:") and label != LABEL:
            raise CommandError("Nhãn phải là user:…, seal:… hoặc audit. · a label is user:…, seal:… or audit")
        present = SigningKey.objects.filter(label=label, succeeded_at=None).first()
        if options["renew"]:
            self._renew(present, options)
            return
        if not options["holder"]:
            raise CommandError("Thiếu tên người ký, cơ quan (--holder). · whose key is it?")
        if is_seal and not options["code"]:
            raise CommandError("Con dấu phải có mã cơ quan (--code). · a seal needs the code of its agency")
        if present is not None:
            raise CommandError(f"Đã có khóa mang nhãn này (--renew?). · there is a key {label} already")
        chain = _tried(options)
        key = actions.add_key(
            label=label,
            holder_name=options["holder"],
            capacity="" if is_seal else options["capacity"],
            agency_name=options["agency"] or (options["holder"] if is_seal else ""),
            agency_code=options["code"],
            is_seal=is_seal,
            chain=chain,
            key_reference=options["key"],
            now=timezone.now(),
        )
        self.stdout.write(f"{key.label}: {key.holder_name}, đến · until {key.valid_to.astimezone(UTC):%d/%m/%Y}")

    def _renew(self, present: SigningKey | None, options: dict[str, Any]) -> None:
        if present is None:
            raise CommandError("Chưa có khóa mang nhãn này. · there is no key of this label to renew")
        chain = _tried(options)
        try:
            key = actions.renew_key(key=present, chain=chain, key_reference=options["key"], now=timezone.now())
        except Refused as refusal:
            raise CommandError(f"{refusal} · it must be valid now, and longer than the one in use") from refusal
        self.stdout.write(f"{key.label}: {key.holder_name}, đến · until {key.valid_to.astimezone(UTC):%d/%m/%Y}")


def _tried(options: dict[str, Any]) -> str:
    """Return the certificates (PEM) after trying that the key belongs to the first."""
    try:
        chain = Path(options["certificate"]).read_text(encoding="ascii")
        certificate = x509.load_pem_x509_certificates(chain.encode())[0]
    except (OSError, ValueError) as problem:
        raise CommandError(f"Không đọc được chứng thư. · the certificate cannot be read: {problem}") from problem
    _try_key(certificate, options["key"])
    return chain


def _try_key(certificate: x509.Certificate, reference: str) -> None:
    try:
        value = sign_data(reference=reference, data=PROBE)
    except Unavailable as problem:
        raise CommandError(f"Không tìm thấy khóa. · the private key cannot be reached: {problem}") from problem
    try:
        is_its_own = is_signature(value, data=PROBE, certificate=certificate)
    except ValueError as problem:
        raise CommandError(f"Chỉ dùng khóa RSA hoặc ECDSA. · {problem}") from problem
    if not is_its_own:
        raise CommandError("Khóa không đúng với chứng thư. · the key does not belong to the certificate")
