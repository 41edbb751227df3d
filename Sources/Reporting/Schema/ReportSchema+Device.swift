extension ReportSchema {
    static let deviceText = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "urn:abm-forensics:device:1",
          "title": "abm-forensics device report",
          "type": "object",
          "required": ["schema", "tool", "asOf", "devices"],
          "additionalProperties": false,
          "properties": {
            "schema": { "const": "abm-forensics/device/1" },
            "tool": { "$ref": "#/$defs/tool" },
            "asOf": { "$ref": "#/$defs/time" },
            "devices": { "type": "array", "items": { "$ref": "#/$defs/device" } }
          },
          "$defs": {
        \(definitions),
        \(deviceDefinitions)
          }
        }

        """

    private static let deviceDefinitions = #"""
            "device": {
              "type": "object",
              "required": [
                "serial", "udid", "model", "os", "state", "standing", "stuckForSeconds", "step", "sentence", "views",
                "next", "findings", "timeline"
              ],
              "additionalProperties": false,
              "properties": {
                "serial": { "$ref": "#/$defs/optionalText" },
                "udid": { "$ref": "#/$defs/optionalText" },
                "model": { "$ref": "#/$defs/optionalText" },
                "os": { "$ref": "#/$defs/optionalText" },
                "state": { "type": "string", "pattern": "^[a-z][a-z0-9-]*$" },
                "standing": { "enum": ["stuck", "enrolled", "in-flight", "waiting", "undetermined"] },
                "stuckForSeconds": { "type": ["integer", "null"] },
                "step": {
                  "type": ["object", "null"],
                  "required": ["number", "of", "name"],
                  "additionalProperties": false,
                  "properties": {
                    "number": { "type": "integer", "minimum": 1, "maximum": 9 },
                    "of": { "const": 9 },
                    "name": { "type": "string" }
                  }
                },
                "sentence": { "type": "string" },
                "views": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["label", "text", "seenAt"],
                    "additionalProperties": false,
                    "properties": {
                      "label": { "type": "string" },
                      "text": { "type": "string" },
                      "seenAt": { "$ref": "#/$defs/optionalTime" }
                    }
                  }
                },
                "next": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["owner", "text", "command"],
                    "additionalProperties": false,
                    "properties": {
                      "owner": { "$ref": "#/$defs/owner" },
                      "text": { "type": "string" },
                      "command": { "$ref": "#/$defs/optionalText" }
                    }
                  }
                },
                "findings": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["code", "layer", "severity", "text"],
                    "additionalProperties": false,
                    "properties": {
                      "code": { "$ref": "#/$defs/code" },
                      "layer": { "$ref": "#/$defs/layer" },
                      "severity": { "$ref": "#/$defs/severity" },
                      "text": { "type": "string" }
                    }
                  }
                },
                "timeline": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["at", "source", "text", "evidence"],
                    "additionalProperties": false,
                    "properties": {
                      "at": { "$ref": "#/$defs/time" },
                      "source": { "type": "string" },
                      "text": { "type": "string" },
                      "evidence": { "anyOf": [{ "$ref": "#/$defs/evidence" }, { "type": "null" }] }
                    }
                  }
                }
              }
            }
        """#
}
