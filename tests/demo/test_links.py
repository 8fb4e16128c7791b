"""Addresses that Telegram takes, and how it writes them."""

import pytest

from bot.demo.links import checked


@pytest.mark.parametrize(
    "given,written",
    [
        ("example.com", "http://example.com/"),
        ("HTTPS://Example.com/A?b=C", "https://example.com/A?b=C"),
        ("https://example.com?a=1#b", "https://example.com/?a=1#b"),
        ("example.com:8080/x", "http://example.com:8080/x"),
        (" t.me/demo_quiz_bot?start=x ", "http://t.me/demo_quiz_bot?start=x"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
        ("t.me/x?u=https://y.it", "http://t.me/x?u=https://y.it"),
    ],
)
def test_addresses_are_written_in_full(given: str, written: str) -> None:
    assert checked(given) == written


@pytest.mark.parametrize(
    "given,reason",
    [
        ("", "URL host is empty"),
        ("https:///x", "URL host is empty"),
        ("nowhere", "Wrong HTTP URL"),
        ("a b.it", "Wrong HTTP URL"),
        ("mailto:anna@example.com", "Wrong HTTP URL"),
        ("javascript:alert(1)", "Wrong HTTP URL"),
        ("ssh://example.com", "Unsupported URL protocol"),
    ],
)
def test_other_addresses_are_refused(given: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        checked(given)
