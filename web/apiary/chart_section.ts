// web/apiary/chart_section.ts - a line chart that comes and goes: its title, what it reads at the crosshair, its picture.

import { seriesTexts as words } from 'texts/more.ts';
import { make } from '../shared/dom.ts';
import { decimal } from '../shared/format.ts';
import type { Zone } from '../shared/time.ts';
import type { Charts, Reader } from './charts.ts';
import { wireKeys } from './legend.ts';
import { LineChart, type Curve, type Table } from './line_chart.ts';
import type { Range } from './range.ts';

/** A curve with what stands beside its key. */
export interface Named extends Curve {
    name: string;
    unit: string;
}

/** Reads the value of a curve at a time. */
export type ValueAt = (curve: number, time: number, tolerance: number) => number | undefined;

export class ChartSection {
    readonly element = make('section', '', { class: 'more' });
    private readonly figure = make('figure', '', { class: 'lines' });
    private readonly values: HTMLElement[];
    private readonly chart: LineChart;
    private valueAt: ValueAt = () => undefined;
    private readonly reader: Reader = (time, tolerance) => {
        this.values.forEach((place, i) => (place.textContent = decimal(this.valueAt(i, time, tolerance) ?? NaN)));
    };

    /** @param host it is put at the end of @param id of its title @param axes what they measure */
    constructor(private readonly charts: Charts, host: HTMLElement, id: string, title: string, curves: Named[], axes: readonly [left: string, right: string], zone: Zone) {
        const head = make('div', '', { class: 'head' });
        const read = make('span', '', { class: 'read' });
        this.values = curves.map(() => make('b', '–'));
        read.append(...curves.map((curve, i) => keyOf(curve, this.values[i] as HTMLElement)));
        const end = make('span', '', { class: 'end' });
        end.append(make('button', 'PNG', { type: 'button', 'data-picture': '', 'aria-label': words.picture(title) }));
        head.append(make('h2', title, { id }), read, end);
        this.figure.setAttribute('aria-labelledby', id);
        this.element.append(head, this.figure);
        host.append(this.element);
        this.chart = new LineChart(this.figure, curves, zone);
        this.chart.setTitles(...axes);
        wireKeys(read, this.chart);
        charts.add(this.chart, this.reader);
    }

    show(table: Table, range: Range, valueAt: ValueAt): void {
        this.valueAt = valueAt;
        this.chart.show(table, [], range);
        this.charts.reread();
    }

    remove(): void {
        this.charts.remove(this.chart, this.reader);
        this.element.remove();
    }
}

function keyOf({ name, unit, colour, dash }: Named, value: HTMLElement): HTMLElement {
    const key = make('button', '', { type: 'button', class: `key c-${colour}${dash ? ' dashed' : ''}` });
    key.append(`${name} `, value, unit ? ` ${unit}` : '');
    return key;
}
