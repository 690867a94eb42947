import io

import pypff

from kakekomi.drill.outlook import OutlookMail
from kakekomi.drill.pst import make_pst


def test_libpff_finds_the_folders_and_their_messages() -> None:
    store = pypff.file()
    store.open_file_object(io.BytesIO(make_pst({"受信": [OutlookMail()] * 3, "空": []})))
    root = store.get_root_folder()
    folders = [root.get_sub_item(number) for number in range(root.number_of_sub_items)]

    assert [(one.name, one.number_of_sub_items) for one in folders] == [("受信", 3), ("空", 0)]


def test_equal_messages_give_equal_bytes() -> None:
    assert make_pst({"a": [OutlookMail()]}) == make_pst({"a": [OutlookMail()]})
