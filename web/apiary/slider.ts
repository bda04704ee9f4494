// web/apiary/slider.ts - the whole record as a strip, and the window in it that is shown.

import { element, font, redrawn, sheet, type Sheet } from '../shared/dom.ts';
import { timeTicks, type Zone } from '../shared/time.ts';
import type { ScaleName } from '../shared/colour_scale.ts';
import { ALL_BINS } from './cells.ts';
import { length, moveEnd, pan, type Range } from './range.ts';
import { drawCells, type Cells } from './spectrogram.ts';

const DAY = 86400;
const LABEL_WIDTH = 76;

type Grip = 'from' | 'to' | 'window';

export class Slider {
    private readonly canvas: HTMLCanvasElement;
    private readonly labels: HTMLCanvasElement;
    private readonly masks: HTMLElement[];
    private readonly window: HTMLElement;
    private readonly ends: Record<'from' | 'to', HTMLElement>;
    private record: Range = { from: 0, to: 1 };
    private range: Range = this.record;
    private zone: Zone | undefined;
    private cells: Cells | undefined;
    private scale: ScaleName = 'viridis';
    private held: { grip: Grip; x: number; range: Range } | undefined;

    /** @param choose called with a new range, many times while dragging, and once at its end with `done` */
    constructor(private readonly host: HTMLElement, private readonly choose: (range: Range, done: boolean) => void) {
        this.canvas = element('.cells', HTMLCanvasElement, host);
        this.labels = element('.labels', HTMLCanvasElement, host);
        this.masks = [...host.querySelectorAll<HTMLElement>('.mask')];
        this.window = element('.win', HTMLElement, host);
        this.ends = { from: element('[data-end=from]', HTMLElement, host), to: element('[data-end=to]', HTMLElement, host) };
        host.addEventListener('pointerdown', event => this.grab(event));
        host.addEventListener('pointermove', event => this.drag(event));
        host.addEventListener('pointerup', () => this.release());
        host.addEventListener('pointercancel', () => this.release());
        host.addEventListener('keydown', event => this.key(event));
        redrawn(host, () => this.draw());
    }

    get width(): number {
        return this.host.clientWidth;
    }

    setRecord(record: Range, zone: Zone): void {
        this.record = record;
        this.zone = zone;
    }

    showRecord(cells: Cells | undefined, scale: ScaleName): void {
        this.cells = cells;
        this.scale = scale;
        this.draw();
    }

    show(range: Range): void {
        this.range = range;
        const [from, to] = [this.percent(range.from), this.percent(range.to)];
        const [before, after] = this.masks;
        if (before) Object.assign(before.style, { left: '0', width: `${from}%` });
        if (after) Object.assign(after.style, { left: `${to}%`, right: '0' });
        Object.assign(this.window.style, { left: `${from}%`, width: `${to - from}%` });
        for (const end of ['from', 'to'] as const) {
            this.ends[end].style.left = `${this.percent(range[end])}%`;
            this.ends[end].setAttribute('aria-valuemin', String(Math.round(this.record.from)));
            this.ends[end].setAttribute('aria-valuemax', String(Math.round(this.record.to)));
            this.ends[end].setAttribute('aria-valuenow', String(Math.round(range[end])));
            this.ends[end].setAttribute('aria-valuetext', this.zone?.when(range[end]) ?? '');
        }
    }

    private percent(time: number): number {
        return ((time - this.record.from) / length(this.record)) * 100;
    }

    private draw(): void {
        const paper = sheet(this.canvas);
        if (!this.cells || paper.width === 0) return;
        drawCells(paper, this.cells.image(this.scale, ALL_BINS), this.cells.meta, this.record);
        this.drawLabels(sheet(this.labels));
    }

    /** White on a dark plate, above the masks: the strip below has every colour. */
    private drawLabels({ context, width, height }: Sheet): void {
        if (!this.zone) return;
        context.font = font(11);
        context.textBaseline = 'top';
        for (const { time, text } of timeTicks(this.zone, this.record.from, this.record.to, width / LABEL_WIDTH)) {
            const x = (this.percent(time) / 100) * width;
            const plate = context.measureText(text).width + 8;
            if (x + plate > width) continue;
            context.fillStyle = '#000b';
            context.fillRect(x, height - 15, plate, 15);
            context.fillStyle = '#fff';
            context.fillText(text, x + 4, height - 12);
        }
    }

    private grab(event: PointerEvent): void {
        const target = event.target as HTMLElement;
        const end = target.dataset.end as 'from' | 'to' | undefined;
        if (!end && target !== this.window) this.jump(event);
        this.held = { grip: end ?? 'window', x: event.clientX, range: this.range };
        this.host.setPointerCapture(event.pointerId);
    }

    /** A press beside the window brings its middle there. */
    private jump({ clientX }: PointerEvent): void {
        const { left, width } = this.host.getBoundingClientRect();
        const time = this.record.from + ((clientX - left) / width) * length(this.record);
        const middle = (this.range.from + this.range.to) / 2;
        this.choose(pan(this.range, (time - middle) / length(this.range), this.record), false);
    }

    private drag({ clientX }: PointerEvent): void {
        if (!this.held) return;
        const { grip, x, range } = this.held;
        const by = ((clientX - x) / this.host.clientWidth) * length(this.record);
        const moved = grip === 'window' ? pan(range, by / length(range), this.record) : moveEnd(range, grip, range[grip] + by, this.record);
        this.choose(moved, false);
    }

    private release(): void {
        if (!this.held) return;
        this.held = undefined;
        this.choose(this.range, true);
    }

    private key(event: KeyboardEvent): void {
        const end = (event.target as HTMLElement).dataset.end as 'from' | 'to' | undefined;
        const steps: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -7, PageUp: 7, Home: -Infinity, End: Infinity };
        const step = steps[event.key];
        if (!end || step === undefined) return;
        event.preventDefault();
        this.choose(moveEnd(this.range, end, this.range[end] + step * DAY, this.record), true);
    }
}
