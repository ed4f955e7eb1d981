"""The command `tiyao`: its options and arguments. What a command does is imported when it is called, so that help is
there at once."""

import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperCommand, TyperGroup

from service.commands.words import translated, word
from service.errors import EXIT_OK, EXIT_USAGE, TiyaoError, meaning
from service.messages import Language, language_of, say

Engine = Literal["extractive", "llm"]
Format = Literal["json", "markdown", "text", "docx"]
OutlineFormat = Literal["text", "json"]
Script = Literal["hans", "hant", "source"]
SchemaName = Literal["ReportSummary", "SummaryRequest"]


class Scope(StrEnum):
    """An option that may be repeated takes no Literal."""

    summarize = "summarize"
    read = "read"
    admin = "admin"


_EXIT_INTERNAL = 70
UsageError: Any = typer.BadParameter.__mro__[1]
"""The parent of all errors of usage, which typer has no public name for."""


def main() -> None:
    """The entry point: help and messages in the language of the environment, Chinese unless that is English."""
    language = environment_language()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Pipes are UTF-8 whatever the locale; a name that no text holds is shown escaped, not fatal.
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    try:
        build(language)(prog_name="tiyao")
    except Exception:
        import traceback

        traceback.print_exc()
        typer.echo(say("internal", language), err=True)
        sys.exit(_EXIT_INTERNAL)


def environment_language() -> Language:
    """From LC_ALL, LC_MESSAGES or LANG, the first that is set."""
    return language_of(next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), None))


def build(language: Language) -> typer.Typer:
    """The command with its help in one language."""
    command, group = translating(TyperCommand, language), translating(TyperGroup, language)
    app = typer.Typer(
        cls=group,
        help=word("tiyao", language),
        epilog=word("epilog", language),
        rich_markup_mode=None,  # rich takes longer to load than everything else on a help page
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        add_completion=False,
    )
    for add in (
        _summarize,
        _outline,
        _serve,
        _worker,
        _mcp,
        _migrate,
        _keys,
        _schema,
        _cache,
        _doctor,
        _eval,
        _version,
    ):
        add(app, command, language)
    return app


def _summarize(app: typer.Typer, command: Any, language: Language) -> None:
    @app.command(cls=command, help=word("summarize", language))
    def summarize(
        paths: Annotated[list[str], typer.Argument(metavar="PATH", help=word("paths", language))],
        engine: Annotated[Engine | None, typer.Option(help=word("engine", language))] = None,
        format: Annotated[Format | None, typer.Option("--format", "-f", help=word("format", language))] = None,
        script: Annotated[Script, typer.Option(help=word("script", language))] = "hans",
        output: Annotated[
            str | None, typer.Option("--output", "-o", metavar="FILE|DIR", help=word("output", language))
        ] = None,
        source: Annotated[bool, typer.Option("--source/--no-source", help=word("source", language))] = True,
        dry_run: Annotated[bool, typer.Option("--dry-run", help=word("dry_run", language))] = False,
        jobs: Annotated[
            int | None, typer.Option("--jobs", "-j", min=1, metavar="N", help=word("jobs", language))
        ] = None,
        resume: Annotated[bool, typer.Option("--resume", help=word("resume", language))] = False,
    ) -> None:
        with _reported(language):
            if dry_run:
                from service.commands import estimate

                raise typer.Exit(estimate.run(paths, engine, format, output, language))
            from service.commands import summarize as work

            asked = work.Asked(engine, format, script, output, source, jobs, resume)
            raise typer.Exit(work.run(paths, asked, language))


def _outline(app: typer.Typer, command: Any, language: Language) -> None:
    @app.command(cls=command, help=word("outline", language))
    def outline(
        file: Annotated[str, typer.Argument(metavar="FILE", help=word("file", language))],
        clauses: Annotated[bool, typer.Option("--clauses/--no-clauses", help=word("clauses", language))] = True,
        format: Annotated[
            OutlineFormat, typer.Option("--format", "-f", help=word("outline_format", language))
        ] = "text",
    ) -> None:
        with _reported(language):
            from service.commands import outline as work

            work.run(file, clauses, format, language)


def _serve(app: typer.Typer, command: Any, language: Language) -> None:
    @app.command(cls=command, help=word("serve", language))
    def serve(
        host: Annotated[str | None, typer.Option(help=word("host", language))] = None,
        port: Annotated[int | None, typer.Option(min=0, max=65535, help=word("port", language))] = None,
        worker: Annotated[bool, typer.Option("--worker/--no-worker", help=word("with_worker", language))] = True,
    ) -> None:
        with _reported(language):
            from service.commands import serve as work

            work.run(host, port, worker, language)


def _keys(app: typer.Typer, command: Any, language: Language) -> None:
    keys = typer.Typer(cls=translating(TyperGroup, language), rich_markup_mode=None, no_args_is_help=True)
    app.add_typer(keys, name="keys", help=word("keys", language))
    days = Annotated[float | None, typer.Option(min=0, metavar="N", help=word("key_days", language))]
    limit = Annotated[int | None, typer.Option(min=1, metavar="N", help=word("key_limit", language))]
    as_json = Annotated[bool, typer.Option("--json", help=word("json", language))]
    key_id = Annotated[str, typer.Argument(metavar="ID", help=word("key_id", language))]

    @keys.command("create", cls=command, help=word("keys_create", language))
    def create(
        name: Annotated[str, typer.Argument(metavar="NAME", help=word("key_name", language))],
        scope: Annotated[list[Scope] | None, typer.Option("--scope", help=word("key_scope", language))] = None,
        days: days = None,
        requests_per_minute: limit = None,
        reports_per_day: limit = None,
        max_queued_jobs: limit = None,
        max_body_bytes: limit = None,
        adopt_local: Annotated[bool, typer.Option("--adopt-local", help=word("key_local", language))] = False,
        json: as_json = False,
    ) -> None:
        with _reported(language):
            from service.commands import keys as work

            limits = work.Limits(requests_per_minute, reports_per_day, max_queued_jobs, max_body_bytes)
            work.create(name, [one.value for one in scope or ()], days, limits, adopt_local, json, language)

    @keys.command("list", cls=command, help=word("keys_list", language))
    def show(json: as_json = False) -> None:
        with _reported(language):
            from service.commands import keys as work

            work.show(json, language)

    @keys.command("renew", cls=command, help=word("keys_renew", language))
    def renew(id: key_id, days: days = None, json: as_json = False) -> None:
        with _reported(language):
            from service.commands import keys as work

            work.renew(id, days, json, language)

    @keys.command("revoke", cls=command, help=word("keys_revoke", language))
    def revoke(id: key_id) -> None:
        with _reported(language):
            from service.commands import keys as work

            work.revoke(id, language)


def _worker(app: typer.Typer, command: Any, language: Language) -> None:
    @app.command(cls=command, help=word("worker", language))
    def worker() -> None:
        with _reported(language):
            from service.commands import worker as work

            work.run(language)


def _mcp(app: typer.Typer, command: Any, language: Language) -> None:
    @app.command(cls=command, help=word("mcp", language))
    def mcp(
        worker: Annotated[bool, typer.Option("--worker/--no-worker", help=word("mcp_worker", language))] = True,
    ) -> None:
        with _reported(language):
            from service.commands import mcp as work

            work.run(worker, language)


def _migrate(app: typer.Typer, command: Any, language: Language) -> None:
    @app.command(cls=command, help=word("migrate", language))
    def migrate() -> None:
        with _reported(language):
            from service.commands import migrate as work

            work.run(language)


def _schema(app: typer.Typer, command: Any, language: Language) -> None:
    @app.command(cls=command, help=word("schema", language))
    def schema(
        name: Annotated[
            SchemaName, typer.Argument(metavar="NAME", help=word("schema_name", language))
        ] = "ReportSummary",
    ) -> None:
        with _reported(language):
            from service.commands import schema as work

            work.run(name)


def _cache(app: typer.Typer, command: Any, language: Language) -> None:
    cache = typer.Typer(cls=translating(TyperGroup, language), rich_markup_mode=None, no_args_is_help=True)
    app.add_typer(cache, name="cache", help=word("cache", language))

    @cache.command("stats", cls=command, help=word("cache_stats", language))
    def stats(json: Annotated[bool, typer.Option("--json", help=word("json", language))] = False) -> None:
        with _reported(language):
            from service.commands import cache as work

            work.stats(json, language)

    @cache.command("clear", cls=command, help=word("cache_clear", language))
    def clear(
        older_than_days: Annotated[
            float | None, typer.Option(min=0, metavar="N", help=word("older_than_days", language))
        ] = None,
        yes: Annotated[bool, typer.Option("--yes", "-y", help=word("yes", language))] = False,
    ) -> None:
        with _reported(language):
            from service.commands import cache as work

            work.clear(older_than_days, yes, language)


def _doctor(app: typer.Typer, command: Any, language: Language) -> None:
    @app.command(cls=command, help=word("doctor", language))
    def doctor(json: Annotated[bool, typer.Option("--json", help=word("json", language))] = False) -> None:
        with _reported(language):
            from service.commands import doctor as work

            raise typer.Exit(work.run(json, language))


def _eval(app: typer.Typer, command: Any, language: Language) -> None:
    # The harness stands above the service, which must not know it: found by name, and only when it is asked for.
    passed_on = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}

    @app.command("eval", cls=command, help=word("eval", language), context_settings=passed_on, add_help_option=False)
    def evaluate(context: typer.Context) -> None:
        with _reported(language):
            raise typer.Exit(importlib.import_module("eval.commands").main(context.args, language))


def _version(app: typer.Typer, command: Any, language: Language) -> None:
    def show() -> None:
        from importlib.metadata import version

        typer.echo(f"tiyao {version('tiyao')}")

    app.command("version", cls=command, help=word("version", language))(show)

    def shown(asked: bool) -> None:
        if asked:
            show()
            raise typer.Exit()

    @app.callback()
    def root(
        version: Annotated[
            bool, typer.Option("--version", callback=shown, is_eager=True, help=word("version", language))
        ] = False,
    ) -> None: ...


@contextmanager
def _reported(language: Language) -> Iterator[None]:
    """An error becomes its message on stderr and its exit code."""
    try:
        yield
    except TiyaoError as error:
        typer.echo(say(error.code, language, **error.details), err=True)
        raise typer.Exit(meaning(error).exit) from error


def translating(base: Any, language: Language) -> Any:
    """A command class whose help page and errors of usage are all in one language."""

    class Translating(base):  # type: ignore[misc]
        def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
            if not standalone_mode:
                return super().main(*args, standalone_mode=False, **extra)
            try:
                code = super().main(*args, standalone_mode=False, **extra)
            except UsageError as error:
                from service.commands.usage import told

                typer.echo(told(error, language), err=True)
                code = EXIT_USAGE
            sys.exit(code if isinstance(code, int) else EXIT_OK)

        def format_help(self, ctx: Any, formatter: Any) -> None:
            super().format_help(ctx, formatter)
            formatter.buffer[:] = [translated(piece, language) for piece in formatter.buffer]

    return Translating
