"""How the counter's tests go to its pages."""

from django.test import Client

from motcua.accounts.models import User


def sign_in(user: User) -> Client:
    """Return a browser in which this official is signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
