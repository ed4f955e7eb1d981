"""Whose request it is, for whatever keeps things by owner."""

from fastapi import Request

LOCAL = "local"


def owner(request: Request) -> str:  # noqa: ARG001 - keys, where they are on, are found in it
    """The id of the key that the request came with; "local" where keys are off."""
    return LOCAL
