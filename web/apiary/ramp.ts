// web/apiary/ramp.ts - the bar that says which colour stands for which value.

import { colourIndex, colourTable, type ScaleName } from '../shared/colour_scale.ts';
import { element, make, sheet } from '../shared/dom.ts';
import { decimal } from '../shared/format.ts';
import { roundSteps } from './cells.ts';

/** A label beside an axis. @param share 0 at the top .. 1 at the bottom; labels at the ends stay inside */
export function axisTick(text: string, share: number): HTMLElement {
    const tick = make('span', text);
    tick.style.top = `clamp(6px, ${share * 100}%, 100% - 6px)`;
    return tick;
}

/** @param host holds a canvas of class ramp; labels are put after it @param ends values of the first and last colour */
export function showRamp(host: HTMLElement, scale: ScaleName, [low, high]: readonly [number, number]): void {
    const ramp = element('canvas.ramp', HTMLCanvasElement, host);
    const ticks = roundSteps(low, high, 4).map(value => axisTick(decimal(value, high - low < 4 ? 1 : 0), (high - value) / (high - low)));
    host.replaceChildren(ramp, ...ticks);
    drawRamp(ramp, scale);
}

function drawRamp(ramp: HTMLCanvasElement, scale: ScaleName): void {
    const { context, width, height } = sheet(ramp);
    const table = colourTable(scale);
    for (let y = 0; y < height; y++) {
        const at = colourIndex(1 - y / height, 0, 1) * 4;
        context.fillStyle = `rgb(${table[at]},${table[at + 1]},${table[at + 2]})`;
        context.fillRect(0, y, width, 1.5);
    }
}
