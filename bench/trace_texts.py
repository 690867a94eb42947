"""Japanese business mails without end: greetings and signatures of habit, sentences of their own.

Nothing in them is anybody's: names, companies and matters are put together from lists. Two mails
share greetings, signatures, turns of phrase and now and then a whole sentence, as real ones do.
"""

import random
from collections.abc import Iterator

from kakekomi.trace.letter import Letter, Person
from kakekomi.trace.normal import normal_form

_FAMILY = "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 松本 井上 木村"
FAMILY = _FAMILY.split()
_TRADE = "製作所 商事 工業 運輸 印刷 建設 電機 食品 化成 設計 精機 物流"
TRADE = _TRADE.split()
_MATTER = (
    "見積書 請求書 納品書 検収書 図面 仕様書 議事録 契約書 発注書 工程表 写真 試験成績書 領収書"
    " 名簿 価格表 在庫表 打合せ 現地調査 定例会 研修 棚卸 "
    "点検 出荷 搬入 手直し 更新 変更 追加"
)
MATTER = _MATTER.split()
_PLACE = "本社 工場 倉庫 支店 営業所 会議室 現場 駅前 港 二号棟 事務所 展示場"
PLACE = _PLACE.split()
_DOES = (
    "確認をお願いいたします お送りします 変更になりました まだ届いておりません 手配いたします"
    " 見直したいと存じます 延期となりました 承認されました "
    "不足しております 一部差し替えました"
    " ご都合をお聞かせください 社内で検討しております 来週改めてご連絡します"
)
DOES = _DOES.split()
_JOINS = "つきましては なお また おって そのため 念のため 恐れ入りますが さて"
JOINS = _JOINS.split()
KANJI = "青石上内海江大岡奥小片金川神木北清黒桑児坂崎沢白杉関高竹立谷千津戸富中永西根野橋"
KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ"
UNITS = ["円", "個", "件", "枚", "箱", "本", "台", "名", "部", "式"]
RULE = "-" * 30
GREETINGS = (
    "いつもお世話になっております。",
    "お世話になっております。",
    "お疲れさまです。",
    "平素より格別のお引き立てを賜り、厚く御礼申し上げます。",
)
CLOSINGS = (
    "以上、よろしくお願いいたします。",
    "ご確認のほど、よろしくお願いいたします。",
    "お手数をおかけしますが、何卒よろしくお願い申し上げます。",
)


def body(number: int, sentences: int = 7) -> str:
    """Text of a mail; the same number gives the same text."""
    chance = random.Random(number)
    sender = chance.randrange(400)
    lines = [
        f"{FAMILY[chance.randrange(16)]}様",
        "",
        chance.choice(GREETINGS) + _name(sender) + "です。",
    ]
    lines += [_sentence(chance) for _ in range(sentences)]
    return "\n".join([*lines, "", chance.choice(CLOSINGS), "", _signature(sender)])


def _sentence(chance: random.Random) -> str:
    day = f"{chance.randrange(1, 13)}月{chance.randrange(1, 29)}日"
    who = f"{_word(chance, KANJI, 2)}{chance.choice(TRADE)}の{_word(chance, KANJI, 2)}様"
    what = f"{_word(chance, KANA, chance.randrange(3, 6))}{chance.choice(MATTER)}"
    how_much = f"{chance.randrange(1, 9_999)}{chance.choice(UNITS)}"
    join, place, does = chance.choice(JOINS), chance.choice(PLACE), chance.choice(DOES)
    return f"{join}、{who}より{day}の{what}を{place}にて{how_much}とあわせて{does}。"


def _word(chance: random.Random, signs: str, length: int) -> str:
    """A name that nobody bears; real mails are full of names that stand in few others."""
    return "".join(chance.choice(signs) for _ in range(length))


def _name(sender: int) -> str:
    return f"{FAMILY[sender % 16]}{TRADE[sender % 12]}の{FAMILY[sender // 16 % 16]}"


def _signature(sender: int) -> str:
    company = f"株式会社{FAMILY[sender % 16]}{TRADE[sender % 12]}"
    person = f"営業部 {FAMILY[sender // 16 % 16]}\nTEL 03-0000-{sender:04}"
    return f"{RULE}\n{company}\n{person}\n{RULE}"


def letters(count: int, first: int = 0) -> Iterator[Letter]:
    """Mails of an archive, ready to be scanned."""
    for number in range(first, first + count):
        yield Letter(
            message_id=f"{number}@own.example",
            people=(Person(f"s{number % 400}@own.example"), Person(f"p{number % 997}@p.example")),
            has_sender=True,
            own=normal_form(body(number)),
        )
