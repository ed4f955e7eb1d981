"""What a caller may ask for."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from schemas.summary import OutputScript, Wire

EngineName = Literal["extractive", "llm"]
NAME_CHARACTERS = 200
_UNKEEPABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def keepable(name: str) -> str:
    """A name that any database and any page can hold."""
    return _UNKEEPABLE.sub("\N{REPLACEMENT CHARACTER}", name)


ReportName = Annotated[str, Field(max_length=NAME_CHARACTERS), AfterValidator(keepable)]
"""What a caller calls a report: for people, and to find it again."""


class SummaryOptions(Wire):
    """Options of one summary. Null means: as the service is set up."""

    engine: EngineName | None = Field(
        default=None, description="null: llm where a model is configured, else extractive"
    )
    script: OutputScript = Field(default="hans", description="script of the item texts; evidence is always the source")
    include_source: bool | None = Field(default=None, description="null: yes for files, no for posted JSON")


class SummaryRequest(Wire):
    text: str = Field(description="the report, as it stands; offsets count its code points")
    name: ReportName = Field(default="", description="what you call it; a job is found by it")
    options: SummaryOptions = SummaryOptions()


class NamedOptions(SummaryOptions):
    """Options of a report that is the whole body of a request."""

    name: ReportName = Field(default="", description="what you call it; a job is found by it")

    @property
    def options(self) -> SummaryOptions:
        return SummaryOptions.model_validate(self.model_dump(exclude={"name"}))
