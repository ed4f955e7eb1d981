"""langextract: `extract` with a description and one worked example, its OpenAI provider at our address, a strict schema
from the example, its Unicode tokenizer (its own advice for Chinese)."""

import warnings
from typing import Any

import langextract as lx
from langextract.core.tokenizer import UnicodeTokenizer

from benchmarks.peers.clients.common import TASK, Job, Work, run

DESCRIPTION = f"""{TASK}
extraction_text 是逐字抄录的一段依据，类别是 achievement、problem 或 plan；一个条目有几段依据的，各成一条，item 编号相同，text 和 topic 只写在第一条。"""
_EXAMPLE = """一、主要做法
面包店添置烤炉2台，日产面包300个。店员全部持健康证上岗。
二、不足
送货仍不够及时。
三、打算
明年增开分店1家。"""


def _one(kind: str, quote: str, item: str, topic: str | None, text: str | None) -> Any:
    return lx.data.Extraction(
        extraction_class=kind, extraction_text=quote, attributes={"item": item, "text": text, "topic": topic}
    )


EXAMPLES = [
    lx.data.ExampleData(
        text=_EXAMPLE,
        extractions=[
            _one(
                "achievement",
                "面包店添置烤炉2台，日产面包300个",
                "1",
                "functions",
                "添置烤炉2台，日产面包300个，店员持证上岗",
            ),
            _one("achievement", "店员全部持健康证上岗", "1", None, None),
            _one("problem", "送货仍不够及时", "2", "functions", "送货不够及时"),
            _one("plan", "明年增开分店1家", "3", "functions", "增开分店1家"),
        ],
    )
]


def prepare(_: Job) -> Work:
    warnings.simplefilter("ignore")
    return work


def work(job: Job) -> tuple[list[dict[str, Any]], str]:
    config = lx.factory.ModelConfig(
        model_id="langextract",
        provider="OpenAILanguageModel",
        provider_kwargs={
            "base_url": job.base_url,
            "api_key": "none",
            "max_workers": job.settings.get("max_workers", 10),
        },
    )
    found = lx.extract(
        job.text,
        prompt_description=DESCRIPTION,
        examples=EXAMPLES,
        config=config,
        tokenizer=UnicodeTokenizer(),
        show_progress=False,
        **job.settings,
    )
    job.arrived()
    return _items(found), ""


def _items(found: Any) -> list[dict[str, Any]]:
    """The extractions of one number put together again; numbers begin anew with every chunk."""
    items: list[dict[str, Any]] = []
    last = None
    for one in found.extractions:
        attributes = one.attributes or {}
        interval = one.char_interval
        start = interval.start_pos if interval and interval.start_pos is not None else None
        # What it shows as the place, not what the model wrote: that is one.extraction_text.
        shown = found.text[start : interval.end_pos] if start is not None else one.extraction_text
        status = one.alignment_status.value if one.alignment_status else "none"
        evidence = {"start": start, "text": shown, "quote": one.extraction_text, "status": status}
        key = (one.extraction_class, attributes.get("item"))
        if attributes.get("text") is None and key == last and items:
            items[-1]["evidence"].append(evidence)
            continue
        last = key
        items.append(
            {
                "kind": one.extraction_class,
                "topic": attributes.get("topic"),
                "text": attributes.get("text") or "",
                "evidence": [evidence],
            }
        )
    return items


if __name__ == "__main__":
    run(prepare)
