"""Whose account it is that somebody signs in to with the organization's own login.

Nobody gets an account or a role by it. The first time, the account is found by the mail address, if
the provider says that it has verified the address and exactly one account has it; addresses of
accounts are set by administrators. From then on the provider's own name for the person counts.
"""

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest

from kakekomi.desk.house.audit import record
from kakekomi.desk.house.models import User
from kakekomi.desk.house.scope import DEMO


class KnownPeopleOnly(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Lets in who has an account."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Join the person to their account, the first time."""
        if sociallogin.is_existing:
            return
        given = sociallogin.email_addresses
        # True and nothing like it: some providers say "false", which is a text and not empty
        addresses = [one.email for one in given if one.verified is True and one.email]
        if len(addresses) != 1:
            return
        found = User.objects.filter(email__iexact=addresses[0], is_active=True)
        users = list(found.exclude(username__startswith=DEMO)[:2])
        if len(users) == 1:
            sociallogin.connect(request, users[0])
            account = sociallogin.account
            after = {"provider": account.provider, "sub": account.uid}
            record(users[0], "sign_in.linked", users[0], after=after)
