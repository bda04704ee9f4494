// web/apiary/overlays.ts - what else an apiary measures (weight, humidity, battery, …), over internal and the same time.

import './common.ts';
import { chartTexts } from 'texts/charts.ts';
import { seriesTexts as words } from 'texts/more.ts';
import { ApiError } from '../shared/ask.ts';
import { element, make } from '../shared/dom.ts';
import { FrameError } from '../shared/frame.ts';
import { askSeries } from './answers.ts';
import { fetchSeries, type Series } from './api.ts';
import { ChartSection } from './chart_section.ts';
import { INTERNAL, tableOf, type Charts } from './charts.ts';
import { joined } from './line_chart.ts';
import { isTemperature, valueAt } from './lines.ts';
import type { Part, Scene } from './scene.ts';

export class Overlays implements Part {
    private readonly menu = element('#series', HTMLDetailsElement);
    private readonly host = element('#more', HTMLElement);
    private readonly sections = new Map<string, ChartSection>();
    private known: Series[] = [];
    private apiary: number | undefined;
    private scene: Scene | undefined;
    private asking = new AbortController();

    /** @param wanted names of the series shown, of which `changed` is told */
    constructor(private readonly charts: Charts, private wanted: string[], private readonly changed: (wanted: string[]) => void) {}

    show(scene: Scene): void {
        this.scene = scene;
        this.asking.abort();
        this.asking = new AbortController();
        void this.load(scene, this.asking.signal);
    }

    clear(): void {
        this.asking.abort();
        this.apiary = undefined;
        for (const name of [...this.sections.keys()]) this.close(name);
    }

    private async load(scene: Scene, signal: AbortSignal): Promise<void> {
        try {
            if (this.apiary !== scene.apiary.id) await this.learn(scene, signal);
            await Promise.all(this.wanted.filter(name => this.known.some(series => series.name === name)).map(name => this.draw(name, scene, signal)));
        } catch (error) {
            if (signal.aborted) return;
            if (!(error instanceof ApiError || error instanceof FrameError)) throw error;
            element('output', HTMLOutputElement, this.menu).textContent = words.failed(error.message);
        }
    }

    /** Which series this apiary has; the three temperatures are shown anyhow. */
    private async learn({ apiary }: Scene, signal: AbortSignal): Promise<void> {
        this.known = (await fetchSeries(apiary, signal)).filter(({ name }) => !isTemperature(name));
        this.apiary = apiary.id;
        const choices = this.known.map(({ name, title, unit }) => {
            const label = make('label', '', { class: 'check' });
            const box = make('input', '', { type: 'checkbox', value: name });
            box.checked = this.wanted.includes(name);
            box.addEventListener('change', () => this.choose(name, box.checked));
            label.append(box, words.choice(title || name, unit));
            return label;
        });
        element('.choices', HTMLElement, this.menu).replaceChildren(...choices);
        element('output', HTMLOutputElement, this.menu).textContent = choices.length === 0 ? words.none : '';
    }

    private choose(name: string, isWanted: boolean): void {
        this.wanted = isWanted ? [...this.wanted, name] : this.wanted.filter(other => other !== name);
        this.changed(this.wanted);
        if (!isWanted) this.close(name);
        else if (this.scene) void this.load(this.scene, this.asking.signal);
    }

    private async draw(name: string, scene: Scene, signal: AbortSignal): Promise<void> {
        const series = this.known.find(series => series.name === name);
        if (!series) return;
        const lines = await askSeries(scene.apiary, scene.range, scene.columns, name, scene.unit, signal);
        if (signal.aborted) return;
        const section = this.sections.get(name) ?? this.open(series, scene);
        section.show(joined(tableOf(scene.drawn.lines, 'internal'), tableOf(lines, name)), scene.range, (curve, time, tolerance) =>
            curve === 0 ? valueAt(scene.drawn.lines, 'internal', time, tolerance) : valueAt(lines, name, time, Math.max(tolerance, lines.step)));
    }

    private open({ name, title, unit }: Series, scene: Scene): ChartSection {
        const section = new ChartSection(this.charts, this.host, `title-of-${this.sections.size}-${name}`, words.chart(title || name), [
            { ...INTERNAL, name: chartTexts.internal, unit: `°${scene.unit}` },
            { side: 'right', colour: 's4', name: title || name, unit },
        ], [chartTexts.temperatureAxis(scene.unit), chartTexts.otherAxis(title || name, unit)], scene.zone);
        this.sections.set(name, section);
        return section;
    }

    private close(name: string): void {
        this.sections.get(name)?.remove();
        this.sections.delete(name);
    }
}
