// web/texts/en/alerts.ts - alerts, the rules that fire them, and the form of a rule.

import { count, span } from '../../shared/format.ts';
import { MONTHS, shortMonth } from './basics.ts';
import { counted } from './counted.ts';

export const alertTexts = {
    allApiaries: 'all apiaries',
    unknownApiary: (id: number): string => `apiary ${id}`,
    summary: (open: number, rules: number): string => `${open === 0 ? 'all is quiet' : `${count(open)} open`} · ${counted(rules, 'rule')}`,
    noneOpen: 'No alert is open.',
    nonePast: 'No alert has recovered so far.',
    noneInRange: 'No alerts in this range.',
    noRules: 'No rules yet: Add rule says what to watch, for one apiary or for all.',
    noRulesHere: 'No rule watches this apiary.',
    failed: (why: string): string => `Alerts cannot be read: ${why}.`,
    heading: (rule: string): string => `${rule} · `,
    lasting: (seconds: number): string => `for ${span(seconds)}`,
    recovered: (seconds: number, when: string): string => `for ${span(seconds)}, recovered ${when}`,
    acknowledged: (by: string, when: string): string => ` · acknowledged by ${by}, ${when}`,
    acknowledge: 'Acknowledge',
    notAcknowledged: (why: string): string => `Not acknowledged: ${why}.`,
};

export const ruleTexts = {
    states: { paused: 'paused', fired: 'fired', quiet: 'quiet' },
    tells: (destinations: string[]): string => ` Tells ${destinations.join(', ')}.`,
    by: (user: string): string => ` By ${user}.`,
    test: 'Test',
    edit: 'Edit',
    delete: 'Delete',
    confirmDelete: (name: string): string => `Delete the rule “${name}”?`,
    tested: (would: string, why: string, isSent: boolean): string => `Would ${would} now: ${why}. ${isSent ? 'A test message is on its way.' : 'No message was sent.'}`,
    notTested: (why: string): string => `Not tested: ${why}.`,
    // what a rule means
    above: (value: string): string => `above ${value}`,
    below: (value: string): string => `below ${value}`,
    threshold: (series: string, limits: string[], lasting: string): string => `${series} ${limits.join(' or ')}${lasting}`,
    rate: (series: string, isFall: boolean, change: string, lasting: string): string => `${series} ${isFall ? 'falls' : 'rises'} by ${change} an hour${lasting}`,
    missing: (seconds: number): string => `no data for ${span(seconds)}`,
    swarm: (lasting: string): string => `temperature, sound and weight of a swarm${lasting}`,
    lasting: (seconds: number): string => ` for ${span(seconds)}`,
    hours: (from: string, until: string): string => `${from}–${until} h`,
    months: (first: number, last: number): string => first === last ? shortMonth(first - 1) : `${shortMonth(first - 1)}–${shortMonth(last - 1)}`,
    // the form
    monthNames: MONTHS.map((_, i) => shortMonth(i)),
    allOf: 'All apiaries',
    noLimit: 'Say above or below which value it fires.',
    crossedLimits: 'No value is above the one and below the other: “below” must be less than “above”.',
    noChange: 'Say how much change an hour is too much: less than zero is a fall.',
    noHours: 'From an hour to the same hour is no time at all; from 20 to 6 goes through midnight.',
    notSaved: (why: string): string => `Not saved: ${why}.`,
};
