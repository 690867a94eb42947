"""The provider for the library, stricter than its own: PKCE, a nonce, and nothing by the address.

Found by the library by the name of this module.
"""

import secrets
from typing import Any

from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.openid_connect.provider import (
    OpenIDConnectProvider,
    OpenIDConnectProviderAccount,
)
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kakekomi.desk.oidc.known_provider import PROVIDER_ID
from kakekomi.desk.oidc.views import StrictAdapter

NONCE_BYTES = 24
"""192 bits, as for every other secret that lives for minutes."""


class StrictProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """OpenID Connect with the code flow."""

    id = "oidc"
    name = "OpenID Connect"
    account_class = OpenIDConnectProviderAccount
    oauth2_adapter_class = StrictAdapter
    pkce_enabled_default = True
    supports_token_authentication = False

    def get_login_url(self, request: HttpRequest, **_: object) -> str:  # noqa: ARG002
        """Where the button leads; who sends one here adds nothing to it."""
        return reverse("oidc_login", kwargs={"provider_id": PROVIDER_ID})

    def get_callback_url(self) -> str:
        """Where the provider sends people back to."""
        return reverse("oidc_callback", kwargs={"provider_id": PROVIDER_ID})

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:  # noqa: ARG002
        """None: an address must not change what is asked."""
        return dict(self.get_auth_params())

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:  # noqa: ARG002
        """The usual ones, for the same reason."""
        return list(self.get_scope())

    def redirect(
        self,
        request: HttpRequest,
        process: str,  # noqa: ARG002  nobody joins two accounts alone
        next_url: str | None = None,
        data: Any = None,
        **options: Any,
    ) -> HttpResponse:
        """To the provider, with a number that its answer must hold."""
        nonce = secrets.token_urlsafe(NONCE_BYTES)
        params = {**(options.pop("auth_params", None) or {}), "nonce": nonce}
        response: HttpResponse = super().redirect(
            request, AuthProcess.LOGIN, next_url, data, auth_params=params, nonce=nonce, **options
        )
        return response


provider_classes = [StrictProvider]
