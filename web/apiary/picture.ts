// web/apiary/picture.ts - the charts as one PNG, with title and axes, as they stand on the page.

import { font, hatch, make, token } from '../shared/dom.ts';

const MARGIN = 16;
const TITLE = 34;

/** Draws every canvas and label of `stack` at its place on a sheet with a title, and offers it as a file. */
export function savePicture(stack: HTMLElement, title: string, fileName: string): void {
    const ratio = devicePixelRatio || 1;
    const box = stack.getBoundingClientRect();
    const canvas = make('canvas');
    canvas.width = (box.width + 2 * MARGIN) * ratio;
    canvas.height = (box.height + TITLE + 2 * MARGIN) * ratio;
    const context = canvas.getContext('2d');
    if (!context) return;
    context.scale(ratio, ratio);
    context.fillStyle = token('bg');
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = token('ink');
    context.font = `600 ${font(15)}`;
    context.fillText(title, MARGIN, MARGIN + 16);
    context.translate(MARGIN - box.left, MARGIN + TITLE - box.top);
    for (const part of stack.querySelectorAll('canvas')) drawPart(context, part);
    for (const gap of stack.querySelectorAll('.lane .gap')) drawGap(context, gap);
    for (const fault of stack.querySelectorAll('.lane .fault')) drawFault(context, fault);
    for (const text of stack.querySelectorAll<HTMLElement>('h2, .key, .ticks span, #reduced, .lane > b')) drawText(context, text);
    canvas.toBlob(blob => blob && offer(blob, fileName));
}

/** Pixel for pixel: a canvas between pixels or of another size would be blurred. */
function drawPart(context: CanvasRenderingContext2D, part: HTMLCanvasElement): void {
    const { left, top } = part.getBoundingClientRect();
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
    const { left, top, height } = text.getBoundingClientRect();
    const style = getComputedStyle(text);
    const swatch = text.classList.contains('key') ? drawSwatch(context, text, left, top + height / 2) : 0;
    context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    context.fillStyle = style.color;
    context.textBaseline = 'middle';
    context.fillText(text.textContent ?? '', left + swatch, top + height / 2);
}

/** The piece of line before a name. @return the width it takes */
function drawSwatch(context: CanvasRenderingContext2D, text: HTMLElement, x: number, y: number): number {
    const { color, borderTopStyle } = getComputedStyle(text, '::before');
    context.strokeStyle = color;
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
