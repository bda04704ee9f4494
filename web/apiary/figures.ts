// web/apiary/figures.ts - the latest values of an apiary with their last 24 hours.

import { chartTexts, figureTexts as words } from 'texts/charts.ts';
import { make } from '../shared/dom.ts';
import { count, decimal, NOTHING } from '../shared/format.ts';
import type { Unit } from '../shared/preferences.ts';
import type { Zone } from '../shared/time.ts';
import { ageParts } from './age.ts';
import type { Apiary, Series } from './api.ts';
import { TEMPERATURES, type Lines, type Point } from './lines.ts';
import type { Range } from './range.ts';
import type { Alert } from './site_api.ts';
import { spark } from './spark.ts';

const NO_BREAK_SPACE = '\u00a0';
const numbers = (points: Point[]): number[] => points.filter(point => typeof point === 'number');

/** What the figures tell of: the last day's lines over their range, and the alerts that are open. */
export interface Latest {
    apiary: Apiary;
    last: number;
    lines: Lines;
    range: Range;
    other: Series | undefined;
    open: Alert[];
    /** seconds by the server's clock */
    now: number;
    zone: Zone;
    unit: Unit;
}

/** Internal, external, delta, what else is measured, the last sample, the record and the open alerts. */
export function showFigures(host: HTMLElement, { apiary, last, lines, range, other, open, now, zone, unit }: Latest): void {
    host.replaceChildren(
        ...TEMPERATURES.map(name => measured(words.title[name] ?? name, lines.values[name] ?? [], lines, range, `°${unit}`)),
        ...(other ? [measured(capital(other.title || other.name), lines.values[other.name] ?? [], lines, range, other.unit)] : []),
        lastSample(last, now, lines, zone),
        figure(words.record, count(apiary.count), '', words.since(`${zone.day(apiary.first ?? last)} ${zone.year(apiary.first ?? last)}`)),
        openAlerts(apiary, open, zone),
    );
}

/** The same figures before their values are known, so that nothing moves when they are. */
export function showFigureNames(host: HTMLElement): void {
    const names = [...TEMPERATURES.map(name => words.title[name] ?? name), words.lastSample, words.record, words.alerts];
    host.replaceChildren(...names.map(name => figure(name, NOTHING, '', NO_BREAK_SPACE)));
}

function openAlerts({ id }: Apiary, [newest, ...others]: Alert[], zone: Zone): HTMLElement {
    const made = figure(words.alerts, String(newest ? others.length + 1 : 0), words.open, '');
    const link = make('a', newest ? words.firing(newest.rule_name, zone.when(newest.fired)) : words.quiet, { href: `alerts?apiary=${id}` });
    made.querySelector('.dim')?.append(link);
    return made;
}

function figure(name: string, value: string, unit: string, note: string, picture?: SVGElement): HTMLElement {
    const made = make('div', '', { class: 'fig' });
    const amount = make('dd', value, { class: 'v' });
    amount.append(make('small', unit));
    made.append(make('dt', name), amount);
    if (picture) made.append(wrapped(picture));
    made.append(make('dd', note, { class: 'dim' }));
    return made;
}

function wrapped(picture: SVGElement): HTMLElement {
    const box = make('dd');
    box.append(picture);
    return box;
}

const capital = (name: string): string => `${name[0]?.toUpperCase()}${name.slice(1)}`;

function measured(title: string, points: Point[], lines: Lines, range: Range, unit: string): HTMLElement {
    const values = numbers(points);
    if (values.length === 0) return figure(title, decimal(NaN), unit, words.noReading);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const note = words.extent(low, high);
    return figure(title, decimal(values.at(-1) ?? NaN), unit, note, spark(lines.t, points, range, low, high, words.line(title, note)));
}

function lastSample(last: number, now: number, lines: Lines, zone: Zone): HTMLElement {
    const expected = lines.step > 0 ? Math.round(86400 / lines.step) : 0;
    const note = expected >= lines.samples ? words.ofExpected(lines.samples, expected) : chartTexts.samples(lines.samples);
    const made = figure(words.lastSample, '', '', note);
    made.title = zone.dated(last);
    const value = made.querySelector('.v');
    value?.setAttribute('data-age', '');
    value?.replaceChildren(...ageParts(now - last));
    return made;
}
