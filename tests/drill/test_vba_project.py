from kakekomi.drill.vba_project import compress, make_vba_streams
from kakekomi.mail.vba_compression import decompress


def test_a_project_has_the_streams_office_expects() -> None:
    streams = make_vba_streams(
        {"ThisDocument": "", "Module1": "Sub A()\nEnd Sub\n"}, root="Macros/"
    )

    assert sorted(streams) == [
        "Macros/PROJECT",
        "Macros/PROJECTwm",
        "Macros/VBA/Module1",
        "Macros/VBA/ThisDocument",
        "Macros/VBA/_VBA_PROJECT",
        "Macros/VBA/dir",
    ]
    assert decompress(streams["Macros/VBA/Module1"], 1000) == (
        b'Attribute VB_Name = "Module1"\r\nSub A()\r\nEnd Sub\r\n'
    )


def test_repetition_is_compressed_and_noise_is_stored() -> None:
    assert len(compress(b"ab" * 2048)) < 20
    noise = bytes((number * number * 31 + number // 7) & 0xFF for number in range(4096))

    assert decompress(compress(noise), 5000) == noise
