// web/apiary/pointer.ts - pointing, zooming and moving by mouse, wheel and fingers, the same on every plot over time.

import { make } from '../shared/dom.ts';

/** Places are CSS pixels from the plot's left edge; `share` is the height, 0 at the top .. 1 at the bottom. */
export interface PointerListener {
    point(left: number, share: number): void;
    leave(): void;
    select(left: number, right: number): void;
    stepOut(): void;
    /** What was at two places is to be at two others: fingers, or a mouse that holds the plot (both moved alike). */
    hold(from: Places, to: Places): void;
    /** Shorter (factor below 1) or longer around a place. */
    zoom(factor: number, left: number): void;
}

export type Places = readonly [left: number, right: number];

/** A mouse moved less than this while pressed has clicked, not dragged. */
const SHORTEST_DRAG = 5;

/** New length / old length for a step of a wheel that turns by so many pixels. */
const wheelFactor = (pixels: number): number => Math.exp(Math.max(-120, Math.min(120, pixels)) / 240);

/** Ctrl and wheel (also what a touchpad makes of a pinch) zoom, a wheel to the side moves; the plain wheel scrolls the page. */
function watchWheel(plot: HTMLElement, listener: PointerListener): void {
    plot.addEventListener('wheel', event => {
        const { ctrlKey, metaKey, deltaX, deltaY, clientX } = event;
        const isZoom = ctrlKey || metaKey;
        if (!isZoom && Math.abs(deltaX) <= Math.abs(deltaY)) return;
        event.preventDefault();
        const { left, width } = plot.getBoundingClientRect();
        if (isZoom) listener.zoom(wheelFactor(deltaY), clientX - left);
        else listener.hold([0, width], [-deltaX, width - deltaX]);
    }, { passive: false });
}

/** Two fingers hold the times they are on. */
function watchFingers(plot: HTMLElement, listener: PointerListener): void {
    const fingers = new Map<number, number>();
    const places = (): Places => {
        const [one = 0, other = 0] = [...fingers.values()];
        return [Math.min(one, other), Math.max(one, other)];
    };
    const place = ({ clientX }: PointerEvent): number => clientX - plot.getBoundingClientRect().left;
    plot.addEventListener('pointerdown', event => event.pointerType === 'touch' && fingers.set(event.pointerId, place(event)));
    plot.addEventListener('pointermove', event => {
        if (!fingers.has(event.pointerId)) return;
        const before = places();
        fingers.set(event.pointerId, place(event));
        const now = places();
        if (fingers.size === 2 && now[1] - now[0] > SHORTEST_DRAG && before[1] - before[0] > SHORTEST_DRAG) listener.hold(before, now);
    });
    for (const end of ['pointerup', 'pointercancel'] as const) plot.addEventListener(end, ({ pointerId }) => fingers.delete(pointerId));
}

/** A mouse selects a stretch, or with Shift moves what is shown; one finger reads (until the page is touched elsewhere), two zoom and move. */
export function watchPointer(plot: HTMLElement, listener: PointerListener): void {
    watchWheel(plot, listener);
    watchFingers(plot, listener);
    const selection = plot.appendChild(make('div', '', { class: 'sel' }));
    selection.hidden = true;
    let start: number | undefined;
    let held: number | undefined;
    const place = ({ clientX, clientY }: PointerEvent): [left: number, share: number] => {
        const { left, top, width, height } = plot.getBoundingClientRect();
        return [Math.max(0, Math.min(width, clientX - left)), (clientY - top) / height];
    };
    plot.addEventListener('pointermove', event => {
        const [left, share] = place(event);
        if (held !== undefined) {
            listener.hold([held, held + 1], [left, left + 1]);
            held = left;
            return;
        }
        listener.point(left, share);
        if (start === undefined) return;
        selection.hidden = false;
        selection.style.left = `${Math.min(start, left)}px`;
        selection.style.width = `${Math.abs(left - start)}px`;
    });
    plot.addEventListener('pointerdown', event => {
        if (event.pointerType !== 'mouse') return listener.point(...place(event));
        if (event.button !== 0) return;
        if (event.shiftKey) held = place(event)[0];
        else start = place(event)[0];
        plot.setPointerCapture(event.pointerId);
    });
    plot.addEventListener('pointerup', event => {
        const [left] = place(event);
        selection.hidden = true;
        if (start !== undefined && Math.abs(left - start) > SHORTEST_DRAG) listener.select(Math.min(start, left), Math.max(start, left));
        start = held = undefined;
    });
    plot.addEventListener('pointercancel', () => {
        selection.hidden = true;
        start = held = undefined;
        listener.leave();  // the page scrolls instead
    });
    plot.addEventListener('pointerleave', ({ pointerType }) => {
        // what a finger has read stays when it is lifted: it covered it
        if (pointerType !== 'touch' && start === undefined && held === undefined) listener.leave();
    });
    plot.addEventListener('dblclick', () => listener.stepOut());
}
