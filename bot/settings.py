"""Secrets and addresses from the environment: ICTBOT_DATABASE_URL, ICTBOT_DESK, ICTBOT_PERSON."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.desk import SHIPPED


class Settings(BaseSettings):
    """Everything has a default with which the bot runs on an embedded database beside the caller."""

    model_config = SettingsConfigDict(env_prefix="ICTBOT_", env_file=".env", extra="ignore")

    database_url: str = "ictbot.db"
    desk: Path = SHIPPED
    person: str = "engineer"
