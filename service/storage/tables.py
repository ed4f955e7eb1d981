"""The tables, in one place, as the newest migration leaves them."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from service.storage import grams

metadata = MetaData()
ROW = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER numbers the rows of SQLite

# Times are milliseconds since 1970. `content` is UTF-8 in which lone surrogates may stand, hence no text column;
# `bytes` is its length, kept apart so that adding up reads no content.
replies = Table(
    "replies",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("prompt_tokens", Integer, nullable=False),
    Column("completion_tokens", Integer, nullable=False),
    Column("hits", BigInteger, nullable=False),
    Column("stored_at_ms", BigInteger, nullable=False, index=True),
    Column("used_at_ms", BigInteger, nullable=False, index=True),
)

# The answers that a job was given, new or kept: they go with the last job that has them. An answer without any was given
# to a summary that was waited for, or to the command line.
uses = Table(
    "uses",
    metadata,
    Column("job", String(32), ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(64), primary_key=True),
    Index("uses_of_key", "key"),
)

# Who may use the service. The secret is shown once and kept as a digest. `owner` in the other tables is a key's id, or
# "local" where keys are off; a key whose own `owner` is set has that one's things in the place of its own.
keys = Table(
    "keys",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("scopes", JSON, nullable=False),
    Column("limits", JSON, nullable=False),
    Column("created_at_ms", BigInteger, nullable=False),
    Column("expires_at_ms", BigInteger),
    Column("revoked_at_ms", BigInteger),
    Column("used_at_ms", BigInteger),
    Column("owner", String(32)),
)

# Who is logged in: the secret of the cookie is kept as a digest. `key_digest` is that of the key's secret at the login;
# a key with another secret since, or revoked, lets nobody in.
sessions = Table(
    "sessions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("key", String(32), ForeignKey("keys.id", ondelete="CASCADE"), nullable=False),
    Column("key_digest", String(64), nullable=False),
    Column("expires_at_ms", BigInteger, nullable=False),
    Index("sessions_by_end", "expires_at_ms"),
    Index("sessions_of_key", "key"),
)

# What a key spent of its rates: a window of `rates.Window` each.
spent = Table(
    "spent",
    metadata,
    Column("owner", String(32), primary_key=True),
    Column("rate", String(32), primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("previous", BigInteger, nullable=False),
    Column("current", BigInteger, nullable=False),
)

# A batch arrives in several transactions; only one that is complete is to be seen.
batches = Table(
    "batches",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(32), nullable=False),
    Column("name", String(200), nullable=False),
    Column("options", JSON, nullable=False),
    Column("total", Integer, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("created_at_ms", BigInteger, nullable=False),
    Index("batches_of_owner", "owner", "created_at_ms", "id"),
)

# A job is one report. `name` is the file's or the caller's own id; `stage`, `done` and `of` tell how far it is.
# `state` is a JobState, or "arriving" while its batch does. A queued job with `due_at_ms` waits here for that time; one
# without is in the queue, for the `run`th time. `attempts` counts how often it was begun, `lost` how often of these
# nobody heard of it again.
jobs = Table(
    "jobs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(32), nullable=False),
    Column("batch", String(32), ForeignKey("batches.id", ondelete="CASCADE")),
    Column("position", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("state", String(16), nullable=False),
    Column("options", JSON, nullable=False),
    Column("language", String(2), nullable=False),
    Column("run", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lost", Integer, nullable=False),
    Column("worker", String(64)),
    Column("stage", String(16)),
    Column("done", Integer, nullable=False),
    Column("of", Integer, nullable=False),
    Column("error", JSON(none_as_null=True)),
    Column("created_at_ms", BigInteger, nullable=False),
    Column("due_at_ms", BigInteger),
    Column("started_at_ms", BigInteger),
    Column("finished_at_ms", BigInteger),
    Index("jobs_of_owner", "owner", "created_at_ms", "id"),
    Index("jobs_of_owner_in_state", "owner", "state", "created_at_ms", "id"),
    Index("jobs_of_batch", "batch", "position"),
    Index("jobs_of_batch_in_state", "batch", "state", "started_at_ms", "finished_at_ms"),
    Index("jobs_in_state", "state", "finished_at_ms"),
    Index("jobs_due", "state", "due_at_ms"),
)

# What was posted, byte for byte, until the job is deleted: a retry reads it again. A file has what its sender said of it:
# a suffix and a charset. A text posted as JSON is its UTF-8, and has no suffix.
inputs = Table(
    "inputs",
    metadata,
    Column("job", String(32), ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("data", LargeBinary, nullable=False),
    Column("suffix", String(40)),
    Column("charset", String(40)),
)

# The first request of a key with an Idempotency-Key, and what it made: a job's or a batch's id.
repeats = Table(
    "repeats",
    metadata,
    Column("owner", String(32), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("request", String(64), nullable=False),
    Column("made", String(32), nullable=False),
    Column("created_at_ms", BigInteger, nullable=False),
    Index("repeats_by_made", "made"),
)

# What happened to a job, in order; readers go on behind the last `number` they saw.
events = Table(
    "events",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("job", String(32), ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
    Column("batch", String(32)),
    Column("kind", String(16), nullable=False),
    Column("data", JSON, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Index("events_of_job", "job", "number"),
    Index("events_of_batch", "batch", "number"),
    sqlite_autoincrement=True,  # a number is never given twice, though its event be deleted
)

# The summary of a job: what lists and filters need. `number` grows, so that the newest has the greatest; `place` is the
# region as it is searched. What is long stands apart, so that no list reads it.
summaries = Table(
    "summaries",
    metadata,
    Column("number", ROW, primary_key=True, autoincrement=True),
    Column("id", String(32), ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("owner", String(32), nullable=False),
    Column("batch", String(32)),
    Column("title", Text),
    Column("issuer", Text),
    Column("region", Text),
    Column("place", Text, nullable=False),
    Column("level", String(16)),
    Column("year", Integer),
    Column("created_at_ms", BigInteger, nullable=False),
    Index("summaries_of_owner", "owner", "number"),
    sqlite_autoincrement=True,  # a number is never given twice: cursors hold it
)

# The ReportSummary in JSON without its source, and the source in UTF-8, both compressed by zlib. `pages` are the offsets
# at which its pages begin.
contents = Table(
    "contents",
    metadata,
    Column("summary", ROW, ForeignKey("summaries.number", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
    Column("source", LargeBinary, nullable=False),
    Column("pages", JSON(none_as_null=True)),
)

# What people made of a summary: a ReportSummary as in `contents`. It hangs on the job, as what it is of does. `version`
# names its content, for whoever changes it to know what they change.
corrections = Table(
    "corrections",
    metadata,
    Column("job", String(32), ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("owner", String(32), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("version", String(32), nullable=False),
    Column("saved_at_ms", BigInteger, nullable=False),
    Index("corrections_of_owner", "owner", "job"),
)

# What can be found: every item, and each report itself (kind "report": its title and who it is of). `id` orders them:
# the newest summary has the greatest ids, and in it the report and the first item. `folded` is the text as it is
# searched, figure names behind it; `grams` is what the index finds it by (service.storage.grams). `owner` is repeated
# so that no search can forget it.
items = Table(
    "items",
    metadata,
    Column("id", ROW, primary_key=True, autoincrement=False),
    Column("summary", ROW, ForeignKey("summaries.number", ondelete="CASCADE"), nullable=False),
    Column("owner", String(32), nullable=False),
    Column("item", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("topic", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("grams", grams.COLUMN, nullable=False),
    Index("items_of_summary", "summary"),
    Index("items_of_owner", "owner", "id"),
    Index("items_by_grams", "grams", postgresql_using="gin").ddl_if(dialect="postgresql"),
)

# The figures of the items as they are on the wire; `folded` is the name as it is searched.
figures = Table(
    "figures",
    metadata,
    Column("item", ROW, ForeignKey("items.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("modifier", Text),
    Column("direction", String(8)),
    Column("change", String(8)),
)

# Workers, and when each was last alive, by the database's clock.
workers = Table(
    "workers",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("started_at_ms", BigInteger, nullable=False),
    Column("seen_at_ms", BigInteger, nullable=False),
)

# A message to a bot, each once. `body` is what is still to be answered, until it is; whoever works on it holds a lease.
chat_messages = Table(
    "chat_messages",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("body", LargeBinary),
    Column("attempts", Integer, nullable=False),
    Column("leased_until_ms", BigInteger),
    Column("created_at_ms", BigInteger, nullable=False),
    Index("chat_messages_leased", "leased_until_ms"),
)

# Pieces of a report that somebody is sending to a bot; they are a report when the latest of them is due.
chat_pieces = Table(
    "chat_pieces",
    metadata,
    Column("number", ROW, primary_key=True, autoincrement=True),
    Column("chat", String(64), nullable=False),
    Column("owner", String(32), nullable=False),
    Column("sent_at_ms", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("due_at_ms", BigInteger, nullable=False),
    Index("chat_pieces_of", "chat", "owner"),
    sqlite_autoincrement=True,
)

# The last summary of each chat, and whose it is.
chats = Table(
    "chats",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("owner", String(32), nullable=False),
    Column("summary", String(32), ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False, index=True),
)
