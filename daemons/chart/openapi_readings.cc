// daemons/chart/openapi_readings.cc - the addresses that read the store.
#include "daemons/chart/openapi_parts.h"

namespace hive {

const std::string_view openapi_readings = R"json(    "/ping": {
      "get": {
        "summary": "Whether the server serves",
        "responses": {
          "200": {"description": "{status: ok}", "content": {"text/plain": {}}}
        }
      }
    },
    "/openapi.json": {
      "get": {
        "summary": "This document",
        "responses": {
          "200": {"description": "OpenAPI 3.1", "content": {"application/json": {}}}
        }
      }
    },
    "/api/apiaries": {
      "get": {
        "summary": "All apiaries, who is signed in, and the token for changing requests",
        "responses": {
          "200": {"description": "store is missing until hive-sync has made it", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Apiaries"}}}},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/overview": {
      "get": {
        "summary": "All apiaries with their newest values",
        "description": "latest: {t, internal, external, and each further series by its name}; spark: the mean internal temperature of each half hour of the 24 h up to last, null = none; alerts: how many are open.",
        "responses": {
          "200": {"description": "For the page of all apiaries", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Overview"}}}},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/series": {
      "get": {
        "summary": "What of an apiary can be drawn as a line",
        "parameters": [{"$ref": "#/components/parameters/apiary"}],
        "responses": {
          "200": {"description": "internal, external and the further series it has values of", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SeriesList"}}}},
          "400": {"$ref": "#/components/responses/Error"},
          "404": {"$ref": "#/components/responses/Error"},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/lines": {
      "get": {
        "summary": "Series of a range as points of line charts",
        "description": "Up to 4 samples a pixel column every sample; beyond that first, lowest, highest and last of each column and series. meta: apiary, from, to, samples, reduced, step (median seconds between samples), faults [{t, part, value}] (at most 1000, more_faults says whether there are more).",
        "parameters": [{"$ref": "#/components/parameters/apiary"}, {"$ref": "#/components/parameters/from"}, {"$ref": "#/components/parameters/to"}, {"$ref": "#/components/parameters/width"}, {"$ref": "#/components/parameters/series"}],
        "responses": {
          "200": {"description": "Frame with columns t (f64) and one for each series (f32, NaN = none)", "content": {"application/x-hive-frame": {"schema": {"$ref": "#/components/schemas/Frame"}}}},
          "206": {"$ref": "#/components/responses/Part"},
          "304": {"$ref": "#/components/responses/Unchanged"},
          "416": {"$ref": "#/components/responses/Part"},
          "400": {"$ref": "#/components/responses/Error"},
          "404": {"$ref": "#/components/responses/Error"},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/compare": {
      "get": {
        "summary": "One series of several apiaries on one time axis",
        "description": "meta.lines: {apiary, name, shift, samples, reduced, step} of each; its column t.N is the time of the sample minus shift, so that shift -86400 lays the day before over the range.",
        "parameters": [{"$ref": "#/components/parameters/apiaries"}, {"$ref": "#/components/parameters/from"}, {"$ref": "#/components/parameters/to"}, {"$ref": "#/components/parameters/width"}, {"$ref": "#/components/parameters/one_series"}, {"$ref": "#/components/parameters/shift"}],
        "responses": {
          "200": {"description": "Frame with columns t.N (f64) and value.N (f32), N = 0 for the first apiary", "content": {"application/x-hive-frame": {"schema": {"$ref": "#/components/schemas/Frame"}}}},
          "206": {"$ref": "#/components/responses/Part"},
          "304": {"$ref": "#/components/responses/Unchanged"},
          "416": {"$ref": "#/components/responses/Part"},
          "400": {"$ref": "#/components/responses/Error"},
          "404": {"$ref": "#/components/responses/Error"},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/spectrogram": {
      "get": {
        "summary": "FFT amplitudes of a range by pixel column",
        "description": "A sample stands until the next, at most two median steps; columns without any are NaN, their runs [first, behind the last] in meta.gaps. Above 100000 samples, where a column covers two hours or days or more, it is made of the rolls of hours or days that begin in it: meta.rolls is then 3600 or 86400, else 0, and amplitudes are off by at most 1/508 of their roll's range. Means are rounded to one part in 8192. meta: apiary, from, to, width, bins, samples, step, mode, rolls, gaps, low and high (1st and 99.5th percentile of the values, null without any).",
        "parameters": [{"$ref": "#/components/parameters/apiary"}, {"$ref": "#/components/parameters/from"}, {"$ref": "#/components/parameters/to"}, {"$ref": "#/components/parameters/width"}, {"$ref": "#/components/parameters/mode"}],
        "responses": {
          "200": {"description": "Frame with columns value (f32, bins of the first pixel column first) and count (u32, samples in each column)", "content": {"application/x-hive-frame": {"schema": {"$ref": "#/components/schemas/Frame"}}}},
          "206": {"$ref": "#/components/responses/Part"},
          "304": {"$ref": "#/components/responses/Unchanged"},
          "416": {"$ref": "#/components/responses/Part"},
          "400": {"$ref": "#/components/responses/Error"},
          "404": {"$ref": "#/components/responses/Error"},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/samples": {
      "get": {
        "summary": "Every sample of a range with its spectrum, for 3D",
        "description": "At most 200000 samples and 32 MiB of amplitudes. meta: apiary, from, to, samples, bins, bin_hz (null = unknown), left_out (samples without a whole spectrum).",
        "parameters": [{"$ref": "#/components/parameters/apiary"}, {"$ref": "#/components/parameters/from"}, {"$ref": "#/components/parameters/to"}],
        "responses": {
          "200": {"description": "Frame with columns t (f64), bins (i8 when all amplitudes fit, else f32; bins of the first sample first) and internal (f32, NaN = none)", "content": {"application/x-hive-frame": {"schema": {"$ref": "#/components/schemas/Frame"}}}},
          "206": {"$ref": "#/components/responses/Part"},
          "304": {"$ref": "#/components/responses/Unchanged"},
          "416": {"$ref": "#/components/responses/Part"},
          "400": {"$ref": "#/components/responses/Error"},
          "404": {"$ref": "#/components/responses/Error"},
          "413": {"$ref": "#/components/responses/Error"},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    },
    "/api/csv": {
      "get": {
        "summary": "Samples of a range as a file",
        "description": "Columns time (epoch seconds), iso (UTC) and each series (default internal,external); an empty field is no value. Sent while it is read.",
        "parameters": [{"$ref": "#/components/parameters/apiary"}, {"$ref": "#/components/parameters/from"}, {"$ref": "#/components/parameters/to"}, {"$ref": "#/components/parameters/series"}],
        "responses": {
          "200": {"description": "RFC 4180", "content": {"text/csv": {}}},
          "400": {"$ref": "#/components/responses/Error"},
          "404": {"$ref": "#/components/responses/Error"},
          "503": {"$ref": "#/components/responses/Later"}
        }
      }
    })json";

}  // namespace hive
