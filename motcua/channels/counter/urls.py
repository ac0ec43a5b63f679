"""Addresses of the counter. The old ones of the desk lead here."""

from django.urls import path

from .views import certification, day, delivery, fees, hand_over, reception, scan_signing, scanning, visitor

app_name = "counter"
urlpatterns = [
    path("quay", visitor.start, name="start"),
    path("quay/hom-nay/<str:word>", day.pile, name="pile"),
    path("quay/nguoi", visitor.identify, name="identify"),
    path("quay/nguoi/tiep", visitor.following, name="following"),
    path("quay/nguoi/phieu/<uuid:public_id>", reception.reprint, name="reprint"),
    path("quay/goi-y", visitor.suggest, name="suggest"),
    path("quay/thu-tuc/<str:code>", reception.file, name="file"),
    path("quay/chung-thuc", certification.lane, name="certify"),
    path("quay/chung-thuc/so", certification.book, name="book"),
    path("quay/chung-thuc/so.csv", certification.book_csv, name="book_csv"),
    path("quay/chung-thuc/huy", certification.annul_one, name="annul"),
    path("quay/chung-thuc/<uuid:public_id>", certification.certified, name="certified"),
    path("quay/ban-giao", hand_over.hand_over, name="hand_over"),
    path("quay/ban-giao/nhan", hand_over.taking, name="taking"),
    path("quay/ban-giao/<uuid:public_id>", hand_over.take, name="take"),
    path("quay/ban-giao/<uuid:public_id>/in", hand_over.printed, name="hand_over_printed"),
    path("quay/tra", delivery.results, name="results"),
    path("quay/tra/<uuid:public_id>", delivery.deliver, name="deliver"),
    path("quay/ho-so/<uuid:public_id>", reception.received, name="received"),
    path("quay/ho-so/<uuid:public_id>/thu-tien", fees.fees, name="fees"),
    path("quay/ho-so/<uuid:public_id>/thu-tien/<uuid:receipt>/in", fees.print_receipt, name="print_receipt"),
    path("quay/ho-so/<uuid:public_id>/thu-tien/<uuid:receipt>/huy", fees.annul, name="annul_receipt"),
    path("quay/ho-so/<uuid:public_id>/quet", scanning.scan, name="scan"),
    path("quay/ho-so/<uuid:public_id>/quet/xep", scanning.arrange, name="arrange"),
    path("quay/ho-so/<uuid:public_id>/quet/giay-to", scanning.paper, name="scan_paper"),
    path("quay/ho-so/<uuid:public_id>/quet/lay", scanning.lying, name="scan_lying"),
    path("quay/ho-so/<uuid:public_id>/quet/may", scanning.from_device, name="scan_device"),
    path("quay/ho-so/<uuid:public_id>/quet/ky", scanning.sign, name="scan_sign"),
    path("quay/ho-so/<uuid:public_id>/quet/<uuid:scan_id>/trang/<int:number>", scanning.sheet, name="scan_sheet"),
    path("quay/ky-ban-quet", scan_signing.sign_scans, name="sign_scans"),
    path("ban-lam-viec/ho-so/<uuid:public_id>/phieu", reception.slip, name="slip"),
    path("ban-lam-viec/quay", visitor.moved, name="moved"),
    path("ban-lam-viec/quay/<str:code>", visitor.moved, name="moved_file"),
]
