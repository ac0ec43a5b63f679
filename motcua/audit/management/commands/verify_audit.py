"""Check the audit trail's chain of seals."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from motcua.audit import queries


class Command(BaseCommand):
    """The proof that nobody touched the audit trail."""

    help = (
        "Kiểm tra nhật ký đã niêm phong: không dòng nào bị sửa, xóa hay chèn thêm; in mã băm của niêm phong cuối để "
        "đối chiếu với mã đã chép ra nơi khác. · Checks that no sealed entry of the audit trail was changed, removed "
        "or put in, and prints the last seal's hash. Compare that hash with one written down earlier."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--hash",
            default="",
            help="mã băm đã chép lại trước đây, phải có trong chuỗi · a hash written down earlier, which must be there",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = queries.verify_chain()
        for flaw in verdict.flaws:
            self.stderr.write(f"seal {flaw.seal}: {flaw.what}")
        if options["hash"] and not queries.has_hash(options["hash"]):
            raise CommandError(
                "the chain does not contain that hash: it was rewritten, or the hash is of another system"
            )
        if verdict.flaws:
            raise CommandError(f"{len(verdict.flaws)} flaws in {verdict.seals} seals")
        self.stdout.write(
            f"{verdict.entries} entries under {verdict.seals} seals are as they were sealed; {verdict.unsealed} wait "
            f"for the sealer. Last hash: {verdict.last_hash}"
        )
