extension ReportSchema {
    /// What the schemas share: one member of `$defs` a line of thought, without the braces around them.
    ///
    /// A handshake transcript belongs to the instrument that writes it, so that it may grow; everything else is closed.
    static let definitions = #"""
            "time": {
              "type": "string",
              "pattern": "^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?Z$"
            },
            "optionalTime": { "anyOf": [{ "$ref": "#/$defs/time" }, { "type": "null" }] },
            "sha256": { "type": "string", "pattern": "^[0-9a-f]{64}$" },
            "optionalSHA256": { "anyOf": [{ "$ref": "#/$defs/sha256" }, { "type": "null" }] },
            "optionalText": { "type": ["string", "null"] },
            "texts": { "type": "array", "items": { "type": "string" } },
            "count": { "type": "integer", "minimum": 0 },
            "code": { "type": "string", "pattern": "^(L[1-7]|RUN|[A-Z][A-Z0-9]*)(-[A-Z0-9]+)+$" },
            "findingID": { "type": "string", "pattern": "^f[0-9]+$" },
            "findingIDs": { "type": "array", "items": { "$ref": "#/$defs/findingID" }, "uniqueItems": true },
            "probeID": { "type": "string", "minLength": 1 },
            "ladderLayer": { "type": "integer", "minimum": 1, "maximum": 7 },
            "layer": { "type": "integer", "minimum": 0, "maximum": 7, "description": "0 is the run itself" },
            "severity": { "enum": ["info", "low", "medium", "high", "critical"] },
            "status": { "enum": ["pass", "warn", "fail", "unknown", "blocked"] },
            "vantage": { "enum": ["mdm-server", "device-network", "other", null] },
            "owner": { "enum": ["tenant", "mdm", "network", "device", "apple", "nobody"] },
            "exitCode": { "enum": [0, 1, 2, 3, 69, 75, 77] },
            "tool": {
              "type": "object",
              "required": ["name", "version"],
              "additionalProperties": false,
              "properties": { "name": { "const": "abm-forensics" }, "version": { "type": "string", "minLength": 1 } }
            },
            "check": {
              "type": ["object", "null"],
              "required": ["text", "command"],
              "additionalProperties": false,
              "properties": {
                "text": { "type": "string" },
                "command": { "$ref": "#/$defs/optionalText" }
              }
            },
            "remedy": {
              "type": "object",
              "required": ["owner", "summary", "steps", "commands", "references"],
              "additionalProperties": false,
              "properties": {
                "owner": { "$ref": "#/$defs/owner" },
                "summary": { "type": "string" },
                "steps": { "$ref": "#/$defs/texts" },
                "commands": { "$ref": "#/$defs/texts" },
                "references": { "$ref": "#/$defs/texts" }
              }
            },
            "evidence": {
              "type": "object",
              "required": ["file", "locator", "sha256", "excerpt", "observedAt"],
              "additionalProperties": false,
              "properties": {
                "file": { "type": "string" },
                "locator": { "$ref": "#/$defs/optionalText" },
                "sha256": { "$ref": "#/$defs/optionalSHA256" },
                "excerpt": { "$ref": "#/$defs/optionalText" },
                "observedAt": { "$ref": "#/$defs/optionalTime" }
              }
            },
            "finding": {
              "type": "object",
              "required": [
                "id", "code", "layer", "probe", "severity", "basis", "rule", "title", "detail", "subject", "count",
                "values", "evidence", "remedy", "consequenceOf"
              ],
              "additionalProperties": false,
              "properties": {
                "id": { "$ref": "#/$defs/findingID" },
                "code": { "$ref": "#/$defs/code" },
                "layer": { "$ref": "#/$defs/layer" },
                "probe": { "$ref": "#/$defs/probeID" },
                "severity": { "$ref": "#/$defs/severity" },
                "basis": { "enum": ["published", "field-guide", "observed", "inferred"] },
                "rule": { "type": "string" },
                "title": { "type": "string" },
                "detail": { "type": "string" },
                "subject": {
                  "type": "object",
                  "required": ["kind", "id"],
                  "additionalProperties": false,
                  "properties": {
                    "kind": {
                      "enum": [
                        "tenant", "device", "fleet", "host", "path", "certificate", "token", "profile", "webhook",
                        "evidence"
                      ]
                    },
                    "id": { "type": "string" }
                  }
                },
                "count": { "$ref": "#/$defs/count" },
                "values": {
                  "type": "object",
                  "description": "What the probe measured, and three names of the report's own.",
                  "properties": {
                    "examples": {
                      "description": "Serial numbers of the first devices; count is exact.",
                      "type": "array", "items": { "type": "string" }, "maxItems": 10
                    },
                    "explainedBy": {
                      "description": "How many of the subjects each root cause accounts for.",
                      "type": "array",
                      "items": {
                        "type": "object",
                        "required": ["cause", "count"],
                        "additionalProperties": false,
                        "properties": {
                          "cause": { "$ref": "#/$defs/findingID" },
                          "count": { "$ref": "#/$defs/count" }
                        }
                      }
                    },
                    "unexplained": {
                      "description": "How many of the subjects no cause accounts for.",
                      "$ref": "#/$defs/count"
                    }
                  }
                },
                "evidence": { "type": "array", "items": { "$ref": "#/$defs/evidence" } },
                "remedy": { "$ref": "#/$defs/remedy" },
                "consequenceOf": { "$ref": "#/$defs/findingIDs" }
              }
            },
            "statement": {
              "type": "object",
              "required": ["text", "finding"],
              "additionalProperties": false,
              "properties": {
                "text": { "type": "string" },
                "finding": { "anyOf": [{ "$ref": "#/$defs/findingID" }, { "type": "null" }] }
              }
            },
            "rootCause": {
              "type": "object",
              "required": [
                "code", "finding", "layer", "headline", "confidence", "subjects", "for", "against", "explains",
                "settle", "remedy"
              ],
              "additionalProperties": false,
              "properties": {
                "code": { "$ref": "#/$defs/code" },
                "finding": { "$ref": "#/$defs/findingID" },
                "layer": { "$ref": "#/$defs/layer" },
                "headline": { "type": "string" },
                "confidence": { "enum": ["high", "medium", "low"] },
                "subjects": { "$ref": "#/$defs/count" },
                "for": { "type": "array", "items": { "$ref": "#/$defs/statement" } },
                "against": { "type": "array", "items": { "$ref": "#/$defs/statement" } },
                "explains": { "$ref": "#/$defs/findingIDs" },
                "settle": { "$ref": "#/$defs/check" },
                "remedy": { "$ref": "#/$defs/remedy" }
              }
            },
            "verdict": {
              "type": "object",
              "required": ["status", "exitCode", "firstBrokenLayer", "headline", "rootCauses", "unexplained"],
              "additionalProperties": false,
              "properties": {
                "status": { "enum": ["pass", "warn", "fail", "unknown"] },
                "exitCode": { "$ref": "#/$defs/exitCode" },
                "firstBrokenLayer": { "anyOf": [{ "$ref": "#/$defs/layer" }, { "type": "null" }] },
                "headline": { "type": "string", "minLength": 1 },
                "rootCauses": { "type": "array", "items": { "$ref": "#/$defs/rootCause" } },
                "unexplained": { "$ref": "#/$defs/findingIDs" }
              }
            },
            "handshake": {
              "type": "object",
              "description": "A handshake transcript; members may be added, and names of outcomes and stages too.",
              "required": ["outcome"],
              "properties": {
                "outcome": {
                  "type": "string",
                  "pattern": "^[a-z][a-z-]*$",
                  "examples": [
                    "completed", "stalled", "reset", "closed", "alert", "refused", "unreachable", "unresolved",
                    "proxy-refused", "proxy-auth", "protocol-error"
                  ]
                },
                "stages": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["name"],
                    "properties": {
                      "name": {
                        "type": "string",
                        "examples": [
                          "resolve", "connect", "proxy", "client-hello", "server-hello", "hello-retry",
                          "encrypted-extensions", "certificate-request", "certificate", "certificate-verify",
                          "server-finished", "client-finished", "ticket", "alert", "close"
                        ]
                      },
                      "atMs": { "type": ["number", "null"] }
                    }
                  }
                },
                "trust": {
                  "type": ["object", "null"],
                  "properties": {
                    "status": { "enum": ["expected", "public", "intercepted", "untrusted", "incomplete"] }
                  }
                }
              }
            }
        """#
}
