"""What users read of keys, limits and readiness; part of the table in `service/messages.py`."""

from service.texts import Text

TEXTS_OF_KEYS: dict[str, Text] = {
    # keys and limits
    "access_denied": Text("没有权限。", "You may not do this."),
    "unauthenticated": Text(
        "需要有效的密钥：{reason}。请用请求头 Authorization: Bearer <密钥>，或 X-API-Key；密钥由管理员用 tiyao keys create 创建。",
        "A valid key is needed: {reason}. Send it as Authorization: Bearer <key>, or as X-API-Key; "
        "the administrator makes keys with tiyao keys create.",
    ),
    "missing_scope": Text(
        "这个密钥没有 {scope} 权限。请向管理员申请带该权限的密钥。",
        "This key lacks the scope {scope}. Ask the administrator for one that has it.",
    ),
    "foreign_origin": Text(
        "没有开启密钥的服务只接受本机的请求，不接受来自 {asker} 的。若经反向代理使用，请设 TIYAO_KEYS=on 并创建密钥。",
        "Without keys only requests of this machine are served, none from {asker}. Behind a reverse proxy, "
        "set TIYAO_KEYS=on and make a key.",
    ),
    "foreign_page": Text(
        "凭登录只能在本服务自己的页面上提交和修改，这个请求来自 {asker}。程序请改用请求头 Authorization: Bearer <密钥>。",
        "A login is good for changes from this service's own pages alone, and this request is from {asker}. Programs send "
        "the key as Authorization: Bearer <key>.",
    ),
    "login_not_needed": Text(
        "没有开启密钥，无需登录，可直接使用。", "Keys are off here: there is nothing to log in to, go ahead without."
    ),
    "over_limit": Text("超过了密钥的限额（{limit}）。", "The key's limit ({limit}) is passed."),
    "too_many_requests": Text(
        "请求过多：这个密钥每分钟最多 {limit} 次。请稍后再试。",
        "Too many requests: this key may send {limit} a minute. Try again later.",
    ),
    "too_many_logins": Text(
        "登录失败次数过多（每分钟最多 {limit} 次）。请稍候再试。",
        "Too many failed logins ({limit} a minute are allowed). Try again in a while.",
    ),
    "daily_limit": Text(
        "报告过多：这个密钥每天最多 {limit} 份，这次提交了 {asked} 份。请稍后再试，或分批提交。",
        "Too many reports: this key may send {limit} a day, and {asked} were sent now. Try again later, or send fewer at once.",
    ),
    "too_many_queued": Text(
        "排队过多：已有 {queued} 份在等，这次提交 {asked} 份，这个密钥最多同时排队 {limit} 份。请等一部分完成后再试。",
        "Too many are queued: {queued} wait, {asked} were sent, and this key may have {limit} waiting. "
        "Try again when some are done.",
    ),
    # why a key is refused
    "reason_no_key": Text("请求中没有密钥", "the request has none"),
    "reason_wrong_key": Text("密钥不正确", "this is no key of the service"),
    "reason_expired_key": Text("密钥已过期", "it has expired"),
    "reason_revoked_key": Text("密钥已吊销", "it was revoked"),
    "reason_no_session": Text("登录已失效，请重新登录", "the login is over; log in again"),
    "reason_no_keys": Text(
        "监听 {host} 时须用密钥，而现在没有可用的密钥。请先运行 tiyao keys create 名称（与服务用同一数据库），或只监听 127.0.0.1；"
        "仅在可信的网络里可设 TIYAO_KEYS=off",
        "to listen on {host} a key is needed, and there is none that is good. Run tiyao keys create NAME first (with the "
        "service's own database), or listen on 127.0.0.1 alone; on a trusted network only, set TIYAO_KEYS=off",
    ),
    # the command line
    "keys_off": Text(
        "密钥已关闭（TIYAO_KEYS=off），任何能连到 {host} 的人都可以使用本服务、看到全部报告。",
        "Keys are off (TIYAO_KEYS=off): whoever reaches {host} can use the service and read every report.",
    ),
    "key_made": Text(
        "密钥 {id}（{name}）已创建。完整的密钥只显示这一次，请妥善保存：",
        "Key {id} ({name}) is made. It is shown in full this once; keep it safe:",
    ),
    "key_renewed": Text(
        "密钥 {id}（{name}）已换新，旧的立即失效。完整的密钥只显示这一次，请妥善保存：",
        "Key {id} ({name}) has a new secret; the old one is good no more. It is shown in full this once; keep it safe:",
    ),
    "key_revoked": Text("密钥 {id}（{name}）已吊销。", "Key {id} ({name}) is revoked."),
    "key_state_usable": Text("有效", "usable"),
    "key_state_expired": Text("已过期", "expired"),
    "key_state_revoked": Text("已吊销", "revoked"),
    "key_until": Text("至 {time}", "until {time}"),
    "key_endless": Text("长期", "no end"),
    "key_used": Text("最近使用 {time}", "used {time}"),
    "key_unused": Text("未使用", "never used"),
    "key_local": Text("含未启用密钥时的数据", "with what was made without keys"),
    "what_key": Text("密钥 {id}", "Key {id}"),
    "keys_none": Text("还没有密钥。", "There are no keys."),
    # readiness
    "ready_database_ok": Text("数据库正常。", "The database answers."),
    "ready_database_failed": Text("数据库连不上。", "The database cannot be reached."),
    "ready_queue_ok": Text("有工作进程在处理任务。", "A worker is at work."),
    "ready_queue_failed": Text("队列情况不明：数据库连不上。", "Nothing is known of the queue without the database."),
    "ready_queue_no_worker": Text(
        "没有工作进程，任务会一直排队。请启动 tiyao worker。", "There is no worker; jobs wait. Start tiyao worker."
    ),
    "ready_queue_unused": Text("没有任务。", "There are no jobs."),
    "ready_model_ok": Text("模型服务正常。", "The model server answers."),
    "ready_model_failed": Text(
        "模型服务不通或拒绝请求；tiyao doctor 可帮助查找。这期间由内置引擎代替。",
        "The model server does not answer, or refuses; tiyao doctor helps. The embedded engine stands in meanwhile.",
    ),
    "ready_model_unused": Text("没有设置模型，由内置引擎摘要。", "No model is set; the embedded engine summarizes."),
}
