"""What makes a printed number a quantity: the units that may follow it, and the words around it that hedge it.

Only patterns; `figures` reads them. Everything here is for the shadow text.
"""

import re

# What stands in (?!…) would make another word of the unit: 3部门, 5条例, 12起草.
_UNIT = "|".join(
    (
        "%|‰|百分点",
        "个(?:工作日|百分点|自然日|小时|月|学时|课时|批次|次)",
        "个(?!意识|自信|维护|确立|亲自|必须|性化|体工|人信)",
        r"[人件家户车场批班条起艘台项辆份架宗名例处课期](?:次(?![序要生])|\(次\))|台套",
        "件(?!套)|次(?![序要生]|全会|全体会)|人(?!大|民(?![众警])|均|居|社)|家(?![庭长禽园])|项(?!目(?!标))|名(?!单(?!位)|[称录])",
        "条(?![例款规文]|件(?!次))|起(?![来步草到点诉色])|份(?![额子])|场(?![所景地馆])|期(?![间限望待末])|户(?![籍外口主均型])",
        "部(?![门委队署分级长落])|处(?![理罚置分于级])|所(?![有需谓以属])|轮(?![训岗换值])|篇|册|宗|例(?![如会外])",
        "种(?!植)|类(?![似型])|方面|卷(?![宗入])|套(?!餐)|本(?![级市县地部年次着局区身科])|批(?![准复评示量发])",
        "班(?![子长])|支(?![持付部出撑队行])|支(?=队伍)|组(?![织建成长合])|节(?![约能日])|门(?![类户槛诊])|间(?![隔接])",
        "座(?!谈)|栋|幢|辆|艘|架(?!构)|台(?![风账阶上])|枚|棵|株|幅(?!度)|封(?!闭)|首(?![次创批个要部席])|堂|面(?![积向对临])",
        "块(?!链)|集(?![中体约聚成群市])|款(?!项)|道(?![路德])|页|层(?![级面])|句|头(?!等)|只(?![有需要能])|张(?!贴)|席|辑|笔(?!试)",
        "通(?![过知报道办用行信讯])|位(?![一置于])|对(?=[,.。;、)县村]|结对|帮)|分(?=[,.。;、)的以]|$)",
        "天(?![气然])|工作日|自然日|小时|分钟|学时|课时|日(?=内)|年(?![度份初底末前终])",
        "倍|元(?![件素旦])|美元|欧元|港元|人民币",
        "平方(?:米|公里|千米)|立方米|公里|千米|公顷|亩|吨|公斤|千瓦时?|兆瓦|米(?!粮)",
        # The unit of 由12压缩至5天 stands with the second number only.
        # So does that of 分别提高2.5和3.1个百分点 with the last.
        r"(?<=[0-9])(?=(?:[、和与及][0-9]+(?:\.[0-9]+)?){1,4}(?:个百分点|百分点|%))",
        "(?=(?:压缩|缩短|压减|减少|下降|降低|提高|提升|增加|增长|上升|扩大|[降增升减])[至到为])",
    )
)
_DIGIT = "零〇一二三四五六七八九"
_CHINESE = _DIGIT + "两十百千万亿"
_SCALE = "(?:万亿|[十百千]?[万亿]|[十百千](?![克米瓦]|分[之点]))"

# One pass over the text. Quoted names and titles are taken whole, so that nothing in them is read; they have no group.
# Every run is possessive or bounded, and none starts inside another one: linear on any text.
TOKEN = re.compile(
    rf"""[“"《0-9一二三四五六七八九两十百千万亿](?:
      (?<=“)(?![^“”。\n]{{0,30}}(?:不少于|不低于|不超过|不高于)[0-9])[^“”。\n]{{0,40}}+”
    | (?<=")[^"。\n]{{0,40}}+"
    | (?<=《)[^《》\n]{{0,120}}+(?:《[^《》\n]{{0,120}}+》[^《》\n]{{0,120}}+)?》
    | (?<=[0-9])(?<![第0-9A-Za-z+×*·/].)(?<![0-9A-Za-z]\..)
      (?:[0-9]{{0,2}}(?:[, ][0-9]{{3}}){{1,4}}+(?![0-9])|[0-9]*+)(?:\.[0-9]++)?(?:[万亿][0-9]++)?
      [余多几]?(?:{_SCALE}[余多]?)?(?P<unit>{_UNIT})
    | (?<=[百千])(?<![第{_CHINESE}].)分之(?P<share>[0-9]++(?:\.[0-9]++)?|[{_CHINESE}]++(?:点[{_DIGIT}]++)?)
    | (?<=[0-9一二两三四五六七八九])(?<![第{_CHINESE}0-9].)(?<![0-9]\..)(?:\.[0-9])?
      成(?P<tenths>(?:[半{_DIGIT}](?=[以,。;、)的]))?)
    | (?<=[{_CHINESE}])(?<![第届{_CHINESE}0-9].)
      [{_CHINESE}]*+(?:点[{_DIGIT}]++)?[余多几来]?[万亿]?余?(?P<spelled>{_UNIT})
    )""",
    re.VERBOSE,
)

# 两 to 十 alone count only what is really counted (两次考试); mostly they are rhetoric (三项制度, 三个环节, 三级联动).
SMALL = re.compile(
    r"""次|起|份|名|家|户|所|处(?!方)|篇|册|宗|例|天(?!两头)|年|倍|辆|座|栋|幢|艘|[人件场批]次|学时|课时|小时
    | 件(?!大?事|实事)|场(?!硬仗|战|攻坚|胜仗)|期(?!工程|项目|建设|系统|改造)|轮(?!车)|部(?!曲)|人(?!小组|工作)|台(?!山)
    | 个(?:工作日|月|百分点|小时)
    | 个(?=[^,。;、“]{0,8}?(?:[县市区乡镇村站]|街道|单位|部门|机构|中心|基地|项目|案例|窗口|平台|[小察作]组
      |企业|学校|支部|委员会|位次))
    | 项(?=[^,。;、“]{0,8}?(?:法规|规章|许可|事项|课题|项目|荣誉|成果|专利))
    | 条(?=[^,。;、“]{0,8}?(?:线索|意见|建议|信息))""",
    re.VERBOSE,
)

# 三成 is a share where the words around it say so, never in 三成员 or 一成不变.
TENTHS_BEFORE = re.compile(r"[近约超逾达占至到了过足降少长高升低缩减短]$")
TENTHS_AFTER = re.compile(r"以上|以下|左右|[多余的,.。;、)]|$")

# N年 is a length of time after these, else a date, a plan's name (三年行动) or a look back (近3年).
LASTING = re.compile(r"(?:连续|历时|为期|长达|持续)$")
# 15分钟服务圈 and 24小时自助区 are names of services.
CIRCLE = re.compile(r"[^,。;、]{0,10}圈")
ALL_DAY = re.compile(r"(?:不打烊|自助|服务|值[班守]|开放|在线|热线|监[控测]|全天|政务|巡|咨询|法律|无人|接)")

SHARED_UNIT = re.compile(r"(?:[、和与及][0-9]+(?:\.[0-9]+)?){1,4}(个百分点|百分点|%)")
# A minus stands before a number and behind words, a stop or a bracket; between numbers it is the dash of a range.
MINUS = re.compile(r"(?<![0-9A-Za-z%)\]年月日至\u2012-\u2015-])[-\u2212\u2013\ufe63](?=[0-9])")

# Units of a proportion, "" being that of 三成.
SHARES = frozenset(("%", "‰", "个百分点", "百分点", ""))

HEDGES_BEFORE = (
    "不少于",
    "不低于",
    "不超过",
    "不高于",
    "不多于",
    "超过",
    "不足",
    "不到",
    "接近",
    "将近",
    "大约",
    "至少",
    "最多",
    "最少",
)
HEDGE_AFTER = re.compile("以[上下内]|之内|左右|上下")
MORE = re.compile("[余多几来]")
# 近 and 约 as the last character of these are no hedges: 附近3个村, 违约12件.
NO_HEDGE = re.compile("[附最邻靠临亲接将]近|[违履合签预契公条节大制邀]约|[赶反商]超")
