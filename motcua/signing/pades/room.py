"""A PDF of ours made ready for others to sign: with an empty form, so that a signature is the only thing they add."""

import io

import pikepdf

from .common import Json


def with_room(*, blobs: list[bytes]) -> tuple[Json, list[bytes]]:
    """Return a PDF with a form that has no field yet; the same bytes for the same document.

    Without one a signing program has to add it, and that cannot be told from other changes of the document's root.
    """
    with pikepdf.open(io.BytesIO(blobs[0])) as document:
        fields = document.make_indirect(pikepdf.Array())
        document.Root.AcroForm = document.make_indirect(pikepdf.Dictionary(SigFlags=3, Fields=fields))
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return {}, [out.getvalue()]
