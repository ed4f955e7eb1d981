"""What a caller may ask for."""

from typing import Literal

from pydantic import Field

from schemas.summary import OutputScript, Wire

EngineName = Literal["extractive", "llm"]


class SummaryOptions(Wire):
    """Options of one summary. Null means: as the service is set up."""

    engine: EngineName | None = Field(
        default=None, description="null: llm where a model is configured, else extractive"
    )
    script: OutputScript = Field(default="hans", description="script of the item texts; evidence is always the source")
    include_source: bool | None = Field(default=None, description="null: yes for files, no for posted JSON")


class SummaryRequest(Wire):
    text: str = Field(description="the report, as it stands; offsets count its code points")
    options: SummaryOptions = SummaryOptions()
