import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import password


def found(text: str) -> list[tuple[str, str]]:
    return [(one.label, one.value) for one in password.find(text)]


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [
        ("パスワード：abc123", "パスワード", "abc123"),
        ("パスワード: 「Ab-12」", "パスワード", "Ab-12"),
        ("解凍パスワードは abc です。", "解凍パスワード", "abc"),
        ("解凍パスワードは「tR9x」です", "解凍パスワード", "tR9x"),
        ("添付ファイルのパスワード　Xy12\n", "添付ファイルのパスワード", "Xy12"),
        ("ﾊﾟｽﾜｰﾄﾞ:1234", "ﾊﾟｽﾜｰﾄﾞ", "1234"),
        ("PW: 5566", "PW", "5566"),
        ("ＰＷ：５５６６", "ＰＷ", "５５６６"),
        ("ファイル開封パスワード＝A(b)", "ファイル開封パスワード", "A(b)"),
        ("パスワード(半角): zz9。", "パスワード", "zz9"),
        ("パスワードは下記の通りです。\n\n  QW12er\n\n", "パスワード", "QW12er"),
        ("【パスワード】 abc99", "パスワード", "abc99"),
        ("パスワード\r\n8823\r\n", "パスワード", "8823"),
        ("パスワードは、8812です", "パスワード", "8812"),
        ("パスワードはgreenです。", "パスワード", "green"),
        ("PASS：K3x", "PASS", "K3x"),
        ("Password: infected", "Password", "infected"),
        ("Password - a1B2c3", "Password", "a1B2c3"),
        ("password is 123qwe.", "password", "123qwe"),
        ('The password is "open sesame"', "password", "open sesame"),
        ("ZIP password: 4411, thanks", "ZIP password", "4411"),
        ("Archive password:\nhello77\n", "Archive password", "hello77"),
        ("*Password:* 8812", "Password", "8812"),
        ("Password for archive: 777", "Password", "777"),
        ("Passwort: Ab12", "Passwort", "Ab12"),
        ("Contraseña: Ab12", "Contraseña", "Ab12"),
        ("Mot de passe : Ab12", "Mot de passe", "Ab12"),
        ("Le mot de passe : Ab12", "mot de passe", "Ab12"),
        ("パスワードは さくら2022 です", "パスワード", "さくら2022"),
        ("パスワード：株式会社123", "パスワード", "株式会社123"),
        ("PW は さくら77", "PW", "さくら77"),
        ("解凍パスワードは株式会社123でございます。", "解凍パスワード", "株式会社123"),
        ("パスワードはさくらです", "パスワード", "さくら"),
        ("パスワードは「さくら」です", "パスワード", "さくら"),
        ("パスワード【さくら】", "パスワード", "さくら"),
        ("パスワード　さくら2022\n", "パスワード", "さくら2022"),
        ("パスワードは下記の通りです。\n\nさくら2022\n", "パスワード", "さくら2022"),
        ("パスワードは\n「さくら2022」\nです。", "パスワード", "さくら2022"),
        ("パスワード：ＡＢＣー１２３", "パスワード", "ＡＢＣー１２３"),
        ("パスワードは、英語で「open123」です。", "パスワード", "open123"),
        ("パスワードを「ABC12」に設定しました", "パスワード", "ABC12"),
        ("パスワードは｢abc12｣です", "パスワード", "abc12"),
        ("パスワード〔abc12〕", "パスワード", "abc12"),
        ("パスワード＜abc12＞", "パスワード", "abc12"),
        ("パスワード～abc12～", "パスワード", "abc12"),
        ("パスワードは‘abc12’です", "パスワード", "abc12"),
        ("パスワード：ab12（4文字）", "パスワード", "ab12"),
        ("パスワードはABC12（半角）です", "パスワード", "ABC12"),
        ("パスワード……ABC12", "パスワード", "ABC12"),
        ("パスワード；ABC12", "パスワード", "ABC12"),
        ("パスワード ----> ABC12", "パスワード", "ABC12"),
        ("パス→abc12", "パス", "abc12"),
        ("請求書.zip のパスワード → x12", "zip のパスワード", "x12"),
        ("ファイルのパスワードは次のものになります：abc12", "ファイルのパスワード", "abc12"),
        ("先ほどのファイルのパスワードです。\nABC12", "ファイルのパスワード", "ABC12"),
        ("解凍パスワードをお送りします。\n-----\nX7k$2\n-----", "解凍パスワード", "X7k$2"),
        ("開封キー：abc12", "開封キー", "abc12"),
        ("解凍PASS abc12", "解凍PASS", "abc12"),
        ("解凍ＰＷ「abc12」", "解凍ＰＷ", "abc12"),
        ("合言葉：さくら", "合言葉", "さくら"),
        ("PW 1234", "PW", "1234"),
        ("パスワード\tさくら2022", "パスワード", "さくら2022"),
        ("PW\t1234", "PW", "1234"),
        ("パスワード | 1234 |", "パスワード", "1234"),
        ("ファイル名\tパスワード\n請求書.zip\tab12", "パスワード", "ab12"),
        ("パスワード\tファイル名\nさくら22\t請求書.zip", "パスワード", "さくら22"),
        ("| ファイル名 | パスワード |\n| 請求書.zip | ab12 |", "パスワード", "ab12"),
        ("Password for 請求書.zip is ab12", "Password", "ab12"),
        ("The password of invoice.zip - ab12", "password", "ab12"),
        ("Use password ab12 to open it", "password", "ab12"),
        ("PASSWORD IS AB12", "PASSWORD", "AB12"),
        ("Password — secret", "Password", "secret"),
        ("P.W.: ab12", "P.W.", "ab12"),
        ("Das Passwort lautet Ab12", "Passwort", "Ab12"),
        ("パスワード：Password1234_", "パスワード", "Password1234_"),
        ("PW(パスワード)：ab12", "PW", "ab12"),
        ("パスワードを1234に設定しています。", "パスワード", "1234"),
        ("パスワード：ab12[エー、ビー、イチ、ニ]", "パスワード", "ab12"),
        ("パスワード：a[b]c1", "パスワード", "a[b]c1"),
        ("※パスワード※ ab12", "パスワード", "ab12"),
        ("〈解凍パスワード〉 ab12", "解凍パスワード", "ab12"),
        ("◆解凍PW◆\nab12", "解凍PW", "ab12"),
        ("解凍パスワード：\n↓↓↓\nさくら12", "解凍パスワード", "さくら12"),
        ("Password zip: 1234", "Password", "1234"),
        ("La password è ab12", "password", "ab12"),
        ("Passwort zum Öffnen: 1234", "Passwort", "1234"),
        ("Mot de passe de l'archive : 1234", "Mot de passe", "1234"),
        ("Contraseña del archivo: 1234", "Contraseña", "1234"),
        ("Senha: 1234", "Senha", "1234"),
        ("Пароль: 1234", "Пароль", "1234"),
        ("解压密码：ab12", "密码", "ab12"),
        ("비밀번호: 1234", "비밀번호", "1234"),
        ("パスワードは下記の通りです。\n\n　secret\n", "パスワード", "secret"),
        ("| パスワード | Note |\n| ab12 | x |", "パスワード", "ab12"),
    ],
)
def test_a_password_is_read_verbatim_with_its_label(text: str, label: str, value: str) -> None:
    assert found(text) == [(label, value)]


@pytest.mark.parametrize(
    "text",
    [
        "パスワードを忘れた方は「こちら」",
        "パスワードをお忘れの場合はこちら",
        "パスワードは別メールでお送りします",
        "パスワードは「マイページ」で変更できます",
        "パスワードは後ほどご連絡いたします。\n\n敬具",
        "パスワードの有効期限が切れます",
        "Your password expires in 3 days",
        "password is required.",
        "Forgot your password? Click here",
        "Password: ********",
        "Enter your password below:\nLogin",
        "password: http://a.example/c",
        "your username and password - we",
        "change password\n\nDear John",
        "http://a.example/?password=&user=12",
        "boarding pass - 12",
        'I have to pass "pci=bios" for it',
        "bypass: x123",
        "compass: 123",
        "password:",
        "パス",
        "パスワードは電話番号です",
        "パスワードは弊社の代表電話番号の下4桁です。",
        "パスワードは先日お伝えしたものです",
        "パスワードはさくらと申します",
        "パスワードは3月10日に変更されました",
        "パスワードは2022年4月1日までです",
        "パスワードは90日ごとに変更",
        "パスワード：別途メールにて",
        "パスワード：8文字以上の英数字",
        "パスワード：○○○○",
        "パスワード認証2",
        "パスワードについて\n2022年3月10日\n",
        "パスワード管理のお願い\n2022年3月1日",
        "パスワードを入力してください。\n123456",
        "パスワードを「マイページ」に登録",
        "【パスワード】請求書2022.zip",
        "パスワードは以下です。\nID：user01\n",
        "キーワード：abc12",
        "the PW 1234",
        "パスワードを2022年3月に変更",
        "a password file: see below",
        "Password1234",
        "パスワードをお送りします。\n\nRegards",
        "pass 12",
        "Password changed on 2022-03-01",
        "ファイル名\tパスワード\n請求書.zip\t別途ご連絡",
    ],
)
def test_talk_about_passwords_gives_none(text: str) -> None:
    assert found(text) == []


def test_several_passwords_come_in_order_and_once() -> None:
    text = "解凍パスワード：aaa1\nPassword: bbb2\nPW: aaa1"

    assert [value for _, value in found(text)] == ["aaa1", "bbb2"]


def test_a_full_width_value_is_also_tried_in_half_width() -> None:
    (one,) = password.find("パスワード：ａｂ１２．")

    assert one.value == "ａｂ１２"
    assert one.readings == ("ａｂ１２", "ａｂ１２．", "ab12", "ab12.")


def test_punctuation_that_may_belong_to_it_is_tried_too() -> None:
    (one,) = password.find("Password: abc1!).")

    assert one.readings == ("abc1!", "abc1!).")


def test_those_given_by_the_user_are_tried_first() -> None:
    assert password.candidates(("own",), password.find("PW: abc1")) == ("own", "abc1")


def test_each_password_is_tried_as_written_before_any_is_tried_in_another_form() -> None:
    passwords = password.find("パスワード：ａ１１．\nパスワード：ｂ２２")

    tried = password.candidates((), passwords)

    assert tried == ("ａ１１", "ｂ２２", "ａ１１．", "b22", "a11", "a11.")


def test_candidates_and_labels_are_capped() -> None:
    text = "\n".join(f"PW: value{i}" for i in range(100))

    assert len(password.find(text)) == password.MAX_CANDIDATES
    assert len(password.candidates((), password.find(text))) == password.MAX_CANDIDATES


def test_a_letter_that_grows_in_lower_case_moves_nothing() -> None:
    assert found("İİİ Password: abc1") == [("Password", "abc1")]


@pytest.mark.parametrize(
    "piece",
    [
        "password",
        "パスワード：",
        "pw: ",
        "password \n",
        "パスワード（",
        "パスワード" + "\t" * 500,
        "パスワード" + " " * 3000,
        "パスワード\n\n\n" + "=-" * 300,
        "パスワード" + "-" * 300,
        "password for " + "a " * 30,
        "パスワードは" + "あ" * 40,
        "\tパスワード\t\n",
    ],
)
def test_repeated_labels_are_read_to_the_end(piece: str) -> None:
    text = piece * (200_000 // len(piece))

    assert len(password.find(text)) <= password.MAX_CANDIDATES


@given(
    st.lists(
        st.sampled_from(
            ["パスワード", "password", "PW", "は", ":", "：", "「", "」", "ab1", "です", "\n", " "]
        )
        | st.text(max_size=3),
        max_size=12,
    )
)
def test_any_text_gives_values_that_stand_in_it(pieces: list[str]) -> None:
    text = "".join(pieces)

    assert all(one.value in text for one in password.find(text))
