"""Check the audit trail's chain of seals."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from motcua.audit import heads, kept_heads, proving, queries


class Command(BaseCommand):
    """The proof that nobody touched the audit trail."""

    help = (
        "Kiểm tra nhật ký đã niêm phong: không dòng nào bị sửa, xóa hay chèn thêm; in mã băm của niêm phong cuối để "
        "đối chiếu với mã đã chép ra nơi khác. · Checks that no sealed entry of the audit trail was changed, removed "
        "or put in, and that the trail is what was published of it. Prints the last seal's hash. Compare it with "
        "one written down earlier, or give a file of published heads that somebody else kept."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--hash",
            default="",
            help="mã băm đã chép lại trước đây, phải có trong chuỗi · a hash written down earlier, which must be there",
        )
        parser.add_argument(
            "--published",
            type=Path,
            help="tệp các đầu cây đã công bố, do nơi khác giữ (dữ liệu mở, mỗi dòng một đầu cây) · published heads "
            "that were kept elsewhere (open data, a line each); beside them counts the file in the data folder",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        verdict, published, flaws = proving.verify([*kept_heads.kept(), *_given(options["published"])])
        flaws = [*verdict.flaws, *flaws]
        for flaw in flaws:
            self.stderr.write(f"seal {flaw.seal}: {flaw.what}")
        if options["hash"] and not queries.has_hash(options["hash"]):
            raise CommandError(
                "the chain does not contain that hash: it was rewritten, or the hash is of another system"
            )
        if flaws:
            raise CommandError(f"{len(flaws)} flaws in {verdict.seals} seals and {published} published heads")
        self.stdout.write(
            f"{verdict.entries} entries under {verdict.seals} seals are as they were sealed; {verdict.unsealed} wait "
            f"for the sealer. They are what {published} published heads say of them. Last hash: {verdict.last_hash}"
        )


def _given(path: Path | None) -> list[heads.Published]:
    try:
        return heads.read_heads(path.read_text().splitlines()) if path is not None else []
    except (OSError, ValueError) as problem:
        raise CommandError(f"{path}: {problem}") from problem
