"""What is to be paid for a dossier: the package's fees that apply to a channel, a case and the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from motcua.lib.expressions import ExpressionRefused, compile_expression


@dataclass(frozen=True)
class Charge:
    """One fee (phí) or charge (lệ phí) in whole đồng; None where the published data do not settle the amount."""

    name: str
    kind: str
    amount: int | None
    text: str
    basis: str = ""


def charges(
    fees: Sequence[Mapping[str, Any]], *, channel: str, case: str, context: Mapping[str, Any] | None
) -> list[Charge]:
    """Return what is charged; without a context (no e-form) a fee that hangs on answers comes without its amount."""
    found = []
    for fee in fees:
        if channel not in fee.get("channels", ()) or (fee.get("cases") and case and case not in fee["cases"]):
            continue
        amount = None if fee.get("unclear") else fee.get("amount")
        if condition := fee.get("when"):
            if context is None or (holds := _value(condition, context)) is None:
                amount = None
            elif not holds:
                continue
        if amount and (count := fee.get("count")):
            times = _value(count, context) if context is not None else None
            amount = int(amount * times) if isinstance(times, int | float) else None
        if amount is not None and fee.get("cap"):
            amount = min(amount, fee["cap"])
        found.append(
            Charge(fee.get("name") or "", fee.get("kind") or "", amount, fee.get("text") or "", fee.get("basis") or "")
        )
    return found


def total(found: Sequence[Charge]) -> int | None:
    """Return the sum; None where one amount is not settled."""
    amounts = [charge.amount for charge in found]
    return None if None in amounts else sum(amount for amount in amounts if amount is not None)


def _value(expression: str, context: Mapping[str, Any]) -> Any:
    """Return an expression's value; None while an answer that it needs is missing."""
    try:
        return compile_expression(expression).value(context)
    except ExpressionRefused:
        return None
