"""The interface as an OpenAPI 3.1 document; shapes of verdicts come from their own definition."""

from typing import Any, Final

import msgspec

from kakekomi import __version__
from kakekomi.guide.document import VerdictDocument

PC: Final[list[dict[str, list[str]]]] = [{"pcToken": []}]
PROGRAM: Final[list[dict[str, list[str]]]] = [{"programToken": []}]

TEMPLATE: Final = "#/components/schemas/{name}"


def _ref(name: str) -> dict[str, str]:
    return {"$ref": TEMPLATE.format(name=name)}


def _json(schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _problems(*statuses: int) -> dict[str, Any]:
    return {
        str(status): {
            "description": "Refused; `type` says why.",
            "content": {"application/problem+json": {"schema": _ref("Problem")}},
        }
        for status in statuses
    }


def _name(example: str) -> dict[str, Any]:
    return {
        "name": "name",
        "in": "query",
        "schema": {"type": "string", "maxLength": 255},
        "description": "Name of the file, by which reports without a host name are told apart.",
        "example": example,
    }


_KEY: Final = {
    "name": "pk",
    "in": "path",
    "required": True,
    "schema": {"type": "integer", "minimum": 1},
}
_BYTES: Final = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}


def _paths_of_pcs() -> dict[str, Any]:
    enrol = {"application/json": {"schema": _ref("EnrolRequest")}}
    return {
        "/api/v1/enrol": {
            "post": {
                "operationId": "enrol",
                "summary": "Get a token for a PC",
                "requestBody": {"required": True, "content": enrol},
                "responses": {
                    "201": _json(_ref("PcToken"), "The token; it is shown this once."),
                    **_problems(401, 405, 422, 429),
                },
            }
        },
        "/api/v1/results": {
            "post": {
                "operationId": "handIn",
                "summary": "Hand in the result of a PC",
                "description": "A snapshot, a report of EmoCheck, Defender or ClamAV, or a "
                "journal of respond. The same bytes twice are one result. Answered when it is "
                "stored for good.",
                "security": PC,
                "parameters": [_name("PC-07.snapshot")],
                "requestBody": _BYTES,
                "responses": {
                    "200": _json(_ref("Result"), "It was here before."),
                    "201": _json(_ref("Result"), "Stored; the verdict follows."),
                    **_problems(401, 405, 413, 422),
                },
            }
        },
        "/api/v1/results/{pk}": {
            "get": {
                "operationId": "result",
                "summary": "What became of a result",
                "security": PC,
                "parameters": [_KEY],
                "responses": {
                    "200": _json(_ref("Result"), "The result."),
                    **_problems(401, 404, 405),
                },
            }
        },
    }


def _paths_of_programs() -> dict[str, Any]:
    verdicts = {"type": "array", "items": _ref("VerdictDocument")}
    return {
        "/api/v1/checks": {
            "post": {
                "operationId": "check",
                "summary": "Check a mail, report or snapshot",
                "security": PROGRAM,
                "parameters": [
                    _name("mail.eml"),
                    {
                        "name": "X-Archive-Passwords",
                        "in": "header",
                        "schema": {"type": "string"},
                        "description": "Open attachments. Percent-encoded UTF-8, with commas "
                        "between them; never in the address, which ends up in logs.",
                    },
                ],
                "requestBody": _BYTES,
                "responses": {
                    "200": _json(verdicts, "One verdict for each mail, PC or report in it."),
                    **_problems(401, 405, 413, 422),
                },
            }
        },
        "/api/v1/cases": {
            "get": {
                "operationId": "cases",
                "summary": "Cases of the organization",
                "security": PROGRAM,
                "responses": {"200": _json(_ref("Cases"), "The newest."), **_problems(401, 405)},
            }
        },
        "/api/v1/cases/{pk}": {
            "get": {
                "operationId": "case",
                "summary": "Where a case stands",
                "security": PROGRAM,
                "parameters": [_KEY],
                "responses": {
                    "200": _json(_ref("Case"), "The case."),
                    **_problems(401, 404, 405),
                },
            }
        },
    }


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _schemas() -> dict[str, Any]:
    _, shapes = msgspec.json.schema_components([VerdictDocument], ref_template=TEMPLATE)
    text: dict[str, Any] = {"type": "string"}
    number: dict[str, Any] = {"type": "integer"}
    flag: dict[str, Any] = {"type": "boolean"}
    some = {"type": "array", "items": {"type": "object"}}
    return {
        **shapes,
        "Problem": _object(type=text, title=text, status=number),
        "EnrolRequest": _object(token=text, hostname=text),
        "PcToken": _object(pc_token=text),
        "Result": _object(
            id=number,
            content_sha256=text,
            state={"enum": ["waiting", "done", "failed"]},
            verdict={"oneOf": [_ref("VerdictDocument"), {"type": "null"}]},
            trouble={"type": ["string", "null"]},
        ),
        "Cases": _object(
            cases={"type": "array", "items": _object(case=number, title=text, is_closed=flag)}
        ),
        "Case": _object(
            schema={"const": "kakekomi.case/1"},
            case=number,
            organization=text,
            stage=text,
            patterns={"type": "array", "items": text},
            pcs=some,
            open_tasks=some,
            can_close=flag,
            have_spoofs_stopped=flag,
        ),
    }


def document() -> dict[str, Any]:
    """The whole document."""
    bearer = {"type": "http", "scheme": "bearer"}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kakekomi",
            "version": __version__,
            "description": "For PCs that hand in results and for programs of an organization. "
            "`Accept-Language` chooses the language of sentences (ja, en).",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {**_paths_of_pcs(), **_paths_of_programs()},
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"pcToken": bearer, "programToken": bearer},
        },
    }
