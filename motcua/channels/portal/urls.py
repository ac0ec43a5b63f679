"""Addresses of the portal. People bookmark them and papers carry them: they stay."""

from django.urls import path

from motcua.channels.portal import catalogue, copies, filing, history, mine, papers, tracking

app_name = "portal"
urlpatterns = [
    path("", catalogue.home, name="home"),
    path("tim-kiem", catalogue.search, name="search"),
    path("goi-y", catalogue.suggest, name="suggest"),
    path("thu-tuc/<str:code>", catalogue.procedure, name="procedure"),
    path("thu-tuc/<str:code>/toan-van", catalogue.full_text, name="full_text"),
    path("nop-ho-so/<str:code>", filing.start, name="filing_start"),
    path("ban-nhap/<uuid:draft>", filing.resume, name="filing_resume"),
    path("ban-nhap/<uuid:draft>/phien-ban", filing.version, name="filing_version"),
    path("ban-nhap/<uuid:draft>/xoa", filing.drop, name="filing_drop"),
    path("ban-nhap/<uuid:draft>/truong-hop", filing.case, name="filing_case"),
    path("ban-nhap/<uuid:draft>/nguoi-nop", filing.who, name="filing_who"),
    path("ban-nhap/<uuid:draft>/to-khai/<slug:step>", filing.form, name="filing_form"),
    path("ban-nhap/<uuid:draft>/giay-to", papers.papers, name="filing_papers"),
    path("ban-nhap/<uuid:draft>/tai-len", papers.begin_upload, name="filing_upload_begin"),
    path("ban-nhap/<uuid:draft>/tai-len/<uuid:upload>", papers.upload, name="filing_upload"),
    path("ban-nhap/<uuid:draft>/tai-len/<uuid:upload>/xong", papers.finish_upload, name="filing_upload_finish"),
    path("ban-nhap/<uuid:draft>/tep/<uuid:file>/trang/<int:page>", papers.picture, name="filing_picture"),
    path("ban-nhap/<uuid:draft>/to-khai.pdf", papers.declaration, name="filing_declaration"),
    path("ban-nhap/<uuid:draft>/nhan-ket-qua", filing.where, name="filing_where"),
    path("ban-nhap/<uuid:draft>/xem-lai", filing.review, name="filing_review"),
    path("da-nop/<str:code>", filing.done, name="filing_done"),
    path("tra-cuu", tracking.track, name="track"),
    path("tra-cuu/<str:code>/<str:secret>", tracking.track_by_qr, name="track_by_qr"),
    path("xac-minh/<str:token>", tracking.verify_result, name="verify_result"),
    path("ban-sao/<str:token>", copies.certified_copy, name="certified_copy"),
    path("du-lieu-mo/nhat-ky", history.heads, name="history"),
    path("du-lieu-mo/nhat-ky.jsonl", history.head_lines, name="history_lines"),
    path("ho-so-cua-toi", mine.dossiers, name="dossiers"),
    path("thong-bao", mine.notice_list, name="notices"),
    path("ho-so/<str:code>", mine.dossier, name="dossier"),
    path("ho-so/<str:code>/bang-chung", history.proof, name="proof"),
    path("ho-so/<str:code>/bo-sung", mine.supplement, name="supplement"),
    path("ho-so/<str:code>/du-thao", mine.check_draft, name="check_draft"),
    path("ho-so/<str:code>/du-thao/trang/<int:page>", mine.draft_page, name="draft_page"),
    path("ho-so/<str:code>/rut", mine.withdraw, name="withdraw"),
    path("ho-so/<str:code>/ket-qua", mine.result, name="result"),
    path("ho-so/<str:code>/van-ban/<uuid:letter>", mine.letter, name="letter"),
    path("ho-so/<str:code>/bieu-mau/<int:event>", mine.given_form, name="given_form"),
    path("ho-so/<str:code>/giay-to/<uuid:file>", mine.paper_file, name="paper_file"),
]
