"""Addresses of signing in. Only these views of django-allauth exist here: no sign-up, no change of e-mail address.

Its views find each other by its own names, so those stay; ours (`sign-in`, `sign-out`, `security`) name the same.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path

from spreekkamer.accounts import views
from spreekkamer.accounts.access import public, signed_in

urlpatterns = [
    path("sign-in/", public(account.login), name="sign-in"),
    path("sign-in/", public(account.login), name="account_login"),
    path("sign-in/code/", public(mfa.authenticate), name="mfa_authenticate"),
    path("sign-in/inactive/", public(account.account_inactive), name="account_inactive"),
    path("sign-out/", public(account.logout), name="sign-out"),
    path("sign-out/", public(account.logout), name="account_logout"),
    path("again/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("again/code/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("security/", signed_in(mfa.index), name="security"),
    path("security/", signed_in(mfa.index), name="mfa_index"),
    path("security/password/", signed_in(account.password_change), name="account_change_password"),
    path("security/password/first/", signed_in(account.password_set), name="account_set_password"),
    path("security/app/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("security/app/remove/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("security/codes/", signed_in(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("security/codes/new/", signed_in(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("example/<str:token>/", views.example, name="example"),
]
