"""Check the audit trail's chain of seals."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from motcua.audit import queries


class Command(BaseCommand):
    """The proof that nobody touched the audit trail."""

    help = (
        "Checks that no sealed entry of the audit trail was changed, removed or put in, and prints the last seal's "
        "hash. Compare that hash with one written down earlier or found in the log."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--hash", default="", help="a hash written down earlier, which the chain must contain")

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
