"""Signing in and out, and links that work once."""

from __future__ import annotations

from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from beredt.ground.access import (
    forms,
    gate,
    lockout,
    one_time_links,
    operations,
    queries,
    second_factor,
    signing_in,
    typed_fields,
    words,
)
from beredt.ground.access.actor import DATA_PROTECTION_OFFICER, Actor
from beredt.ground.access.models import OneTimeLink, User, normal_login
from beredt.kit.language import mark

BOTH = ("GET", "POST")


@gate.signed_in
def choose_municipality(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The municipalities of the user; with only one, that one's start page."""
    places = queries.places_of(actor=actor)
    if len(places) == 1:
        return HttpResponseRedirect(_first_page(places[0]))
    adding = _address_for_adding() if actor.roles else ""
    if not places and adding:
        return HttpResponseRedirect(adding)
    context = {"places": places, "runs": bool(actor.roles), "adding": adding}
    return render(request, "access/choose_municipality.html", context)


@gate.public(methods=BOTH)
@never_cache
@sensitive_post_parameters("password", "kept")
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Login name and password."""
    carried = _carried(request)
    if request.method != "POST":
        return _sign_in_page(request, forms.SignInForm(initial=carried))
    form = forms.SignInForm(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form, status=400)
    login = normal_login(form.cleaned_data["login"])
    user = authenticate(request, login=login, password=form.cleaned_data["password"])
    if getattr(request, "axes_locked_out", False):
        lockout.record_lock_out(login)
        return lockout.locked_out(request)
    if user is None:
        form.add_error(None, words.spoken().say(mark("Login name and password do not fit together.")))
        return _sign_in_page(request, form, status=400)
    if queries.has_second_factor(user):
        signing_in.wait_for_second_factor(request, user)
        return _code_page(request, forms.CodeForm(initial=carried))
    return signing_in.finish(request, user, next_path=carried["next"], kept=carried["kept"])


@gate.public(methods=BOTH)
@never_cache
@sensitive_post_parameters("code", "kept")
def enter_code(request: HttpRequest) -> HttpResponseBase:
    """The second factor, after the password."""
    user = signing_in.waiting_user(request)
    carried = _carried(request)
    if user is None:
        return redirect("access:sign_in")
    if request.method != "POST":
        return _code_page(request, forms.CodeForm(initial=carried))
    if lockout.is_locked_out(request, user):
        return lockout.locked_out(request)
    form = forms.CodeForm(request.POST)
    if form.is_valid() and second_factor.check(user, form.cleaned_data["code"]):
        return signing_in.finish(request, user, next_path=carried["next"], kept=carried["kept"])
    lockout.count_wrong_code(request, user)
    if lockout.is_locked_out(request, user):
        lockout.record_lock_out(user.login)
        return lockout.locked_out(request)
    if form.is_valid():
        form.add_error("code", words.spoken().say(mark("The code is wrong, too old, or used already.")))
    return _code_page(request, form, status=400)


@gate.public(methods=("POST",))
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Ends the session. What a later form holds is nobody's any more."""
    logout(request)
    response = redirect("access:sign_in")
    response.delete_cookie(typed_fields.LAST_USER_COOKIE)
    return response


@gate.public(methods=BOTH)
@never_cache
@sensitive_post_parameters("password", "again")
def follow_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """What a one-time link is for. Looking at it uses nothing up: programs that preview links do look."""
    link = one_time_links.find(token)
    if link is None:
        return render(request, "access/link_spent.html", status=410)
    form = _link_form(request, link)
    if request.method == "POST" and form.is_valid():
        user = _use_link(link, form)
        if user is None:
            return render(request, "access/link_spent.html", status=410)
        return signing_in.finish(request, user)
    status = 400 if request.method == "POST" else 200
    return render(request, "access/link.html", {"form": form, "link": link}, status=status)


def _first_page(place: queries.Place) -> str:
    """Where somebody begins in a municipality: the data-protection officer sees the access log alone."""
    return f"/{place.code}/log/" if place.roles == {DATA_PROTECTION_OFFICER} else f"/{place.code}/"


def _address_for_adding() -> str:
    """Where a municipality is added; "" in an installation without the guided start."""
    try:
        return reverse("guide_start:choose_municipality")
    except NoReverseMatch:
        return ""


def _link_form(request: HttpRequest, link: OneTimeLink) -> forms.SpokenForm:
    data = request.POST if request.method == "POST" else None
    if link.purpose == OneTimeLink.FIRST_START:
        return forms.FirstStartForm(data)
    if link.purpose == OneTimeLink.SIGN_IN:
        return forms.SpokenForm(data)
    return forms.NewPasswordForm(data, user=link.user)


def _use_link(link: OneTimeLink, form: forms.SpokenForm) -> User | None:
    given = form.cleaned_data
    if link.purpose == OneTimeLink.FIRST_START:
        return operations.take_installation(link, name=given["name"], login=given["login"], password=given["password"])
    if link.purpose == OneTimeLink.SIGN_IN:
        return operations.sign_in_by_link(link)
    return operations.choose_password(link, password=given["password"])


def _carried(request: HttpRequest) -> dict[str, str]:
    """What goes through the sign-in pages untouched: where to, and the sealed fields of a form."""
    given = request.POST if request.method == "POST" else request.GET
    return {"next": given.get("next", "")[:2_000], "kept": request.POST.get("kept", "")}


def _sign_in_page(request: HttpRequest, form: forms.SignInForm, *, status: int = 200) -> HttpResponseBase:
    context = {"form": form, "first_start": queries.needs_first_start()}
    return render(request, "access/sign_in.html", context, status=status)


def _code_page(request: HttpRequest, form: forms.CodeForm, *, status: int = 200) -> HttpResponseBase:
    return render(request, "access/enter_code.html", {"form": form}, status=status)
