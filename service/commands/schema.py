"""`tiyao schema`: JSON Schema of the wire types."""

import json
from typing import Literal

from schemas.request import SummaryRequest
from schemas.summary import ReportSummary
from service.commands.terminal import emit

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def run(name: Literal["ReportSummary", "SummaryRequest"]) -> None:
    """Print the schema: of a summary as it is written, every field there; of a request as it is read."""
    if name == "ReportSummary":
        schema = ReportSummary.model_json_schema(mode="serialization")
    else:
        schema = SummaryRequest.model_json_schema(mode="validation")
    emit(json.dumps({"$schema": DIALECT, **schema}, ensure_ascii=False, indent=2) + "\n")
