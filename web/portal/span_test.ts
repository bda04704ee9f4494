// web/portal/span_test.ts - spans in words; tests/unit/portal/quantity_test.cc has the same rows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spanText } from './span.ts';

const rows: [number, string][] = [
    [-3, '0 s'], [0, '0 s'], [0.21, '0.2 s'], [3, '3 s'], [9.96, '9 s'], [47.9, '47 s'], [60, '1 min'], [725, '12 min 5 s'],
    [3600, '1 h'], [7500, '2 h 5 min'], [86400, '1 d'], [41 * 86400 + 3 * 3600 + 59, '41 d 3 h'],
];
for (const [span, words] of rows) {
    test(`${span} s reads ${words}`, () => assert.equal(spanText(span), words));
}
