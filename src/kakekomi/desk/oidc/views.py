"""The way there and back. What comes back is believed only if all of it fits together.

The library leaves the signature unread where the token came over TLS, and knows no nonce. Here the
signature is always verified by the provider's keys; issuer, audience and time must be right; the
nonce must be the one of this session; and who the token and the user information speak of must be
the same.

Source: OpenID Connect Core 1.0, 3.1.3.7 and 5.3.2
"""

import hmac
import logging
from typing import Any, Final

from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kakekomi.desk.house.scope import public

log = logging.getLogger(__name__)

SIGNED_BY: Final = frozenset({"RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"})
"""By a key of which only half is known; never by a shared secret, and never not at all."""

NEEDED: Final = (
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "userinfo_endpoint",
    "jwks_uri",
)
"""Of the provider's description of itself."""


class StrictAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Verifies everything that can be verified."""

    expected_nonce: str = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself. Raises: OAuth2Error, RequestException."""
        config: dict[str, Any] = super().openid_config
        issuer = self.get_provider().app.settings["server_url"]
        if not all(isinstance(config.get(name), str) for name in NEEDED):
            raise OAuth2Error("the provider does not say where its parts lie")
        if config["issuer"].rstrip("/") != issuer.rstrip("/"):
            raise OAuth2Error("the provider calls itself by another name")
        return config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:  # noqa: ARG002
        """Ours, as the provider knows it."""
        return request.build_absolute_uri(
            reverse("oidc_callback", kwargs={"provider_id": self.provider_id})
        )

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Who it is. Raises: OAuth2Error."""
        response = kwargs["response"]
        claims = self._claims(app, str(response.get("id_token") or ""))
        info = self._fetch_user_info(token.token)
        if info.get("sub") != claims["sub"]:
            raise OAuth2Error("the user information is somebody else's")
        data = {"userinfo": info, "id_token": claims}
        return self.get_provider().sociallogin_from_response(request, data)

    def _claims(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=_signed(id_token),
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        nonce = str(claims.get("nonce") or "")
        if not self.expected_nonce or not hmac.compare_digest(
            nonce.encode(), self.expected_nonce.encode()
        ):
            raise OAuth2Error("the answer is to another question")
        if not claims.get("sub"):
            raise OAuth2Error("the token names nobody")
        return claims


def _signed(id_token: str) -> str:
    """The token, if it says that it is signed in a way that we take. Raises: OAuth2Error."""
    import jwt  # noqa: PLC0415  for desks with a provider only

    try:
        algorithm = jwt.get_unverified_header(id_token).get("alg")
    except jwt.PyJWTError as error:
        raise OAuth2Error("no token") from error
    if algorithm not in SIGNED_BY:
        raise OAuth2Error(f"signed by {algorithm!r}")
    return id_token


class _Callback(OAuth2CallbackView):  # type: ignore[misc]
    """Tells the adapter which nonce belongs to the state."""

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        state, response = super()._get_state(request, provider)
        self.adapter.expected_nonce = (state or {}).get("nonce", "")
        return state, response


@public
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider."""
    return _answered(OAuth2LoginView, request, provider_id)


@public
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from it."""
    return _answered(_Callback, request, provider_id)


def _answered(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    from requests import RequestException  # noqa: PLC0415  for desks with a provider only

    try:
        response: HttpResponse = view.adapter_view(StrictAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404(request.path) from error
    except (OAuth2Error, RequestException):
        log.exception("the provider does not answer as it should")
        return redirect("socialaccount_login_error")
    return response
