"""What people do by hand: one call over the whole report, JSON with quotes by schema, `str.find` for their places."""

import json
from typing import Any

from openai import OpenAI

from benchmarks.peers.clients.common import TASK, Job, Work, quoted, run

_STRINGS = {"type": "array", "items": {"type": "string"}}


def _object(**fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


_ITEMS = {"type": "array", "items": _object(topic={"type": "string"}, text={"type": "string"}, quotes=_STRINGS)}
SCHEMA = _object(overview={"type": "string"}, achievements=_ITEMS, problems=_ITEMS, plans=_ITEMS)


def prepare(job: Job) -> Work:
    client = OpenAI(base_url=job.base_url, api_key="none")

    def work(job: Job) -> tuple[list[dict[str, Any]], str]:
        completion = client.chat.completions.create(
            model="by hand",
            messages=[
                {"role": "system", "content": f"{TASK}\noverview：全文概述，至多120字。"},
                {"role": "user", "content": f"<report>\n{job.text}\n</report>"},
            ],
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "report", "schema": SCHEMA, "strict": True},
            },
        )
        return quoted(json.loads(completion.choices[0].message.content or ""), job.text.find), ""

    return work


if __name__ == "__main__":
    run(prepare)
