// web/apiary/alerts/terms.ts - a rule as a person reads and writes it; pure.

import { ruleTexts as words } from 'texts/alerts.ts';
import { decimal } from '../../shared/format.ts';
import { celsius, degrees, type Unit } from '../../shared/preferences.ts';
import type { RuleKind, RuleTerms } from '../site_api.ts';

const HOUR = 3600, MINUTE = 60;

/** The fields of the form, as texts. */
export interface Fields {
    name: string;
    apiary: string;
    kind: RuleKind;
    series: string;
    above: string;
    below: string;
    per_hour: string;
    missing: string;
    lasting: string;
    from: string;
    until: string;
    months: number[];
    to: string;
    enabled: boolean;
}

const TEMPERATURES = ['internal', 'external'];
/** Whether the numbers of a series are temperatures, which people may want in °F. */
const isTemperature = (series: string): boolean => TEMPERATURES.includes(series);

const twoDigits = (hour: number): string => String(hour).padStart(2, '0');
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

function limit(text: string, series: string, unit: Unit): number | null {
    if (text.trim() === '') return null;
    const value = Number(text);
    if (isTemperature(series)) return rounded(celsius(value, unit));
    return series === 'delta' && unit === 'F' ? rounded(value / 1.8) : value;
}

function limitText(value: number | null, series: string, unit: Unit): string {
    if (value === null) return '';
    const shown = isTemperature(series) ? degrees(value, unit) : series === 'delta' ? degrees(value, unit, 'difference') : value;
    return String(rounded(shown));
}

/** A change of a temperature has no offset. */
function change(text: string, series: string, unit: Unit): number | null {
    if (text.trim() === '') return null;
    const isDegrees = isTemperature(series) || series === 'delta';
    return isDegrees && unit === 'F' ? rounded(Number(text) / 1.8) : Number(text);
}

/** What the form says, in °C and seconds; only what counts for its kind. */
export function termsOf(fields: Fields, unit: Unit): RuleTerms {
    const { kind, series } = fields;
    const hours: [number, number] | null = fields.from === '' && fields.until === '' ? null : [Number(fields.from || 0), Number(fields.until || 24)];
    return {
        name: fields.name.trim(),
        apiary: fields.apiary === '' ? null : Number(fields.apiary),
        kind,
        series: kind === 'threshold' || kind === 'rate' ? series.trim() : 'internal',
        above: kind === 'threshold' ? limit(fields.above, series, unit) : null,
        below: kind === 'threshold' ? limit(fields.below, series, unit) : null,
        per_hour: kind === 'rate' ? change(fields.per_hour, series, unit) : null,
        for_seconds: kind === 'missing' ? 0 : Math.round(Number(fields.lasting || 0) * MINUTE),
        missing_seconds: kind === 'missing' ? Math.round(Number(fields.missing) * HOUR) : null,
        hours,
        months: fields.months.length === 0 || fields.months.length === 12 ? null : fields.months,
        to: fields.to.split(',').map(name => name.trim()).filter(name => name !== ''),
        enabled: fields.enabled,
    };
}

/** What is wrong with the terms, in words; empty when nothing is. */
export function mistakeIn({ kind, above, below, per_hour, hours }: RuleTerms): string {
    if (kind === 'threshold' && above === null && below === null) return words.noLimit;
    if (kind === 'threshold' && above !== null && below !== null && below >= above) return words.crossedLimits;
    if (kind === 'rate' && !per_hour) return words.noChange;
    if (hours && hours[0] === hours[1]) return words.noHours;
    return '';
}

export function fieldsOf(rule: RuleTerms, unit: Unit): Fields {
    const { series } = rule;
    const isDegrees = isTemperature(series) || series === 'delta';
    return {
        name: rule.name, apiary: rule.apiary === null ? '' : String(rule.apiary), kind: rule.kind, series,
        above: limitText(rule.above, series, unit), below: limitText(rule.below, series, unit),
        per_hour: rule.per_hour === null ? '' : String(rounded(isDegrees ? degrees(rule.per_hour, unit, 'difference') : rule.per_hour)),
        missing: String(rounded((rule.missing_seconds ?? 3 * HOUR) / HOUR)),
        lasting: String(rounded(rule.for_seconds / MINUTE)),
        from: rule.hours ? String(rule.hours[0]) : '', until: rule.hours ? String(rule.hours[1]) : '',
        months: rule.months ?? [], to: rule.to.join(', '), enabled: rule.enabled,
    };
}

const NEW: RuleTerms = {
    apiary: null, name: '', kind: 'threshold', series: 'internal', above: null, below: null, per_hour: null,
    for_seconds: 0, missing_seconds: null, hours: null, months: null, to: [], enabled: true,
};
export const newRule = (apiary: number | null): RuleTerms => ({ ...NEW, apiary });

/** "internal below 32 °C for 2 h · Apr–Sep · 06–22 h". */
export function sentence(rule: RuleTerms, unit: Unit): string {
    const parts = [what(rule, unit)];
    if (rule.months) parts.push(monthsText(rule.months));
    if (rule.hours) parts.push(words.hours(twoDigits(rule.hours[0]), twoDigits(rule.hours[1])));
    return parts.join(' · ');
}

function what(rule: RuleTerms, unit: Unit): string {
    const lasting = rule.for_seconds > 0 ? words.lasting(rule.for_seconds) : '';
    const degree = isTemperature(rule.series) || rule.series === 'delta' ? ` °${unit}` : '';
    const value = (number: number): string => decimal(Number(limitText(number, rule.series, unit))) + degree;
    switch (rule.kind) {
    case 'threshold': {
        const limits = [rule.above === null ? [] : words.above(value(rule.above)), rule.below === null ? [] : words.below(value(rule.below))].flat();
        return words.threshold(rule.series, limits, lasting);
    }
    case 'rate': return words.rate(rule.series, (rule.per_hour ?? 0) < 0, decimal(Math.abs(Number(fieldsOf(rule, unit).per_hour))) + degree, lasting);
    case 'missing': return words.missing(rule.missing_seconds ?? 0);
    case 'swarm': return words.swarm(lasting);
    }
}

/** Neighbouring months as "Apr–Sep", others one by one. */
export function monthsText(months: number[]): string {
    const runs: number[][] = [];
    for (const month of [...months].sort((a, b) => a - b)) {
        const run = runs.at(-1);
        if (run && run.at(-1) === month - 1) run.push(month);
        else runs.push([month]);
    }
    return runs.map(run => words.months(run[0] ?? 1, run.at(-1) ?? 1)).join(', ');
}
