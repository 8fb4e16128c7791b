"""Flags, environment and secret files, read once into one frozen value."""

from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

TELEGRAM = "https://api.telegram.org"
ASK_BOTFATHER = (
    "There is no bot token. Get one from @BotFather and put it into QUIZBOT_TOKEN, into the file "
    "named by QUIZBOT_TOKEN_FILE, or into a .env file. To try the bot without one: quizbot demo"
)


class Misconfigured(Exception):
    """Something is set wrongly; the message says what and what to do."""


class Settings(BaseSettings):
    """What an operator can set, as QUIZBOT_… variables; a flag wins over its variable.

    `api_url` is the server's root; `timezone` says where days, weeks and months begin;
    without `backups` they go into a folder of this name beside the database.
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
    admins: Annotated[frozenset[int], NoDecode] = frozenset()

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
        """A token in a file, as container and service managers hand secrets over."""
        if values.get("token_file") and not values.get("token"):
            try:
                token = Path(values["token_file"]).read_text("utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                raise ValueError(f"the token file cannot be read: {error}") from None
            return {**values, "token": token}
        return values

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def read(**flags: Any) -> Settings:
    """The settings; flags that are None were not given. Raises Misconfigured."""
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except ValidationError as error:
        raise Misconfigured("; ".join(_sentence(dict(each)) for each in error.errors())) from None


def _sentence(error: dict[str, Any]) -> str:
    name = "_".join(str(part) for part in error["loc"][:1]).upper()
    about = f"QUIZBOT_{name}" if name else "The settings"
    return f"{about}: {error['msg'].removeprefix('Value error, ')}"
