"""What somebody enters to sign in."""

from typing import Any

from allauth.account.forms import LoginForm

from kakekomi.desk.house.words import word


class SignInForm(LoginForm):  # type: ignore[misc]
    """allauth's form; it calls the name of the user "Login", which is what the button says."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["login"].label = word("house.user_name")
