"""Who did and who saw what, when and why: append-only, hash-chained; refers to things by name and id.

    from motcua import audit

    audit.record("dossier.received", about=("dossier", "7"), by=actor, at=now)                # joins the transaction
    audit.viewed([("person", "3")], by=actor, why="dossier.page", request_id=..., at=now)     # its own, outside any

Not for: values. A row names subjects, never their data.
"""

from motcua.audit.actions import record, record_each, viewed

__all__ = ["record", "record_each", "viewed"]
