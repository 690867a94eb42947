"""Read documents with olevba: run by another Python, in which oletools is installed.

Paths come on standard input, one a line; JSON goes to standard output. Nothing of this project is
imported.
"""

import json
import logging
import sys
import time


def main() -> None:
    """For each file the seconds and, if it has macros, the words that run by themselves."""
    from oletools.olevba import VBA_Parser  # noqa: PLC0415

    logging.disable(logging.CRITICAL)
    paths = sys.stdin.read().splitlines()
    found = {}
    for path in paths:
        start = time.process_time()
        words = _words(VBA_Parser, path)
        found[path] = {"words": words, "seconds": time.process_time() - start}
    json.dump(found, sys.stdout)


def _words(parser: type, path: str) -> "list[str] | None":
    try:
        document = parser(path)
        try:
            if not document.detect_vba_macros() and not document.detect_xlm_macros():
                return None
            results = document.analyze_macros() or []
            return sorted({word for kind, word, _ in results if kind == "AutoExec"})
        finally:
            document.close()
    except Exception:  # noqa: BLE001  olevba raises what it likes on what it can't read
        return None


if __name__ == "__main__":
    main()
