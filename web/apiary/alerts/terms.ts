// web/apiary/alerts/terms.ts - a rule as a person reads and writes it; pure.

import { decimal, span } from '../../shared/format.ts';
import { celsius, degrees, type Unit } from '../../shared/preferences.ts';
import type { RuleKind, RuleTerms } from '../site_api.ts';

export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
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
    if (kind === 'threshold' && above === null && below === null) return 'Say above or below which value it fires.';
    if (kind === 'threshold' && above !== null && below !== null && below >= above) return 'No value is above the one and below the other: “below” must be less than “above”.';
    if (kind === 'rate' && !per_hour) return 'Say how much change an hour is too much: less than zero is a fall.';
    if (hours && hours[0] === hours[1]) return 'From an hour to the same hour is no time at all; from 20 to 6 goes through midnight.';
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
    if (rule.hours) parts.push(`${rule.hours.map(hour => String(hour).padStart(2, '0')).join('–')} h`);
    return parts.join(' · ');
}

function what(rule: RuleTerms, unit: Unit): string {
    const lasting = rule.for_seconds > 0 ? ` for ${span(rule.for_seconds)}` : '';
    const degree = isTemperature(rule.series) || rule.series === 'delta' ? ` °${unit}` : '';
    const value = (number: number | null): string => decimal(Number(limitText(number, rule.series, unit)));
    switch (rule.kind) {
    case 'threshold': {
        const limits = [rule.above === null ? '' : `above ${value(rule.above)}${degree}`, rule.below === null ? '' : `below ${value(rule.below)}${degree}`];
        return `${rule.series} ${limits.filter(text => text !== '').join(' or ')}${lasting}`;
    }
    case 'rate': return `${rule.series} ${(rule.per_hour ?? 0) < 0 ? 'falls' : 'rises'} by ${decimal(Math.abs(Number(fieldsOf(rule, unit).per_hour)))}${degree} an hour${lasting}`;
    case 'missing': return `no data for ${span(rule.missing_seconds ?? 0)}`;
    case 'swarm': return `temperature, sound and weight of a swarm${lasting}`;
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
    const name = (month: number | undefined): string => MONTHS[(month ?? 1) - 1] ?? '';
    return runs.map(run => run.length < 2 ? name(run[0]) : `${name(run[0])}–${name(run.at(-1))}`).join(', ');
}
