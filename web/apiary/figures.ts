// web/apiary/figures.ts - the latest values of an apiary with their last 24 hours.

import { chartTexts, figureTexts as words } from 'texts/charts.ts';
import { make } from '../shared/dom.ts';
import { count, decimal } from '../shared/format.ts';
import type { Unit } from '../shared/preferences.ts';
import type { Zone } from '../shared/time.ts';
import { ageParts } from './age.ts';
import type { Apiary } from './api.ts';
import type { Lines, Point, SeriesName } from './lines.ts';
import type { Range } from './range.ts';
import type { Alert } from './site_api.ts';
import { spark } from './spark.ts';

const numbers = (points: Point[]): number[] => points.filter(point => typeof point === 'number');

/** What the figures tell of: the last day's lines over their range, and the alerts that are open. */
export interface Latest {
    apiary: Apiary;
    last: number;
    lines: Lines;
    range: Range;
    open: Alert[];
    /** seconds by the server's clock */
    now: number;
    zone: Zone;
    unit: Unit;
}

/** Internal, external, delta, the last sample, the record and the open alerts. */
export function showFigures(host: HTMLElement, { apiary, last, lines, range, open, now, zone, unit }: Latest): void {
    host.replaceChildren(
        ...(['internal', 'external', 'delta'] as const).map(name => temperature(name, lines, range, unit)),
        lastSample(last, now, lines, zone),
        figure(words.record, count(apiary.count), '', words.since(`${zone.day(apiary.first ?? last)} ${zone.year(apiary.first ?? last)}`)),
        openAlerts(apiary, open, zone),
    );
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

function temperature(name: SeriesName, lines: Lines, range: Range, unit: Unit): HTMLElement {
    const values = numbers((lines.values[name] ?? []));
    const title = words.title[name] ?? name;
    if (values.length === 0) return figure(title, decimal(NaN), `°${unit}`, words.noReading);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const note = words.extent(low, high);
    return figure(title, decimal(values.at(-1) ?? NaN), `°${unit}`, note, spark(lines.t, (lines.values[name] ?? []), range, low, high, words.line(title, note)));
}

function lastSample(last: number, now: number, lines: Lines, zone: Zone): HTMLElement {
    const expected = lines.step > 0 ? Math.round(86400 / lines.step) : 0;
    const note = expected >= lines.samples ? words.ofExpected(lines.samples, expected) : chartTexts.samples(lines.samples);
    const made = figure(words.lastSample, '', '', `${zone.when(last)} · ${note}`);
    const value = made.querySelector('.v');
    value?.setAttribute('data-age', '');
    value?.replaceChildren(...ageParts(now - last));
    return made;
}
