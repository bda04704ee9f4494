// web/apiary/picture.ts - the charts as one PNG, with title and axes, as they stand on the page.

import './common.ts';
import { font, hatch, make, token } from '../shared/dom.ts';

const MARGIN = 16;
const TITLE = 34;

/** What is written as it stands on the page. */
const TEXTS = 'h2, .key, .ticks span, #reduced, .lane > b, .cube figcaption, .cube output, .ramp-title, .bar-of-colours span, #points';

/** The chart a button stands above: the title's row and what follows up to the next one. */
export function chartOf(button: Element): HTMLElement[] {
    const head = button.closest('.head');
    const parts = head instanceof HTMLElement ? [head] : [];
    for (let next = head?.nextElementSibling; next instanceof HTMLElement && !next.matches('.head, #more'); next = next.nextElementSibling) parts.push(next);
    return parts;
}

/** Draws every canvas and label of some parts at its place on a sheet with a title, and offers it as a file. */
export function savePicture(stack: HTMLElement, parts: HTMLElement[], title: string, fileName: string): void {
    const ratio = devicePixelRatio || 1;
    const frame = stack.getBoundingClientRect();
    const boxes = parts.map(part => part.getBoundingClientRect()).filter(({ height }) => height > 0);
    const [top, bottom] = [Math.min(...boxes.map(box => box.top)), Math.max(...boxes.map(box => box.bottom))];
    const canvas = make('canvas');
    canvas.width = (frame.width + 2 * MARGIN) * ratio;
    canvas.height = (bottom - top + TITLE + 2 * MARGIN) * ratio;
    const context = canvas.getContext('2d');
    if (!context) return;
    context.scale(ratio, ratio);
    context.fillStyle = token('bg');
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = token('ink');
    context.font = `600 ${font(15)}`;
    context.fillText(title, MARGIN, MARGIN + 16);
    context.translate(MARGIN - frame.left, MARGIN + TITLE - top);
    const all = <T extends Element>(selector: string): T[] => [...stack.querySelectorAll<T>(selector)].filter(one => parts.some(part => part.contains(one)));
    for (const part of all<HTMLCanvasElement>('canvas')) drawPart(context, part);
    for (const gap of all('.lane .gap')) drawGap(context, gap);
    for (const fault of all('.lane .fault')) drawFault(context, fault);
    for (const text of all<HTMLElement>(TEXTS)) drawText(context, text);
    canvas.toBlob(blob => blob && offer(blob, fileName));
}

/** Pixel for pixel: a canvas between pixels or of another size would be blurred. */
function drawPart(context: CanvasRenderingContext2D, part: HTMLCanvasElement): void {
    const { left, top, width } = part.getBoundingClientRect();
    if (part.height <= 1 || width === 0) return;
    const { e, f, a: ratio } = context.getTransform();
    const whole = (place: number, offset: number): number => (Math.round(place * ratio + offset) - offset) / ratio;
    context.drawImage(part, whole(left, e), whole(top, f), part.width / ratio, part.height / ratio);
}

function drawGap(context: CanvasRenderingContext2D, gap: Element): void {
    const { left, top, width, height } = gap.getBoundingClientRect();
    hatch(context, left, top, width, height);
}

function drawFault(context: CanvasRenderingContext2D, fault: Element): void {
    const { left, top, width } = fault.getBoundingClientRect();
    context.fillStyle = token('bad');
    context.beginPath();
    context.moveTo(left + 1, top + 3);
    context.lineTo(left + width - 1, top + 3);
    context.lineTo(left + width / 2, top + 12);
    context.fill();
}

function drawText(context: CanvasRenderingContext2D, text: HTMLElement): void {
    const { left, top, width, height } = text.getBoundingClientRect();
    if (width === 0 || getComputedStyle(text).visibility === 'hidden') return;
    const style = getComputedStyle(text);
    const swatch = text.classList.contains('key') ? drawSwatch(context, text, left, top + height / 2) : 0;
    context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    context.fillStyle = style.color;
    context.textBaseline = 'middle';
    context.fillText(text.textContent ?? '', left + swatch, top + height / 2);
}

/** The piece of line before a name. @return the width it takes */
function drawSwatch(context: CanvasRenderingContext2D, text: HTMLElement, x: number, y: number): number {
    const { borderTopColor, borderTopStyle } = getComputedStyle(text, '::before');
    context.strokeStyle = borderTopColor;
    context.lineWidth = 2.5;
    context.setLineDash(borderTopStyle === 'dashed' ? [5, 4] : []);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + 14, y);
    context.stroke();
    context.setLineDash([]);
    return 20;
}

function offer(blob: Blob, fileName: string): void {
    const link = make('a', '', { href: URL.createObjectURL(blob), download: fileName });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
