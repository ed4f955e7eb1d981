"""Web pages as governments make them: one article, many kinds of markup around it."""

from collections.abc import Callable, Sequence

TITLE = "沅溪县人民政府关于2024年法治政府建设情况的报告"
LINES = (
    "2024年，沅溪县深入推进法治政府建设，各项工作取得新进展。现将有关情况报告如下：",
    "一、主要举措和成效",
    "（一）规范行政执法",
    "全年办理行政处罚案件326件，同比下降8.2%；抽查案卷118宗，整改问题27个。",
    "（二）化解行政争议",
    "受理行政复议案件45件，调解结案18件，群众满意率达97.5%。",
    "1.办好关键小事。梳理高频事项64项，平均办理时限压缩至3.5个工作日。",
    "二、存在问题",
    "一是基层执法力量不足，部分乡镇仅有2名持证人员。",
    "二是案卷制作不够规范。",
    "三、下步打算",
    "2025年将组织执法人员轮训4期，推动复议服务点覆盖全部12个乡镇。",
    "沅溪县人民政府",
    "2025年1月16日",
)
NAVIGATION = (
    '<div class="top"><ul><li><a href="/">首页</a></li><li><a href="/a">政务公开</a></li><li><a href="/b">办事服务</a></li></ul>'
    '<div class="where">您当前的位置：<a href="/">首页</a>&gt;<a href="/c">法治政府建设年度报告</a></div></div>'
)
BAR = "<div class='bar'>发布时间：2025-01-20 来源：县司法局 浏览次数：<span id=n></span> 字号：[<a>大</a> <a>中</a>] <a>打印</a></div>"
BELOW = (
    '<div class="share">分享到：<a>微信</a><a>微博</a></div><div class="next">下一篇：<a href="2">沅溪县2025年普法要点</a></div>'
    '<ul class="rel"><li><a href="3">沅溪县2023年法治政府建设情况的报告，全文公布。</a></li></ul>'
)
FOOTER = (
    "<div class=footer><p>主办：沅溪县人民政府办公室</p><p>网站标识码：7900000001 备案号：某ICP备00000001号</p></div>"
)


def page(body: str, *, head: str = "") -> str:
    return (
        f"<!DOCTYPE html>\n<html lang=zh><head><meta charset=utf-8><title>{TITLE}_沅溪县人民政府网</title>{head}</head>"
        f"<body>{body}</body></html>"
    )


def editor(lines: Sequence[str] = LINES) -> str:
    """An editor's paragraphs, indented by blanks, with a heading above."""
    inner = "\n".join(f'<p style="text-indent:2em">&emsp;&emsp;{line}</p>' for line in lines)
    return page(
        f"{NAVIGATION}<div class=main><h1>{TITLE}</h1>{BAR}<div class=TRS_Editor>{inner}</div>{BELOW}</div>{FOOTER}"
    )


def word(lines: Sequence[str] = LINES) -> str:
    """Pasted from a word processor: a span for every few characters, its line ends anywhere."""

    def spans(line: str) -> str:
        pieces = (line[at : at + 7] for at in range(0, len(line), 7))
        return "".join(f'<span\nstyle="font-family:仿宋_GB2312;\nfont-size:16pt">{piece}</span>' for piece in pieces)

    inner = "".join(f"<p class=MsoNormal><b></b>&nbsp;&nbsp;{spans(line)}<o:p>&nbsp;</o:p></p>" for line in lines)
    return page(
        f"{NAVIGATION}<div id=zoom>{inner}</div>{BELOW}{FOOTER}", head=f'<meta name="ArticleTitle" content="{TITLE}">'
    )


def breaks(lines: Sequence[str] = LINES) -> str:
    """Lines parted by breaks, in a font, in a table for layout."""
    inner = "<br>\n<br>\n".join(f"　　{line}" for line in lines)
    return page(
        f"<table width=980><tr><td colspan=2>{NAVIGATION}</td></tr><tr><td width=200><a href=1>机构职能</a><br><a href=2>通知公告</a>"
        f"</td><td><center><b>{TITLE}</b></center><font size=3 face=宋体>{inner}</font></td></tr>"
        f"<tr><td colspan=2>{FOOTER}</td></tr></table>"
    )


def wrapped(lines: Sequence[str] = LINES) -> str:
    """Source lines of forty characters, the markup pretty-printed."""

    def folded(line: str) -> str:
        return "\n        ".join(line[at : at + 40] for at in range(0, len(line), 40))

    inner = "\n".join(f"      <p>\n        {folded(line)}\n      </p>" for line in lines)
    return page(f"{NAVIGATION}<article>\n<h2>{TITLE}</h2>\n{BAR}\n<section>\n{inner}\n</section></article>{FOOTER}")


def divs(lines: Sequence[str] = LINES) -> str:
    """Headings as headings, a div for a paragraph, sections of their own."""
    inner = "".join(f"<h3>{line}</h3>" if len(line) < 12 else f"<div><strong></strong>{line}</div>" for line in lines)
    return page(
        f"{NAVIGATION}<h1>沅溪县人民政府</h1><div class=title>{TITLE}</div>{BAR}<div class=article-content>{inner}</div>{FOOTER}"
    )


def preformatted(lines: Sequence[str] = LINES) -> str:
    return page(f"{NAVIGATION}<h1>{TITLE}</h1><pre>{chr(10).join(lines)}</pre>{FOOTER}")


LAYOUTS: tuple[Callable[..., str], ...] = (editor, word, breaks, wrapped, divs, preformatted)
