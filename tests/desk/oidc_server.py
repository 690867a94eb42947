"""A small OpenID Connect provider on this machine, which can be told to lie."""

import base64
import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "kakekomi", "made up for a test"


@dataclass
class Person:
    """Who signs in there."""

    sub: str = "0042"
    email: str = "hanako@aoba.example"
    email_verified: bool | str = True
    """Some providers send a text."""


@dataclass
class Lies:
    """What is wrong with the answer."""

    claims: dict[str, Any] = field(default_factory=dict)
    """Put over the right ones."""
    info: dict[str, Any] = field(default_factory=dict)
    has_other_key: bool = False
    is_unsigned: bool = False
    by_secret: bool = False
    no_token: bool = False
    config: dict[str, Any] = field(default_factory=dict)
    """Put over what the provider says of itself."""


class Provider:
    """Discovery, token, user information and keys; ``with``."""

    def __init__(self) -> None:
        self.person, self.lies = Person(), Lies()
        self.key = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
        self.other_key = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
        self.asked: dict[str, str] = {}
        """What the desk asked for last."""
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(provider.get(urlsplit(self.path).path))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self._answer(provider.token(parse_qs(body)))

            def _answer(self, told: dict[str, Any] | None) -> None:
                data = json.dumps(told).encode()
                self.send_response(400 if told is None else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def ask(self, address: str) -> str:
        """The browser comes from the desk; the address by which it goes back, without the host."""
        self.asked = {name: one[0] for name, one in parse_qs(urlsplit(address).query).items()}
        back = urlsplit(self.asked["redirect_uri"])
        return f"{back.path}?code=c0de&state={self.asked['state']}"

    def get(self, path: str) -> dict[str, Any] | None:
        """Discovery, keys or user information."""
        match path:
            case "/.well-known/openid-configuration":
                return {
                    "issuer": self.url,
                    "authorization_endpoint": f"{self.url}/authorize",
                    "token_endpoint": f"{self.url}/token",
                    "userinfo_endpoint": f"{self.url}/userinfo",
                    "jwks_uri": f"{self.url}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                    **self.lies.config,
                }
            case "/keys":
                return {"keys": [self._public()]}
            case "/userinfo":
                who = self.person
                told = {"sub": who.sub, "email": who.email, "email_verified": who.email_verified}
                return {**told, **self.lies.info}
        return None

    def token(self, form: dict[str, list[str]]) -> dict[str, Any] | None:
        """For the code, if secret and proof are right."""
        digest = hashlib.sha256(form["code_verifier"][0].encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if proof != self.asked["code_challenge"] or form["client_secret"] != [SECRET]:
            return None
        told = {"access_token": "a", "token_type": "Bearer"}
        return told if self.lies.no_token else {**told, "id_token": self._id_token()}

    def _id_token(self) -> str:
        import jwt  # noqa: PLC0415  the test is skipped where it is missing

        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": self.person.sub,
            "iat": now,
            "exp": now + 300,
            "nonce": self.asked.get("nonce"),
            **self.lies.claims,
        }
        headers = {"kid": "k1"}
        if self.lies.is_unsigned:
            return jwt.encode(claims, "", algorithm="none", headers=headers)
        if self.lies.by_secret:
            return jwt.encode(claims, SECRET * 2, algorithm="HS256", headers=headers)
        key = self.other_key if self.lies.has_other_key else self.key
        return jwt.encode(claims, key, algorithm="RS256", headers=headers)

    def _public(self) -> dict[str, str]:
        numbers = self.key.public_key().public_numbers()
        return {
            "kty": "RSA",
            "kid": "k1",
            "use": "sig",
            "alg": "RS256",
            "n": _number(numbers.n),
            "e": _number(numbers.e),
        }


def _number(value: int) -> str:
    data = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
