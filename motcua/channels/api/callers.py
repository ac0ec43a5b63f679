"""Who calls."""

from django.http import HttpRequest

from motcua.accounts.models import User


def caller(request: HttpRequest) -> User:
    """Return the client's user, whom the bearer check has put there."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("an operation without its bearer check")
    return user
