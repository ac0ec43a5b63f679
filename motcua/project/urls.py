"""Every address of the system: each channel brings its own."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []

handler400 = "motcua.ui.views.bad_request"
handler403 = "motcua.ui.views.permission_denied"
handler404 = "motcua.ui.views.not_found"
handler500 = "motcua.ui.views.server_error"
