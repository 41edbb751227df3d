extension ReportSchema {
    static let reportText = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "urn:abm-forensics:report:1",
          "title": "abm-forensics report",
          "description": "Every named field is always there: null where it has no value, [] where a list is empty.",
          "type": "object",
          "required": [
            "schema", "tool", "run", "case", "verdict", "layers", "findings", "devices", "handshakes", "score", "notTested"
          ],
          "additionalProperties": false,
          "properties": {
            "schema": { "const": "abm-forensics/report/1" },
            "tool": { "$ref": "#/$defs/tool" },
            "run": { "$ref": "#/$defs/run" },
            "case": { "$ref": "#/$defs/case" },
            "verdict": { "$ref": "#/$defs/verdict" },
            "layers": { "type": "array", "minItems": 7, "maxItems": 7, "items": { "$ref": "#/$defs/layerBlock" } },
            "findings": { "type": "array", "items": { "$ref": "#/$defs/finding" } },
            "devices": { "$ref": "#/$defs/devices" },
            "handshakes": { "type": "array", "items": { "$ref": "#/$defs/handshake" } },
            "score": { "$ref": "#/$defs/score" },
            "notTested": { "type": "array", "items": { "$ref": "#/$defs/notTested" } }
          },
          "$defs": {
        \(definitions),
        \(reportDefinitions)
          }
        }

        """

    private static let reportDefinitions = #"""
            "run": {
              "type": "object",
              "description": "All that may differ between two runs over the same evidence.",
              "required": ["id", "mode", "startedAt", "durationMs", "command", "vantage", "probeDurations"],
              "additionalProperties": false,
              "properties": {
                "id": { "type": "string", "minLength": 1 },
                "mode": { "enum": ["live", "offline"] },
                "startedAt": { "$ref": "#/$defs/time" },
                "durationMs": { "type": "integer" },
                "command": { "$ref": "#/$defs/texts" },
                "vantage": { "$ref": "#/$defs/vantage" },
                "probeDurations": { "type": "object", "additionalProperties": { "type": "number" } }
              }
            },
            "case": {
              "type": "object",
              "required": ["id", "title", "asOf", "tenant", "mdm", "manifestSHA256", "evidenceFiles", "unknown"],
              "additionalProperties": false,
              "properties": {
                "id": { "type": "string" },
                "title": { "type": "string" },
                "asOf": { "$ref": "#/$defs/time" },
                "tenant": {
                  "type": "object",
                  "required": ["id", "sector", "dialect"],
                  "additionalProperties": false,
                  "properties": {
                    "id": { "$ref": "#/$defs/optionalText" },
                    "sector": { "$ref": "#/$defs/optionalText" },
                    "dialect": { "$ref": "#/$defs/optionalText" }
                  }
                },
                "mdm": {
                  "type": "object",
                  "required": ["vendor", "version", "serverId", "syncIntervalMinutes"],
                  "additionalProperties": false,
                  "properties": {
                    "vendor": { "$ref": "#/$defs/optionalText" },
                    "version": { "$ref": "#/$defs/optionalText" },
                    "serverId": { "$ref": "#/$defs/optionalText" },
                    "syncIntervalMinutes": { "type": ["integer", "null"] }
                  }
                },
                "manifestSHA256": { "$ref": "#/$defs/optionalSHA256" },
                "evidenceFiles": { "$ref": "#/$defs/count" },
                "unknown": {
                  "description": "Fields and values that this version does not know. The list is bounded, the numbers are exact.",
                  "type": "object",
                  "required": ["fields", "values", "list"],
                  "additionalProperties": false,
                  "properties": {
                    "fields": { "$ref": "#/$defs/count" },
                    "values": { "$ref": "#/$defs/count" },
                    "list": {
                      "type": "array",
                      "items": {
                        "type": "object",
                        "required": ["file", "path", "value", "count"],
                        "additionalProperties": false,
                        "properties": {
                          "file": { "type": "string" },
                          "path": { "type": "string" },
                          "value": { "$ref": "#/$defs/optionalText", "description": "Null: the field is unknown." },
                          "count": { "$ref": "#/$defs/count" }
                        }
                      }
                    }
                  }
                }
              }
            },
            "layerBlock": {
              "type": "object",
              "required": ["layer", "id", "name", "status", "summary", "probes"],
              "additionalProperties": false,
              "properties": {
                "layer": { "$ref": "#/$defs/ladderLayer" },
                "id": {
                  "enum": [
                    "tenant-health", "device-state", "tls-path", "ade-token", "boot-trust", "callbacks", "supervision"
                  ]
                },
                "name": { "type": "string" },
                "status": { "$ref": "#/$defs/status" },
                "summary": { "type": "string" },
                "probes": { "type": "array", "items": { "$ref": "#/$defs/probe" } }
              }
            },
            "probe": {
              "type": "object",
              "required": ["id", "title", "status", "summary", "blockedBy", "findings", "origin"],
              "additionalProperties": false,
              "properties": {
                "id": { "$ref": "#/$defs/probeID" },
                "title": { "type": "string" },
                "status": { "$ref": "#/$defs/status" },
                "summary": { "type": "string" },
                "blockedBy": { "anyOf": [{ "$ref": "#/$defs/code" }, { "type": "null" }] },
                "findings": { "$ref": "#/$defs/findingIDs" },
                "origin": { "type": "string", "pattern": "^(built-in|plug-in .+ sha256:[0-9a-f]{64})$" }
              }
            },
            "devices": {
              "type": ["object", "null"],
              "required": ["total", "byState", "list"],
              "additionalProperties": false,
              "properties": {
                "total": { "$ref": "#/$defs/count" },
                "byState": { "type": "object", "additionalProperties": { "$ref": "#/$defs/count" } },
                "list": { "$ref": "#/$defs/optionalText" }
              }
            },
            "score": {
              "type": ["object", "null"],
              "required": ["compliance", "parts", "slis"],
              "additionalProperties": false,
              "properties": {
                "compliance": { "type": ["integer", "null"], "minimum": 0, "maximum": 100 },
                "parts": { "type": "object" },
                "slis": {
                  "type": "object",
                  "required": ["tokenUtilisation", "pendingHalfLifeSeconds", "handshakeSuccess"],
                  "additionalProperties": false,
                  "properties": {
                    "tokenUtilisation": { "type": ["number", "null"] },
                    "pendingHalfLifeSeconds": { "type": ["number", "null"] },
                    "handshakeSuccess": { "type": "object", "additionalProperties": { "type": "number" } }
                  }
                }
              }
            },
            "notTested": {
              "type": "object",
              "required": ["what", "why", "how"],
              "additionalProperties": false,
              "properties": {
                "what": { "type": "string" }, "why": { "type": "string" }, "how": { "type": "string" }
              }
            }
        """#
}
