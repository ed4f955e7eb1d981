"""Settings for a command: what is wrong with them is told as an error of the user's."""

from typing import Any

from pydantic import ValidationError

from service.errors import ConfigurationError
from service.settings import Settings


def load(**given: Any) -> Settings:
    """The settings of the environment, with what the command line gives in their place.

    Raises ConfigurationError for the first that makes no sense; its value, which may be a secret, is not told.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[0]
        name = "_".join(str(part) for part in wrong["loc"]).upper()
        raise ConfigurationError(setting=f"TIYAO_{name}", reason=wrong["msg"]) from error
