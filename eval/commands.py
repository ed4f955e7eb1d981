"""`tiyao eval`: its options and arguments. What a command does is in `eval.work`, imported when it is called."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperCommand, TyperGroup

from eval.words import word
from service.cli import translating
from service.messages import Language

Engine = Literal["extractive", "llm", "lead", "random"]
Split = Literal["dev", "test"]
Format = Literal["text", "json"]


def main(arguments: Sequence[str], language: Language) -> int:
    """Run `tiyao eval` with these arguments; the exit code. Raises TiyaoError, and click's errors of usage."""
    command = typer.main.get_command(build(language))
    done = command.main(list(arguments), prog_name="tiyao eval", standalone_mode=False)
    return done if isinstance(done, int) else 0


def build(language: Language) -> typer.Typer:
    """The sub-command with its help in one language."""
    command, group = translating(TyperCommand, language), translating(TyperGroup, language)
    app = typer.Typer(
        cls=group,
        help=word("eval", language),
        epilog=word("epilog", language),
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        add_completion=False,
    )
    for add in (_run, _compare, _gate, _report, _judge):
        add(app, command, language)
    return app


def _run(app: typer.Typer, command: Any, language: Language) -> None:
    @app.command(cls=command, help=word("run", language))
    def run(
        engine: Annotated[Engine | None, typer.Option(help=word("engine", language))] = None,
        model: Annotated[str | None, typer.Option(help=word("model", language))] = None,
        base_url: Annotated[str | None, typer.Option(help=word("base_url", language))] = None,
        split: Annotated[Split | None, typer.Option(help=word("split", language))] = None,
        dataset: Annotated[Path | None, typer.Option(metavar="DIR", help=word("dataset", language))] = None,
        reports: Annotated[Path | None, typer.Option(metavar="DIR", help=word("reports", language))] = None,
        output: Annotated[
            Path | None, typer.Option("--output", "-o", metavar="FILE", help=word("run_output", language))
        ] = None,
        concurrency: Annotated[int, typer.Option(min=1, help=word("concurrency", language))] = 4,
        repeats: Annotated[int, typer.Option(min=1, help=word("repeats", language))] = 1,
        fresh: Annotated[bool, typer.Option("--fresh", help=word("fresh", language))] = False,
        compact: Annotated[bool, typer.Option("--compact", help=word("compact", language))] = False,
    ) -> None:
        from eval import work

        asked = work.Asked(engine, model, base_url, split, dataset, reports, output, concurrency, repeats)
        work.run(asked, fresh=fresh, compact=compact, language=language)


def _compare(app: typer.Typer, command: Any, language: Language) -> None:
    @app.command(cls=command, help=word("compare", language))
    def compare(
        before: Annotated[Path, typer.Argument(metavar="A", help=word("run_a", language))],
        after: Annotated[Path, typer.Argument(metavar="B", help=word("run_b", language))],
        dataset: Annotated[Path | None, typer.Option(metavar="DIR", help=word("dataset", language))] = None,
        reports: Annotated[Path | None, typer.Option(metavar="DIR", help=word("reports", language))] = None,
        format: Annotated[Format, typer.Option("--format", "-f", help=word("format", language))] = "text",
    ) -> None:
        from eval import work

        work.compare(before, after, dataset, reports, format, language)


def _gate(app: typer.Typer, command: Any, language: Language) -> None:
    @app.command(cls=command, help=word("gate", language))
    def gate(
        run: Annotated[Path, typer.Argument(metavar="RUN", help=word("run_file", language))],
        baseline: Annotated[Path, typer.Option(metavar="BASE", help=word("baseline", language))],
        margin: Annotated[float, typer.Option(min=0, max=1, help=word("margin", language))] = 0.01,
        alpha: Annotated[float, typer.Option(min=0, max=0.5, help=word("alpha", language))] = 0.05,
    ) -> None:
        from eval import work

        raise typer.Exit(work.gate(run, baseline, margin, alpha, language))


def _report(app: typer.Typer, command: Any, language: Language) -> None:
    @app.command(cls=command, help=word("report", language))
    def report(
        run: Annotated[Path, typer.Argument(metavar="RUN", help=word("run_file", language))],
        output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help=word("output", language))],
        dataset: Annotated[Path | None, typer.Option(metavar="DIR", help=word("dataset", language))] = None,
        reports: Annotated[Path | None, typer.Option(metavar="DIR", help=word("reports", language))] = None,
    ) -> None:
        from eval import work

        work.report(run, output, dataset, reports, language)


def _judge(app: typer.Typer, command: Any, language: Language) -> None:
    @app.command(cls=command, help=word("judge", language))
    def judge(
        run: Annotated[Path, typer.Argument(metavar="RUN", help=word("run_file", language))],
        model: Annotated[str | None, typer.Option(help=word("model", language))] = None,
        base_url: Annotated[str | None, typer.Option(help=word("base_url", language))] = None,
        dataset: Annotated[Path | None, typer.Option(metavar="DIR", help=word("dataset", language))] = None,
        reports: Annotated[Path | None, typer.Option(metavar="DIR", help=word("reports", language))] = None,
        output: Annotated[
            Path | None, typer.Option("--output", "-o", metavar="FILE", help=word("output", language))
        ] = None,
        limit: Annotated[int, typer.Option(min=1, help=word("limit", language))] = 200,
        seed: Annotated[int, typer.Option(help=word("seed", language))] = 0,
    ) -> None:
        from eval import work

        work.judge(run, model, base_url, dataset, reports, output, limit, seed, language)
