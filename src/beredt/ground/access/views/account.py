"""One's own account: name, language, password, second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from beredt.ground.access import forms, gate, operations, queries, second_factor, signing_in, words
from beredt.ground.access.actor import Actor
from beredt.ground.access.models import User
from beredt.kit.language import mark

BOTH = ("GET", "POST")


def before_second_factor(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Marks a page that is reached before a second factor is set up where everyone must have one."""
    view.before_second_factor = True  # type: ignore[attr-defined]
    return view


@gate.signed_in(methods=BOTH)
def show_account(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Name, language, and the way to the rest."""
    user = _user(request)
    start = {"name": user.name, "language": user.language or words.spoken().code}
    form = forms.AccountForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        operations.change_account(actor=actor, **form.cleaned_data)
        response = redirect("access:show_account")
        user.language = form.cleaned_data["language"]
        signing_in.remember_language(response, user)
        return response
    context = {
        "form": form,
        "user": user,
        "has_second_factor": queries.has_second_factor(user),
        "codes_left": second_factor.recovery_codes_left(user),
        "places": queries.places_of(actor=actor),
    }
    return render(request, "access/account.html", context, status=_status(form))


@gate.signed_in(methods=BOTH)
@never_cache
@sensitive_post_parameters()
def change_password(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """A new password; every other session of the user ends."""
    user = _user(request)
    form = forms.ChangePasswordForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid():
        operations.change_password(user, password=form.cleaned_data["password"])
        update_session_auth_hash(request, user)
        messages.success(request, words.spoken().say(mark("The password is changed. Other sessions are ended.")))
        return redirect("access:show_account")
    return render(request, "access/change_password.html", {"form": form}, status=_status(form))


@gate.signed_in(methods=BOTH)
@before_second_factor
@never_cache
@sensitive_post_parameters()
def set_up_second_factor(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """A secret for the authenticator, in force once a code comes back from it."""
    user = _user(request)
    if queries.has_second_factor(user):
        return redirect("access:show_account")
    if request.method == "POST":
        form = forms.FirstCodeForm(request.POST)
        if form.is_valid() and second_factor.confirm(user, form.cleaned_data["code"]):
            return _show_codes(request, second_factor.new_recovery_codes(user))
        if form.is_valid():
            form.add_error("code", words.spoken().say(mark("The code does not fit. Is the phone's clock right?")))
    else:
        form = forms.FirstCodeForm()
    secret = second_factor.waiting_secret(user) or second_factor.begin(user)
    context: dict[str, Any] = {
        "form": form,
        "secret": " ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        "picture": second_factor.picture_of(secret, user),
        "demanded": queries.lacks_second_factor(user),
    }
    return render(request, "access/set_up_second_factor.html", context, status=_status(form))


@gate.signed_in(methods=BOTH)
@never_cache
@sensitive_post_parameters()
def renew_codes(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """New recovery codes, for someone who knows the password."""
    user = _user(request)
    if not queries.has_second_factor(user):
        return redirect("access:set_up_second_factor")
    form = _password_form(request, user)
    if request.method == "POST" and form.is_valid():
        return _show_codes(request, second_factor.new_recovery_codes(user))
    return render(request, "access/renew_codes.html", {"form": form}, status=_status(form))


@gate.signed_in(methods=BOTH)
@never_cache
@sensitive_post_parameters()
def remove_second_factor(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """No second factor any more, for someone who knows the password."""
    user = _user(request)
    form = _password_form(request, user)
    if request.method == "POST" and form.is_valid():
        second_factor.remove(user)
        update_session_auth_hash(request, user)
        messages.success(request, words.spoken().say(mark("The authenticator is removed.")))
        return redirect("access:show_account")
    return render(request, "access/remove_second_factor.html", {"form": form}, status=_status(form))


def _show_codes(request: HttpRequest, codes: tuple[str, ...]) -> HttpResponseBase:
    return render(request, "access/recovery_codes.html", {"codes": codes})


def _password_form(request: HttpRequest, user: User) -> forms.PasswordForm:
    form = forms.PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and not user.check_password(form.cleaned_data["password"]):
        form.add_error("password", words.spoken().say(mark("That is not your password.")))
    return form


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _status(form: forms.SpokenForm) -> int:
    return 400 if form.is_bound and form.errors else 200
