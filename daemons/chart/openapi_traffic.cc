// daemons/chart/openapi_traffic.cc - the addresses of the traffic page.
#include "daemons/chart/openapi_parts.h"

namespace hive {

const std::string_view openapi_traffic = R"json(    "/api/traffic": {
      "get": {
        "summary": "What hive-guard says of the traffic: the last second, five minutes, hour",
        "description": "Counts are requests or flows; attacks are those of a class that is one. Servers beyond the 100 with the most attacks are told as one: others. With \"store\": \"missing\" there is no more than the greeting: hive-guard has not run yet. Without models only rules judge. As long as it is asked for once a minute, events called traffic tell every second what is new.",
        "responses": {
          "200": {"description": "status is what hive-guard says of itself", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Traffic"}}}},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/traffic/decisions": {
      "get": {
        "summary": "Decisions of hive-guard, newest first",
        "parameters": [{"$ref": "#/components/parameters/before"}, {"$ref": "#/components/parameters/client"}, {"$ref": "#/components/parameters/few"}],
        "responses": {
          "200": {"description": "With reasons and sample lines", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Decisions"}}}},
          "400": {"$ref": "#/components/responses/Error"},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/traffic/undo": {
      "post": {
        "summary": "Undoes a decision, or all against an address; with remember it is safe from now on",
        "description": "For the group admin, as are all that follow.",
        "parameters": [{"$ref": "#/components/parameters/token"}],
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object", "properties": {"address": {"type": "string"}, "decision": {"type": "integer"}, "remember": {"type": "boolean", "default": false}}}}}},
        "responses": {"200": {"$ref": "#/components/responses/Guarded"}, "400": {"$ref": "#/components/responses/Error"}, "403": {"$ref": "#/components/responses/Error"}, "409": {"$ref": "#/components/responses/Error"}, "502": {"$ref": "#/components/responses/Error"}, "503": {"$ref": "#/components/responses/Later"}, "504": {"$ref": "#/components/responses/Error"}}
      }
    },
    "/api/traffic/ban": {
      "post": {
        "summary": "Has an address banned now, dry run or not",
        "parameters": [{"$ref": "#/components/parameters/token"}],
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object", "required": ["address"], "properties": {"address": {"type": "string"}, "seconds": {"type": "integer", "minimum": 1, "maximum": 31622400, "default": 600}}}}}},
        "responses": {"200": {"$ref": "#/components/responses/Guarded"}, "400": {"$ref": "#/components/responses/Error"}, "403": {"$ref": "#/components/responses/Error"}, "409": {"$ref": "#/components/responses/Error"}, "502": {"$ref": "#/components/responses/Error"}, "503": {"$ref": "#/components/responses/Later"}, "504": {"$ref": "#/components/responses/Error"}}
      }
    },
    "/api/traffic/safe": {
      "post": {
        "summary": "Puts somebody on the safe list: never acted against",
        "parameters": [{"$ref": "#/components/parameters/token"}],
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Safe"}}}},
        "responses": {"200": {"$ref": "#/components/responses/Guarded"}, "400": {"$ref": "#/components/responses/Error"}, "403": {"$ref": "#/components/responses/Error"}, "409": {"$ref": "#/components/responses/Error"}, "502": {"$ref": "#/components/responses/Error"}, "503": {"$ref": "#/components/responses/Later"}, "504": {"$ref": "#/components/responses/Error"}}
      }
    },
    "/api/traffic/safe/remove": {
      "post": {
        "summary": "Takes an entry that an operator made off the safe list",
        "parameters": [{"$ref": "#/components/parameters/token"}],
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Safe"}}}},
        "responses": {"200": {"$ref": "#/components/responses/Guarded"}, "400": {"$ref": "#/components/responses/Error"}, "403": {"$ref": "#/components/responses/Error"}, "409": {"$ref": "#/components/responses/Error"}, "502": {"$ref": "#/components/responses/Error"}, "503": {"$ref": "#/components/responses/Later"}, "504": {"$ref": "#/components/responses/Error"}}
      }
    },
    "/api/traffic/arm": {
      "post": {
        "summary": "Ends the dry run, of one class or of all; with off it begins again",
        "parameters": [{"$ref": "#/components/parameters/token"}],
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object", "properties": {"class": {"type": "string"}, "off": {"type": "boolean", "default": false}}}}}},
        "responses": {"200": {"$ref": "#/components/responses/Guarded"}, "400": {"$ref": "#/components/responses/Error"}, "403": {"$ref": "#/components/responses/Error"}, "409": {"$ref": "#/components/responses/Error"}, "502": {"$ref": "#/components/responses/Error"}, "503": {"$ref": "#/components/responses/Later"}, "504": {"$ref": "#/components/responses/Error"}}
      }
    },
    "/api/traffic/feedback": {
      "post": {
        "summary": "Says what a decision was about in truth",
        "parameters": [{"$ref": "#/components/parameters/token"}],
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object", "required": ["decision", "verdict"], "properties": {"decision": {"type": "integer"}, "verdict": {"enum": ["benign", "attack"]}, "class": {"type": "string", "description": "of the attack, when it was another than decided"}}}}}},
        "responses": {"200": {"$ref": "#/components/responses/Guarded"}, "400": {"$ref": "#/components/responses/Error"}, "403": {"$ref": "#/components/responses/Error"}, "409": {"$ref": "#/components/responses/Error"}, "502": {"$ref": "#/components/responses/Error"}, "503": {"$ref": "#/components/responses/Later"}, "504": {"$ref": "#/components/responses/Error"}}
      }
    })json";

}  // namespace hive
