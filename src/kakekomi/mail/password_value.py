"""Tell a password from the words around it, behind a label.

A password is typed on a keyboard or, in Japan, written in kana and kanji too (さくら2022,
株式会社123). Out of quotes such a word is taken only up to the verb of its sentence or the end of
its line, and not if it talks about passwords (「電話番号の下4桁」, 「別途ご連絡」): a sentence is
no guess.
"""

import re
from typing import Final

MIN_VALUE_CHARS: Final = 3
"""Shorter ones are counters; nobody encrypts with them."""
MAX_VALUE_CHARS: Final = 64
"""Longer ones are sentences or keys."""
MAX_WORD_CHARS: Final = 12
"""Of a Japanese word without letter or digit and out of quotes; longer ones are phrases."""

QUOTED: Final = re.compile(
    r"「([^「」\n]{1,64})」|『([^『』\n]{1,64})』|｢([^｢｣\n]{1,64})｣|【([^【】\n]{1,64})】"
    r"|〔([^〔〕\n]{1,64})〕|〈([^〈〉\n]{1,64})〉|《([^《》\n]{1,64})》|＜([^＜＞\n]{1,64})＞|<([^<>\n]{1,64})>"
    r"|“([^“”\n]{1,64})”|‘([^‘’\n]{1,64})’|\"([^\"\n]{1,64})\"|'([^'\n]{1,64})'|［([^［］\n]{1,64})］"
    r"|\[([^\[\]\n]{1,64})\]|`([^`\n]{1,64})`|[～〜]([^～〜\n]{1,64})[～〜]"
)
"""A value in quotes: takes 「ab12」; refuses an unclosed 「ab12."""
ASCII_QUOTES: Final = "\"'`[<"
"""Those that stand around anything in English prose and in code."""
LETTERS: Final = "ぁ-ゖァ-ヺーｦ-ﾟ㐀-䶿一-鿿々〆ヶ"
"""Of Japanese words, for a character class."""
TOKEN: Final = re.compile(
    rf"(?:[!-')-Z\\-~！-＇）-Ｚ＼-～]|[(（\[［](?![!-~！-～]{{0,2}}[{LETTERS}])){{1,65}}"
)
"""A bare value: takes ``ab12!``, ａｂ１２, ``a(b)``; ends at a blank, Japanese, （半角）."""
COPULA: Final = (
    r"(?:です|でした|でございます|で御座います|であります|とな(?:り|って)|にな(?:り|って)"
    r"|と(?:いたし|致し|して)|で[、，])"
)
"""How the sentence goes on behind a value: takes です; refuses では."""
WORD: Final = re.compile(
    rf"[!-~！-～{LETTERS}]{{2,40}}?"
    rf"(?=[ \t\u3000]*+(?:{COPULA}|[。．、，)）」』】〕>＞(（\[［|｜]|$)|[.,]?[ \t\u3000\r\n])",
    re.MULTILINE,
)
"""A bare Japanese value: takes the さくら12 of ``さくら12です``; refuses 41 without an end."""
JAPANESE: Final = re.compile(rf"[{LETTERS}]")
"""Takes さ; refuses ａ."""
ENDS_SENTENCE: Final = re.compile(rf"[ \t\u3000]*+(?:{COPULA})")
"""Behind a value in a sentence: takes `` です``; refuses ``を``."""
PARTICLE: Final = re.compile(r"[をでとにがへ]")
"""What a sentence goes on with behind a value: takes を; refuses the 年 of 2022年."""
TALK: Final = re.compile(
    r"[をへ「『」』]|は(?![ぁ-ん])|パスワ[ー一]ド|暗証|番号|電話|桁|文字|数字|英数|記号|半角|全角|大文字|小文字"
    r"|別(?:途|送|便|メール|紙|の)|同じ|同様|同一|共通|前回|先日|先ほど|先程|従来|従前|いつも|毎回|以前|今回|既に|すでに"
    r"|下記|以下|上記|右記|左記|次の|こちら|そちら|とおり|通り|もの|場合|なし|無し|無い|ない|不要|必要|任意|未設定|未定|空白"
    r"|ユーザ|秘|混在|複雑|簡単|重要|大切|安全|生年|誕生|社名|会社名|氏名|名前|社員|担当|お客|お手|御社|貴社|弊社|当社|自社|各自|ご自|本人|管理者|部署"
    r"|メール|本文|件名|添付|送[ら付信り]|連絡|通知|知らせ|お伝え|案内|確認|参照|記載|入力|設定|変更|再発行|更新|失効|期限|有効"
    r"|忘れ|管理|保護|保存|登録|発行|取得|解除|ログ[イオ]ン|サイン|アカウント|クリック|ファイル|利用|使用|使い|付き|付けて|掛か|かか"
    r"|ます|ました|ません|まし|ください|下さい|願い|致し|いたし|れて|ており|について|により|から|まで|以上|以内|以降|ごと|毎に|次第"
)
"""Words of a sentence about passwords: takes 電話番号; refuses さくら."""
COUNT: Final = re.compile(
    r"(?:[0-9０-９]+(?:年度?|か?ヶ?カ?月|日|時|分|秒|回|個|件|台|名|人|種類?|枚|円|週|つ|度|%|％)間?)+[のにで分頃]?"
)
"""A date or a number of something: takes 90日; refuses さくら90."""
FILE_NAME: Final = re.compile(
    r".*\.(?:zip|7z|rar|lzh|lha|cab|iso|img|exe|docx?|docm|xls[xmb]?|ppt[xm]?|pdf|txt|csv|jpe?g|png|eml|msg)",
    re.IGNORECASE | re.DOTALL,
)
"""Takes ``請求書.zip``; refuses ``zip12``."""
TAIL: Final = re.compile(
    rf"[ \t\u3000]*+[。．.、,]?[ \t\u3000]*+(?:{COPULA}|$|\r?\n|[|｜])"
    r"|[ ]to[ ](?:open|unzip|extract|decrypt|view)",
    re.MULTILINE,
)
"""What stands behind a value that has the rest of its line for itself."""
SET_TO: Final = re.compile(
    r"[ \t\u3000]*+(?:に(?:設定|変更|し|て)|と(?:し|設定|いた|なり|入力)"
    r"|で(?:設定|ロック|保護|お?開|解凍)|を?(?:ご?入力|お使い|ご使用|使って))"
)
"""Behind a quoted value of ``パスワードを「…」``: takes ``に設定``; refuses ``から``."""
LATER: Final = re.compile(r"[^\n「『」』。：:]{1,16}(?=[「『])")
"""Words between は and quotes: takes 英語で; refuses a sentence."""
SENTENCE_WORD: Final = re.compile(
    r"(?:an?|and|are|as|at|be|been|below|but|by|can|changed?|compromised|correct|do|expire[ds]|field"
    r"|follows|for|forgotten|from|has|have|here|i|if|in|incorrect|into|invalid|is|its?|just|known"
    r"|link|lost|may|must|need(?:s|ed)?|never|no|none|not|now|of|on|only|or|our|passwords?|please"
    r"|protected|protection|provided|required|reset|same|see|sent|separate(?:ly)?|set|should|so|sms"
    r"|stored|that|the|their|then|there|they|this|to|unknown|used|user|via|was|we|weak|when|which"
    r"|will|with|would|wrong|you|your)",
    re.IGNORECASE,
)
"""A word behind "password is" in prose: takes ``required``; refuses ``ab1``."""
PLACEHOLDER: Final = re.compile(
    r"[*＊xX•●\-_.=~#]{1,65}|https?:.*|[\w.+-]+@[\w-]+\.[\w.-]+|<.*|&\w+[;=].*"
    r"|(?i:id|ＩＤ|user(?:name|id)?|login|e?-?mail|url|tel|fax)[:：=].*"
)
"""No value: takes ``********``, a link, an address, a tag, ``ID:a1``; refuses ``ab12``."""
CLOSING: Final = ".,;:。、．，；)]}>」』】）］("
"""Punctuation of the sentence behind a bare value."""
OPENING: Final = {")": "(", "]": "[", "}": "{", ">": "<", "）": "（", "］": "［"}
"""What a closing bracket that belongs to the value closes."""
MAX_PROSE_CHARS: Final = 3
"""Of a word in small letters behind a dash that goes on with the sentence."""
MAX_BLANKS: Final = 2
"""In a quoted value; more make a sentence."""


def trimmed(raw: str) -> str:
    """Drop the sentence's punctuation, but no bracket that the value itself opens."""
    value = raw
    while len(value) > 1 and value[-1] in CLOSING:
        opening = OPENING.get(value[-1], "")
        if opening and value.count(opening) >= value.count(value[-1]):
            break
        value = value[:-1]
    return value


def quoted(text: str, found: re.Match[str]) -> str | None:
    """The value in quotes; one in Japanese only if the sentence ends with it."""
    value = next(filter(None, found.groups()), "").strip(" \t\u3000")
    if len(value) < MIN_VALUE_CHARS or PLACEHOLDER.fullmatch(value):
        return None
    if value.count(" ") > MAX_BLANKS or FILE_NAME.fullmatch(value):
        return None
    if not JAPANESE.search(value):
        return value
    return value if TAIL.match(text, found.end()) and not TALK.search(value) else None


def quoted_or_set(text: str, found: re.Match[str]) -> str | None:
    """The value of ``パスワードを「…」に設定``; None where it is a place to go to."""
    value = quoted(text, found)
    is_set = SET_TO.match(text, found.end())
    return value if value is not None and is_set and not TALK.search(value) else None


def quoted_later(text: str, at: int) -> str | None:
    """The value of ``パスワードは英語で「…」です``."""
    words = LATER.match(text, at)
    found = QUOTED.match(text, words.end()) if words else None
    is_end = found is not None and ENDS_SENTENCE.match(text, found.end())
    return quoted(text, found) if found is not None and is_end else None


def set_to(text: str, at: int) -> str | None:
    """The value of ``パスワードを1234に設定``."""
    token = TOKEN.match(text, at)
    if token is None or not any(map(str.isdigit, token[0])) or not SET_TO.match(text, token.end()):
        return None
    return _typed(text, token, is_marked=True)


def bare(text: str, at: int, *, is_marked: bool) -> str | None:
    """The value at ``at``, out of quotes, with the punctuation behind it."""
    token = TOKEN.match(text, at)
    if token is not None and not _goes_on(text, token):
        return _typed(text, token, is_marked=is_marked)
    word = _word(text, at, is_marked=is_marked)
    if word is None and token is not None and PARTICLE.match(text, token.end()):
        return _typed(text, token, is_marked=is_marked)
    return word


def alone(text: str, at: int, *, is_apart: bool = True, is_told: bool = False) -> str | None:
    """A value without a word or mark between it and its label: it has a digit and the line.

    Not ``is_apart``: no blank either, where a Japanese word belongs to the label (パスワード認証2).
    ``is_told``: a sentence says that it follows, so that letters alone will do.
    """
    token = TOKEN.match(text, at)
    if token is None or _goes_on(text, token):
        word = WORD.match(text, at) if is_apart else None
        has_digit = word is not None and any(map(str.isdigit, word[0]))
        return _word(text, at, is_marked=True) if has_digit else None
    is_sure = any(map(str.isdigit, token[0])) or (is_told and len(token[0]) > MAX_PROSE_CHARS)
    if not is_sure or not TAIL.match(text, token.end()):
        return None
    return _typed(text, token, is_marked=True)


def _goes_on(text: str, token: re.Match[str]) -> bool:
    """Whether Japanese letters that are no verb stand right behind what looks like a value."""
    is_word = JAPANESE.match(text, token.end()) is not None and token[0][-1] not in CLOSING
    return is_word and ENDS_SENTENCE.match(text, token.end()) is None


def _typed(text: str, token: re.Match[str], *, is_marked: bool) -> str | None:
    raw = token[0]
    value = trimmed(raw)
    if not MIN_VALUE_CHARS <= len(value) <= MAX_VALUE_CHARS or PLACEHOLDER.fullmatch(value):
        return None
    if SENTENCE_WORD.fullmatch(value) or not any(char.isalnum() for char in value):
        return None
    is_word = value.isalpha() and value.isascii()
    if is_word and not TAIL.match(text, token.end()):
        return None
    is_prose = is_word and value == value.lower() and len(value) <= MAX_PROSE_CHARS
    return raw if is_marked or not is_prose else None


def _word(text: str, at: int, *, is_marked: bool) -> str | None:
    """A value with Japanese letters, up to the verb or the end of the line."""
    found = WORD.match(text, at)
    if found is None:
        return None
    value = found[0]
    if len(value) < MIN_VALUE_CHARS or not JAPANESE.search(value):
        return None
    if TALK.search(value) or FILE_NAME.fullmatch(value) or PLACEHOLDER.fullmatch(value):
        return None
    has_typed = any(char.isascii() or "！" <= char <= "～" for char in value)
    if has_typed:
        return value if is_marked and not (COUNT.fullmatch(value)) else None
    is_short = len(value) <= MAX_WORD_CHARS and "の" not in value
    return value if is_marked and is_short else None
