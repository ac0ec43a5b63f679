"""Addresses of the studio."""

from django.urls import path

from .views import calendars, layouts, letters, patterns, previews, procedures, proposals, provincial, sketches

app_name = "studio"
urlpatterns = [
    path("quan-tri", procedures.home, name="home"),
    path("quan-tri/thu-tuc", procedures.catalogue, name="catalogue"),
    path("quan-tri/thu-tuc/<str:code>", procedures.procedure, name="procedure"),
    path("quan-tri/thu-tuc/<str:code>/so-sanh", procedures.compare, name="compare"),
    path("quan-tri/thu-tuc/<str:code>/nhap", sketches.take_zip, name="import"),
    path("quan-tri/thu-tuc/<str:code>/soan", sketches.sketch, name="sketch"),
    path("quan-tri/thu-tuc/<str:code>/soan/de-xuat", sketches.propose, name="propose"),
    path("quan-tri/thu-tuc/<str:code>/soan/chia-thoi-gian", sketches.share_out, name="share_out"),
    path("quan-tri/thu-tuc/<str:code>/soan/mau", patterns.choose, name="choose"),
    path("quan-tri/thu-tuc/<str:code>/soan/phan/<slug:slug>", sketches.part, name="part"),
    path("quan-tri/thu-tuc/<str:code>/soan/phan/<slug:slug>/<int:number>", sketches.item, name="item"),
    path("quan-tri/thu-tuc/<str:code>/soan/tep/<str:name>", sketches.file, name="file"),
    path("quan-tri/thu-tuc/<str:code>/goi/<str:which>.zip", previews.package, name="zip"),
    path("quan-tri/thu-tuc/<str:code>/xem/<str:which>/bieu-mau", previews.form, name="form"),
    path("quan-tri/thu-tuc/<str:code>/xem/<str:which>/in/<str:name>", previews.printed, name="printed"),
    path("quan-tri/thu-tuc/<str:code>/xem/<str:which>/in/<str:name>/<int:number>", previews.image, name="image"),
    path("quan-tri/mau-quy-trinh", patterns.patterns, name="patterns"),
    path("quan-tri/mau-quy-trinh/<slug:key>", patterns.pattern, name="pattern"),
    path("quan-tri/tinh", provincial.provincial, name="provincial"),
    path("quan-tri/khong-giay", provincial.paperless, name="paperless"),
    path("quan-tri/lich", calendars.calendars, name="calendars"),
    path("quan-tri/lich/<slug:code>", calendars.calendar, name="calendar"),
    path("quan-tri/lich/<slug:code>/ngay-hen", calendars.dry_run, name="dry_run"),
    path("quan-tri/bieu-mau", layouts.layouts, name="layouts"),
    path("quan-tri/bieu-mau/<slug:kind>", layouts.layout, name="layout"),
    path("quan-tri/bieu-mau/<slug:kind>/xem-thu", layouts.layout_preview, name="layout_preview"),
    path("quan-tri/mau-van-ban", letters.letters, name="letters"),
    path("quan-tri/mau-van-ban/tai-ve", letters.letters_file, name="letters_file"),
    path("quan-tri/mau-van-ban/nhap", letters.take_letters, name="take_letters"),
    path("quan-tri/mau-van-ban/mau/<slug:key>", letters.letter_template, name="letter_template"),
    path("quan-tri/mau-van-ban/mau/<slug:key>/xem-thu", letters.letter_preview, name="letter_preview"),
    path("quan-tri/de-xuat/<uuid:public_id>/ban-in", layouts.proposed_layout, name="proposed_layout"),
    path("quan-tri/de-xuat/<uuid:public_id>", proposals.proposal, name="proposal"),
    path("quan-tri/de-xuat/<uuid:public_id>/chay-thu", proposals.rehearse, name="rehearse"),
    path("quan-tri/de-xuat/<uuid:public_id>/chay-thu/dung", proposals.stop_rehearsal, name="stop_rehearsal"),
    path("quan-tri/de-xuat/<uuid:public_id>/duyet", proposals.approve, name="approve"),
    path("quan-tri/de-xuat/<uuid:public_id>/tra-lai", proposals.reject, name="reject"),
    path("quan-tri/de-xuat/<uuid:public_id>/rut", proposals.withdraw, name="withdraw"),
]
