"""Enter a key that signs: its certificate, whose it is, and where its private half lies."""

from datetime import UTC
from pathlib import Path
from typing import Any

from cryptography import x509
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from motcua.lib.refusals import Unavailable
from motcua.signing import actions
from motcua.signing.authority import is_signature
from motcua.signing.holders import sign_data
from motcua.signing.models import SigningKey

PROBE = b"motcua: does this key belong to this certificate?"


class Command(BaseCommand):
    """`manage.py signing_key LABEL …`: a person's key (`user:USERNAME`) or an agency's seal."""

    help = (
        "Thêm khóa ký của một người hoặc con dấu số của một cơ quan: kiểm tra khóa đúng với chứng thư rồi mới ghi. · "
        "Enters the signing key of a person, or the seal of an agency, after trying that it belongs to its certificate."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the options."""
        parser.add_argument("label", help="user:TÊN_ĐĂNG_NHẬP, hoặc seal:MÃ_CƠ_QUAN · whose key it is")
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
            required=True,
            help="họ tên người ký, hoặc tên cơ quan của con dấu · the name that signatures show",
        )
        parser.add_argument(
            "--capacity", default="", help="chức vụ, bỏ trống với con dấu · the position; none for a seal"
        )
        parser.add_argument("--agency", default="", help="tên cơ quan · the name of the agency")
        parser.add_argument("--code", default="", help="mã cơ quan, bắt buộc với con dấu · its code, needed for a seal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Try the key, enter it and say until when it is valid."""
        label, is_seal = options["label"], options["label"].startswith("seal:")
        if not is_seal and not label.startswith("user:"):
            raise CommandError("Nhãn phải là user:… hoặc seal:… · the label begins with user: or seal:")
        if is_seal and not options["code"]:
            raise CommandError("Con dấu phải có mã cơ quan (--code). · a seal needs the code of its agency")
        if SigningKey.objects.filter(label=label).exists():
            raise CommandError(f"Đã có khóa mang nhãn này. · there is a key {label} already")
        try:
            chain = Path(options["certificate"]).read_text(encoding="ascii")
            certificate = x509.load_pem_x509_certificates(chain.encode())[0]
        except (OSError, ValueError) as problem:
            raise CommandError(f"Không đọc được chứng thư. · the certificate cannot be read: {problem}") from problem
        _try_key(certificate, options["key"])
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
