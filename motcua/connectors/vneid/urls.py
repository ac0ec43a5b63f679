"""Addresses of sign-in."""

from django.urls import path

from motcua.connectors.vneid import officials, views

app_name = "vneid"
urlpatterns = [
    path("dang-nhap", views.sign_in, name="sign_in"),
    path("dang-nhap/ve", views.back, name="back"),
    path("can-bo/dang-nhap/tinh", officials.begin, name="officials"),
    path("can-bo/dang-nhap/tinh/ve", officials.back, name="officials_back"),
    path("dang-xuat/tu-vneid", views.signed_out_there, name="signed_out_there"),
    path("dang-xuat", views.sign_out, name="sign_out"),
]
