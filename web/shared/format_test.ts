// web/shared/format_test.ts - numbers and durations read as written here.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counted } from 'texts/counted.ts';
import { count, decimal, span } from './format.ts';

const texts: [made: string, expected: string][] = [
    [count(999), '999'],
    [count(35106), '35\u202f106'],
    [count(1234567), '1\u202f234\u202f567'],
    [decimal(34.25, 1), '34.3'],
    [decimal(-4.04, 1), '\u22124.0'],
    [decimal(-0.04, 1), '0.0'],
    [decimal(NaN), '\u2013'],
    [counted(1, 'gap'), '1 gap'],
    [counted(0, 'gap'), '0 gaps'],
    [counted(1279, 'sample'), '1\u202f279 samples'],
    [span(1), '1 s'],
    [span(119), '119 s'],
    [span(5400), '90 min'],
    [span(31 * 3600), '31 h'],
    [span(9 * 86400), '9 d'],
    [span(3 * 366 * 86400), '3 y'],
    [span(-5), '0 s'],
];
for (const [made, expected] of texts) test(`says ${expected}`, () => assert.equal(made, expected));
