"""Find the words that announce a password, and what stands between them and it.

Labels come in Japanese and English, full- and half-width, abbreviated (PW, pass, パス), before or
behind the name of the file, as the head of a table's column, or in a sentence whose value follows
on a line below.
"""

import re
from typing import Final

import msgspec

MAX_LABELS: Final = 500
"""Places looked at in one mail; a log full of the word must not cost more."""
MAX_BEFORE_CHARS: Final = 24
"""Looked at before a label."""

MARKS: Final = (
    "パス",
    "ﾊﾟｽ",
    "ぱす",
    "暗証",
    "解凍",
    "開封",
    "復号",
    "閲覧",
    "合言葉",
    "ｐ",
    "pass",
    "pw",
    "p/w",
    "p.w",
    "kennwort",
    "contraseñ",
    "senha",
    "hasł",
    "пароль",
    "密码",
    "密碼",
    "비밀번호",
)
"""How labels begin, in lower case; a plain look for them is ten times as fast as ``LABEL``."""
ASCII_MARKS: Final = tuple(mark for mark in MARKS if mark.isascii())
"""Those that can stand in a text of ASCII."""
WITH_P: Final = re.compile(r"p(?:ass|w|/w|\.w)")
"""Those that begin with ``p``, in one go: takes ``passwort`` and ``p/w``; refuses ``p w``."""
WITHOUT_P: Final = tuple(mark for mark in ASCII_MARKS if mark[0] != "p")
LEAD_IN: Final = "mot de "
"""The label that has its mark inside."""
LABEL: Final = re.compile(
    r"パスワ[ー一]ド|ﾊﾟｽﾜｰﾄﾞ|ぱすわーど|パスコード|パスフレーズ|暗証番号|合言葉|ｐａｓｓｗｏｒｄ"
    r"|(?:解凍|開封|復号化?|閲覧用?)(?:キー|ｷｰ)"
    r"|passwords?|passwd|pass ?code|pass ?phrase|pass[ ]word(?!s)"
    r"|passwort|kennwort|contraseña|mot de passe|senha|hasło|пароль|密[码碼]|비밀번호"
    r"|パス(?=[:：=＝は→⇒「『])"
    r"|(?<![a-z0-9&?_./=\-])(?:pass|pwd|pw|p/w|p\.w\.?)(?![a-z0-9])"
    r"|(?<![ａ-ｚ])(?:ｐｗ|ｐａｓｓ|ｐｗｄ)(?![ａ-ｚ])"
)
"""A label in lower-case text: takes ``pw`` and パスワード; refuses ``compass``."""
SHORT: Final = frozenset(
    {"pass", "pw", "pwd", "p/w", "p.w", "p.w.", "ｐｗ", "ｐｗｄ", "ｐａｓｓ", "パス", "合言葉"}
)
"""Labels that are also other words: they need a mark or は between them and the value."""
SURE: Final = frozenset({"pw", "pwd", "p/w", "ｐｗ", "ｐｗｄ"})
"""Those that are no words of prose or of a log: at the start of a line a blank is enough."""
BEFORE: Final = re.compile(
    r"(?:添付|圧縮|ファイル|フォルダ|解凍|開封|展開|復号|閲覧|共通|データ|資料|書類|メール|用|の|時|ＺＩＰ|zip"
    r"|archive|attachment|document|file|unzip|open(?:ing)?|extract(?:ion)?|[ \t])++\Z",
    re.IGNORECASE,
)
"""Words that belong to the label: takes 解凍 before パスワード; refuses 秘密の before it."""
OF_A_FILE: Final = re.compile(
    r"添付|圧縮|ファイル|解凍|開封|展開|復号|閲覧|zip|ＺＩＰ|archive|attach|unzip|extract|file",
    re.IGNORECASE,
)
"""Words that leave no doubt what a short label means: takes 解凍 before PW; refuses 共通."""
SEPARATOR: Final = re.compile(
    r"[ \t\u3000]*+(?:[（(][^（()）\n]{0,20}[)）]"
    r"|(?i:for|to|of|zip|file|archive|zum|zur|für|de|del|du|per|do)[ '][^:\n]{0,60}?"
    r"(?=[ ]?(?:[:：=→]|[-–—][ ]|(?i:is)[ ]))|(?i:zip|file|archive)(?=[ ]?[:：=]|[ ][-–—][ ]))?"
    r"[ \t\u3000]*+[】』」\]］>＞》〉〕)）*＊_※◆■●◇□○★☆]{0,3}[ \t\u3000]*+"
    r"(?:(は|とは|が|を|(?i:is|ist|es|est|è|lautet)(?=[^A-Za-z]))[、，,]?[ \t\u3000]*+)?"
    r"(?:((?:[-=－―─~～]{0,8}[>＞→⇒⇨➡]|[:：;；=＝]{1,3}|[・…‥]{1,8}|[|｜])[>＞]?)|([-–—−ー]{1,2})(?=[\s「『\"]))?"
    r"[ \t\u3000]*+[*_]{0,2}[ \t\u3000]*+"
)
"""Between label and value: takes `` （半角）： `` and ``は``; refuses nothing, may be empty."""
ANNOUNCED: Final = re.compile(
    r"(?:[はがを]?[、，,]?(?:下記|以下|次|本メール|左記|右記|こちら|お送り|お知らせ|送付"
    r"|ご?連絡|ご?案内|ご?記載|ご?通知)[^\n「『:：]{0,24}"
    r"|です|になります|となります"
    r"|[ ](?:is[ ]|are[ ])?(?:below|as[ ]follows|the[ ]following)[^\n:]{0,20})"
)
"""From a label to the end of its sentence: takes ``は下記の通りです``; refuses ``は別途``."""
IS_BELOW: Final = re.compile(r"下記|以下|次|左記|右記")
"""In what announces: leaves no doubt that the value follows; takes 下記; refuses ご連絡."""
NEXT_LINE: Final = re.compile(
    r"[。．.:：↓⇓▼⬇]{0,4}[ \t\u3000]*+(?:\r?\n[ \t\u3000>＞|*・\-=─━＝－_↓⇓▼⬇]*+){1,4}"
)
"""To a value on a line below: takes ``。\\n\\n``; refuses ``。また``."""
SAME_LINE: Final = re.compile(r"[。．]?[:：→⇒][ \t\u3000]*+")
"""Behind a sentence that announces: takes ``：``; refuses ``。``."""
DOTTED_I: Final = "\u0130"
"""The one letter whose lower case is longer than itself."""


class Label(msgspec.Struct, frozen=True, gc=False):
    """A place where a password is announced."""

    start: int
    end: int
    """In the text."""
    is_short: bool
    """It may mean something else."""
    begins_line: bool = False
    """Nothing stands before it in its line, and it means nothing but a password."""


def find(text: str) -> list[Label]:
    """Labels in order of the text, at most ``MAX_LABELS``."""
    lower = text.replace(DOTTED_I, "i").lower()
    is_ascii = lower.isascii()
    if is_ascii and not may_hold(lower):
        return []
    found: dict[int, Label] = {}
    for mark in ASCII_MARKS if is_ascii else MARKS:
        at = lower.find(mark)
        while at >= 0 and len(found) < MAX_LABELS:
            start = max(at - len(LEAD_IN), 0)
            label = LABEL.match(lower, start if lower.startswith(LEAD_IN, start) else at)
            if label is not None:
                found.setdefault(label.start(), _label(text, label))
            at = lower.find(mark, label.end() if label else at + len(mark))
    return [found[at] for at in sorted(found)]


def may_hold(lower: str) -> bool:
    """Whether one of ``ASCII_MARKS`` is there, in half of the time that a look for each takes."""
    return WITH_P.search(lower) is not None or any(map(lower.__contains__, WITHOUT_P))


def _label(text: str, label: re.Match[str]) -> Label:
    is_short = label[0] in SHORT and not OF_A_FILE.search(before(text, label.start()))
    begins_line = (
        is_short
        and label[0] in SURE
        and text[max(label.start() - 1, 0) : label.start()] in {"", "\n"}
    )
    return Label(label.start(), label.end(), is_short, begins_line)


def before(text: str, start: int) -> str:
    """The words in front of a label that belong to it."""
    words = BEFORE.search(text[max(0, start - MAX_BEFORE_CHARS) : start])
    return words.group() if words else ""


def spelled(text: str, label: Label) -> str:
    """The label as it stands, with the words that belong to it."""
    return (before(text, label.start) + text[label.start : label.end]).strip().lstrip("の時用")
