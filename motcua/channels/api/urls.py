"""Addresses of the API."""

from django.urls import path

from . import auth, reading
from .views import api

app_name = "api-pages"

urlpatterns = [
    path("oauth/token", auth.token, name="token"),
    path("api/v1/openapi.json", reading.openapi, name="openapi"),
    path("api/v1/docs", reading.docs, name="docs"),
    path("api/v1/", api.urls),
]
