extension ReportSchema {
    static let inspectionText = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "urn:abm-forensics:inspection:1",
          "title": "abm-forensics inspection",
          "type": "object",
          "required": ["schema", "tool", "status", "files"],
          "additionalProperties": false,
          "properties": {
            "schema": { "const": "abm-forensics/inspection/1" },
            "tool": { "$ref": "#/$defs/tool" },
            "status": { "enum": ["pass", "warn", "fail"] },
            "files": { "type": "array", "items": { "$ref": "#/$defs/file" } }
          },
          "$defs": {
        \(definitions),
        \(inspectionDefinitions)
          }
        }

        """

    private static let inspectionDefinitions = #"""
            "file": {
              "type": "object",
              "required": ["file", "kind", "sha256", "summary", "refusal", "details", "findings"],
              "additionalProperties": false,
              "properties": {
                "file": { "type": "string" },
                "kind": { "type": "string", "pattern": "^[a-z][a-z0-9-]*$" },
                "sha256": { "$ref": "#/$defs/optionalSHA256" },
                "summary": { "type": "string" },
                "refusal": { "$ref": "#/$defs/optionalText" },
                "details": { "description": "What the inspector of this kind measured.", "type": "object" },
                "findings": { "type": "array", "items": { "$ref": "#/$defs/inspectionFinding" } }
              }
            },
            "inspectionFinding": {
              "type": "object",
              "required": [
                "code", "layer", "severity", "basis", "rule", "title", "detail", "count", "evidence", "remedy"
              ],
              "additionalProperties": false,
              "properties": {
                "code": { "$ref": "#/$defs/code" },
                "layer": { "$ref": "#/$defs/layer" },
                "severity": { "$ref": "#/$defs/severity" },
                "basis": { "enum": ["published", "field-guide", "observed", "inferred"] },
                "rule": { "type": "string" },
                "title": { "type": "string" },
                "detail": { "type": "string" },
                "count": { "$ref": "#/$defs/count" },
                "evidence": { "type": "array", "items": { "$ref": "#/$defs/evidence" } },
                "remedy": { "$ref": "#/$defs/remedy" }
              }
            }
        """#
}
