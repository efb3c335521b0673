"""Addresses of the members' pages of a municipality."""

from __future__ import annotations

from django.urls import path

from beredt.ground.access.views import members

app_name = "members"
urlpatterns = [
    path("", members.list_members, name="list_members"),
    path("ny/", members.invite_member, name="invite_member"),
    path("roller/", members.show_roles, name="show_roles"),
    path("hvorfor/", members.explain_why, name="explain_why"),
    path("<int:user_id>/", members.change_member, name="change_member"),
    path("<int:user_id>/fjern/", members.remove_member, name="remove_member"),
    path("<int:user_id>/link/", members.make_new_link, name="make_new_link"),
]
