"""The style pages; the project mounts them in demo mode only."""

from django.urls import path

from motcua.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.style, name="style"),
    path("/<slug:name>", views.style, name="style"),
]
