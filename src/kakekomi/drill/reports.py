"""Make EmoCheck results as its versions write them, in every language and encoding they come in.

The texts follow the published source of 0.0.1 to 2.0; nothing is run.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LINE: Final = "_" * 52


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedProcess:
    """A process that the made report names."""

    name: str = "regsvr32.exe"
    pid: int = 716
    path: str = r"C:\Users\tanaka\AppData\Local\Phxnzljad\wcgzvziqg.ljk"


EMOTET: Final = (ReportedProcess(),)

_TEXT: Final = {
    "ja": (
        "プログラム実行時刻",
        "[結果]\nEmotetを検知しました。\n",
        "[結果]\n検知しませんでした。",
        "[詳細]\n     プロセス名    : {name}\n     プロセスID    : {pid}\n"
        "     イメージパス  : {path}",
        "イメージパスの実行ファイルを隔離/削除してください。",
    ),
    "en": (
        "Scan time",
        "[Result] \nDetected Emotet process.\n",
        "[Result] \nEmotet was not detected.",
        "[Emotet Process] \n     Process Name  : {name}\n     Process ID    : {pid}\n"
        "     Image Path    : {path}",
        "Please remove or isolate the suspicious execution file.",
    ),
    "fr": (
        "Temps d'éxécution",
        "[Résultat] \nEmotet détecté.\n",
        "[Résultat] \nEmotet n'a pas été détecté.",
        "[Processus Emotet] \n     Nom du processus: {name}\n     PID             : {pid}\n"
        "     Emplacement     : {path}",
        "Veuillez supprimer le(s) fichier(s) détecté(s).",
    ),
}


def make_emocheck_txt(
    *,
    version: str = "2.4.0",
    language: str = "ja",
    encoding: str = "utf-8",
    processes: Sequence[ReportedProcess] = (),
    value_encoding: str | None = None,
) -> bytes:
    """A txt result; ``value_encoding`` is the console's code page, in which paths are written."""
    time, yes, no, details, advice = _TEXT[language]
    lines = [
        f"[EmoCheck v{version}]",
        f"{time}: 2022-03-14 10:15:00",
        LINE,
        yes if processes else no,
    ]
    lines += [details.format(name=p.name, pid=p.pid, path=p.path) for p in processes]
    if processes:
        lines += [LINE, advice]
    data = "".join(f"{line}\n" for line in lines).replace("\n", "\r\n").encode(encoding)
    for process in processes if value_encoding else ():
        data = data.replace(
            process.path.encode(encoding), process.path.encode(value_encoding or "")
        )
    return data


def make_emocheck_json(
    *,
    version: str = "2.4.0",
    hostname: str = "PC-7",
    encoding: str = "utf-8",
    processes: Sequence[ReportedProcess] = (),
    has_doubled_backslashes: bool = True,
) -> bytes:
    """A json result as EmoCheck pastes it together, backslashes doubled byte by byte or not."""
    lines = [
        "{",
        '  "scan_time":"2022-03-14 10:15:00",',
        f'  "hostname":"{hostname}",',
        f'  "emocheck_version":"{version}",',
    ]
    if not processes:
        return _encoded([*lines, '  "is_infected":"no"', "}", ""], encoding)
    lines += ['  "is_infected":"yes",', '  "emotet_processes":[']
    head = _encoded([*lines, ""], encoding)
    entries = b",\n".join(
        _entry(process, encoding, doubled=has_doubled_backslashes) for process in processes
    )
    return head + entries + _encoded(["", "  ]", "}", ""], encoding).removeprefix(b"\xef\xbb\xbf")


def _encoded(lines: Sequence[str], encoding: str) -> bytes:
    return "\n".join(lines).encode(encoding)


def _entry(process: ReportedProcess, encoding: str, *, doubled: bool) -> bytes:
    path = process.path.encode(encoding.removesuffix("-sig"))
    return b"".join(
        (
            b'    {\n      "process_name":"',
            process.name.encode(encoding.removesuffix("-sig")),
            f'",\n      "process_id":"{process.pid}",\n'.encode(),
            b'      "image_path":"',
            path.replace(b"\\", b"\\\\") if doubled else path,
            b'"\n    }',
        )
    )
