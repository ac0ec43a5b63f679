"""Addresses of the officials' desk."""

from django.urls import path

from motcua.channels.desk import signin

app_name = "desk"
urlpatterns = [
    path("/dang-nhap", signin.sign_in, name="sign_in"),
    path("/dang-xuat", signin.sign_out, name="sign_out"),
]
