// web/apiary/table.ts - the charts' samples as numbers, for those who read rather than look.

import './common.ts';
import { tableTexts as words } from 'texts/more.ts';
import { make } from '../shared/dom.ts';
import { count, decimal } from '../shared/format.ts';
import type { Unit as Degree } from '../shared/preferences.ts';
import type { Zone } from '../shared/time.ts';
import { TEMPERATURES, type Lines } from './lines.ts';
import type { Range } from './range.ts';
import { summarise, unitFor, type Period, type Unit } from './summary.ts';

const MEASURES = ['low', 'mean', 'high'] as const;

export function showTable(host: HTMLTableElement, lines: Lines, range: Range, zone: Zone, degree: Degree): void {
    const unit = unitFor(range);
    host.replaceChildren(make('caption', words.caption(words.per[unit], degree, lines.reduced)), head(), body(summarise(lines, range, zone), unit, zone));
}

function head(): HTMLElement {
    const made = make('thead');
    const groups = make('tr'), columns = make('tr');
    groups.append(make('th', words.time, { scope: 'col', rowspan: '2' }), make('th', words.samples, { scope: 'col', rowspan: '2', class: 'n' }));
    for (const name of TEMPERATURES) {
        groups.append(make('th', name, { scope: 'colgroup', colspan: '3', class: 'n' }));
        columns.append(...MEASURES.map(measure => make('th', words.measures[measure], { scope: 'col', class: 'n' })));
    }
    made.append(groups, columns);
    return made;
}

function body(periods: Period[], unit: Unit, zone: Zone): HTMLElement {
    const made = make('tbody');
    for (const { start, samples, extents } of periods) {
        const row = make('tr');
        row.append(make('th', periodName(start, unit, zone), { scope: 'row' }), make('td', count(samples), { class: 'n' }));
        for (const name of TEMPERATURES) row.append(...MEASURES.map(measure => make('td', decimal(extents[name]?.[measure] ?? NaN), { class: 'n' })));
        made.append(row);
    }
    return made;
}

function periodName(start: number, unit: Unit, zone: Zone): string {
    switch (unit) {
    case 'hour': return zone.when(start);
    case 'day': return `${zone.day(start)} ${zone.year(start)}`;
    case 'month': return `${zone.month(start)} ${zone.year(start)}`;
    }
}
