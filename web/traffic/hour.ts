// web/traffic/hour.ts - the last hour in strips, one for each predicted class, and as a table.

import { hourTexts as words } from 'texts/traffic.ts';
import { element, make, redrawn, sheet, token } from '../shared/dom.ts';
import { count } from '../shared/format.ts';
import type { Zone } from '../shared/time.ts';
import { MINUTE, MINUTES, seenClasses, sum, type ClassHour, type Picture } from './picture.ts';

/** The least colour of a minute that is not empty, and where the ramp bends. */
const FAINT = 0.18, BEND = 0.6;

type Colour = [number, number, number];

function colour(name: string): Colour {
    const [r = 0, g = 0, b = 0] = (token(name).match(/[\d.]+/g) ?? []).map(Number);
    return [r, g, b];
}

const mixed = (from: Colour, to: Colour, share: number): string => `rgb(${from.map((part, i) => Math.round(part + ((to[i] as number) - part) * share)).join(' ')})`;

export class Hour {
    private readonly host = element('#hour', HTMLElement);
    private readonly read = element('#hour-read', HTMLElement);
    private readonly details = element('#hour-table', HTMLDetailsElement);
    private canvases: [ClassHour, HTMLCanvasElement][] = [];
    private last = 0;
    private zone: Zone | undefined;
    private shown = '';

    constructor() {
        redrawn(this.host, () => this.draw());
        this.details.addEventListener('toggle', () => this.fillTable());
        this.host.addEventListener('pointerleave', () => (this.read.textContent = words.atRest));
        this.read.textContent = words.atRest;
    }

    show(picture: Picture, zone: Zone): void {
        const classes = seenClasses(picture);
        const state = JSON.stringify([picture.hour.last, zone.name, classes.map(({ name, counts }) => [name, counts])]);
        if (state === this.shown) return;
        this.shown = state;
        this.last = picture.hour.last;
        this.zone = zone;
        this.canvases = [];
        this.host.replaceChildren(...classes.flatMap(of => this.strip(of)), make('span'), this.axis(), make('span'));
        this.draw();
        this.fillTable();
    }

    /** "14:05" */
    private clock(minute: number): string {
        return this.zone?.time(this.last - (MINUTES - 1 - minute) * MINUTE).slice(0, 5) ?? '';
    }

    private strip(of: ClassHour): HTMLElement[] {
        const total = sum(of.counts);
        const canvas = make('canvas', '', { role: 'img', 'aria-label': words.strip(of.name, total, Math.max(...of.counts)) });
        canvas.addEventListener('pointermove', ({ offsetX }) => {
            const minute = Math.min(MINUTES - 1, Math.max(0, Math.floor((offsetX / canvas.clientWidth) * MINUTES)));
            this.read.textContent = words.minute(of.name, this.clock(minute), of.counts[minute] ?? 0);
        });
        this.canvases.push([of, canvas]);
        return [make('span', of.name, { class: 'name' }), canvas, make('span', count(total), { class: 'n' })];
    }

    private axis(): HTMLElement {
        const made = make('span', '', { class: 'axis dim', 'aria-hidden': 'true' });
        for (const minute of [0, 15, 30, 45]) made.append(make('span', this.clock(minute)));
        made.append(make('span', words.now));
        return made;
    }

    private draw(): void {
        const plot = colour('plot'), fill = colour('fill'), heat = colour('heat'), line = token('line'), ink = token('ink2');
        for (const [{ counts, is_attack: isAttack }, canvas] of this.canvases) {
            const { context, width, height } = sheet(canvas);
            const top = Math.max(1, ...counts), step = width / MINUTES;
            counts.forEach((value, minute) => {
                if (value === 0) return;
                const share = FAINT + (1 - FAINT) * (value / top);
                if (isAttack) {
                    context.fillStyle = share < BEND ? mixed(plot, fill, share / BEND) : mixed(fill, heat, (share - BEND) / (1 - BEND));
                    context.fillRect(minute * step, 0, Math.max(1, step - 1), height);
                    return;
                }
                const level = height - (value / (top * 1.1)) * height;
                context.fillStyle = line;
                context.fillRect(minute * step, level, step, height - level);
                context.fillStyle = ink;
                context.fillRect(minute * step, level, step, 1.5);
            });
        }
    }

    /** Sixty rows are made only for those who open them. */
    private fillTable(): void {
        const head = element('thead', HTMLElement, this.details), body = element('tbody', HTMLElement, this.details);
        if (!this.details.open) return head.replaceChildren(), body.replaceChildren();
        const row = make('tr');
        row.append(make('th', words.column, { scope: 'col' }), ...this.canvases.map(([{ name }]) => make('th', name, { scope: 'col', class: 'n' })));
        head.replaceChildren(row);
        body.replaceChildren(...Array.from({ length: MINUTES }, (_, i) => MINUTES - 1 - i).map(minute => {
            const made = make('tr');
            made.append(make('th', this.clock(minute), { scope: 'row' }), ...this.canvases.map(([{ counts }]) => make('td', count(counts[minute] ?? 0), { class: 'n' })));
            return made;
        }));
    }
}
