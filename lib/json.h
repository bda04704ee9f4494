// lib/json.h - JSON values (nlohmann-json), read without exceptions.
//
