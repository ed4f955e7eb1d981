"""The report on a government's web page: three layouts, each with what stands around a report there."""

from collections.abc import Callable
from html import escape

_HEAD = '<meta charset="utf-8"><title>{title}_澄溪县人民政府</title>'
_STYLE = ".nav a{color:#005bac} .share{float:right} /* 一、样式里的文字不是正文 */"
_SCRIPT = "var 提示='二、脚本里的文字不是正文。';"


def modern(text: str) -> bytes:
    """Blocks by class, the report in a container that the usual systems name so."""
    title, *paragraphs = _lines(text)
    body = "".join(f"<p style='text-indent:2em'>&emsp;&emsp;{escape(line)}</p>" for line in paragraphs)
    return _page(
        title,
        f"""<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li>
<li><a href="/fw">政务服务</a></li><li><a href="/hd">互动交流</a></li></ul></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开</a> &gt; 法治政府建设</div>
<h1>{escape(title)}</h1>
<div class="info"><span>来源：澄溪县司法局</span> <span>发布时间：2024-01-29</span> <span>浏览次数：9</span>
<div class="share">分享到：<a>微信</a><a>微博</a></div></div>
<div class="TRS_Editor">{body}</div>
<div class="prevnext"><p>上一篇：<a href="1.html">澄溪县2023年政府信息公开年报</a></p></div>
<div class="footer"><p>版权所有：澄溪县人民政府　主办：澄溪县人民政府办公室</p><p>网站标识码：7999000001</p></div>""",
    )


def tables(text: str) -> bytes:
    """An old page: tables lay it out, line breaks part the paragraphs."""
    title, *paragraphs = _lines(text)
    body = "<br>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(line)}" for line in paragraphs)
    return _page(
        title,
        f"""<table width="1000"><tr><td><a href="/">首页</a>|<a href="/zw">政务公开</a>|<a href="/fw">办事服务</a></td></tr></table>
<table width="1000"><tr><td>您现在的位置：首页 &gt;&gt; 法治政府建设</td></tr>
<tr><td align="center"><font size="5"><b>{escape(title)}</b></font></td></tr>
<tr><td align="center">发布日期：2024-01-29　【字体：大 中 小】　【打印】【关闭】</td></tr>
<tr><td><font face="仿宋">{body}</font></td></tr></table>
<table width="1000"><tr><td>版权所有　澄溪县人民政府　技术支持：某科技公司</td></tr></table>""",
    )


def zoomed(text: str) -> bytes:
    """Headings as headings, a hidden copy for screen readers, links to other reports beside the text."""
    title, *paragraphs = _lines(text)
    body = "".join(
        f"<h3>{escape(line)}</h3>"
        if len(line) < 30 and line[-1] not in "。；："
        else f"<p><span>{escape(line)}</span></p>"
        for line in paragraphs
    )
    return _page(
        title,
        f"""<nav><a href="/">网站首页</a><a href="/xw">要闻动态</a><a href="/zw">信息公开</a></nav>
<main><article><div class="article-title"><h2>{escape(title)}</h2></div>
<p class="meta">信息来源：县政府办公室　发布时间：2024-01-29 10:00</p>
<div id="zoom">{body}</div>
<div style="display:none">三、隐藏的文字不是正文，不得进入摘要。</div></article>
<aside><h4>相关阅读</h4><ul><li><a href="2.html">澄溪县2022年度法治政府建设情况报告</a></li></ul></aside></main>
<footer>主办：澄溪县人民政府　联系我们　网站地图</footer>""",
    )


LAYOUTS: dict[str, Callable[[str], bytes]] = {"blocks": modern, "tables": tables, "headings": zoomed}


def _page(title: str, content: str) -> bytes:
    head = _HEAD.format(title=escape(title))
    return (
        f"<!DOCTYPE html><html lang='zh'><head>{head}<style>{_STYLE}</style><script>{_SCRIPT}</script></head>"
        f"<body>{content}</body></html>"
    ).encode()


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()] or [""]
