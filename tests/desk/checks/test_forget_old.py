from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from cli.command import PLAIN_MAIL
from kakekomi.desk.checks.models import Check
from kakekomi.desk.checks.service import KEPT_DAYS, check_upload


@pytest.mark.django_db
def test_the_command_says_how_many_it_forgot() -> None:
    check_upload(PLAIN_MAIL, "a.eml")
    Check.objects.update(created_at=timezone.now() - timedelta(days=KEPT_DAYS + 1))
    out = StringIO()

    call_command("forget_old", stdout=out)

    assert out.getvalue() == "forgotten: 1\n"
    assert not Check.objects.exists()
