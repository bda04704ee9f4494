// web/apiary/overview/attention_test.ts - which apiaries need someone, and in which order they stand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Overviewed } from '../site_api.ts';
import { chosen, healthOf, matches, readChoice, writeChoice, type Choice } from './attention.ts';

const NOW = 1_700_000_000;
const well: Overviewed = {
    id: 1, name: 'Hive 2', time_zone: 'UTC', first: NOW - 86400, last: NOW - 300, count: 96,
    latest: { internal: 34.6, external: 12, t: NOW - 300 }, spark: [], alerts: 0,
};

const states: [word: string, apiary: Overviewed][] = [
    ['Ready', well],
    ['Alert', { ...well, alerts: 2 }],
    ['Fault', { ...well, latest: { ...well.latest, internal: null } }],
    ['Silent', { ...well, last: NOW - 5 * 3600 }],
    ['Empty', { ...well, first: null, last: null, count: 0 }],
];
for (const [word, apiary] of states) test(`an apiary is ${word}`, () => assert.equal(healthOf(apiary, NOW).word, word));

const all = [well, { ...well, name: 'Hive 10' }, { ...well, name: 'Hive 1', alerts: 1 }, { ...well, name: 'Øst', last: NOW - 9 * 86400 }];
const names = (choice: Partial<Choice>): string[] => chosen([...all], { find: '', onlyAttention: false, sort: 'name', ...choice }, NOW).map(({ name }) => name);

test('numbers in names count as numbers', () => assert.deepEqual(names({}), ['Hive 1', 'Hive 2', 'Hive 10', 'Øst']));
test('attention first', () => assert.deepEqual(names({ sort: 'attention' }), ['Hive 1', 'Øst', 'Hive 2', 'Hive 10']));
test('the longest silence first', () => assert.equal(names({ sort: 'last' })[0], 'Øst'));
test('only those that need attention', () => assert.deepEqual(names({ onlyAttention: true }), ['Hive 1', 'Øst']));
test('only those with a name like that', () => assert.deepEqual(names({ find: '10 hive' }), ['Hive 10']));
test('accents do not matter', () => assert.ok(matches('Bienenstöcke', 'stocke')));

test('the choice survives the address', () => {
    const choice: Choice = { find: 'north', onlyAttention: true, sort: 'attention' };
    assert.deepEqual(readChoice(writeChoice(choice)), choice);
    assert.equal(writeChoice(readChoice('?sort=size')), '');
});
