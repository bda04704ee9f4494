// web/apiary/line_chart.ts - lines over time on a canvas, with an axis on one or both sides.

import { chartTexts as words } from 'texts/charts.ts';
import { font, hatch, make, pixels, sheet, token, type Sheet } from '../shared/dom.ts';
import { timeTicks, type Zone } from '../shared/time.ts';
import type { Fault } from './api.ts';
import { aired, extentOf, valueTicks, type Extent } from './axis.ts';
import { nearestValue, type Point } from './lines.ts';
import { length, type Range } from './range.ts';

type Side = 'left' | 'right';

/** One line: the side its axis is on, and how it looks. */
export interface Curve {
    side: Side;
    colour: string;
    dash?: number[];
}

/** Ascending times, and for each curve a point at each of them. */
export interface Table {
    t: number[];
    points: Point[][];
    gaps: Range[];
}

/** CSS pixels above and below the plotting area; the sides are the gutters of all plots. */
const ABOVE = 8, BELOW = 30;
const TICK_WIDTH = 74, TICK_HEIGHT = 22;
/** The least air above and below the lines of a side. */
const AIR: Record<Side, number> = { left: 0.4, right: 1 };
/** Readings above this leave the chart at its top, others at its bottom, °C. */
const MIDDLE = 40;
const NO_LINES: Table = { t: [], points: [], gaps: [] };

/** Where the lines are drawn, CSS pixels. */
interface Area {
    left: number;
    top: number;
    width: number;
    height: number;
}

export class LineChart {
    /** The element that covers the plotting area. */
    readonly over = make('div', '', { class: 'over' });
    private readonly canvas = make('canvas');
    private readonly dots: HTMLElement[];
    private table = NO_LINES;
    private faults: Fault[] = [];
    private range: Range = { from: 0, to: 1 };
    private extents: Record<Side, Extent> = { left: [0, 1], right: [0, 1] };
    private isSameScale = false;
    private titles: Record<Side, string> = { left: '', right: '' };
    private readonly hidden = new Set<Curve>();

    constructor(private readonly host: HTMLElement, private readonly curves: Curve[], private zone: Zone) {
        this.dots = curves.map(({ colour }) => make('i', '', { class: `dot c-${colour}` }));
        this.over.append(...this.dots);
        host.append(this.canvas, this.over);
        this.point(undefined);
    }

    setZone(zone: Zone): void {
        this.zone = zone;
    }

    show(table: Table, faults: Fault[], range: Range): void {
        this.table = table;
        this.faults = faults;
        this.move(range);
    }

    move(range: Range): void {
        this.range = range;
        this.redraw();
    }

    /** What the axes measure. */
    setTitles(left: string, right: string): void {
        this.titles = { left, right };
    }

    showCurve(curve: number, isShown: boolean): void {
        const hidden = this.curves[curve];
        if (!hidden) return;
        if (isShown) this.hidden.delete(hidden);
        else this.hidden.add(hidden);
        this.redraw();
    }

    setSameScale(same: boolean): void {
        this.isSameScale = same;
        this.redraw();
    }

    remove(): void {
        this.host.replaceChildren();
    }

    /** Marks each line at its value nearest to a time, if one is within `tolerance` seconds; undefined hides the marks. */
    point(time: number | undefined, tolerance = 0): void {
        const { t, points } = this.table;
        this.curves.forEach((curve, i) => {
            const dot = this.dots[i] as HTMLElement;
            const row = time === undefined || this.hidden.has(curve) ? undefined : nearestValue(t, points[i] ?? [], time, tolerance);
            dot.hidden = row === undefined;
            if (row === undefined) return;
            dot.style.left = `${this.share(t[row] as number) * 100}%`;
            dot.style.top = `${this.height(points[i]?.[row] as number, curve.side) * 100}%`;
        });
    }

    redraw(): void {
        this.measure();
        const paper = sheet(this.canvas);
        if (paper.width === 0) return;
        const gutters = [pixels('gl'), pixels('gr')] as const;
        const area = { left: gutters[0], top: ABOVE, width: paper.width - gutters[0] - gutters[1], height: paper.height - ABOVE - BELOW };
        this.drawGround(paper, area);
        this.drawTimes(paper, area);
        for (const side of ['left', 'right'] as const) this.drawValues(paper, area, side);
        this.drawInside(paper, area);
    }

    // ---- where things are ------------------------------------------------------------

    /** Ends of both axes; one for both when they have the same scale. */
    private measure(): void {
        const of = (curves: Curve[]): (Extent | undefined)[] => curves.map(curve => extentOf(this.table.t, this.table.points[this.curves.indexOf(curve)] ?? [], this.range));
        const both = this.isSameScale ? aired(of(this.shown), AIR.left) : undefined;
        for (const side of ['left', 'right'] as const) this.extents[side] = both ?? aired(of(this.shownOn(side)), AIR[side]);
    }

    private get shown(): Curve[] {
        return this.curves.filter(curve => !this.hidden.has(curve));
    }

    private shownOn(side: Side): Curve[] {
        return this.shown.filter(curve => curve.side === side);
    }

    /** A time as a share of the width. */
    private share(time: number): number {
        return (time - this.range.from) / length(this.range);
    }

    /** A value as a share of the height, 0 at the top. */
    private height(value: number, side: Side): number {
        const [low, high] = this.extents[side];
        return (high - value) / (high - low);
    }

    // ---- drawing -----------------------------------------------------------------------

    private drawGround({ context }: Sheet, { left, top, width, height }: Area): void {
        context.fillStyle = token('plot');
        context.fillRect(left, top, width, height);
        for (const { from, to } of this.table.gaps) {
            const [start, end] = [Math.max(0, this.share(from)), Math.min(1, this.share(to))];
            if (end > start) hatch(context, left + start * width, top, (end - start) * width, height);
        }
    }

    private drawTimes({ context }: Sheet, { left, top, width, height }: Area): void {
        prepareText(context, 'center', 'top');
        let firstLeft = Infinity;
        for (const { time, text } of timeTicks(this.zone, this.range.from, this.range.to, Math.max(2, width / TICK_WIDTH))) {
            const x = left + this.share(time) * width;
            line(context, 'line', [x, top], [x, top + height]);
            context.fillStyle = token('ink2');
            context.fillText(text, x, top + height + 7);
            firstLeft = Math.min(firstLeft, x - context.measureText(text).width / 2);
        }
        context.textAlign = 'left';
        if (context.measureText(words.timeAxis).width + 6 < firstLeft) context.fillText(words.timeAxis, 2, top + height + 7);
    }

    /** In the colour of its curve, when it has only one; the grid is that of the left side. */
    private drawValues({ context }: Sheet, { left, top, width, height }: Area, side: Side): void {
        const own = this.shownOn(side);
        if (own.length === 0) return;
        const isLeft = side === 'left';
        const colour = token(own.length === 1 && own[0] ? own[0].colour : 'ink2');
        prepareText(context, isLeft ? 'right' : 'left', 'middle');
        for (const { value, text } of valueTicks(this.extents[side], Math.max(2, Math.floor(height / TICK_HEIGHT)))) {
            const y = top + this.height(value, side) * height;
            if (isLeft) line(context, 'line', [left, y], [left + width, y]);
            context.fillStyle = colour;
            context.fillText(text, isLeft ? left - 7 : left + width + 7, y + 1);
        }
        upright(context, this.titles[side], isLeft ? 8 : left + width + pixels('gr') - 8, top + height / 2, isLeft ? -1 : 1);
    }

    private drawInside({ context }: Sheet, area: Area): void {
        const { left, top, width, height } = area;
        context.save();
        context.beginPath();
        context.rect(left, top, width, height);
        context.clip();
        // the left ones last: they are what the chart is about
        for (const side of ['right', 'left'] as const) this.curves.forEach((curve, i) => curve.side === side && !this.hidden.has(curve) && this.drawCurve(context, area, curve, this.table.points[i] ?? []));
        for (const fault of this.faults) this.drawFault(context, area, fault);
        context.restore();
    }

    private drawCurve(context: CanvasRenderingContext2D, { left, top, width, height }: Area, { side, colour, dash }: Curve, points: Point[]): void {
        const { t } = this.table;
        context.beginPath();
        let isDown = false;
        for (let i = 0; i < t.length; i++) {
            const value = points[i];
            if (value === undefined) continue;
            if (value === null) {
                isDown = false;
                continue;
            }
            const [x, y] = [left + this.share(t[i] as number) * width, top + this.height(value, side) * height];
            if (!isDown) context.moveTo(x, y);
            // a point that stands alone is a line of no length, which has round ends
            context.lineTo(x, y);
            isDown = true;
        }
        context.strokeStyle = token(colour);
        context.lineWidth = side === 'left' ? 1.6 : 1.4;
        context.lineJoin = context.lineCap = 'round';
        context.setLineDash(dash ?? []);
        context.stroke();
        context.setLineDash([]);
    }

    /** A reading that was a fault left the line: a red mark on the edge where it would be. */
    private drawFault(context: CanvasRenderingContext2D, { left, top, width, height }: Area, { t, value }: Fault): void {
        const x = left + this.share(t) * width;
        const [y, down] = (value ?? 0) > MIDDLE ? [top, 1] : [top + height, -1];
        context.fillStyle = token('bad');
        context.beginPath();
        context.moveTo(x, y);
        context.lineTo(x - 4.5, y + 8 * down);
        context.lineTo(x + 4.5, y + 8 * down);
        context.fill();
    }
}

function prepareText(context: CanvasRenderingContext2D, align: CanvasTextAlign, baseline: CanvasTextBaseline): void {
    context.font = font(11.5);
    context.textAlign = align;
    context.textBaseline = baseline;
}

/** A text that stands upright around its middle. @param turn -1 reads upwards, 1 downwards */
function upright(context: CanvasRenderingContext2D, text: string, x: number, y: number, turn: -1 | 1): void {
    context.save();
    context.translate(x, y);
    context.rotate((turn * Math.PI) / 2);
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(text, 0, 0);
    context.restore();
}

/** A hairline on the middle of its pixels. */
function line(context: CanvasRenderingContext2D, colour: string, from: [number, number], to: [number, number]): void {
    const whole = (place: number): number => Math.round(place - 0.5) + 0.5;
    context.strokeStyle = token(colour);
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(whole(from[0]), whole(from[1]));
    context.lineTo(whole(to[0]), whole(to[1]));
    context.stroke();
}

/** Puts two tables on one ascending row of times; where one has no point of its own, its lines go on. */
export function joined(one: Table, other: Table): Table {
    const t = [...new Set([...one.t, ...other.t])].sort((a, b) => a - b);
    const spread = ({ t: times, points }: Table): Point[][] => {
        const rows = new Map(times.map((time, row) => [time, row]));
        return points.map(values => t.map(time => {
            const row = rows.get(time);
            return row === undefined ? undefined : values[row];
        }));
    };
    return { t, points: [...spread(one), ...spread(other)], gaps: one.gaps };
}
