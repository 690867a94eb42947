"""Settings for tests and type checks: the data folder is temporary and gone at the end.

Processes that share the tests of a run have a folder each, as each has a database of its own; else
what one keeps in files is found, or cleared away, by another.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from kakekomi.desk.config import DATA

if {DATA, "PYTEST_XDIST_WORKER"} <= set(os.environ):  # below that of whoever ends last
    os.environ[DATA] = str(Path(os.environ[DATA]) / os.environ.pop("PYTEST_XDIST_WORKER"))
elif DATA not in os.environ:
    os.environ[DATA] = tempfile.mkdtemp(prefix="kakekomi-desk-")
    atexit.register(shutil.rmtree, os.environ[DATA], ignore_errors=True)

from kakekomi.desk.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AXES_ENABLED = False
AUDIT_IS_SEALED = False
STEADY_S = 0.0  # a test looks at what it has just written
