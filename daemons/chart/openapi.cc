#include "daemons/chart/openapi.h"

namespace hive {

std::string_view openapi_document()
{
    return R"json({
  "openapi": "3.1.0",
  "info": {
    "title": "hive-chart",
    "version": ")json" HIVE_VERSION R"json(",
    "description": "Readings of apiaries for charts. Times are epoch seconds. Errors are JSON: {\"error\": \"why\"}."
  },
  "paths": {
    "/ping": {
      "get": {
        "summary": "Whether the server serves",
        "responses": {"200": {"description": "{status: ok}", "content": {"text/plain": {}}}}
      }
    },
    "/api/apiaries": {
      "get": {
        "summary": "All apiaries, who is signed in, and the token for changing requests",
        "responses": {
          "200": {
            "description": "store is missing until hive-sync has made it",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Apiaries"}}}
          },
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/lines": {
      "get": {
        "summary": "Temperatures of a range as points of line charts",
        "description": "Up to 4 samples a pixel column every sample; beyond that first, lowest, highest and last of each column and series. meta: apiary, from, to, samples, reduced, step (median seconds between samples), faults [{t, part, value}] (at most 1000, more_faults says whether there are more).",
        "parameters": [
          {"$ref": "#/components/parameters/apiary"},
          {"$ref": "#/components/parameters/from"},
          {"$ref": "#/components/parameters/to"},
          {"$ref": "#/components/parameters/width"}
        ],
        "responses": {
          "200": {
            "description": "Frame with columns t (f64), internal, external, delta (f32, degrees Celsius, NaN = none)",
            "content": {"application/x-hive-frame": {"schema": {"$ref": "#/components/schemas/Frame"}}}
          },
          "400": {"$ref": "#/components/responses/Error"},
          "404": {"$ref": "#/components/responses/Error"},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/spectrogram": {
      "get": {
        "summary": "FFT amplitudes of a range by pixel column",
        "description": "A sample stands until the next, at most two median steps; columns without any are NaN. meta: apiary, from, to, width, samples, step, mode, low and high (1st and 99.5th percentile of the values, null without any).",
        "parameters": [
          {"$ref": "#/components/parameters/apiary"},
          {"$ref": "#/components/parameters/from"},
          {"$ref": "#/components/parameters/to"},
          {"$ref": "#/components/parameters/width"},
          {
            "name": "mode", "in": "query", "description": "What stands for the samples of a column",
            "schema": {"type": "string", "enum": ["mean", "max"], "default": "mean"}
          }
        ],
        "responses": {
          "200": {
            "description": "Frame with columns value (f32, 64 bins of the first pixel column first) and count (u32, samples in each column)",
            "content": {"application/x-hive-frame": {"schema": {"$ref": "#/components/schemas/Frame"}}}
          },
          "400": {"$ref": "#/components/responses/Error"},
          "404": {"$ref": "#/components/responses/Error"},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/events": {
      "get": {
        "summary": "Server-sent events: rows {apiary, first, last, count, added}, sync {rows, rate}",
        "responses": {
          "200": {"description": "An endless stream", "content": {"text/event-stream": {}}},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/sync": {
      "post": {
        "summary": "Has hive-sync copy now and waits for it; one run is shared by all who ask",
        "parameters": [
          {
            "name": "Hive-Token", "in": "header", "required": true,
            "description": "token of /api/apiaries; 403 stale token: read it again",
            "schema": {"type": "string"}
          }
        ],
        "responses": {
          "200": {
            "description": "The run has ended",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Outcome"}}}
          },
          "403": {"$ref": "#/components/responses/Error"},
          "502": {"$ref": "#/components/responses/Error"},
          "503": {"$ref": "#/components/responses/Later"},
          "504": {"$ref": "#/components/responses/Error"}
        }
      }
    },
    "/openapi.json": {
      "get": {
        "summary": "This document",
        "responses": {"200": {"description": "OpenAPI 3.1", "content": {"application/json": {}}}}
      }
    }
  },
  "components": {
    "parameters": {
      "apiary": {
        "name": "apiary", "in": "query", "required": true, "description": "id of an apiary",
        "schema": {"type": "integer", "minimum": 1}
      },
      "from": {
        "name": "from", "in": "query", "required": true, "description": "first time, epoch seconds",
        "schema": {"type": "number", "minimum": 0}
      },
      "to": {
        "name": "to", "in": "query", "required": true, "description": "first time after the range",
        "schema": {"type": "number", "minimum": 0}
      },
      "width": {
        "name": "width", "in": "query", "required": true, "description": "pixel columns",
        "schema": {"type": "integer", "minimum": 1, "maximum": 8192}
      }
    },
    "responses": {
      "Error": {
        "description": "Refused or failed; a bad parameter is named",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
      },
      "Later": {
        "description": "Cannot be done now; Retry-After says when to ask again, where that helps",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
      }
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
        "type": "object",
        "required": ["apiaries", "bin_hz", "user", "token", "now", "store"],
        "properties": {
          "apiaries": {"type": "array", "items": {"$ref": "#/components/schemas/Apiary"}},
          "bin_hz": {"type": ["number", "null"], "description": "width of an FFT bin; null = unknown"},
          "user": {"type": "string", "description": "empty when nobody is signed in"},
          "token": {"type": "string", "description": "for Hive-Token"},
          "now": {"type": "integer"},
          "store": {"type": "string", "enum": ["ready", "missing"]},
          "text": {"type": "string", "description": "why the store is missing"}
        }
      },
      "Apiary": {
        "type": "object",
        "required": ["id", "name", "time_zone", "first", "last", "count"],
        "properties": {
          "id": {"type": "integer"},
          "name": {"type": "string"},
          "time_zone": {"type": "string"},
          "first": {"type": ["integer", "null"]},
          "last": {"type": ["integer", "null"]},
          "count": {"type": "integer"}
        }
      },
      "Outcome": {
        "type": "object",
        "required": ["outcome", "rows", "text"],
        "properties": {
          "outcome": {"type": "string", "enum": ["created", "updated", "current", "mismatch", "failed"]},
          "rows": {"type": "integer"},
          "text": {"type": "string"}
        }
      }
    }
  }
}
)json";
}

}  // namespace hive
