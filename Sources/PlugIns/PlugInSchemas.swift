/// The JSON Schemas of both sides of the protocol, as one document with three definitions.
package enum PlugInSchemas {
    package static let text = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "abm-forensics plug-in protocol 1",
          "oneOf": [
            {"$ref": "#/$defs/description"}, {"$ref": "#/$defs/request"}, {"$ref": "#/$defs/answerLine"}
          ],
          "$defs": {
            "description": {
              "title": "What PLUGIN describe prints",
              "type": "object",
              "required": ["protocol", "id", "layer", "codes"],
              "properties": {
                "protocol": {"const": 1},
                "id": {"type": "string", "pattern": "^[a-z0-9-]+\\\\.[a-z0-9-]+$"},
                "title": {"type": "string"},
                "asks": {"type": "string"},
                "layer": {"type": "integer", "minimum": 1, "maximum": 7},
                "needs": {"type": "array", "items": {"type": "string"}},
                "codes": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/code"}},
                "timeoutSeconds": {"type": "number", "exclusiveMinimum": 0, "maximum": 120}
              }
            },
            "code": {
              "type": "object",
              "required": ["code", "severity", "title"],
              "properties": {
                "code": {"type": "string", "pattern": "^[A-Z0-9]+(-[A-Z0-9]+)+$"},
                "severity": {"enum": ["info", "low", "medium", "high", "critical"]},
                "title": {"type": "string"},
                "meaning": {"type": "string"},
                "owner": {"enum": ["tenant", "mdm", "network", "device", "apple", "nobody"]},
                "remedy": {"type": "string"},
                "basis": {"enum": ["published", "field-guide", "observed", "inferred"]},
                "rule": {"type": "string"}
              }
            },
            "request": {
              "title": "What PLUGIN run reads on its standard input",
              "type": "object",
              "required": ["protocol", "run", "asOf", "facts", "parameters", "deadlineSeconds"],
              "properties": {
                "protocol": {"const": 1},
                "run": {
                  "type": "object",
                  "properties": {
                    "tool": {"type": "string"}, "version": {"type": "string"}, "caseID": {"type": "string"}
                  }
                },
                "asOf": {"type": "string", "format": "date-time"},
                "facts": {
                  "description": "devices and findings: one NDJSON file; an evidence kind: the case's files of that kind",
                  "type": "object",
                  "additionalProperties": {
                    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
                  }
                },
                "parameters": {"type": "object", "additionalProperties": {"type": "string"}},
                "deadlineSeconds": {"type": "number"}
              }
            },
            "answerLine": {
              "title": "One line of what PLUGIN run prints",
              "type": "object",
              "required": ["type"],
              "oneOf": [
                {
                  "required": ["code"],
                  "properties": {
                    "type": {"const": "finding"},
                    "code": {"type": "string"},
                    "title": {"type": "string"},
                    "detail": {"type": "string"},
                    "count": {"type": "integer", "minimum": 0},
                    "devices": {"type": "array", "items": {"type": "string"}},
                    "values": {"type": "object"}
                  }
                },
                {"required": ["text"], "properties": {"type": {"const": "note"}, "text": {"type": "string"}}}
              ]
            }
          }
        }
        """
}
