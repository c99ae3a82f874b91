"""The schema of the JSON report, and a stricter form of it."""
import json

import jsonschema  # Debian: python3-jsonschema

from support import SCHEMA


def closed(schema):
    """The schema with every object closed: names it does not list are then mistakes."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: closed(value) for key, value in schema.items()}
    if "properties" in schema and isinstance(schema["properties"], dict):
        result.setdefault("additionalProperties", False)
        result.setdefault("patternProperties", {"_base64$": {}})
    return result


def mistakes(document):
    """Where a report breaks the schema, or says what the schema does not know."""
    schema = json.loads(SCHEMA.read_text())
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    return [f"{list(error.path)}: {error.message}"
            for form in (schema, closed(schema)) for error in validator(form).iter_errors(document)]
