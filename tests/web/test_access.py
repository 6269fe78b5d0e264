"""Every address says who may see it: what doesn't is a hole."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from spreekkamer.accounts.scopes import Scope


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each, route)
        else:
            yield route, each


ALL = dict(patterns(get_resolver()))


@pytest.mark.parametrize("route", ALL, ids=str)
def test_the_view_at_each_address_says_who_may_see_it(route: str) -> None:
    access = getattr(ALL[route].callback, "access", None)
    assert access in ("public", "signed in", "token") or (
        isinstance(access, tuple) and access and all(isinstance(scope, Scope) for scope in access)
    )


def test_there_is_no_way_to_make_an_account_for_oneself() -> None:
    names = {pattern.name for pattern in ALL.values()}
    assert not names & {"account_signup", "account_email", "account_reset_password", "mfa_download_recovery_codes"}
