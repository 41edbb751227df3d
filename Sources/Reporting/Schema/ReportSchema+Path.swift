extension ReportSchema {
    static let pathText = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "urn:abm-forensics:path:1",
          "title": "abm-forensics path report",
          "type": "object",
          "required": ["schema", "target", "paths", "differences", "findings", "verdict"],
          "additionalProperties": false,
          "properties": {
            "schema": { "const": "abm-forensics/path/1" },
            "target": { "type": "string" },
            "interrupted": {
              "description": "Only where a signal stopped the run: what was not whole by then is missing.",
              "type": "string"
            },
            "paths": {
              "description": "The baseline first, then each path in the order given.",
              "type": "array",
              "items": {
                "type": "object",
                "required": ["name", "via", "handshake", "repeats", "trials"],
                "additionalProperties": false,
                "properties": {
                  "name": { "type": "string" },
                  "via": { "$ref": "#/$defs/optionalText" },
                  "handshake": {
                    "description": "Null where the run was stopped before there was one.",
                    "anyOf": [{ "$ref": "#/$defs/handshake" }, { "type": "null" }]
                  },
                  "repeats": {
                    "description": "Further handshakes like it: repeated, or with the host's other addresses.",
                    "type": "array",
                    "items": { "$ref": "#/$defs/handshake" }
                  },
                  "trials": {
                    "description": "Handshakes that try something out; each names its purpose and variant.",
                    "type": "array",
                    "items": { "$ref": "#/$defs/handshake" }
                  }
                }
              }
            },
            "differences": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["field", "baseline", "path", "values"],
                "additionalProperties": false,
                "properties": {
                  "field": { "type": "string" },
                  "baseline": { "type": "string", "description": "The name of the baseline path." },
                  "path": { "type": "string", "description": "The name of the path that differs." },
                  "values": {
                    "description": "The values seen on each.",
                    "type": "object",
                    "required": ["baseline", "path"],
                    "additionalProperties": false,
                    "properties": { "baseline": { "type": "array" }, "path": { "type": "array" } }
                  }
                }
              }
            },
            "findings": { "type": "array", "items": { "$ref": "#/$defs/finding" } },
            "verdict": { "$ref": "#/$defs/verdict" }
          },
          "$defs": {
        \(definitions)
          }
        }

        """
}
