"""Addresses of the officials' desk."""

from django.urls import path

from . import signin
from .views import (
    calls,
    custody,
    dossier,
    external,
    inbox,
    load,
    notes,
    package,
    process,
    register,
    signing,
    statutory,
    steps,
    term,
)

app_name = "desk"
urlpatterns = [
    path("can-bo/dang-nhap", signin.sign_in, name="sign_in"),
    path("can-bo/dang-xuat", signin.sign_out, name="sign_out"),
    path("ban-lam-viec", inbox.inbox, name="inbox"),
    path("ban-lam-viec/tim", inbox.search, name="search"),
    path("ban-lam-viec/ky", signing.signing, name="signing"),
    path("ban-lam-viec/thong-bao", notes.told, name="told"),
    path("ban-lam-viec/can-goi", calls.calls, name="calls"),
    path("ban-lam-viec/tinh-hinh", load.load, name="load"),
    path("ban-lam-viec/tiep-theo", inbox.next_one, name="next"),
    path("ban-lam-viec/so-theo-doi", register.unit_register, name="register"),
    path("ban-lam-viec/ho-so/<uuid:public_id>", dossier.dossier, name="dossier"),
    path("ban-lam-viec/ho-so/<uuid:public_id>/tep/<uuid:file_id>", dossier.download, name="file"),
    path("ban-lam-viec/ho-so/<uuid:public_id>/tep/<uuid:file_id>/trang/<int:page>", dossier.page_image, name="page"),
    path("ban-lam-viec/ho-so/<uuid:public_id>/ket-qua", dossier.result, name="result"),
    path("ban-lam-viec/ho-so/<uuid:public_id>/ket-qua/xem-truoc", dossier.result_preview, name="result_preview"),
    path("ban-lam-viec/ho-so/<uuid:public_id>/ket-qua/trang/<int:page>", dossier.result_page, name="result_page"),
    path("ban-lam-viec/ho-so/<uuid:public_id>/du-thao", steps.draft, name="draft"),
    path("ban-lam-viec/ho-so/<uuid:public_id>/da-nop-tien", steps.paid, name="paid"),
    path("ban-lam-viec/ho-so/<uuid:public_id>/quy-trinh", process.process, name="process"),
    path("ban-lam-viec/ho-so/<uuid:public_id>/thoi-han", term.term, name="term"),
    path("ban-lam-viec/ho-so/<uuid:public_id>/he-thong-khac", external.external, name="external"),
    path("ban-lam-viec/ho-so/<uuid:public_id>/trao-doi", notes.note, name="note"),
    path("ban-lam-viec/ho-so/<uuid:public_id>/tron-bo", package.whole, name="whole"),
    path("ban-lam-viec/ho-so/<uuid:public_id>/goi-dien", calls.call, name="call"),
    path("ban-lam-viec/ho-so/<uuid:public_id>/bieu-mau/<int:event>", statutory.given_form, name="given_form"),
    path("ban-lam-viec/ho-so/<uuid:public_id>/phieu-kiem-soat", statutory.control_slip, name="control_slip"),
    path("ban-lam-viec/ho-so/<uuid:public_id>/ban-chinh", custody.custody, name="custody"),
    path("ban-lam-viec/ho-so/<uuid:public_id>/bo-sung", steps.supplement, name="supplement"),
    path("ban-lam-viec/ho-so/<uuid:public_id>/rut", steps.withdraw, name="withdraw"),
    path("ban-lam-viec/viec/<uuid:task_id>", steps.end, name="end"),
    path("ban-lam-viec/viec/<uuid:task_id>/giao", steps.reassign, name="reassign"),
    path("ban-lam-viec/viec/<uuid:task_id>/nop-tien", steps.ask_payment, name="ask_payment"),
    path("ban-lam-viec/viec/<uuid:task_id>/nhan", steps.take, name="take"),
]
