"""What holds for sessions, second factors, addresses and devices."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.record.accounts.rules import (
    demo_account_may_sign_in,
    device,
    is_loopback,
    session_over,
    sign_on_gave_second_factor,
)

times = st.floats(0, 1e6)


@given(times, times, times, st.floats(1, 1e5), st.floats(1, 1e5))
def test_a_session_is_over_once_either_limit_has_passed(began, used, idle, idle_most, most):
    seen = began + used
    over = session_over(began=began, seen=seen, now=seen + idle, idle_seconds=idle_most, most_seconds=most)
    assert over == (seen + idle - seen > idle_most or seen + idle - began > most)


def test_a_session_may_be_exactly_as_long_as_its_limit():
    assert not session_over(began=0, seen=0, now=1800, idle_seconds=1800, most_seconds=36_000)
    assert session_over(began=0, seen=0, now=1801, idle_seconds=1800, most_seconds=36_000)
    assert session_over(began=0, seen=36_000, now=36_001, idle_seconds=1800, most_seconds=36_000)


@pytest.mark.parametrize(
    ("address", "here"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("10.0.0.1", False), ("", False), ("localhost", False)],
)
def test_this_machine_is_known_by_its_address_and_nothing_passed_on_comes_from_it(address, here):
    assert is_loopback(address, forwarded=False) is here
    assert not is_loopback(address, forwarded=True)


@pytest.mark.parametrize(
    ("claims", "given_"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"amr": "pwd mfa"}, True),
        ({"acr": "urn:gold"}, True),
        ({"amr": ["pwd"]}, False),
        ({"amr": ["mfa2"], "acr": "urn:goldish"}, False),
        ({"amr": None}, False),
        ({"amr": [["mfa"]]}, False),
        ({}, False),
    ],
)
def test_the_sign_on_gave_a_second_factor_only_in_the_words_agreed(claims, given_):

    assert sign_on_gave_second_factor(claims, acr={"urn:gold"}, amr={"mfa"}) is given_
    assert not sign_on_gave_second_factor(claims, acr=set(), amr=set())


@pytest.mark.parametrize("mode", ["demo", "test", "live", ""])
@pytest.mark.parametrize("loopback", [True, False])
def test_a_demonstration_account_opens_in_the_demo_on_this_machine_alone(mode, loopback):
    assert demo_account_may_sign_in(mode=mode, loopback=loopback) is (loopback and mode in {"demo", "test"})


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/130.0 Safari/537.36", "Chrome, ChromeOS"),
        ("Mozilla/5.0 (Linux; Android 15) Firefox/133.0", "Firefox, Android"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_as_its_owner_knows_it(agent, said):
    assert device(agent) == said
