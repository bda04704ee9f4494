// web/apiary/overview/thumbnails.ts - the sound of the last 24 hours as a small strip, asked for when it comes into view.

import { hatch, sheet } from '../../shared/dom.ts';
import { ApiError } from '../../shared/ask.ts';
import { FrameError } from '../../shared/frame.ts';
import { fetchSpectrogram } from '../api.ts';
import { ALL_BINS } from '../cells.ts';
import type { Range } from '../range.ts';
import type { Overviewed } from '../site_api.ts';
import { Cells, drawCells } from '../spectrogram.ts';

const COLUMNS = 96;
/** Questions under way at once. */
const AT_ONCE = 4;
const DAY = 86400;

export class Thumbnails {
    private readonly watcher = new IntersectionObserver(seen => this.seen(seen), { rootMargin: '200px' });
    private readonly wanted = new Map<Element, Overviewed>();
    private readonly drawn = new WeakMap<Element, Cells>();
    private readonly queue: HTMLCanvasElement[] = [];
    private running = 0;

    constructor() {
        addEventListener('themechange', () => {
            for (const [canvas, apiary] of this.wanted) this.draw(canvas as HTMLCanvasElement, apiary);
        });
    }

    /** Shows the strip of an apiary on a canvas, when that is seen; the same canvas is asked for again when its record grew. */
    watch(canvas: HTMLCanvasElement, apiary: Overviewed): void {
        const before = this.wanted.get(canvas);
        this.wanted.set(canvas, apiary);
        if (before?.last === apiary.last) return;
        this.watcher.unobserve(canvas);
        this.watcher.observe(canvas);
    }

    forget(canvas: HTMLCanvasElement): void {
        this.watcher.unobserve(canvas);
        this.wanted.delete(canvas);
    }

    private seen(entries: IntersectionObserverEntry[]): void {
        for (const { target, isIntersecting } of entries) {
            if (!isIntersecting) continue;
            this.watcher.unobserve(target);
            this.queue.push(target as HTMLCanvasElement);
        }
        this.next();
    }

    private next(): void {
        while (this.running < AT_ONCE && this.queue.length > 0) {
            this.running++;
            void this.ask(this.queue.shift() as HTMLCanvasElement).finally(() => {
                this.running--;
                this.next();
            });
        }
    }

    private async ask(canvas: HTMLCanvasElement): Promise<void> {
        const apiary = this.wanted.get(canvas);
        if (!apiary || apiary.last === null) return;
        try {
            const frame = await fetchSpectrogram(apiary, rangeOf(apiary), COLUMNS, 'mean', new AbortController().signal);
            this.drawn.set(canvas, new Cells(frame));
        } catch (error) {
            if (!(error instanceof ApiError || error instanceof FrameError)) throw error;
        }
        this.draw(canvas, apiary);
    }

    /** A strip that could not be read is hatched, as anything without data. */
    private draw(canvas: HTMLCanvasElement, apiary: Overviewed): void {
        const cells = this.drawn.get(canvas);
        const paper = sheet(canvas);
        if (!cells) return hatch(paper.context, 0, 0, paper.width, paper.height);
        drawCells(paper, cells.image('viridis', ALL_BINS), cells.meta, rangeOf(apiary));
    }
}

function rangeOf({ last }: Overviewed): Range {
    const to = (last ?? 0) + 1;
    return { from: to - DAY, to };
}
