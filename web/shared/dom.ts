// web/shared/dom.ts - finding elements, building small ones, and what a canvas must know of the style.

const SVG = 'http://www.w3.org/2000/svg';

/** The one element that the page's markup promises; its absence is a mistake in the page. */
export function element<T extends Element>(selector: string, kind: new () => T, root: ParentNode = document): T {
    const found = root.querySelector(selector);
    if (!(found instanceof kind)) throw new Error(`no ${kind.name} at ${selector}`);
    return found;
}

/** A new element with text and attributes; children are set by the caller. */
export function make<K extends keyof HTMLElementTagNameMap>(
    tag: K, text = '', attributes: Record<string, string> = {},
): HTMLElementTagNameMap[K] {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
}

/** A mark of the sprite; it is decoration, the word beside it says the same. */
export function glyph(name: string, state = name): SVGSVGElement {
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('class', `glyph ${state}`);
    svg.setAttribute('aria-hidden', 'true');
    const use = document.createElementNS(SVG, 'use');
    use.setAttribute('href', `hive.svg#${name}`);
    svg.append(use);
    return svg;
}

let probe: HTMLElement | undefined;

/** A colour token as the browser resolves it now: custom properties stay text, `color` does not. */
export function token(name: string): string {
    if (!probe) {
        probe = make('i');
        probe.hidden = true;
        document.body.append(probe);
    }
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
}

/** A length token (52px) as a number of CSS pixels. */
export function pixels(name: string): number {
    return parseFloat(getComputedStyle(document.documentElement).getPropertyValue(`--${name}`));
}

/** The page's own font for texts on a canvas. */
export function font(size: number): string {
    return `${size}px ${getComputedStyle(document.body).fontFamily}`;
}

/** A canvas sized to its box in device pixels, its context scaled to CSS pixels. */
export interface Sheet {
    context: CanvasRenderingContext2D;
    width: number;
    height: number;
}

export function sheet(canvas: HTMLCanvasElement): Sheet {
    const { width, height } = canvas.getBoundingClientRect();
    const ratio = devicePixelRatio || 1;
    canvas.width = Math.max(1, Math.round(width * ratio));
    canvas.height = Math.max(1, Math.round(height * ratio));
    const context = canvas.getContext('2d');
    if (!context) throw new Error('this browser has no 2D canvas');
    context.scale(ratio, ratio);
    return { context, width, height };
}

/** Fills a box with the slanted lines that mean "no data". */
export function hatch(context: CanvasRenderingContext2D, x: number, y: number, width: number, height: number): void {
    const spacing = 7 * (context.getTransform().a === 1 ? devicePixelRatio || 1 : 1);
    context.save();
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    context.fillStyle = token('plot');
    context.fillRect(x, y, width, height);
    context.strokeStyle = token('edge');
    context.globalAlpha = 0.45;
    context.lineWidth = spacing / 7;
    context.beginPath();
    // anchored to the canvas, so that neighbouring boxes continue each other's lines
    for (let at = Math.floor((x - height) / spacing) * spacing; at < x + width; at += spacing) {
        context.moveTo(at, y + height);
        context.lineTo(at + height, y);
    }
    context.stroke();
    context.restore();
}

/** Calls `draw` when what a canvas shows must be drawn again: size, theme or paper. */
export function redrawn(host: Element, draw: () => void): void {
    new ResizeObserver(draw).observe(host);
    addEventListener('themechange', draw);
}
