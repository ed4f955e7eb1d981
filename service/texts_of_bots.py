"""What users and administrators read of bots as errors; part of the table in `service/messages.py`."""

from service.texts import Text

TEXTS_OF_BOTS: dict[str, Text] = {
    "platform_failed": Text(
        "{platform} 的接口没有完成请求：{reason}。请稍后再试。",
        "The API of {platform} did not do what it was asked: {reason}. Try again later.",
    ),
    "wrong_signature": Text(
        "签名不正确，或时间过旧。请核对 {platform} 后台与本服务的密钥设置，以及本机时间。",
        "The signature is wrong, or old. Compare the secrets in {platform}'s console with this service's, and check the clock.",
    ),
    "reason_bot_part": Text("{bound} 机器人的设置不全", "the settings of the {bound} bot are not complete"),
    "reason_bot_extra": Text(
        "{bound} 机器人需要另装依赖：pip install 'tiyao[{bound}]'",
        "the {bound} bot needs more packages: pip install 'tiyao[{bound}]'",
    ),
    "reason_bot_key": Text(
        "应为 {bound} 后台生成的 43 位密钥", "this is no key of 43 characters as {bound}'s console makes it"
    ),
}
