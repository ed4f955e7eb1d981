"""instructor: one call over the whole report, tools mode (its default), items with its CitationMixin and the report as
validation context, its default number of retries."""

from typing import Any

import instructor
from instructor import CitationMixin
from openai import OpenAI
from pydantic import BaseModel

from benchmarks.peers.clients.common import TASK, Job, Work, quoted, run


class Item(CitationMixin):
    topic: str
    text: str


class Report(BaseModel):
    overview: str
    achievements: list[Item]
    problems: list[Item]
    plans: list[Item]


def prepare(job: Job) -> Work:
    client = instructor.from_openai(OpenAI(base_url=job.base_url, api_key="none"))

    def work(job: Job) -> tuple[list[dict[str, Any]], str]:
        report = client.chat.completions.create(
            model="instructor",
            response_model=Report,
            messages=[
                {"role": "system", "content": f"{TASK}\noverview：全文概述，至多120字。"},
                {"role": "user", "content": f"<report>\n{job.text}\n</report>"},
            ],
            context={"context": job.text},
        )
        return quoted(report.model_dump(), job.text.find, "substring_quotes"), ""

    return work


if __name__ == "__main__":
    run(prepare)
