"""The engine that asks a model. Only this package imports openai, tenacity and tiktoken."""

from service.engines.llm.engine import LlmEngine

__all__ = ["LlmEngine"]
