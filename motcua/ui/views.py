"""What Django shows when a request fails outside our own views, and the style pages of the demo."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from motcua.lib.marks import N_
from motcua.ui.menu import Entry, grouped
from motcua.ui.pages import error_page
from motcua.ui.palette import PALETTE

STYLE_PAGES = {
    "": ("index", N_("Phong cách")),
    "bieu-mau": ("forms", N_("Biểu mẫu")),
    "noi-dung": ("content", N_("Nội dung")),
    "trang-dau": ("welcome", N_("Trang đầu mẫu")),
    "ho-so": ("dossier", N_("Trang hồ sơ mẫu")),
    "ban-lam-viec": ("desk", N_("Bàn làm việc mẫu")),
    "ban-in": ("print", N_("Bản in mẫu")),
}


# The menu of the sample desk leads nowhere.
MENU = grouped(
    (
        N_("Hộp việc"),
        (
            Entry(N_("Việc của tôi"), "#content", "1", "12", here=True),
            Entry(N_("Đơn vị tôi"), "#content", "2", "40+"),
            Entry(N_("Sắp đến hạn"), "#content", "3", "5"),
            Entry(N_("Quá hạn"), "#content", "4", "1"),
        ),
    ),
    (N_("Chuyển sang"), (Entry(N_("Phong cách"), "/phong-cach"),)),
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponse(render_to_string("ui/errors/403_csrf.html"), status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page(request, 500)


@require_safe
def style(request: HttpRequest, name: str = "") -> HttpResponse:
    """Show the components in all their states; mounted in demo mode only."""
    if name not in STYLE_PAGES:
        raise Http404(name)
    template, _ = STYLE_PAGES[name]
    context = {"pages": STYLE_PAGES, "here": name, "palette": PALETTE, "menu": MENU}
    return render(request, f"ui/style/{template}.html", context)
