"""Whose request it is, for whatever keeps things by owner."""

from fastapi import Request

from service.api.auth import Caller


def owner(request: Request) -> str:
    """The id of the key that the request came with; "local" where keys are off."""
    caller: Caller = request.state.caller
    return caller.owner
