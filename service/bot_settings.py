"""The settings of the chat bots; part of `service/settings.py`. A bot is set up when its secrets are."""

from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode

Names = Annotated[tuple[str, ...], NoDecode]
_TENANTS = "whose members it answers, separated by commas; empty: nobody's"
_USERS = "whom it answers, separated by commas; * is everybody of the tenants; empty: nobody"


class BotSettings(BaseSettings):
    """One block a platform, then what they share."""

    feishu_app_id: str | None = Field(default=None, description="the app's, cli_…")
    feishu_app_secret: SecretStr | None = Field(default=None, description="the app's")
    feishu_encrypt_key: SecretStr | None = Field(default=None, description="of the event subscription")
    feishu_verification_token: SecretStr | None = Field(default=None, description="of the event subscription")
    feishu_tenants: Names = Field(default=(), description=_TENANTS)
    feishu_users: Names = Field(default=(), description=f"open ids {_USERS}")
    feishu_base_url: str = Field(default="https://open.feishu.cn", description="of the platform's API")

    dingtalk_client_id: str | None = Field(default=None, description="the app's, which is its robot's code too")
    dingtalk_client_secret: SecretStr | None = Field(default=None, description="the app's")
    dingtalk_tenants: Names = Field(default=(), description=f"corp ids {_TENANTS}")
    dingtalk_users: Names = Field(default=(), description=f"staff ids {_USERS}")
    dingtalk_base_url: str = Field(default="https://api.dingtalk.com", description="of the platform's API")

    wecom_corp_id: str | None = Field(default=None, description="the one tenant that is answered")
    wecom_agent_id: int | None = Field(default=None, ge=0, description="the application's")
    wecom_secret: SecretStr | None = Field(default=None, description="the application's")
    wecom_token: SecretStr | None = Field(default=None, description="of receiving messages")
    wecom_encoding_aes_key: SecretStr | None = Field(default=None, description="of receiving messages, 43 characters")
    wecom_users: Names = Field(default=(), description=f"user ids {_USERS}")
    wecom_base_url: str = Field(default="https://qyapi.weixin.qq.com", description="of the platform's API")

    slack_bot_token: SecretStr | None = Field(default=None, description="xoxb-…")
    slack_signing_secret: SecretStr | None = Field(default=None, description="of the app's basic information")
    slack_tenants: Names = Field(default=(), description=f"team ids {_TENANTS}")
    slack_users: Names = Field(default=(), description=f"member ids {_USERS}")
    slack_base_url: str = Field(default="https://slack.com/api/", description="of the platform's API")

    bot_piece_wait_seconds: float = Field(
        default=60.0, gt=0, le=3600, description="a report that comes in pieces is whole when none follows for so long"
    )
    bot_event_age_seconds: float = Field(default=300.0, gt=0, description="older events of a platform are refused")
    bot_request_timeout_seconds: float = Field(default=30.0, gt=0, description="of one request to a platform")
    bot_concurrent_files: int = Field(
        default=4, ge=1, description="files of messages in memory at once, of max_file_bytes each; the others wait"
    )
    bot_report_hours: float = Field(default=2.0, gt=0, description="a bot waits so long for a summary, then says so")

    @field_validator("feishu_tenants", "feishu_users", "dingtalk_tenants", "dingtalk_users", "wecom_users",
                     "slack_tenants", "slack_users", mode="before")  # fmt: skip
    @classmethod
    def _read_names(cls, value: object) -> object:
        return tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value

    @field_validator("feishu_app_id", "feishu_app_secret", "feishu_encrypt_key", "feishu_verification_token",
                     "dingtalk_client_id", "dingtalk_client_secret", "wecom_corp_id", "wecom_agent_id", "wecom_secret",
                     "wecom_token", "wecom_encoding_aes_key", "slack_bot_token", "slack_signing_secret", 
                     mode="before")  # fmt: skip
    @classmethod
    def _unset_where_blank(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value
