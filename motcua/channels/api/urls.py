"""Addresses of the API."""

from django.urls import path

from . import auth, views
from .operations import api

app_name = "api-pages"

urlpatterns = [
    path("oauth/token", auth.token, name="token"),
    path("api/v1/openapi.json", views.openapi, name="openapi"),
    path("api/v1/docs", views.docs, name="docs"),
    path("api/v1/", api.urls),
]
