"""The errors of writing results; the tree is drawn in `service/errors.py`."""

from service.errors import TiyaoError


class OutputError(TiyaoError):
    """`path` could not be written: `reason`."""

    code = "output_failed"


class OverwriteError(OutputError):
    """The result would take the place of the input `path`."""

    code = "overwrites_input"


class ManyIntoOne(OutputError):
    """Several reports and the one file `path`."""

    code = "many_into_one"


class NeedsFile(OutputError):
    """Results of this `format` are files."""

    code = "needs_file"


class NothingToResume(OutputError):
    """A run can only be taken up where every report has a file of its own."""

    code = "nothing_to_resume"


class UnknownEnding(OutputError):
    """The name `path` tells no format that there is; `endings` would."""

    code = "unknown_ending"
