"""Signed files given out before their bytes were remembered become known too: a night's run takes up some of them."""

from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef

from motcua.files import queries as stored
from motcua.signing.known import digests_of, remember_all
from motcua.signing.models import KnownFile, KnownKind

from ...models import FormSignature, LetterSignature, Result
from ...models.result import ResultState

GIVEN = (ResultState.ISSUED.value, ResultState.REPLACED.value, ResultState.REVOKED.value)
# Results are read to be known: they may have grown since they were given out.
MOST_READ, MOST = 500, 5_000
_UNKNOWN = ~Exists(KnownFile.objects.filter(token=OuterRef("token")))


def take_up_known() -> int:
    """Remember signed files that were given out earlier, the newest first; return how many stages of them."""
    letters = LetterSignature.objects.filter(_UNKNOWN, signed_at__isnull=False, version__file__isnull=False)
    forms = FormSignature.objects.filter(_UNKNOWN, signed_at__isnull=False)
    found = [
        *_rows(KnownKind.LETTER, letters.order_by("-pk").values_list("version__file__sha256", "token")[:MOST]),
        *_rows(KnownKind.FORM, forms.order_by("-pk").values_list("form__file__sha256", "token")[:MOST]),
        *_stages_of_results(),
    ]
    return remember_all(found)


def _rows(kind: KnownKind, found: Iterable[tuple[str, str | None]]) -> Iterator[tuple[str, KnownKind, str]]:
    return ((sha256, kind, token or "") for sha256, token in found)


def _stages_of_results() -> Iterator[tuple[str, KnownKind, str]]:
    given = Result.objects.filter(_UNKNOWN, state__in=GIVEN, issued_at__isnull=False, file__isnull=False)
    for result in given.select_related("file").order_by("-pk")[:MOST_READ]:
        if result.file is None:
            continue
        # Until the agency's seal came upon it, it was given to nobody.
        stages = digests_of(stored.read(result.file))[1 if result.sealed_at else 0 :]
        yield from ((digest, KnownKind.RESULT, result.token) for digest in stages or [result.file.sha256])
