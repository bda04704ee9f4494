// web/traffic/pictures.ts - small pictures of numbers over time, and meters, as inline SVG.

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 240, HEIGHT = 26;

function node<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Record<string, string>): SVGElementTagNameMap[K] {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
}

/** A bar for each value, those above a limit apart, and the limit as a line. */
export class Bars {
    readonly svg = node('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img' });
    private readonly low = node('path', {});
    private readonly high = node('path', { class: 'hi' });
    private readonly line = node('path', { class: 'lim' });

    constructor(kind = '') {
        this.svg.setAttribute('class', `bars ${kind}`.trim());
        this.svg.append(this.low, this.high, this.line);
    }

    /** @param top value as high as the picture @param limit none: no line, no bar stands out */
    show(values: number[], top: number, limit: number | undefined, label: string): void {
        const step = WIDTH / values.length;
        const bar = (value: number, i: number): string => {
            const height = Math.max(value > 0 ? 1 : 0, Math.min(1, value / top) * HEIGHT);
            return height === 0 ? '' : `M${(i * step).toFixed(1)} ${HEIGHT}v${(-height).toFixed(1)}h${(step - 1).toFixed(1)}V${HEIGHT}z`;
        };
        const isHigh = (value: number): boolean => limit !== undefined && value > limit;
        this.low.setAttribute('d', values.map((value, i) => isHigh(value) ? '' : bar(value, i)).join(''));
        this.high.setAttribute('d', values.map((value, i) => isHigh(value) ? bar(value, i) : '').join(''));
        this.line.setAttribute('d', limit === undefined || limit > top ? '' : `M0 ${(HEIGHT - (limit / top) * HEIGHT).toFixed(1)}H${WIDTH}`);
        this.svg.setAttribute('aria-label', label);
    }
}

/** A share as a bar on its ground, with a mark where it becomes too much. @param share 0-1, more is full */
export function meter(share: number, label: string, kind: string, mark?: number): SVGElement {
    const svg = node('svg', { class: `meter ${kind}`, viewBox: '0 0 100 8', preserveAspectRatio: 'none', role: 'img', 'aria-label': label });
    svg.append(node('rect', { class: 'bg', width: '100', height: '8' }), node('rect', { width: (100 * Math.min(1, Math.max(0, share))).toFixed(1), height: '8' }));
    if (mark !== undefined) svg.append(node('path', { class: 'lim', d: `M${(100 * mark).toFixed(1)} 0V8` }));
    return svg;
}
