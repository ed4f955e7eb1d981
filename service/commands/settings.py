"""Settings for a command: what is wrong with them is told as an error of the user's."""

from collections.abc import Collection
from typing import Any

from pydantic import ValidationError

from service.commands.reasons import reason
from service.errors import ConfigurationError
from service.settings import Settings


def load(ignoring: Collection[str] = (), **given: Any) -> Settings:
    """The settings of the environment, with what the command line gives in their place.

    Those named in `ignoring` are none of the command's business: where one makes no sense its default is taken. Raises
    ConfigurationError for the first other that makes no sense; its value, which may be a secret, is not told.
    """
    given = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        wrong = {str(one["loc"][0]): one for one in error.errors(include_input=False, include_url=False)}
        if ours := [name for name in wrong if name not in ignoring]:
            raise ConfigurationError(setting=f"TIYAO_{ours[0].upper()}", **reason(wrong[ours[0]])) from error
    defaults = {name: Settings.model_fields[name].get_default(call_default_factory=True) for name in wrong}
    return Settings(**{**defaults, **given})
