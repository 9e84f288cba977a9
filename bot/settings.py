"""Secrets and addresses from the environment, or from .env: ICTBOT_DATABASE_URL, ICTBOT_SLACK_BOT_TOKEN and so on."""

from pathlib import Path
from typing import Literal

from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.desk import SHIPPED
from core.errors import DeskError


class Settings(BaseSettings):
    """Everything has a default with which the bot runs on an embedded database beside the caller."""

    model_config = SettingsConfigDict(env_prefix="ICTBOT_", env_file=".env", env_ignore_empty=True, extra="ignore")

    database_url: str = "ictbot.db"
    desk: Path = SHIPPED
    person: str = "engineer"
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None  # opens Socket Mode
    slack_signing_secret: SecretStr | None = None  # opens signed HTTP
    slack_api: str = "https://slack.com/api/"
    slack_prefix: str = ""  # before each command, where another app has /outage
    slack_charts: bool = True  # whether the workspace takes data_visualization blocks
    http_host: str = "127.0.0.1"
    http_port: int = 3000
    ops_host: str = "127.0.0.1"
    ops_port: int | None = None  # opens /healthz, /readyz and /metrics
    log: Literal["text", "json"] = "text"
    backups: Path | None = None  # a folder


def read_settings(db: str | None) -> Settings:
    """DeskError names the variables that cannot be, and never what they hold."""
    try:
        return Settings(database_url=db) if db else Settings()
    except ValidationError as error:
        mistakes = (f"ICTBOT_{str(each['loc'][0]).upper()}: {each['msg']}" for each in error.errors())
        raise DeskError("\n".join(mistakes)) from error
