"""What is measured is the model, never an answer that was kept."""

import asyncio
from pathlib import Path

from eval.engines import subject
from service.settings import Settings
from tests.scripted import ScriptedServer
from tests.scripted.obedient import obedient
from tests.scripted.reports import TEXT


def test_every_repeat_asks_the_model(data_folder: Path) -> None:
    async def scene(settings: Settings) -> list[int]:
        async with subject(settings, "llm") as engine:
            return [(await engine.summarize(TEXT, repeat)).usage.calls for repeat in range(2)]

    with ScriptedServer(obedient) as server:
        settings = Settings(_env_file=None, base_url=server.base_url, model="scripted")  # type: ignore[call-arg]
        first, second = asyncio.run(scene(settings))
    assert first == second > 0
    assert not data_folder.exists()
