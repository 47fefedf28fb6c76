"""The forum's English: from each Chinese sentence. A test holds that none is missing."""

from __future__ import annotations

ENGLISH = {
    "改一改": "Change it",
    "改一改再发": "Change it and send it again",
    "改好了，重新发": "Send it again",
    "已解除": "lifted",
    "您改好了，这个处置已经解除，内容恢复给所有街坊看。": (
        "You put it right: the decision is lifted and every neighbour sees it again."
    ),
    "改好再发，邻里站会重新看。规则处置的，改好当场恢复；人处置的，审核员看过后恢复。": (
        "Change it and the station looks again. What a rule decided is undone at once; what a person decided, "
        "when a reviewer has looked."
    ),
    "我的安全": "My safety",
    "一键防护": "One-tap shield",
    "防护开着：陌生人的评论和私信先不送到您面前，别人那里照常。": (
        "The shield is on: strangers' replies and messages stay away from you; others see everything as before."
    ),
    "去防护页：证据、朋友、求助": "To the shield's page: evidence, friends, help",
    "关上": "Turn it off",
    "有人骂您、围攻您？点一下，先让它停下来。": "Insulted, or set upon? One tap makes it stop first.",
    "打开防护": "Turn it on",
    "未成年人模式": "Minors' mode",
    "今天还有 {n} 分钟。": "{n} minutes left today.",
    "连上计划": "Connect the plan",
    "孩子那一页上的编号": "The code on the child's page",
    "没有这个编号，请核对。": "There is no such code: please check it.",
    "歇一歇": "Time to rest",
    "想再要一会儿，可以在计划那一页问家长。有事要求助，什么时候都可以：": (
        "For a little longer, ask on the plan's page. For help, come at any time:"
    ),
    "求助": "Help",
    "这条先不送到您面前，防护结束后就能看到。": ("Kept away from you for now; you can read it when the shield ends."),
    "可能伤人，先折叠": "It may hurt, so it is folded",
    "对方现在不接收这样的私信。": "They do not take such messages now.",
    "（已移除）": "(removed)",
    "公约刚刚更新，请看过最新的一版再同意。": "The code has just changed; please read the newest version.",
    "到邻里站看每一条规则": "See every rule at the station",
    "您上次同意之后改了这些": "What changed since you agreed",
    "我看过了，同意": "I have read it and agree",
    "撤回我对公约的同意": "Take back my agreement to the code",
    "看过公约再回复": "Read the code, then reply",
    "社区公约": "The community's code",
    "说话之前，先看一眼公约": "A look at the code before you speak",
    "请先看过并同意公约，您写的还在。": "Please read the code and agree first; what you wrote is still here.",
    "{name}的帖子": "Posts by {name}",
    "{name}的这条内容": "what {name} wrote here",
    "{n} 条回复": "{n} replies",
    "上一页": "Previous",
    "下一页": "Next",
    "举报": "Report",
    "举报和申诉各有回执。": "Reports and appeals each have a receipt.",
    "举报的回执": "Receipt of your report",
    "举报这条内容": "Report this",
    "帖子": "Posts",
    "今天": "today",
    "今天您是哪一位？": "Who are you today?",
    "件件有回音：每次举报都有回执、承诺的日子和答复。": (
        "Every report gets an answer: a receipt, a promised day, and a reply."
    ),
    "保存": "Save",
    "公约全文": "The whole code",
    "公约第 {clause} 条": "Clause {clause} of the code",
    "关于您的一条内容": "About something you wrote",
    "写下的话和待发的请求在同一个事务里落库；邻里站不在时排队重试，一条不丢，也不重复。": (
        "What is written and the request to send are stored in one transaction; while the station is away the "
        "requests wait and are tried again: none is lost, none counts twice."
    ),
    "写几句自我介绍": "A few words about yourself",
    "写私信": "Write a message",
    "写给一位邻居": "Write to a neighbour",
    "写评论": "Write a reply",
    "刚刚说的": "Just said",
    "到邻里站查看全程": "Follow it at the station",
    "去“我的通知”看全文或申诉": "See it in full, or appeal, in your notices",
    "去“我的通知”看原因或申诉": "See why, or appeal, in your notices",
    "发": "out",
    "发个帖子": "Write a post",
    "发到": "Board",
    "发布": "Post",
    "发送": "Send",
    "和{name}的私信": "Messages with {name}",
    "哪里不妥": "What is wrong with it",
    "回到那个帖子": "Back to the thread",
    "回复": "Reply",
    "回复 {name}": "to {name}",
    "回复给": "Reply to",
    "回执": "Receipt",
    "回调密钥": "Webhook secret",
    "处置理由书全文": "The full statement of reasons",
    "复核后已恢复。": "Looked at again and restored.",
    "如果心里难受，可以拨打全国统一心理援助热线 12356，或敲敲邻居的门。": (
        "If your heart is heavy, call China's national support line 12356, or knock on a neighbour's door."
    ),
    "存好这一页的地址，随时可以回来看答复。": "Keep the address of this page and come back for the answer.",
    "审核员的决定和撤销用签名的网络回调送来，验签、限时、只生效一次。": (
        "Reviewers' decisions and reversals come by signed webhook: the signature and its age are checked, and each "
        "takes effect once."
    ),
    "对您内容的每一次处置，这里都写明依据的公约、证据和原因。不服可以申诉，由没有经手的人来看。": (
        "For every decision about your words you find here the clause, the evidence and the reason. If you disagree, "
        "appeal: somebody who had no part in it will look."
    ),
    "小提醒（只有您看得见）：": "A gentle reminder (only you see it):",
    "已办结": "Closed",
    "已撤销": "Reversed",
    "已收到，等待受理": "Received, waiting for a reviewer",
    "已答复": "Answered",
    "已经记下，正在送往邻里站。回执一到就显示在这里。": (
        "Noted, and on its way to the station. The receipt will show here as soon as it comes."
    ),
    "待发 {n} 条": "{n} waiting to be sent",
    "待审核": "Waiting for review",
    "您没有登录，这是一次匿名举报。请保存下一页的回执。": (
        "You are not signed in, so this report is anonymous. Please keep the receipt on the next page."
    ),
    "您的一条内容暂缓展示，等待人工审核": "Something you wrote is held until a person has looked at it",
    "您的一条内容被加上标签": "Something you wrote was given a label",
    "您的一条内容被移除": "Something you wrote was removed",
    "您的一条内容被限制传播": "Something you wrote is shown less widely",
    "您的理由": "Your reasons",
    "您的申诉": "Your appeal",
    "您的账号暂停发言": "Your account is paused",
    "您的这条内容已被移除。": "This, which you wrote, was removed.",
    "您还没有举报过什么。": "You have not reported anything.",
    "想补充的话（可以不填）": "Anything to add (optional)",
    "我的": "Mine",
    "我的举报": "My reports",
    "我的通知": "My notices",
    "我要申诉": "Appeal",
    "或者，做一位新邻居": "Or be a new neighbour",
    "打开对话": "Open the conversation",
    "承诺答复": "Answer promised by",
    "按回来的状态展示：已发布、加标签、折叠、待审核、已移除。": (
        "Shown by the state that comes back: published, labelled, folded, waiting for review, removed."
    ),
    "挑一位邻居": "Pick a neighbour",
    "换一位邻居": "Be another neighbour",
    "接口密钥": "API key",
    "提交举报": "Send the report",
    "提交以后，这一条私信会交给邻里站的审核员看；其余的私信不会。": (
        "Once sent, the station's reviewers will see this one message, and none of your others."
    ),
    "提交申诉": "Send the appeal",
    "撤回": "Take back",
    "收": "in",
    "新": "new",
    "昨天": "yesterday",
    "暂缓，等补充情况": "On hold, waiting for more information",
    "最近的来往（内容文字已略去）": "Latest exchanges (people's words left out)",
    "有": "set",
    "有人在办": "Somebody is on it",
    "有标签": "labelled",
    "柳荫里的街坊在这里说话。说得不妥的，会告诉您为什么，也可以申诉。": (
        "Here the neighbours of Liuyinli talk. Where words go wrong you are told why, and you can appeal."
    ),
    "柳荫里社区 · 示例论坛": "Liuyinli, a sample forum",
    "标签": "Label",
    "看核查与来源": "See the check and its sources",
    "标题": "Title",
    "楼主": "The first post",
    "正在送审": "being checked",
    "正在送审。邻里站一回话，街坊们就能看到；现在只有您自己看得见。": (
        "Being checked. Your neighbours will see it as soon as the station answers; for now only you do."
    ),
    "正文": "Text",
    "没有通知。愿天天如此。": "No notices. May every day be like this.",
    "现在只有您自己看得见。原因：": "For now only you see it. Why:",
    "申诉的回执": "Receipt of your appeal",
    "登录后回复": "Sign in to reply",
    "直接看内容": "Skip to content",
    "看原处": "See it in place",
    "私信": "Messages",
    "私信不送审，除非当事人举报。": "Private messages are not sent, unless a party to one reports it.",
    "私信只有两个人看得见，不会送审；除非其中一位举报，那一条才会交给邻里站。": (
        "Private messages are seen by two people and not sent to the station, unless one of them reports a message: "
        "then that one is."
    ),
    "答复": "Answer",
    "给自己取个昵称": "Choose a nickname",
    "缺（设 FORUM_API_KEY）": "missing (set FORUM_API_KEY)",
    "缺（设 FORUM_WEBHOOK_SECRET）": "missing (set FORUM_WEBHOOK_SECRET)",
    "翻页": "Pages",
    "街坊们在。": "Your neighbours are here.",
    "被举报的人看不到是谁举报的。": "The person reported cannot see who reported.",
    "论坛是另一个进程，有自己的数据库，只用邻里站的公开接口和签名的网络回调（webhook）。邻里站：": (
        "The forum is another process with its own database. It uses only the station's public API and signed "
        "webhooks. The station: "
    ),
    "请填写这一项。": "Please fill this in.",
    "还没有写自我介绍。": "No introduction yet.",
    "还没有帖子，来说第一句吧。": "No posts yet: say the first word.",
    "还没有来往。发个帖子试试。": "Nothing yet. Write a post and look again.",
    "还没有示例邻居，取个昵称就能进来。": "There are no sample neighbours yet: choose a nickname to come in.",
    "还没有说过话。": "Nothing said yet.",
    "这个处置已经撤销，内容恢复给所有街坊看。": "This decision was reversed, and everybody can read the words again.",
    "这个昵称已经有人用了，换一个吧。": "Somebody has this nickname: choose another.",
    "这个论坛怎样和邻里站对话": "How this forum talks to the station",
    "这是演示：挑一位虚构的邻居，或者取个昵称，不用密码。": (
        "This is a demonstration: pick a fictional neighbour or choose a nickname; no password is needed."
    ),
    "这条内容在别人那里是折叠的，也不进列表。原因：": "Others see this folded and not in lists. Why:",
    "这条内容被折叠了，点开可看": "Folded: open to read",
    "这条内容违反公约，已被移除。": "Removed: it breaks the code.",
    "这里的人和事都是虚构的。": "Everybody and everything here is fictional.",
    "进展": "Progress",
    "进院": "Come in",
    "进院登录": "Sign in",
    "远亲不如近邻": "Better a neighbour near than a brother far off",
    "退出": "Sign out",
    "通知": "Notices",
    "邻里小院": "Linli Courtyard",
    "邻里站没有收下的": "What the station did not accept",
    "邻里站没有收下这条内容，所以没有展示：": "The station did not accept this, so it is not shown: ",
    "邻里站没有收下：": "The station did not accept it: ",
    "首页": "Home",
}


def in_language(chinese: str, language: str) -> str:
    """The sentence in `zh` or `en`; Chinese where there is no English."""
    return ENGLISH.get(chinese, chinese) if language == "en" else chinese
