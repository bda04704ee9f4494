// web/apiary/picture.ts - the charts as one PNG, with title and axes, as they stand on the page.

import { font, make, token } from '../shared/dom.ts';

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
    for (const text of stack.querySelectorAll<HTMLElement>('h2, .ticks span, #reduced, .lane > b')) drawText(context, text);
    canvas.toBlob(blob => blob && offer(blob, fileName));
}

function drawPart(context: CanvasRenderingContext2D, part: HTMLCanvasElement): void {
    const { left, top, width, height } = part.getBoundingClientRect();
    context.drawImage(part, left, top, width, height);
}

function drawText(context: CanvasRenderingContext2D, text: HTMLElement): void {
    const { left, top, height } = text.getBoundingClientRect();
    const style = getComputedStyle(text);
    context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    context.fillStyle = style.color;
    context.textBaseline = 'middle';
    context.fillText(text.textContent ?? '', left, top + height / 2);
}

function offer(blob: Blob, fileName: string): void {
    const link = make('a', '', { href: URL.createObjectURL(blob), download: fileName });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
