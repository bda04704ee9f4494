// web/apiary/alerts/terms_test.ts - a rule survives its form, in both units, and is said in words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RuleTerms } from '../site_api.ts';
import { fieldsOf, mistakeIn, monthsText, newRule, sentence, termsOf } from './terms.ts';

const cool: RuleTerms = { ...newRule(3), name: 'Brood cools', below: 32, for_seconds: 7200, months: [4, 5, 6, 7, 8, 9], hours: [6, 22], to: ['mail', 'phone'] };
const rules: [why: string, rule: RuleTerms, words: string][] = [
    ['a limit', cool, 'internal below 32.0 °C for 2 h · Apr–Sep · 06–22 h'],
    ['two limits', { ...newRule(null), name: 'Odd', above: 38, below: 30 }, 'internal above 38.0 °C or below 30.0 °C'],
    ['a fall', { ...newRule(1), name: 'Theft', kind: 'rate', series: 'weight', per_hour: -4 }, 'weight falls by 4.0 an hour'],
    ['silence', { ...newRule(1), name: 'Silence', kind: 'missing', missing_seconds: 10_800 }, 'no data for 3 h'],
    ['a swarm', { ...newRule(1), name: 'Swarm', kind: 'swarm', enabled: false }, 'temperature, sound and weight of a swarm'],
];
for (const [why, rule, words] of rules) {
    test(`${why} survives the form and is said`, () => {
        assert.deepEqual(termsOf(fieldsOf(rule, 'C'), 'C'), rule);
        assert.deepEqual(termsOf(fieldsOf(rule, 'F'), 'F'), rule);
        assert.equal(sentence(rule, 'C'), words);
        assert.equal(mistakeIn(rule), '');
    });
}

test('in °F the limit is another number, the rule the same', () => {
    assert.equal(fieldsOf(cool, 'F').below, '89.6');
    assert.match(sentence(cool, 'F'), /below 89.6 °F/);
    assert.equal(fieldsOf({ ...cool, kind: 'rate', per_hour: 2 }, 'F').per_hour, '3.6');
});

const mistakes: [expected: RegExp, rule: RuleTerms][] = [
    [/above or below/, newRule(null)],
    [/No value/, { ...newRule(null), above: 30, below: 35 }],
    [/how much change/, { ...newRule(null), kind: 'rate', per_hour: 0 }],
    [/no time at all/, { ...cool, hours: [6, 6] }],
];
test('hours may go through midnight', () => assert.equal(mistakeIn({ ...cool, hours: [20, 6] }), ''));
for (const [expected, rule] of mistakes) test(`says what is wrong: ${expected.source}`, () => assert.match(mistakeIn(rule), expected));

test('months are said as runs', () => assert.equal(monthsText([12, 1, 2, 6]), 'Jan–Feb, Jun, Dec'));
