"""Errors of corrections and of reports side by side; the tree is drawn in `service/errors.py`."""

from service.errors import TiyaoError, TooLong


class ChangedMeanwhile(TiyaoError):
    """Somebody else has saved since the version that the change was made to."""

    code = "changed_meanwhile"


class TooManyToCompare(TooLong):
    """Side by side. `limit` counts reports."""

    code = "too_many_to_compare"
