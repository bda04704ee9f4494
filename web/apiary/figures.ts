// web/apiary/figures.ts - the latest values of an apiary with their last 24 hours.

import { make } from '../shared/dom.ts';
import { count, decimal, duration, plural } from '../shared/format.ts';
import type { Unit } from '../shared/preferences.ts';
import type { Zone } from '../shared/time.ts';
import type { Apiary } from './api.ts';
import type { Lines, Point, SeriesName } from './lines.ts';
import type { Range } from './range.ts';
import { spark } from './spark.ts';

const numbers = (points: Point[]): number[] => points.filter(point => typeof point === 'number');

/** Rows of the list: internal, external, delta, the last sample and the record. @param now seconds by the server's clock */
export function showFigures(host: HTMLElement, apiary: Apiary, last: number, lines: Lines, range: Range, now: number, zone: Zone, unit: Unit): void {
    host.replaceChildren(
        ...(['internal', 'external', 'delta'] as const).map(name => temperature(name, lines, range, unit)),
        lastSample(last, now, lines, zone),
        figure('Record', count(apiary.count), '', `samples since ${zone.day(apiary.first ?? last)} ${zone.year(apiary.first ?? last)}`),
    );
}

/** Says anew how old the last sample is. @param age seconds */
export function showAge(host: HTMLElement, age: number): void {
    host.querySelector('[data-age]')?.replaceChildren(...ageParts(age));
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

function temperature(name: SeriesName, lines: Lines, range: Range, unit: Unit): HTMLElement {
    const values = numbers((lines.values[name] ?? []));
    const title = name[0]?.toUpperCase() + name.slice(1);
    if (values.length === 0) return figure(title, decimal(NaN), `°${unit}`, 'no valid reading in 24 h');
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const note = `${decimal(low)} to ${decimal(high)} in 24 h`;
    return figure(title, decimal(values.at(-1) ?? NaN), `°${unit}`, note, spark(lines.t, (lines.values[name] ?? []), range, low, high, `${title}, last 24 hours: ${note}`));
}

function lastSample(last: number, now: number, lines: Lines, zone: Zone): HTMLElement {
    const expected = lines.step > 0 ? Math.round(86400 / lines.step) : 0;
    const note = expected >= lines.samples ? `${count(lines.samples)} of ${count(expected)} in 24 h` : plural(lines.samples, 'sample');
    const made = figure('Last sample', '', '', `${zone.when(last)} · ${note}`);
    const value = made.querySelector('.v');
    value?.setAttribute('data-age', '');
    value?.replaceChildren(...ageParts(now - last));
    return made;
}

function ageParts(age: number): (string | HTMLElement)[] {
    const { value, unit } = duration(age);
    return [value, make('small', `${unit} ago`)];
}
