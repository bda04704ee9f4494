// web/apiary/cube/axes.ts - the edges of the box, and the texts beside them on a sheet above the points.

import { BufferAttribute, BufferGeometry, LineBasicMaterial, LineSegments, type Camera, Color, Vector3 } from 'three';
import { font, sheet, token } from '../../shared/dom.ts';
import { decimal } from '../../shared/format.ts';
import { timeTicks, type Zone } from '../../shared/time.ts';
import { roundSteps } from '../cells.ts';
import { place, type Place, type View } from './box.ts';

/** The corners of a box, in the order in which a face is walked around. */
const CORNERS: [number, number][] = [[0, 0], [1, 0], [1, 1], [0, 1]];

function edges(): Float32Array {
    const ends: number[] = [];
    CORNERS.forEach(([time, bin], i) => {
        const [nextTime, nextBin] = CORNERS[(i + 1) % 4] as [number, number];
        for (const amplitude of [0, 1]) ends.push(...place(time, amplitude, bin), ...place(nextTime, amplitude, nextBin));
        ends.push(...place(time, 0, bin), ...place(time, 1, bin));
    });
    return new Float32Array(ends);
}

/** What the axes are called and how a bin is written. */
export interface AxisTexts {
    readonly zone: Zone | undefined;
    bin(bin: number): string;
    /** bins to be named */
    readonly bins: number[];
    time: string;
    band: string;
    amplitude: string;
}

export class Axes {
    readonly lines: LineSegments;
    private readonly colour = new LineBasicMaterial();
    private width = 1;
    private height = 1;
    private camera: Camera | undefined;
    private context: CanvasRenderingContext2D | undefined;

    constructor(private readonly canvas: HTMLCanvasElement) {
        const geometry = new BufferGeometry();
        geometry.setAttribute('position', new BufferAttribute(edges(), 3));
        this.lines = new LineSegments(geometry, this.colour);
    }

    follow(camera: Camera): void {
        this.camera = camera;
    }

    recolour(): void {
        this.colour.color = new Color(token('edge'));
    }

    draw(view: View, texts: AxisTexts, ring: Place | undefined): void {
        const { context, width, height } = sheet(this.canvas);
        Object.assign(this, { context, width, height });
        context.fillStyle = token('ink2');
        context.font = font(12);
        // each axis is written along the edge that faces the eye
        const { x, z } = this.camera?.position ?? { x: 0, z: 1 };
        const [side, front] = [x > 0 ? 1 : 0, z > 0 ? 0 : 1];
        if (texts.zone) this.writeTimes(view, texts.zone, front, side);
        this.write(texts.time, place(0.5, 0, front), side ? -5 : 5, 36);
        this.write(texts.band, place(side, 0, 1), side ? 9 : -9, -6);
        for (const bin of texts.bins) this.write(texts.bin(bin), place(side, 0, bin / Math.max(1, view.samples.bins - 1)), side ? 9 : -9, 12);
        this.writeAmplitudes(view, texts.amplitude, 1 - side, front);
        if (ring) this.circle(ring);
    }

    /** A point of the box in pixels of the sheet. */
    private pixel(at: Place): [x: number, y: number] {
        const projected = new Vector3(...at).project(this.camera as Camera);
        return [((projected.x + 1) / 2) * this.width, ((1 - projected.y) / 2) * this.height];
    }

    private write(text: string, at: Place, right: number, down: number): void {
        if (!this.context) return;
        const [x, y] = this.pixel(at);
        const { width } = this.context.measureText(text);
        // beside its edge, but never off the sheet
        const left = Math.max(4, Math.min(this.width - width - 4, x + right - (right < 0 ? width : 0)));
        this.context.textAlign = 'left';
        this.context.fillText(text, left, y + down);
    }

    private writeTimes({ samples }: View, zone: Zone, front: number, side: number): void {
        const [first, last] = [samples.t[0] as number, samples.t[samples.count - 1] as number];
        const most = Math.max(2, Math.min(8, this.width / 130));
        for (const { time, text } of timeTicks(zone, first, last, most)) {
            this.write(text, place((time - first) / Math.max(1, last - first), 0, front), side ? -5 : 5, 17);
        }
    }

    private writeAmplitudes({ ends: [low, high] }: View, name: string, side: number, front: number): void {
        const right = side ? 9 : -9;
        for (const value of roundSteps(low, high, 5)) this.write(decimal(value, high - low < 4 ? 1 : 0), place(side, (value - low) / (high - low), front), right, 4);
        this.write(name, place(side, 1, front), right, -10);
    }

    private circle(at: Place): void {
        if (!this.context) return;
        this.context.strokeStyle = token('ink');
        this.context.lineWidth = 2;
        this.context.beginPath();
        this.context.arc(...this.pixel(at), 7, 0, 7);
        this.context.stroke();
    }
}
