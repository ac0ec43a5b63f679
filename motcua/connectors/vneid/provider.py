"""The providers of this installation, from the settings: of the people, and of the province's officials."""

from functools import lru_cache

from django.conf import settings

from motcua.connectors.vneid.client import Provider


@lru_cache(maxsize=4)
def _provider(issuer: str, client_id: str, secret: str) -> Provider:
    return Provider(issuer, client_id, secret)


def provider() -> Provider:
    """Return the one provider that all requests of this process share."""
    return _provider(settings.VNEID_ISSUER, settings.VNEID_CLIENT_ID, settings.VNEID_CLIENT_SECRET)


def province() -> Provider | None:
    """Return the provider of the province's officials, shared as well; None where there is none."""
    if not settings.PROVINCE_ISSUER:
        return None
    return _provider(settings.PROVINCE_ISSUER, settings.PROVINCE_CLIENT_ID, settings.PROVINCE_CLIENT_SECRET)
