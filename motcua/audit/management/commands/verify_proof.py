"""Check proofs that entries of the audit trail were published."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from motcua.audit import proving


class Command(BaseCommand):
    """`manage.py verify_proof FILE`: asks nothing of the database."""

    help = (
        "Kiểm tra tệp bằng chứng của một hồ sơ: từng dòng nhật ký có nằm dưới gốc đã công bố và ký số hay không; không "
        "đọc cơ sở dữ liệu. · Checks the proofs of a dossier's history: that each entry is under the published and "
        "signed root. Reads nothing of the database."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="tệp bằng chứng (JSON) · the file of proofs (JSON)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            proofs = json.loads(options["file"].read_text())
        except (OSError, ValueError) as problem:
            raise CommandError(f"{options['file']}: {problem}") from problem
        if not isinstance(proofs, list):
            raise CommandError(f"{options['file']}: a list of proofs is expected")
        for number, proof in enumerate(proofs, start=1):
            try:
                entry, said = proving.check_proof(proof)
            except ValueError as problem:
                raise CommandError(f"proof {number}: {problem}") from problem
            self.stdout.write(f"{entry[5]} {entry[6]}: under head {said.number} of {said.at}")
