import io

import olefile

from kakekomi.drill.installer import make_installer


def test_it_is_a_compound_file_of_the_installers_class() -> None:
    with olefile.OleFileIO(io.BytesIO(make_installer({"Binary.a": b"x"}))) as file:
        assert file.root.clsid == "000C1084-0000-0000-C000-000000000046"
        assert len(file.listdir()) == 2
