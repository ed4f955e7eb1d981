"""The one table that says what each error means at every door, by its code."""

from typing import NamedTuple


class Meaning(NamedTuple):
    """What an error is at each door: the HTTP status, the exit code of the command line, the JSON-RPC code of MCP."""

    status: int
    exit: int
    rpc: int


EXIT_OK = 0
EXIT_SOME_FAILED = 1
EXIT_USAGE = 2

TABLE: dict[str, Meaning] = {
    "internal": Meaning(500, 70, -32603),
    "invalid_input": Meaning(422, 65, -32602),
    "empty_text": Meaning(422, 65, -32602),
    "not_chinese": Meaning(422, 65, -32602),
    "lone_surrogate": Meaning(422, 65, -32602),
    "undecodable_text": Meaning(422, 65, -32602),
    "broken_text": Meaning(422, 65, -32602),
    "too_long": Meaning(413, 65, -32602),
    "body_too_large": Meaning(413, 65, -32602),
    "slow_body": Meaning(408, 65, -32602),
    "file_too_large": Meaning(413, 65, -32602),
    "too_many_pages": Meaning(413, 65, -32602),
    "batch_too_large": Meaning(413, 65, -32602),
    "too_many_reports": Meaning(413, 65, -32602),
    "too_many_to_compare": Meaning(413, 65, -32602),
    "unsupported_media_type": Meaning(415, 65, -32602),
    "unsupported_format": Meaning(415, 65, -32602),
    "damaged_file": Meaning(422, 65, -32602),
    "encrypted_file": Meaning(422, 65, -32602),
    "no_text_layer": Meaning(422, 65, -32602),
    "unreadable_fonts": Meaning(422, 65, -32602),
    "unsafe_file": Meaning(422, 65, -32602),
    "parsing_stopped": Meaning(422, 65, -32602),
    "invalid_request": Meaning(422, 64, -32602),
    "no_reports_posted": Meaning(422, 64, -32602),
    "key_reused": Meaning(422, 64, -32602),
    "not_failed": Meaning(409, 64, -32602),
    "changed_meanwhile": Meaning(412, 64, -32602),
    "unconfirmed": Meaning(422, 64, -32602),
    "configuration": Meaning(500, 78, -32603),
    "model_error": Meaning(502, 69, -32603),
    "model_unreachable": Meaning(503, 69, -32603),
    "model_refused": Meaning(502, 69, -32603),
    "model_wrong_key": Meaning(502, 69, -32603),
    "model_unknown": Meaning(502, 69, -32603),
    "model_wrong_address": Meaning(502, 69, -32603),
    "model_quota_spent": Meaning(502, 69, -32603),
    "store_failed": Meaning(503, 74, -32603),
    "schema_mismatch": Meaning(503, 78, -32603),
    "platform_failed": Meaning(502, 69, -32603),
    "output_failed": Meaning(500, 73, -32603),
    "overwrites_input": Meaning(500, 73, -32603),
    "unknown_ending": Meaning(500, 64, -32603),
    "many_into_one": Meaning(500, EXIT_USAGE, -32603),
    "needs_file": Meaning(500, EXIT_USAGE, -32603),
    "nothing_to_resume": Meaning(500, EXIT_USAGE, -32603),
    "access_denied": Meaning(403, 70, -32001),
    "unauthenticated": Meaning(401, 70, -32001),
    "missing_scope": Meaning(403, 70, -32001),
    "wrong_signature": Meaning(401, 70, -32001),
    "foreign_origin": Meaning(403, 70, -32001),
    "foreign_page": Meaning(403, 70, -32001),
    "login_not_needed": Meaning(409, 70, -32001),
    "over_limit": Meaning(429, 70, -32002),
    "too_many_requests": Meaning(429, 70, -32002),
    "too_many_logins": Meaning(429, 70, -32002),
    "daily_limit": Meaning(429, 70, -32002),
    "too_many_queued": Meaning(429, 70, -32002),
    "not_acceptable": Meaning(406, 64, -32602),
    "cannot_listen": Meaning(500, 71, -32603),
    "crashed": Meaning(500, 70, -32603),
    "job_cancelled": Meaning(409, 70, -32603),
    "unreadable_file": Meaning(404, 66, -32602),
    "no_reports": Meaning(404, 66, -32602),
    "not_found": Meaning(404, 66, -32602),
}
