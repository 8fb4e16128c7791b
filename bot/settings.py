"""Flags, environment and secret files, read once into one frozen value."""

import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

TELEGRAM = "https://api.telegram.org"
ASK_BOTFATHER = (
    "There is no bot token. Get one from @BotFather and put it into QUIZBOT_TOKEN, into the file "
    "named by QUIZBOT_TOKEN_FILE, or into a .env file. To try the bot without one: quizbot demo"
)
PROTECT_THE_WEBHOOK = (
    "QUIZBOT_WEBHOOK_URL needs a secret, so that nobody but Telegram can send updates: 16 to 256 "
    "of A-Z a-z 0-9 _ - in QUIZBOT_WEBHOOK_SECRET, or in the file named by "
    "QUIZBOT_WEBHOOK_SECRET_FILE. To make one: openssl rand -hex 32"
)
SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}", re.ASCII)
ADDRESS = r"^(unix:/.+|[^/\s]+:\d{1,5})$"
TELEGRAMS_PORTS = (443, 80, 88, 8443)
THIS_MACHINE = ("127.0.0.1", "::1", "localhost")
KEPT_IN_FILES = ("token", "webhook_secret")


class Misconfigured(Exception):
    """Something is set wrongly; the message says what and what to do."""


class Settings(BaseSettings):
    """What an operator can set, as QUIZBOT_… variables; a flag wins over its variable.

    `api_url` is the server's root; `timezone` says where days, weeks and months begin;
    without `backups` they go into a folder of this name beside the database; `max_rate` is how
    many messages a second are sent at most, and 0 lifts all limits of our own. Without a
    `webhook_url` updates are fetched by polling; with one there is a secret. What listens does so
    at `host:port` or `unix:/path`; no `status_listen` is none.
    """

    model_config = SettingsConfigDict(
        env_prefix="QUIZBOT_", env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True
    )

    token: SecretStr = SecretStr("")
    token_file: Path | None = None
    api_url: str = Field(TELEGRAM, pattern="^https?://[^/]")
    database: Path = Path("quizbot.sqlite3")
    questions: Path = Path("questions")
    backups: Path | None = None
    backups_kept: int = Field(7, ge=1)
    timezone: str = "UTC"
    max_rate: int = Field(30, ge=0, le=1000)
    admins: Annotated[frozenset[int], NoDecode] = frozenset()
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    webhook_secret_file: Path | None = None
    webhook_listen: str = Field("127.0.0.1:8080", pattern=ADDRESS)
    status_listen: str = Field("", pattern=f"{ADDRESS}|^$")
    log: Literal["text", "json"] = "text"

    @field_validator("admins", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        """User ids, parted by commas or spaces."""
        return value.replace(",", " ").split() if isinstance(value, str) else value

    @field_validator("timezone")
    @classmethod
    def _known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("is no time zone; write one such as Europe/Rome") from None
        return value

    @model_validator(mode="before")
    @classmethod
    def _from_file(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Secrets in files, as container and service managers hand them over."""
        for name in KEPT_IN_FILES:
            path = values.get(f"{name}_file")
            if path and not values.get(name):
                values = {**values, name: _content(name, Path(path))}
        return values

    @field_validator("webhook_url")
    @classmethod
    def _callable(cls, value: str) -> str:
        """An address that Telegram would call; on this machine, where only the demo can, any."""
        if not value:
            return value
        try:
            url = urlsplit(value)
            host, port = url.hostname, url.port or 443
        except ValueError:
            raise ValueError("is no address") from None
        if url.scheme in ("http", "https") and host in THIS_MACHINE:
            return value
        if url.scheme != "https" or not host or url.username or url.fragment:
            raise ValueError("must be such as https://quiz.example.org/webhook")
        if port not in TELEGRAMS_PORTS:
            raise ValueError(f"Telegram calls the ports 443, 80, 88 and 8443 only, not {port}")
        return value

    @model_validator(mode="after")
    def _kept_secret(self) -> Self:
        if self.webhook_url and not SECRET.fullmatch(self.webhook_secret.get_secret_value()):
            raise ValueError(PROTECT_THE_WEBHOOK)
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def _content(name: str, path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"QUIZBOT_{name.upper()}_FILE cannot be read: {error}") from None


def read(**flags: Any) -> Settings:
    """The settings; flags that are None were not given. Raises Misconfigured."""
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except ValidationError as error:
        raise Misconfigured("; ".join(_sentence(dict(each)) for each in error.errors())) from None


def _sentence(error: dict[str, Any]) -> str:
    name = "_".join(str(part) for part in error["loc"][:1]).upper()
    sentence: str = error["msg"].removeprefix("Value error, ")
    return f"QUIZBOT_{name}: {sentence}" if name else sentence
