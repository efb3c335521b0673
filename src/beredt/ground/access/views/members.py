"""The members of a municipality: who holds which role, and why somebody may or may not do something."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from beredt.ground.access import explaining, forms, gate, operations, policies, queries, words
from beredt.ground.access.actor import Actor
from beredt.kit.errors import InvalidInput
from beredt.kit.language import mark

BOTH = ("GET", "POST")


@gate.page(policies.MANAGE_MEMBERS)
def list_members(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Everyone with a role here."""
    return render(request, "access/members.html", {"members": queries.list_members(actor=actor)})


@gate.page(policies.MANAGE_MEMBERS, methods=BOTH)
@never_cache
def invite_member(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """A new member, and the link to hand over."""
    form = forms.InvitationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            invited = operations.invite(actor=actor, **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(None, error.told_in(words.spoken()))
        else:
            return _show_link(request, actor, invited.user_id, invited.token)
    return render(request, "access/invite_member.html", {"form": form}, status=_status(form))


@gate.page(policies.MANAGE_MEMBERS, methods=BOTH)
def change_member(request: HttpRequest, actor: Actor, user_id: int) -> HttpResponseBase:
    """The roles of one member."""
    member = queries.get_member(actor=actor, user_id=user_id)
    start = {"roles": list(member.roles)}
    form = forms.RolesForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_roles(actor=actor, user_id=user_id, roles=form.cleaned_data["roles"])
        except InvalidInput as error:
            form.add_error(None, error.told_in(words.spoken()))
        else:
            messages.success(request, words.spoken().say(mark("The roles are changed.")))
            return redirect("members:list_members", code=actor.municipality)
    return render(request, "access/change_member.html", {"form": form, "member": member}, status=_status(form))


@gate.page(policies.MANAGE_MEMBERS, methods=BOTH)
def remove_member(request: HttpRequest, actor: Actor, user_id: int) -> HttpResponseBase:
    """Takes all roles here."""
    member = queries.get_member(actor=actor, user_id=user_id)
    context: dict[str, Any] = {"member": member}
    if request.method == "POST":
        try:
            operations.remove_member(actor=actor, user_id=user_id)
        except InvalidInput as error:
            return render(request, "access/remove_member.html", {**context, "error": error}, status=400)
        messages.success(request, words.spoken().say(mark("The member is removed.")))
        return redirect("members:list_members", code=actor.municipality)
    return render(request, "access/remove_member.html", context)


@gate.page(policies.MANAGE_MEMBERS, methods=("POST",))
@never_cache
def make_new_link(request: HttpRequest, actor: Actor, user_id: int) -> HttpResponseBase:
    """A link for somebody who forgot the password or lost the authenticator."""
    return _show_link(request, actor, user_id, operations.make_new_link(actor=actor, user_id=user_id))


@gate.page(policies.EXPLAIN)
def show_roles(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Which role may do what."""
    return render(request, "access/roles.html", {"matrix": explaining.matrix(), "roles": explaining.roles()})


@gate.page(policies.MANAGE_MEMBERS)
def explain_why(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Why a member may or may not do something, and who else may."""
    members = queries.list_members(actor=actor)
    form = forms.WhyForm(request.GET or None)
    form.set_choices(
        members=[(str(member.user_id), member.name) for member in members], permissions=explaining.choices()
    )
    answer = None
    if request.GET and form.is_valid():
        member = queries.get_member(actor=actor, user_id=int(form.cleaned_data["member"]))
        answer = explaining.explain(member, form.cleaned_data["permission"], members)
    return render(request, "access/why.html", {"form": form, "answer": answer})


def _show_link(request: HttpRequest, actor: Actor, user_id: int, token: str) -> HttpResponseBase:
    address = request.build_absolute_uri(reverse("access:follow_link", args=[token])) if token else ""
    member = queries.get_member(actor=actor, user_id=user_id)
    return render(request, "access/link_made.html", {"address": address, "member": member})


def _status(form: forms.SpokenForm) -> int:
    return 400 if form.is_bound and form.errors else 200
