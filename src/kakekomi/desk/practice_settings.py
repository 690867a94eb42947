"""Settings for tests and type checks: the data folder is temporary and gone at the end."""

import atexit
import os
import shutil
import tempfile

from kakekomi.desk.config import DATA

if DATA not in os.environ:
    os.environ[DATA] = tempfile.mkdtemp(prefix="kakekomi-desk-")
    atexit.register(shutil.rmtree, os.environ[DATA], ignore_errors=True)

from kakekomi.desk.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AXES_ENABLED = False
AUDIT_IS_SEALED = False
STEADY_S = 0.0  # a test looks at what it has just written
