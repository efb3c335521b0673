"""Addresses outside any municipality: choosing one, signing in, one's own account."""

from __future__ import annotations

from django.urls import path

from beredt.ground.access.views import account, sign_in

app_name = "access"
urlpatterns = [
    path("", sign_in.choose_municipality, name="choose_municipality"),
    path("logind/", sign_in.sign_in, name="sign_in"),
    path("logind/kode/", sign_in.enter_code, name="enter_code"),
    path("link/<str:token>/", sign_in.follow_link, name="follow_link"),
    path("konto/", account.show_account, name="show_account"),
    path("konto/adgangskode/", account.change_password, name="change_password"),
    path("konto/totrin/", account.set_up_second_factor, name="set_up_second_factor"),
    path("konto/totrin/koder/", account.renew_codes, name="renew_codes"),
    path("konto/totrin/fjern/", account.remove_second_factor, name="remove_second_factor"),
    path("konto/logud/", sign_in.sign_out, name="sign_out"),
]
