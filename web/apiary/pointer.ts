// web/apiary/pointer.ts - pointing, dragging a stretch and stepping out, the same on every plot over time.

import { make } from '../shared/dom.ts';

/** Places are CSS pixels from the plot's left edge; `share` is the height, 0 at the top .. 1 at the bottom. */
export interface PointerListener {
    point(left: number, share: number): void;
    leave(): void;
    select(left: number, right: number): void;
    stepOut(): void;
}

/** A mouse moved less than this while pressed has clicked, not dragged. */
const SHORTEST_DRAG = 5;

/** Touch only reads: dragging a finger scrolls the page. */
export function watchPointer(plot: HTMLElement, listener: PointerListener): void {
    const selection = plot.appendChild(make('div', '', { class: 'sel' }));
    selection.hidden = true;
    let start: number | undefined;
    const place = ({ clientX, clientY }: PointerEvent): [left: number, share: number] => {
        const { left, top, width, height } = plot.getBoundingClientRect();
        return [Math.max(0, Math.min(width, clientX - left)), (clientY - top) / height];
    };
    plot.addEventListener('pointermove', event => {
        const [left, share] = place(event);
        listener.point(left, share);
        if (start === undefined) return;
        selection.hidden = false;
        selection.style.left = `${Math.min(start, left)}px`;
        selection.style.width = `${Math.abs(left - start)}px`;
    });
    plot.addEventListener('pointerdown', event => {
        if (event.pointerType !== 'mouse') return listener.point(...place(event));
        if (event.button !== 0) return;
        start = place(event)[0];
        plot.setPointerCapture(event.pointerId);
    });
    plot.addEventListener('pointerup', event => {
        const [left] = place(event);
        selection.hidden = true;
        if (start !== undefined && Math.abs(left - start) > SHORTEST_DRAG) listener.select(Math.min(start, left), Math.max(start, left));
        start = undefined;
    });
    plot.addEventListener('pointercancel', () => {
        selection.hidden = true;
        start = undefined;
    });
    plot.addEventListener('pointerleave', () => {
        if (start === undefined) listener.leave();
    });
    plot.addEventListener('dblclick', () => listener.stepOut());
}
