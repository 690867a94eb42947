"""What the interface says when it refuses: problem details, in both languages.

Source: RFC 9457
"""

from http import HTTPStatus

from django.http import JsonResponse

from kakekomi.desk.house.words import word


def problem(status: HTTPStatus, key: str) -> JsonResponse:
    """A refusal; ``key`` names it for programs and finds its words for people."""
    document = {
        "type": f"urn:kakekomi:problem:{key}",
        "title": word(f"intake.problem.{key}"),
        "status": status.value,
    }
    return JsonResponse(
        document,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )
