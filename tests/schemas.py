"""The parts of published schemas that our machine-readable files use, written down by hand, strictly: what stands in
none of them is refused. The schemas themselves come with no package of the tests."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator

TEXT, NATURAL = {"type": "string", "minLength": 1}, {"type": "integer", "minimum": 1}


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item, "uniqueItems": True}


# https://cyclonedx.org/docs/1.6/json/
_HASHES = _list(_object({"alg": {"const": "SHA-256"}, "content": {"type": "string", "pattern": "^[a-f0-9]{64}$"}}))
_LICENCES = _list(_object({"license": {"oneOf": [_object({"id": TEXT}), _object({"name": TEXT})]}}))
_COMPONENT = _object(
    {"type": {"enum": ["application", "data", "file", "library", "operating-system"]}, "name": TEXT},
    {
        **dict.fromkeys(("bom-ref", "version"), TEXT),
        "purl": {"type": "string", "pattern": "^pkg:pypi/[a-z0-9.-]+@[^@]+$"},
        "hashes": _HASHES,
        "licenses": _LICENCES,
        "externalReferences": _list(_object({"type": {"const": "distribution"}, "url": TEXT}, {"hashes": _HASHES})),
    },
)
CYCLONEDX = _object(
    {"bomFormat": {"const": "CycloneDX"}, "specVersion": {"const": "1.6"}, "version": NATURAL},
    {
        "metadata": _object({"component": _COMPONENT}, {"tools": _object({"components": _list(_COMPONENT)})}),
        "components": _list(_COMPONENT),
    },
)

# https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
_REGION = _object(dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), NATURAL))
# No space and no sign that an address may not hold.
_ADDRESS = {"type": "string", "pattern": r"^[A-Za-z0-9._~/%-]+$"}
_PLACE = _object({"physicalLocation": _object({"artifactLocation": _object({"uri": _ADDRESS}), "region": _REGION})})
_RESULT = _object(
    {
        "ruleId": TEXT,
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": _object({"text": TEXT}),
        "locations": {"type": "array", "items": _PLACE, "maxItems": 1},
    },
    {"relatedLocations": _list(_PLACE)},
)
_RUN = _object(
    {
        "tool": _object({"driver": _object({"name": TEXT, "rules": _list(_object({"id": TEXT}))})}),
        "results": {"type": "array", "items": _RESULT},
    },
    {"columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]}},
)
SARIF = _object(
    {
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": _RUN, "minItems": 1},
        "$schema": {"type": "string", "pattern": "^https://docs.oasis-open.org/sarif/.*2.1.0.json$"},
    }
)

# https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
CODE_QUALITY = _list(
    _object(
        {
            **dict.fromkeys(("description", "check_name", "fingerprint"), TEXT),
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            # From the top, without a "./".
            "location": _object(
                {"path": {"type": "string", "pattern": r"^[^./]"}, "lines": _object({"begin": NATURAL})}
            ),
        }
    )
)


def slips(document: Any, schema: dict[str, Any]) -> list[str]:
    """Say what of a document its schema does not allow."""
    return [f"{one.json_path}: {one.message}" for one in Draft202012Validator(schema).iter_errors(document)]
