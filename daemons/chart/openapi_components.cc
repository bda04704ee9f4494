// daemons/chart/openapi_components.cc - what the addresses share.
#include "daemons/chart/openapi_parts.h"

namespace hive {

const std::string_view openapi_components = R"json(    "parameters": {
      "apiary": {
        "name": "apiary", "in": "query", "required": true, "description": "id of an apiary",
        "schema": {"type": "integer", "minimum": 1}
      },
      "apiaries": {
        "name": "apiary", "in": "query", "required": true, "description": "ids of 1 to 16 apiaries, with commas between them",
        "schema": {"type": "string"}
      },
      "from": {
        "name": "from", "in": "query", "required": true, "description": "first time, epoch seconds",
        "schema": {"type": "number", "minimum": 0}
      },
      "to": {
        "name": "to", "in": "query", "required": true, "description": "first time after the range",
        "schema": {"type": "number", "minimum": 0}
      },
      "some_apiary": {
        "name": "apiary", "in": "query", "required": false, "description": "id of an apiary; every one when it is absent",
        "schema": {"type": "integer", "minimum": 1}
      },
      "some_from": {
        "name": "from", "in": "query", "required": false, "description": "first time, epoch seconds",
        "schema": {"type": "number", "minimum": 0}
      },
      "some_to": {
        "name": "to", "in": "query", "required": false, "description": "first time after the range",
        "schema": {"type": "number", "minimum": 0}
      },
      "width": {
        "name": "width", "in": "query", "required": true, "description": "pixel columns",
        "schema": {"type": "integer", "minimum": 1, "maximum": 8192}
      },
      "series": {
        "name": "series", "in": "query", "required": false, "description": "1 to 8 names, with commas between them: internal, external, delta, or a further series",
        "schema": {"type": "string"}
      },
      "one_series": {
        "name": "series", "in": "query", "required": false, "description": "internal, external, delta, or a further series",
        "schema": {"type": "string", "default": "internal"}
      },
      "shift": {
        "name": "shift", "in": "query", "required": false, "description": "seconds for each apiary, with commas between them",
        "schema": {"type": "string"}
      },
      "mode": {
        "name": "mode", "in": "query", "required": false, "description": "what stands for the samples of a column",
        "schema": {"type": "string", "enum": ["mean", "max"], "default": "mean"}
      },
      "state": {
        "name": "state", "in": "query", "required": false, "description": "which alerts",
        "schema": {"type": "string", "enum": ["open", "recovered", "all"], "default": "all"}
      },
      "limit": {
        "name": "limit", "in": "query", "required": false, "description": "how many",
        "schema": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}
      },
      "before": {
        "name": "before", "in": "query", "required": false, "description": "an id: only older ones",
        "schema": {"type": "integer", "minimum": 1}
      },
      "client": {
        "name": "client", "in": "query", "required": false, "description": "an address: only those against it",
        "schema": {"type": "string"}
      },
      "few": {
        "name": "limit", "in": "query", "required": false, "description": "how many",
        "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 50}
      },
      "id": {"name": "id", "in": "path", "required": true, "schema": {"type": "integer", "minimum": 1}},
      "token": {
        "name": "Hive-Token", "in": "header", "required": true,
        "description": "token of /api/apiaries; 403 stale token: read it again",
        "schema": {"type": "string"}
      }
    },
    "responses": {
      "Error": {
        "description": "Refused or failed; a bad parameter or member is named",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
      },
      "Later": {
        "description": "Cannot be done now; Retry-After says when to ask again, where that helps",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
      },
      "Part": {"description": "RFC 9110, 14: the bytes of Range, or 416 when it begins behind the end"},
      "Guarded": {"description": "What hive-guard says it did; 409 is its refusal", "content": {"application/json": {"schema": {"type": "object"}}}},
      "Unchanged": {"description": "The ETag is that of If-None-Match"}
    },
    "schemas": {
      "Error": {
        "type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}
      },
      "Frame": {
        "type": "string", "format": "binary",
        "description": "Little-endian: u32 magic 0x45564948, u32 version 1, u32 meta bytes, u32 0; meta as JSON padded with blanks; each column padded to a multiple of 8 bytes. meta.columns lists {name, type: f64|f32|u32|i8, length} in their order."
      },
      "Apiaries": {
        "type": "object", "required": ["apiaries", "bin_hz", "user", "token", "editor", "now", "store"],
        "properties": {
          "apiaries": {"type": "array", "items": {"$ref": "#/components/schemas/Apiary"}},
          "bin_hz": {"type": ["number", "null"], "description": "width of an FFT bin; null = unknown"},
          "user": {"type": "string", "description": "empty when nobody is signed in"},
          "token": {"type": "string", "description": "for Hive-Token"},
          "editor": {"type": "boolean", "description": "whether the user may change notes, rules and alerts"},
          "now": {"type": "integer"},
          "store": {"type": "string", "enum": ["ready", "missing"]},
          "text": {"type": "string", "description": "why the store is missing"}
        }
      },
      "Apiary": {
        "type": "object", "required": ["id", "name", "time_zone", "first", "last", "count", "bins"],
        "properties": {
          "id": {"type": "integer"},
          "name": {"type": "string"},
          "time_zone": {"type": "string"},
          "first": {"type": ["integer", "null"]},
          "last": {"type": ["integer", "null"]},
          "count": {"type": "integer"},
          "bins": {"type": "integer", "description": "of a spectrum"}
        }
      },
      "Overview": {
        "type": "object", "required": ["apiaries", "now"],
        "properties": {
          "apiaries": {"type": "array", "items": {"$ref": "#/components/schemas/OverviewApiary"}},
          "now": {"type": "integer"}
        }
      },
      "OverviewApiary": {
        "type": "object", "required": ["id", "name", "time_zone", "first", "last", "count", "bins", "latest", "spark", "alerts"],
        "properties": {
          "id": {"type": "integer"},
          "name": {"type": "string"},
          "time_zone": {"type": "string"},
          "first": {"type": ["integer", "null"]},
          "last": {"type": ["integer", "null"]},
          "count": {"type": "integer"},
          "bins": {"type": "integer", "description": "of a spectrum"},
          "latest": {"type": "object"},
          "spark": {"type": "array", "items": {"type": ["number", "null"]}, "minItems": 48, "maxItems": 48},
          "alerts": {"type": "integer"}
        }
      },
      "SeriesList": {
        "type": "object", "required": ["series"],
        "properties": {
          "series": {"type": "array", "items": {"$ref": "#/components/schemas/Series"}}
        }
      },
      "Series": {
        "type": "object", "required": ["name", "title", "unit", "first", "last", "count"],
        "properties": {
          "name": {"type": "string"},
          "title": {"type": "string"},
          "unit": {"type": "string"},
          "first": {"type": ["integer", "null"]},
          "last": {"type": ["integer", "null"]},
          "count": {"type": "integer"}
        }
      },
      "NoteDraft": {
        "type": "object", "required": ["apiary", "t", "kind", "text"],
        "properties": {
          "apiary": {"type": "integer"},
          "t": {"type": "integer"},
          "kind": {"type": "string", "enum": ["note", "inspection", "treatment", "harvest", "feeding"]},
          "text": {"type": "string", "maxLength": 4000}
        }
      },
      "Note": {
        "type": "object", "required": ["id", "apiary", "t", "kind", "text", "by", "created", "changed_by", "changed"],
        "properties": {
          "id": {"type": "integer"},
          "apiary": {"type": "integer"},
          "t": {"type": "integer"},
          "kind": {"type": "string", "enum": ["note", "inspection", "treatment", "harvest", "feeding"]},
          "text": {"type": "string", "maxLength": 4000},
          "by": {"type": "string"},
          "created": {"type": "integer"},
          "changed_by": {"type": ["string", "null"]},
          "changed": {"type": ["integer", "null"]}
        }
      },
      "Notes": {
        "type": "object", "required": ["notes", "more"],
        "properties": {
          "notes": {"type": "array", "items": {"$ref": "#/components/schemas/Note"}},
          "more": {"type": "boolean"}
        }
      },
      "RuleDraft": {
        "type": "object", "required": ["name", "kind"],
        "properties": {
          "apiary": {"type": ["integer", "null"], "description": "null = all"},
          "name": {"type": "string"},
          "kind": {"type": "string", "enum": ["threshold", "rate", "missing", "swarm"]},
          "series": {"type": "string"},
          "above": {"type": ["number", "null"]},
          "below": {"type": ["number", "null"]},
          "per_hour": {"type": ["number", "null"], "description": "positive: rises, negative: falls at least as fast"},
          "for_seconds": {"type": "integer", "minimum": 0, "maximum": 604800},
          "missing_seconds": {"type": ["integer", "null"], "minimum": 60, "maximum": 31622400},
          "hours": {"type": ["array", "null"], "items": {"type": "integer", "minimum": 0, "maximum": 24}, "description": "[from, to) in the time of the apiary"},
          "months": {"type": ["array", "null"], "items": {"type": "integer", "minimum": 1, "maximum": 12}},
          "to": {"type": "array", "items": {"type": "string"}, "description": "destinations of supervisor.ini; empty: its usual ones"},
          "enabled": {"type": "boolean"}
        }
      },
      "Rule": {
        "type": "object", "required": ["id", "apiary", "name", "kind", "series", "above", "below", "per_hour", "for_seconds", "missing_seconds", "hours", "months", "to", "enabled", "by", "changed"],
        "properties": {
          "id": {"type": "integer"},
          "apiary": {"type": ["integer", "null"], "description": "null = all"},
          "name": {"type": "string"},
          "kind": {"type": "string", "enum": ["threshold", "rate", "missing", "swarm"]},
          "series": {"type": "string"},
          "above": {"type": ["number", "null"]},
          "below": {"type": ["number", "null"]},
          "per_hour": {"type": ["number", "null"], "description": "positive: rises, negative: falls at least as fast"},
          "for_seconds": {"type": "integer", "minimum": 0, "maximum": 604800},
          "missing_seconds": {"type": ["integer", "null"], "minimum": 60, "maximum": 31622400},
          "hours": {"type": ["array", "null"], "items": {"type": "integer", "minimum": 0, "maximum": 24}, "description": "[from, to) in the time of the apiary"},
          "months": {"type": ["array", "null"], "items": {"type": "integer", "minimum": 1, "maximum": 12}},
          "to": {"type": "array", "items": {"type": "string"}, "description": "destinations of supervisor.ini; empty: its usual ones"},
          "enabled": {"type": "boolean"},
          "by": {"type": "string"},
          "changed": {"type": "integer"}
        }
      },
      "Rules": {
        "type": "object", "required": ["rules"],
        "properties": {
          "rules": {"type": "array", "items": {"$ref": "#/components/schemas/Rule"}}
        }
      },
      "Trial": {
        "type": "object", "required": ["would", "why", "sent"],
        "properties": {
          "would": {"type": "string", "enum": ["fire", "stay quiet"]},
          "why": {"type": "string"},
          "sent": {"type": "boolean"}
        }
      },
      "Alert": {
        "type": "object", "required": ["id", "rule", "rule_name", "apiary", "fired", "recovered", "value", "text", "severity", "told", "acknowledged"],
        "properties": {
          "id": {"type": "integer"},
          "rule": {"type": ["integer", "null"]},
          "rule_name": {"type": "string"},
          "apiary": {"type": "integer"},
          "fired": {"type": "integer"},
          "recovered": {"type": ["integer", "null"]},
          "value": {"type": ["number", "null"]},
          "text": {"type": "string"},
          "severity": {"type": "string"},
          "told": {"type": "boolean"},
          "acknowledged": {"type": ["object", "null"], "properties": {"by": {"type": "string"}, "t": {"type": "integer"}}}
        }
      },
      "Alerts": {
        "type": "object", "required": ["alerts"],
        "properties": {
          "alerts": {"type": "array", "items": {"$ref": "#/components/schemas/Alert"}}
        }
      },
      "Changed": {
        "type": "object", "required": ["id"],
        "properties": {
          "id": {"type": "integer"}
        }
      },
      "Outcome": {
        "type": "object", "required": ["outcome", "rows", "text"],
        "properties": {
          "outcome": {"type": "string", "enum": ["created", "updated", "current", "mismatch", "failed", "running"]},
          "rows": {"type": "integer"},
          "text": {"type": "string"}
        }
      },
      "Traffic": {
        "type": "object", "required": ["user", "token", "admin", "red_above", "now", "store"],
        "properties": {
          "user": {"type": "string"},
          "token": {"type": "string"},
          "admin": {"type": "boolean"},
          "red_above": {"type": "number", "description": "records a second to one server"},
          "now": {"type": "integer"},
          "store": {"type": "string", "enum": ["ready", "missing"]},
          "status": {"type": "object"},
          "second": {
            "type": "object",
            "properties": {
              "t": {"type": ["integer", "null"]},
              "servers": {"type": "array", "description": "[name (null: all others), records, attacks]", "items": {"type": "array"}}
            }
          },
          "bars": {
            "type": "object",
            "properties": {
              "last": {"type": "integer", "description": "start of the last five seconds"},
              "servers": {"type": "array", "items": {"$ref": "#/components/schemas/ServerBars"}},
              "others": {"$ref": "#/components/schemas/ServerBars"}
            }
          },
          "hour": {
            "type": "object",
            "properties": {
              "last": {"type": "integer", "description": "start of the last minute"},
              "labelled": {"type": "integer", "description": "records of the last day that had a label"},
              "accuracy": {"type": ["number", "null"]},
              "main_accuracy": {"type": ["number", "null"], "description": "of the six largest classes"},
              "classes": {"type": "array", "items": {"$ref": "#/components/schemas/ClassHour"}}
            }
          },
          "clients": {"type": "array", "items": {"type": "object"}},
          "decisions": {"type": "array", "items": {"$ref": "#/components/schemas/Decision"}},
          "actions": {"type": "object", "description": "decisions of the last hour by what came of them"},
          "models": {"type": "array", "items": {"type": "object"}},
          "drift": {"type": "array", "items": {"type": "object"}},
          "safe": {"type": "array", "items": {"$ref": "#/components/schemas/Safe"}}
        }
      },
      "ServerBars": {
        "type": "object", "required": ["name", "traffic", "attacks"],
        "properties": {
          "name": {"type": "string"},
          "count": {"type": "integer", "description": "of the others: how many they are"},
          "traffic": {"type": "array", "description": "records in each five seconds, 60 of them", "items": {"type": "integer"}},
          "attacks": {"type": "array", "items": {"type": "integer"}}
        }
      },
      "ClassHour": {
        "type": "object", "required": ["name", "is_attack", "counts", "judged", "precision", "recall"],
        "properties": {
          "name": {"type": "string"},
          "is_attack": {"type": "boolean"},
          "counts": {"type": "array", "description": "records in each minute, 60 of them", "items": {"type": "integer"}},
          "judged": {"type": "integer", "description": "records whose truth labels or feedback tell"},
          "precision": {"type": ["number", "null"]},
          "recall": {"type": ["number", "null"]}
        }
      },
      "Decisions": {
        "type": "object", "required": ["decisions"],
        "properties": {
          "decisions": {"type": "array", "items": {"$ref": "#/components/schemas/Decision"}}
        }
      },
      "Decision": {
        "type": "object", "required": ["id", "time", "client", "server", "class", "by", "score", "action", "why", "until", "reasons", "lines", "feedback"],
        "properties": {
          "id": {"type": "integer"},
          "time": {"type": "number"},
          "client": {"type": "string"},
          "server": {"type": "string"},
          "class": {"type": "string"},
          "by": {"type": "string"},
          "score": {"type": "number"},
          "action": {"type": "string"},
          "why": {"type": "string"},
          "until": {"type": ["number", "null"]},
          "reasons": {"type": "array", "items": {"type": "object"}},
          "lines": {"type": "array", "items": {"type": "string"}},
          "feedback": {"enum": ["benign", "attack", null]}
        }
      },
      "Safe": {
        "type": "object", "required": ["kind", "value"],
        "properties": {
          "kind": {"enum": ["network", "agent", "path", "user"]},
          "value": {"type": "string"},
          "note": {"type": "string"},
          "added": {"type": "number", "description": "in answers"},
          "by": {"type": "string", "description": "in answers"}
        }
      }
    })json";

}  // namespace hive
