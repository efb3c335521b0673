"""`{% load roles %}`: roles as the reader calls them."""

from __future__ import annotations

from django import template

from beredt.ground.access import words

register = template.Library()


@register.filter
def role_title(role: str) -> str:
    """The role's name in the reader's language."""
    return words.role_title(role)
