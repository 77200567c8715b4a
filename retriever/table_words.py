"""The words in which people ask about tables, in both languages: regular expressions and lists."""

import re
from typing import Final

COUNT: Final = re.compile(
    r"\bhow many(?: of (?:the|these|those))?\b|\b(?:the )?(?:total )?(?:number|count) of\b"
    r"|\bcount (?:of |all )?(?:the )?|(?:一?共有?|还有|有)?(?:多少|(?<!哪)几)(?:[个条]|项(?!目))?"
    r"|(?:总数|数量|数目|个数)(?:是|为)?(?:多少)?"
    r"|(?:[个条]|项(?!目))数(?![据字])|(?<=[\u4e00-\u9fff])数量?(?=$|[？?。，,是为有])",
    re.IGNORECASE,
)
LIST: Final = re.compile(
    r"\b(?:which|what|list|show|name|find|enumerate|give me)\b(?: (?:are|were) )?(?: ?\ball\b)?"
    r"|\b(?:are|were|is) there any\b|(?:有|是)?哪[些几]个?|列出|列举|找出|有没有|是否有|有什么",
    re.IGNORECASE,
)
COLUMN_NOUNS: Final = re.compile(
    r"国家|地区|区域|地方|机构|组织|单位|实体|部门|城市|年份|状态|阶段|类型|种类|项目|活动|人员|官员|国别"
)
"""What tables have columns of, or are of; in a question no value of one."""
COUNTED: Final = re.compile(r"(?:多少|[几哪]|哪些)[个条项名种位]?$")
GROUP: Final = re.compile(
    r"\b(?:per|(?:broken down |grouped |split )?by|(?:for|in|under|of) (?:each|every)|each"
    r"|for the (?:different|various)|across (?:the )?(?:different |various )?)\s+(?:the\s+)?"
    r"|(?:按照?|依照?|分别?按|每一?[个种类项]?|各[个种类项]?|各自的|不同的?)",
    re.IGNORECASE,
)
ALTERNATIVE: Final = re.compile(r"\s*,?\s*(?:\bor\b|或者?|还是|/)\s*", re.IGNORECASE)
TOGETHER: Final = re.compile(
    r"\b(?:both|jointly|together|joint)\b|共同|联合(?!国)|合作|同时|都", re.IGNORECASE
)
NEGATED: Final = re.compile(
    r"(?:\b(?:not(?: yet)?|n't(?: yet)?|isn't|aren't)\s+(?:been )?|(?:还|尚|仍)?(?:未|没有?"
    r"|不)(?:是|有|被|处于)?)$",
    re.IGNORECASE,
)

SAME_STATUS: Final = (
    (
        ("ongoing", "on-going", "in progress", "under way", "underway", "currently running",
         "still running", "currently ongoing", "still ongoing", "currently being implemented",
         "currently under way", "currently active", "under implementation", "continuing"),
        ("正在进行", "正在实施", "正在执行", "正在开展", "正在推进", "仍在进行", "还在进行",
         "尚在进行",
         "进行中", "实施中", "执行中", "推进中", "进行当中", "仍在实施", "在进行", "在实施",
          "在建"),
    ),
    (
        ("completed", "complete", "finished", "concluded"),
        ("已经完成", "已完成", "完成", "已结束", "已经结束", "完结", "已完结", "结项", "竣工",
         "已竣工"),
    ),
    (
        ("in development", "under development", "being developed", "in preparation", "planned",
         "being prepared", "in the pipeline", "in planning", "still being developed"),
        ("正在筹备", "筹备中", "仍在筹备", "在筹备", "正在制定", "制定中", "制订中", "拟订中",
         "正在拟订",
         "正在开发", "开发中", "处于开发阶段", "规划中", "正在规划", "筹划中", "正在筹划",
          "准备中", "正在准备",
         "正在制订", "研发中", "开发阶段", "筹备阶段", "尚在筹备", "还在筹备"),
    ),
    (("not started", "not yet started", "pending"), ("未开始", "尚未开始", "未启动", "尚未启动",
     "待启动")),
    (("cancelled", "canceled", "abandoned"), ("已取消", "取消", "已撤销", "撤销")),
    (("suspended", "on hold", "paused"), ("暂停", "已暂停", "中止", "搁置", "停工")),
    (("delayed", "postponed", "overdue"), ("推迟", "延期", "已延期", "延误", "逾期")),
    (("approved",), ("已批准", "批准", "获批", "已通过")),
    (("rejected", "refused"), ("已拒绝", "被拒绝", "驳回", "未通过")),
    (("open",), ("开放", "开放中", "未结")),
    (("closed",), ("关闭", "已关闭", "停用", "已关停")),
    (("active", "in use", "in operation", "operational"), ("在用", "运行中", "使用中", "运营中",
     "正在运行")),
    (("paid",), ("已付", "已付款", "已支付", "已缴")),
    (("unpaid",), ("未付", "未付款", "未支付", "未缴")),
)  # fmt: skip
"""What a value of a table that says how far something is may be called in a question."""

ROW_NOUNS: Final = frozenset(
    "project programme program initiative scheme activity 项目 方案 活动 举措 工程 个案".split()
)
"""What is said for one another of what the rows of a table are."""
ANY_ROW: Final = frozenset("row entry record item 条目 记录".split())
TITLE_WORDS: Final = frozenset("title name of the no 名称 标题 名 题目 名字".split())

FACET_WORDS: Final = {
    "names": (
        r"(?:(?:implementing|responsible|un|partner|lead)\s+)?(?:entit(?:y|ies)|bod(?:y|ies)|agenc(?:y|ies)"
        r"|organi[sz]ations?|institutions?|partners?)",
        r"(?:执行|负责|参与|实施)?(?:机构|实体|单位|组织)",
    ),
    "years": (r"start(?:ing)?\s+years?", r"(?:开始|启动|起始)(?:的)?(?:年份|年度|年)"),
}
"""What a facet is called where it shares its column with others."""

WHO: Final = re.compile(
    r"\bwho\b|\b(?:which|what) (?:un )?(?:entit(?:y|ies)|bod(?:y|ies)|agenc(?:y|ies)"
    r"|organi[sz]ations?)\b"
    r"|(?:由|是|有)?(?:谁|哪(?:个|些|几个|家)?(?:机构|实体|单位|组织))",
    re.IGNORECASE,
)
WHAT: Final = re.compile(
    r"\b(?:which|what) (?:project|programme|activity|row|entry|item|record)?\s*(?:is"
    r"|was)\b(?: the)?(?: title of| name of| called)?"
    r"|(?:是|叫)?(?:什么|哪个)(?:项目|活动)?|标题|名称",
    re.IGNORECASE,
)
"""Asks what a row is that is named by its number."""
BEGINS_ENDS: Final = re.compile(
    r"\b(?:start|begin|end|finish|run|last|take place)s?\b|开始|启动|结束|进行", re.IGNORECASE
)
WHERE: Final = re.compile(
    r"\bwhere\b|\bin (?:which|what) (?:countr(?:y|ies)|regions?|places?)\b|\bwhich countr(?:y"
    r"|ies)\b"
    r"|在?哪里|在?哪儿|在?(?:什么地方|哪(?:个|些|几个)国家|哪(?:个|些)地[区方])",
    re.IGNORECASE,
)
WHEN: Final = re.compile(
    r"\bwhen\b|\bhow long\b|\b(?:duration|period|time ?frame)\b|什么时候|何时|期限|起止(?:时间"
    r"|年份)?|时间|多久",
    re.IGNORECASE,
)

NOISE_EN: Final = frozenset(
    "a an the of in to by for from with and is are was were be been there does do did has "
    "have had that this these those which what who all any total altogether overall please tell me "
    "us show list give run runs implemented implement implements implementing carried "
    "carry carries out conducted conduct conducts undertaken undertake undertakes undertaking "
    "executed execute executes involving involve involves involved including include includes "
    "participating participate participates part take takes took taking place located based cover "
    "covers covering covered matrix spreadsheet sheet listed recorded contained table under "
    "within its it their whose can "
    "you i want know would like see responsible delivered deliver delivers managed manage manages "
    "they at as s where held operate operates operated operating exactly belong belongs".split()
)  # fmt: skip
NOISE_ZH: Final = re.compile(
    "|".join(
        sorted(
            "的 有 在 是 了 和 与 及 且 并且 而且 个 项 共 一共 总共 共有 合计 总计 请 请问 "
            "帮我 给我 列出 列举 给出 告诉我 "
            "查一下 哪些 哪几个 哪个 什么 其中 里 里面 中 内 下 之下 下面 之中 以及 "
            "由 被 所 为 属于 属 参与 "
            "参加 实施 执行 开展 进行 负责 承担 涉及 覆盖 位于 境内 全部 所有 吗 呢 名下 旗下 "
            "当中 该 这些 "
            "那些 表 表格 汇总表 汇总 矩阵 表里 表中 列入 列有 列了 列着 记录 登记 数量 数目 "
            "总数 个数 "
            "有没有 是否 设有 主办 框架 处于 "
            "里头 都 一览 清单 名单 想知道 我想 知道 想 看 看看 一下 上 下的 来 做 搞 加起来 "
            "加在一起 如何 怎么样 怎样 分别 分布 落实 "
            "分 占 各 统计 计 之 其 到底 究竟 总 现有 收录 写明 注明".split(),
            key=len,
            reverse=True,
        )
    )
)
NOW: Final = re.compile(
    r"\b(?:currently|already|now|so far|to date|at present|still|yet)\b|目前|现在|至今|迄今|已经"
    r"|已|当前|现时|如今",
    re.IGNORECASE,
)
"""Taken with a status alone: without one it may ask for what is going on."""
