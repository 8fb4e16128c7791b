"""What an operator can set, and what is said where it cannot be."""

from pathlib import Path

import pytest

from bot import settings
from bot.settings import Misconfigured, Settings

SECRET = "only-telegram-knows-this-one"
URL = "https://quiz.example.org/webhook"


@pytest.fixture(autouse=True)
def nothing_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"QUIZBOT_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refusal(**given: str) -> str:
    with pytest.raises(Misconfigured) as caught:
        settings.read(**given)
    return str(caught.value)


def test_without_any_it_polls_and_opens_no_port() -> None:
    read = settings.read()
    assert (read.webhook_url, read.status_listen, read.log) == ("", "", "text")


@pytest.mark.parametrize(
    "url",
    [
        URL,
        "https://quiz.example.org:8443/deep/path",
        "https://203.0.113.7:88/x",
        "http://127.0.0.1:50123/hook",
        "http://localhost:9/hook",
    ],
)
def test_addresses_that_telegram_or_the_stand_in_would_call(url: str) -> None:
    assert settings.read(webhook_url=url, webhook_secret=SECRET).webhook_url == url


@pytest.mark.parametrize(
    "url, hint",
    [
        ("http://quiz.example.org/webhook", "https://quiz.example.org/webhook"),
        ("https://quiz.example.org:8080/webhook", "443, 80, 88 and 8443 only, not 8080"),
        ("https://", "must be such as"),
        ("quiz.example.org", "must be such as"),
        ("https://anna:word@quiz.example.org/", "must be such as"),
        ("https://quiz.example.org:port/", "is no address"),
    ],
)
def test_addresses_that_telegram_would_not_call(url: str, hint: str) -> None:
    told = refusal(webhook_url=url, webhook_secret=SECRET)
    assert told.startswith("QUIZBOT_WEBHOOK_URL: ")
    assert hint in told


@pytest.mark.parametrize("secret", ["", "short", "x" * 257, "spaces in it, and more", "é" * 20])
def test_a_webhook_needs_a_secret_and_it_is_not_told(secret: str) -> None:
    told = refusal(webhook_url=URL, webhook_secret=secret)
    assert told == settings.PROTECT_THE_WEBHOOK
    assert "QUIZBOT_WEBHOOK_SECRET_FILE" in told


def test_secrets_may_lie_in_files(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("1:token\n")
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    read = settings.read(webhook_url=URL, token_file="token", webhook_secret_file="secret")
    assert read.token.get_secret_value() == "1:token"
    assert read.webhook_secret.get_secret_value() == SECRET
    assert SECRET not in repr(read)


@pytest.mark.parametrize("name", ["token", "webhook_secret"])
def test_a_file_that_is_not_there_is_named(name: str) -> None:
    told = refusal(**{f"{name}_file": "no-such-file"})
    assert told.startswith(f"QUIZBOT_{name.upper()}_FILE cannot be read: ")


@pytest.mark.parametrize("address", ["127.0.0.1:8080", "[::1]:80", "localhost:0", "unix:/x.sock"])
def test_where_one_can_listen(address: str) -> None:
    assert settings.read(status_listen=address, webhook_listen=address)


@pytest.mark.parametrize("address", ["8080", "localhost", "unix:", "127.0.0.1:port", "a/b:1"])
def test_where_one_cannot(address: str) -> None:
    assert refusal(status_listen=address).startswith("QUIZBOT_STATUS_LISTEN: ")
    assert refusal(webhook_listen=address).startswith("QUIZBOT_WEBHOOK_LISTEN: ")


def test_a_log_has_one_of_two_forms() -> None:
    assert refusal(log="xml").startswith("QUIZBOT_LOG: ")
