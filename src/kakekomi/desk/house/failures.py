"""What the desk's own log tells of a page that failed: the route and the error, no address.

An address may hold the number of a receipt, which is all that is needed to read it.
"""

import logging
from typing import Any, Final

NO_ROUTE: Final = "?"


class RouteOnly(logging.Filter):
    """Put the route in the place of the address, in what Django says of a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always keep the record."""
        request = getattr(record, "request", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            route = match.route if match else NO_ROUTE
            record.msg = f"%s {request.method} /%s"
            status: Any = getattr(record, "status_code", "")
            record.args = (status, route)
        return True


def logging_to_stderr() -> dict[str, Any]:
    """Django's ``LOGGING``: errors with where they arose. What visitors do wrong is no news."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"route": {"()": RouteOnly}},
        "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "filters": ["route"],
                "formatter": "line",
                "level": "ERROR",
            }
        },
        "loggers": {
            "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        },
    }
