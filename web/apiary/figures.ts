// web/apiary/figures.ts - the latest values of an apiary with their last 24 hours.

import { make } from '../shared/dom.ts';
import { count, decimal, duration, plural } from '../shared/format.ts';
import type { Zone } from '../shared/time.ts';
import type { Apiary } from './api.ts';
import type { Lines, Point, SeriesName } from './lines.ts';
import type { Range } from './range.ts';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 100, HEIGHT = 26;
/** A line steadier than this looks steady: its picture spans at least so many degrees. */
const LEAST_SPAN = 2;

const numbers = (points: Point[]): number[] => points.filter(point => typeof point === 'number');

/** Rows of the list: internal, external, delta, the last sample and the record. @param now seconds by the server's clock */
export function showFigures(host: HTMLElement, apiary: Apiary, last: number, lines: Lines, range: Range, now: number, zone: Zone): void {
    host.replaceChildren(
        ...(['internal', 'external', 'delta'] as const).map(name => temperature(name, lines, range)),
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

function temperature(name: SeriesName, lines: Lines, range: Range): HTMLElement {
    const values = numbers(lines[name]);
    const title = name[0]?.toUpperCase() + name.slice(1);
    if (values.length === 0) return figure(title, decimal(NaN), '°C', 'no valid reading in 24 h');
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const note = `${decimal(low)} to ${decimal(high)} in 24 h`;
    return figure(title, decimal(values.at(-1) ?? NaN), '°C', note, spark(lines.t, lines[name], range, low, high, `${title}, last 24 hours: ${note}`));
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

/** A line over its area, broken where values are missing. */
function spark(t: number[], points: Point[], range: Range, low: number, high: number, label: string): SVGElement {
    const middle = (low + high) / 2;
    const half = Math.max(high - low, LEAST_SPAN) * 0.65;
    const x = (i: number): string => ((((t[i] as number) - range.from) / (range.to - range.from)) * WIDTH).toFixed(1);
    const y = (value: number): string => (HEIGHT - ((value - middle + half) / (2 * half)) * HEIGHT).toFixed(1);
    const runs: string[][] = [[]];
    points.forEach((point, i) => {
        if (typeof point === 'number') runs.at(-1)?.push(`${x(i)} ${y(point)}`);
        else if (point === null && runs.at(-1)?.length) runs.push([]);
    });
    const lines = runs.filter(run => run.length > 1);
    const area = lines.map(run => `M${run.join('L')}V${HEIGHT}H${run[0]?.split(' ')[0]}Z`).join('');
    return picture(label, [['area', area], ['', lines.map(run => `M${run.join('L')}`).join('')]]);
}

function picture(label: string, paths: [kind: string, shape: string][]): SVGElement {
    const svg = document.createElementNS(SVG, 'svg');
    const attributes = { class: 'spark', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label };
    for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
    for (const [kind, shape] of paths) {
        const path = document.createElementNS(SVG, 'path');
        path.setAttribute('class', kind);
        path.setAttribute('d', shape);
        svg.append(path);
    }
    return svg;
}
