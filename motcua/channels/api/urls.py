"""Addresses of the API."""

from django.urls import path

from . import auth, views
from .operations import api

app_name = "api-pages"

# The library's own empty front page is left out: `docs` is ours.
operations, api_app, api_namespace = api.urls
operations = [operation for operation in operations if getattr(operation, "name", "") != "api-root"]

urlpatterns = [
    path("oauth/token", auth.token, name="token"),
    path("api/v1/openapi.json", views.openapi, name="openapi"),
    path("api/v1/docs", views.docs, name="docs"),
    path("api/v1/", (operations, api_app, api_namespace)),
]
