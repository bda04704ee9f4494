// web/apiary/spark.ts - a small line over its area, as a picture one reads at a glance.

import type { Point } from './lines.ts';
import { length, type Range } from './range.ts';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 100, HEIGHT = 26;
/** A line steadier than this looks steady: its picture spans at least so many degrees. */
const LEAST_SPAN = 2;

/** Broken where values are null. @param label what the picture says in words */
export function spark(t: number[], points: Point[], range: Range, low: number, high: number, label: string): SVGElement {
    const middle = (low + high) / 2;
    const half = Math.max(high - low, LEAST_SPAN) * 0.65;
    const x = (i: number): string => ((((t[i] as number) - range.from) / length(range)) * WIDTH).toFixed(1);
    const y = (value: number): string => (HEIGHT - ((value - middle + half) / (2 * half)) * HEIGHT).toFixed(1);
    const runs: string[][] = [[]];
    points.forEach((point, i) => {
        if (typeof point === 'number') runs.at(-1)?.push(`${x(i)} ${y(point)}`);
        else if (point === null && runs.at(-1)?.length) runs.push([]);
    });
    const lines = runs.filter(run => run.length > 1);
    const area = lines.map(run => `M${run.join('L')}V${HEIGHT}H${run[0]?.split(' ')[0]}Z`).join('');
    return picture(label, [['area', area], ['', lines.map(run => `M${run.join('L')}`).join('')]]);
}

function picture(label: string, paths: [kind: string, shape: string][]): SVGElement {
    const svg = document.createElementNS(SVG, 'svg');
    const attributes = { class: 'spark', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label };
    for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
    for (const [kind, shape] of paths) {
        const path = document.createElementNS(SVG, 'path');
        path.setAttribute('class', kind);
        path.setAttribute('d', shape);
        svg.append(path);
    }
    return svg;
}
