"""Every address of the system: each channel brings its own."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from motcua.project import health

# Django tries one after the other: machines, which ask most, would wait for a hundred addresses of pages.
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("motcua.channels.api.urls")),
    path("", include("motcua.channels.portal.urls")),
    path("", include("motcua.connectors.vneid.urls")),
    path("-/alive", health.alive),
    path("-/ready", health.ready),
    path("-/metrics", health.metrics),
    path("", include("motcua.channels.desk.urls")),
    path("", include("motcua.channels.studio.urls")),
    path("", include("motcua.channels.counter.urls")),
]

if settings.DEMO:
    urlpatterns += [path("phong-cach", include("motcua.ui.urls"))]

handler400 = "motcua.ui.views.bad_request"
handler403 = "motcua.ui.views.permission_denied"
handler404 = "motcua.ui.views.not_found"
handler500 = "motcua.ui.views.server_error"
