// web/apiary/overview/row.ts - one apiary as a row: state, latest values, its last 24 hours, last sample.

import { overviewTexts as words } from 'texts/overview.ts';
import { glyph, make } from '../../shared/dom.ts';
import { decimal, NOTHING, span } from '../../shared/format.ts';
import { degrees, type Unit } from '../../shared/preferences.ts';
import { spark } from '../spark.ts';
import type { Overviewed } from '../site_api.ts';
import { healthOf } from './attention.ts';

/** Columns of the small line, for the sake of its times. */
const SPARK_STEP = 1800;

export class Row {
    readonly element = make('tr');
    readonly strip = make('canvas', '', { class: 'thumb', role: 'img' });

    constructor(apiary: Overviewed, now: number, unit: Unit) {
        this.show(apiary, now, unit);
    }

    show(apiary: Overviewed, now: number, unit: Unit): void {
        const { mark, word, why } = healthOf(apiary, now);
        this.element.dataset.apiary = String(apiary.id);
        this.element.dataset.mark = mark;
        this.strip.setAttribute('aria-label', words.sound(apiary.name));
        const state = make('td');
        const shown = make('span', '', { class: `st ${mark}` });
        shown.append(glyph(mark), word);
        state.append(shown);
        const { internal, external, weight } = apiary.latest;
        this.element.replaceChildren(
            nameCell(apiary, why), state,
            number(words.internal, temperature(internal, unit)), number(words.external, temperature(external, unit)), number(words.weight, decimal(weight ?? NaN)),
            sparkCell(apiary), this.stripCell(apiary), ageCell(apiary, now),
        );
    }

    private stripCell({ last }: Overviewed): HTMLElement {
        const cell = make('td', '', { class: 'all' });
        if (last === null) cell.append(make('span', words.noSamples, { class: 'dim' }));
        else cell.append(this.strip);
        return cell;
    }
}

const temperature = (value: number | null, unit: Unit): string => decimal(degrees(value ?? NaN, unit));

function nameCell({ id, name }: Overviewed, why: string): HTMLElement {
    const cell = make('th', '', { scope: 'row' });
    cell.append(make('a', name, { href: `./?apiary=${id}` }));
    if (why) cell.append(make('br'), make('small', why));
    return cell;
}

const number = (label: string, text: string): HTMLElement => make('td', text, { class: 'n', 'data-l': label });

function sparkCell({ name, spark: means }: Overviewed): HTMLElement {
    const cell = make('td', '', { class: 'all' });
    const values = means.filter(value => value !== null);
    if (values.length < 2) {
        cell.append(make('span', words.noReading, { class: 'dim' }));
        return cell;
    }
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const times = means.map((_, i) => i * SPARK_STEP);
    cell.append(spark(times, means, { from: 0, to: (means.length - 1) * SPARK_STEP }, low, high, words.line(name)));
    return cell;
}

function ageCell({ last }: Overviewed, now: number): HTMLElement {
    const cell = number(words.lastSample, last === null ? NOTHING : span(now - last));
    if (last !== null) cell.title = new Date(last * 1000).toISOString();
    return cell;
}
