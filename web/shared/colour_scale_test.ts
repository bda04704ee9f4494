// web/shared/colour_scale_test.ts - the ends of the scales and which colour a value gets.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colourIndex, colourTable, COLOURS, DEFAULT_SCALE, isScaleName, loadScale, SCALE_NAMES } from './colour_scale.ts';

const hex = (table: Uint8ClampedArray, colour: number): string => [...table.slice(colour * 4, colour * 4 + 3)].map(byte => byte.toString(16).padStart(2, '0')).join('');

test('the default is viridis, from its dark purple to its yellow', () => {
    const table = colourTable(DEFAULT_SCALE);
    assert.equal(DEFAULT_SCALE, 'viridis');
    assert.equal(hex(table, 0), '440154');
    assert.equal(hex(table, COLOURS - 1), 'fde725');
});

test('every scale of HiveKeepers is a full table of opaque colours', async () => {
    assert.equal(SCALE_NAMES.length, 92);
    await loadScale('mygbm');
    const seen = new Set<string>();
    for (const name of SCALE_NAMES) {
        const table = colourTable(name);
        seen.add(table.join());
        assert.equal(table.length, COLOURS * 4, name);
        assert.ok(table.every((byte, i) => i % 4 !== 3 || byte === 255), name);
    }
    assert.equal(seen.size, SCALE_NAMES.length, 'no scale stands for another one');
});

test('greys are Plotly\'s, from white to black without a step back', async () => {
    await loadScale('greys');
    const table = colourTable('greys');
    for (let colour = 1; colour < COLOURS; colour++) assert.ok((table[colour * 4] as number) <= (table[colour * 4 - 4] as number));
});

test('only names of scales are names of scales', () => {
    assert.ok(isScaleName('inferno'));
    assert.ok(!isScaleName('toString'));
});

const indexes: [value: number, low: number, high: number, expected: number][] = [
    [-100, -100, 10, 0], [10, -100, 10, 255], [-45, -100, 10, 128], [-300, -100, 10, 0], [300, -100, 10, 255], [5, 5, 5, 0],
];
for (const [value, low, high, expected] of indexes) {
    test(`${value} of ${low}..${high} has colour ${expected}`, () => assert.equal(colourIndex(value, low, high), expected));
}
