"""What a package asks of those who are to come in person, and whether it was done."""

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.lib.marks import N_
from motcua.lib.refusals import Refused


@dataclass(frozen=True)
class Meeting:
    """Who is to come, the papers (key, name) whose originals they bring, and what is done when nobody comes."""

    who: tuple[str, ...] = ()
    originals: tuple[tuple[str, str], ...] = ()
    no_show: str = ""

    def check(self, present: Sequence[str], compared: Sequence[str], note: str) -> None:
        """Raise Refused for what is asked and was not ticked, unless a note says why."""
        missing = [who for who in self.who if who not in present]
        missing += [name for key, name in self.originals if key not in compared]
        if missing and not note.strip():
            raise Refused(
                "not_seen",
                N_("Chưa đánh dấu: {missing}. Nếu không cần, hãy ghi lý do vào ghi chú."),
                missing="; ".join(missing),
            )

    def said(self, present: Sequence[str], compared: Sequence[str], note: str) -> str:
        """Return it as the history keeps it."""
        came = ", ".join(who for who in self.who if who in present)
        seen = "; ".join(name for key, name in self.originals if key in compared)
        lines = [f"Có mặt: {came}." if came else "", f"Đã đối chiếu bản chính: {seen}." if seen else "", note.strip()]
        return "\n".join(line for line in lines if line)

    def summons(self) -> str:
        """Return it as the applicant is told."""
        papers = "; ".join(name for _key, name in self.originals)
        lines = [
            f"Phải có mặt: {', '.join(self.who)}." if self.who else "",
            f"Mang theo bản chính: {papers}." if papers else "",
        ]
        return " ".join(line for line in lines if line)
