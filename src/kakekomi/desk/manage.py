"""``python -m kakekomi.desk.manage``: Django's own commands and ours."""

import os
import sys

from django.core.management import execute_from_command_line

from kakekomi.desk.keys import keep_to_ourselves
from kakekomi.desk.lifeline import end_with_parent


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kakekomi.desk.settings")
    keep_to_ourselves()
    end_with_parent()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
