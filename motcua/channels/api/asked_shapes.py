"""What an applicant is asked for, as the API gives it."""

from datetime import datetime

from .base_shapes import Shape


class PointOut(Shape):
    """One point of a supplement request: `paper:<key>`, `field:<path>` or `other`."""

    target: str
    name: str
    message: str


class RequestOut(Shape):
    """The supplement request that waits for an answer; `answer_due_at` is null until the applicant was told."""

    number: int
    reason: str
    asked_at: datetime
    answer_due_at: datetime | None
    points: list[PointOut]


class DossierMoved(Shape):
    """The dossier that goes on; nothing else of it."""

    code: str
    state: int
    state_name: str
