// web/apiary/compare.ts - the internal temperature of this apiary beside others, or beside itself at another time.

import './common.ts';
import { chartTexts } from 'texts/charts.ts';
import { compareTexts as words, seriesTexts } from 'texts/more.ts';
import { ApiError } from '../shared/ask.ts';
import { element, make } from '../shared/dom.ts';
import { FrameError } from '../shared/frame.ts';
import { askSeries } from './answers.ts';
import { ChartSection, type Named } from './chart_section.ts';
import { tableOf, type Charts } from './charts.ts';
import { joined } from './line_chart.ts';
import { valueAt, type Lines } from './lines.ts';
import { matches } from './overview/attention.ts';
import type { Part, Scene } from './scene.ts';
import type { Comparison } from './url_state.ts';

/** Lines beyond these would not be told apart. */
const MOST = 4;
const COLOURS = ['s2', 's3', 's4', 's5'];

export class Compare implements Part {
    private readonly menu = element('#compare', HTMLDetailsElement);
    private readonly find = make('input', '', { type: 'search', id: 'compare-find', autocomplete: 'off' });
    private readonly choices = make('div', '', { class: 'choices' });
    private readonly shift = make('select', '', { id: 'shift' });
    private readonly failure = make('output');
    private section: ChartSection | undefined;
    private apiary: number | undefined;
    private scene: Scene | undefined;
    private asking = new AbortController();

    constructor(private readonly charts: Charts, private readonly wanted: Comparison, private readonly changed: (wanted: Comparison) => void) {
        this.shift.append(...words.shifts.map(([seconds, text]) => make('option', text, { value: String(seconds) })));
        this.shift.value = String(wanted.shift);
        this.shift.addEventListener('change', () => {
            this.wanted.shift = Number(this.shift.value);
            this.again();
        });
        this.find.addEventListener('input', () => this.sift());
        element('div', HTMLElement, this.menu).append(labelled(words.find, this.find, 'find'), this.choices, labelled(words.shift, this.shift), this.failure);
    }

    show(scene: Scene): void {
        this.scene = scene;
        if (this.apiary !== scene.apiary.id) this.offer(scene);
        this.asking.abort();
        this.asking = new AbortController();
        void this.load(scene, this.asking.signal);
    }

    clear(): void {
        this.asking.abort();
        this.apiary = undefined;
        this.close();
    }

    private offer({ apiary, facts }: Scene): void {
        this.apiary = apiary.id;
        this.choices.replaceChildren(...facts.apiaries.filter(({ count }) => count > 0).map(({ id, name }) => {
            const label = make('label', '', { class: 'check' });
            const box = make('input', '', { type: 'checkbox', value: String(id) });
            box.checked = this.wanted.apiaries.includes(id);
            box.addEventListener('change', () => this.choose(id, box.checked));
            label.append(box, id === apiary.id ? words.itself(name) : name);
            return label;
        }));
        element('.find', HTMLElement, this.menu).hidden = facts.apiaries.length <= 12;
        this.limit();
    }

    private choose(id: number, isWanted: boolean): void {
        const others = this.wanted.apiaries.filter(other => other !== id);
        this.wanted.apiaries = isWanted ? [...others, id] : others;
        this.limit();
        this.again();
    }

    private sift(): void {
        for (const label of this.choices.querySelectorAll('label')) label.hidden = !matches(label.textContent ?? '', this.find.value);
    }

    private limit(): void {
        const isFull = this.wanted.apiaries.length >= MOST;
        for (const box of this.choices.querySelectorAll('input')) box.disabled = isFull && !box.checked;
    }

    private again(): void {
        this.changed(this.wanted);
        this.close();
        if (this.scene) this.show(this.scene);
    }

    private async load(scene: Scene, signal: AbortSignal): Promise<void> {
        const shown = this.wanted.apiaries.map(id => scene.facts.apiaries.find(apiary => apiary.id === id)).filter(apiary => apiary !== undefined);
        if (shown.length === 0) return this.close();
        const { shift } = this.wanted;
        const range = { from: scene.range.from + shift, to: scene.range.to + shift };
        try {
            const others = await Promise.all(shown.map(apiary => askSeries(apiary, range, scene.columns, 'internal', scene.unit, signal)));
            if (signal.aborted) return;
            this.draw(scene, shown.map(({ name }) => name), others.map(lines => moved(lines, -shift)));
        } catch (error) {
            if (signal.aborted) return;
            if (!(error instanceof ApiError || error instanceof FrameError)) throw error;
            this.failure.textContent = seriesTexts.failed(error.message);
        }
    }

    private draw(scene: Scene, names: string[], others: Lines[]): void {
        this.failure.textContent = '';
        const all = [scene.drawn.lines, ...others];
        const when = this.shift.selectedOptions[0]?.textContent ?? '';
        const named = (name: string): string => this.wanted.shift === 0 ? name : words.shifted(name, when);
        this.section ??= new ChartSection(this.charts, element('#more', HTMLElement), 'compare-title', words.title, [
            curve(scene.apiary.name, 's1', scene.unit), ...names.map((name, i) => curve(named(name), COLOURS[i] as string, scene.unit)),
        ], [chartTexts.temperatureAxis(scene.unit), ''], scene.zone);
        const table = others.map(lines => tableOf(lines, 'internal')).reduce(joined, tableOf(scene.drawn.lines, 'internal'));
        this.section.show(table, scene.range, (at, time, tolerance) => valueAt(all[at] as Lines, 'internal', time, tolerance));
    }

    private close(): void {
        this.section?.remove();
        this.section = undefined;
    }
}

function labelled(words: string, field: HTMLElement, kind = ''): HTMLElement {
    const label = make('label', words, kind ? { class: kind } : {});
    label.append(field);
    return label;
}

const curve = (name: string, colour: string, unit: string): Named => ({ side: 'left', colour, name, unit: `°${unit}`, ...(colour === 's1' ? {} : { dash: [5, 4.5] }) });

/** The same lines some seconds later. */
function moved(lines: Lines, by: number): Lines {
    return { ...lines, t: lines.t.map(time => time + by), gaps: lines.gaps.map(({ from, to }) => ({ from: from + by, to: to + by })) };
}
