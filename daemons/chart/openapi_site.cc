// daemons/chart/openapi_site.cc - the addresses of notes, rules, alerts, events and the update.
#include "daemons/chart/openapi_parts.h"

namespace hive {

const std::string_view openapi_site = R"json(    "/api/notes": {
      "get": {
        "summary": "Notes and inspections of a range",
        "parameters": [{"$ref": "#/components/parameters/apiary"}, {"$ref": "#/components/parameters/some_from"}, {"$ref": "#/components/parameters/some_to"}],
        "responses": {
          "200": {"description": "In order of their time; at most 2000, more says whether there are more", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Notes"}}}},
          "400": {"$ref": "#/components/responses/Error"},
          "503": {"$ref": "#/components/responses/Later"}
        }
      },
      "post": {
        "summary": "Adds a note",
        "description": "For the groups editor and admin.",
        "parameters": [{"$ref": "#/components/parameters/token"}],
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/NoteDraft"}}}},
        "responses": {
          "200": {"description": "The id of what has changed", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Changed"}}}},
          "400": {"$ref": "#/components/responses/Error"},
          "403": {"$ref": "#/components/responses/Error"},
          "404": {"$ref": "#/components/responses/Error"},
          "409": {"$ref": "#/components/responses/Error"},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/notes/{id}": {
      "post": {
        "summary": "Changes a note",
        "parameters": [{"$ref": "#/components/parameters/id"}, {"$ref": "#/components/parameters/token"}],
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/NoteDraft"}}}},
        "responses": {
          "200": {"description": "The id of what has changed", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Changed"}}}},
          "400": {"$ref": "#/components/responses/Error"},
          "403": {"$ref": "#/components/responses/Error"},
          "404": {"$ref": "#/components/responses/Error"},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/notes/{id}/delete": {
      "post": {
        "summary": "Deletes a note",
        "parameters": [{"$ref": "#/components/parameters/id"}, {"$ref": "#/components/parameters/token"}],
        "responses": {
          "200": {"description": "The id of what has changed", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Changed"}}}},
          "403": {"$ref": "#/components/responses/Error"},
          "404": {"$ref": "#/components/responses/Error"},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/rules": {
      "get": {
        "summary": "Alert rules",
        "responses": {
          "200": {"description": "In the order they were made", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Rules"}}}},
          "503": {"$ref": "#/components/responses/Later"}
        }
      },
      "post": {
        "summary": "Adds a rule",
        "description": "For the groups editor and admin.",
        "parameters": [{"$ref": "#/components/parameters/token"}],
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/RuleDraft"}}}},
        "responses": {
          "200": {"description": "The id of what has changed", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Changed"}}}},
          "400": {"$ref": "#/components/responses/Error"},
          "403": {"$ref": "#/components/responses/Error"},
          "404": {"$ref": "#/components/responses/Error"},
          "409": {"$ref": "#/components/responses/Error"},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/rules/{id}": {
      "post": {
        "summary": "Changes a rule",
        "parameters": [{"$ref": "#/components/parameters/id"}, {"$ref": "#/components/parameters/token"}],
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/RuleDraft"}}}},
        "responses": {
          "200": {"description": "The id of what has changed", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Changed"}}}},
          "400": {"$ref": "#/components/responses/Error"},
          "403": {"$ref": "#/components/responses/Error"},
          "404": {"$ref": "#/components/responses/Error"},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/rules/{id}/delete": {
      "post": {
        "summary": "Deletes a rule; its open alerts end",
        "parameters": [{"$ref": "#/components/parameters/id"}, {"$ref": "#/components/parameters/token"}],
        "responses": {
          "200": {"description": "The id of what has changed", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Changed"}}}},
          "403": {"$ref": "#/components/responses/Error"},
          "404": {"$ref": "#/components/responses/Error"},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/rules/{id}/test": {
      "post": {
        "summary": "What a rule would do now; sends a test message",
        "description": "sent: whether the supervisor took the message.",
        "parameters": [{"$ref": "#/components/parameters/id"}, {"$ref": "#/components/parameters/token"}],
        "responses": {
          "200": {"description": "Of the first apiary that it fires for, or else of the first", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Trial"}}}},
          "403": {"$ref": "#/components/responses/Error"},
          "404": {"$ref": "#/components/responses/Error"},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/alerts": {
      "get": {
        "summary": "Alerts, newest first",
        "description": "With an apiary and a range: those of the apiary that were open at some time of the range.",
        "parameters": [{"$ref": "#/components/parameters/some_apiary"}, {"$ref": "#/components/parameters/some_from"}, {"$ref": "#/components/parameters/some_to"}, {"$ref": "#/components/parameters/state"}, {"$ref": "#/components/parameters/limit"}],
        "responses": {
          "200": {"description": "told: whether the supervisor has it", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Alerts"}}}},
          "400": {"$ref": "#/components/responses/Error"},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/alerts/{id}/acknowledge": {
      "post": {
        "summary": "Notes who has seen an alert first",
        "parameters": [{"$ref": "#/components/parameters/id"}, {"$ref": "#/components/parameters/token"}],
        "responses": {
          "200": {"description": "The id of what has changed", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Changed"}}}},
          "403": {"$ref": "#/components/responses/Error"},
          "404": {"$ref": "#/components/responses/Error"},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/events": {
      "get": {
        "summary": "Server-sent events",
        "description": "rows {apiary, first, last, count, added}: samples have come. sync {rows, rate} while a run goes on, {done: true, outcome, rows, text} or {done: true, error} at its end. alert {id, rule, apiary, state: fired|recovered} or {id, state: acknowledged, by}. notes {apiary}, rules {id}: they have changed. traffic {status, second, fives, ..}: what is new of /api/traffic, each second while somebody reads that. missed {}: events after the header Last-Event-ID are not kept, ask for everything anew. A comment every 15 s.",
        "responses": {
          "200": {"description": "An endless stream", "content": {"text/event-stream": {}}},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/sync": {
      "post": {
        "summary": "Has hive-sync copy now and waits up to 20 s (sync_patience) for it; one run is shared by all who ask",
        "parameters": [{"$ref": "#/components/parameters/token"}],
        "responses": {
          "200": {"description": "The run has ended", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Outcome"}}}},
          "202": {"description": "The run goes on; an event sync with done tells its end", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Outcome"}}}},
          "403": {"$ref": "#/components/responses/Error"},
          "502": {"$ref": "#/components/responses/Error"},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    })json";

}  // namespace hive
