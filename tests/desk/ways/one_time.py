"""What an authenticator app shows: a code of six digits for each half minute.

Source: RFC 6238 section 4 with SHA-1, over RFC 4226 section 5.3.
"""

import base64
import hmac
import struct
from hashlib import sha1
from typing import Final

STEP_S: Final = 30


def code_at(secret: str, now_s: float) -> str:
    """The code of a secret in base32 at that time."""
    counter = struct.pack(">Q", int(now_s) // STEP_S)
    digest = hmac.new(base64.b32decode(secret), counter, sha1).digest()
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 15)
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"
