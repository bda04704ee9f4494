// web/apiary/line_chart.ts - lines over time with an axis on one or both sides, drawn by uPlot.

import uPlot from 'uplot';
import { font, hatch, pixels, token } from '../shared/dom.ts';
import { decimal } from '../shared/format.ts';
import { timeTicks, type Zone } from '../shared/time.ts';
import type { Fault } from './api.ts';
import type { Point } from './lines.ts';
import type { Range } from './range.ts';

/** One line: the side its axis is on, and how it looks. */
export interface Curve {
    side: 'left' | 'right';
    colour: string;
    dash?: number[];
}

/** Ascending times, and for each curve a point at each of them. */
export interface Table {
    t: number[];
    points: Point[][];
    gaps: Range[];
}

/** Readings above this leave the chart at its top, others at its bottom, °C. */
const MIDDLE = 40;
const TICK_WIDTH = 74;
const NO_LINES: Table = { t: [], points: [], gaps: [] };

const isNarrow = (): boolean => matchMedia('(max-width: 760px)').matches;

/** Puts two tables on one ascending row of times; where one has no point of its own, its lines go on. */
export function joined(one: Table, other: Table): Table {
    const [t = [], ...points] = uPlot.join([[one.t, ...one.points], [other.t, ...other.points]] as uPlot.AlignedData[]) as unknown as [number[], ...Point[][]];
    return { t, points, gaps: one.gaps };
}

export class LineChart {
    private readonly plot: uPlot;
    private table = NO_LINES;
    private faults: Fault[] = [];
    private range: Range = { from: 0, to: 1 };
    private ticks = new Map<number, string>();
    private sameScale = false;

    constructor(private readonly host: HTMLElement, private readonly curves: Curve[], private zone: Zone) {
        this.plot = new uPlot(this.options(), this.data(), host);
    }

    /** The element that covers the plotting area. */
    get over(): HTMLElement {
        return this.plot.over;
    }

    setZone(zone: Zone): void {
        this.zone = zone;
    }

    show(table: Table, faults: Fault[], range: Range): void {
        this.table = table;
        this.faults = faults;
        this.range = range;
        this.plot.batch(() => {
            this.plot.setData(this.data(), false);
            this.plot.setScale('x', { min: range.from, max: range.to });
        });
    }

    move(range: Range): void {
        this.range = range;
        this.plot.setScale('x', { min: range.from, max: range.to });
    }

    /** @param left CSS pixels from the left edge of the plotting area; negative hides the marks */
    point(left: number): void {
        this.plot.setCursor({ left, top: left < 0 ? -1 : 1 }, false);
    }

    setSameScale(same: boolean): void {
        this.sameScale = same;
        this.show(this.table, this.faults, this.range);
    }

    resize(): void {
        this.plot.setSize({ width: this.host.clientWidth, height: isNarrow() ? 150 : 176 });
    }

    redraw(): void {
        this.plot.redraw(false, true);
    }

    remove(): void {
        this.plot.destroy();
    }

    private data(): uPlot.AlignedData {
        return [this.table.t, ...this.curves.map((_, i) => this.table.points[i] ?? [])] as uPlot.AlignedData;
    }

    private options(): uPlot.Options {
        const hasRight = this.curves.some(({ side }) => side === 'right');
        return {
            width: this.host.clientWidth || 300,
            height: isNarrow() ? 150 : 176,
            padding: [8, hasRight ? 0 : pixels('gr'), 0, 0],
            legend: { show: false },
            cursor: { x: false, y: false, drag: { x: false, y: false }, bind: silent, points: { size: 7, width: 2 } },
            scales: {
                x: { time: false },
                left: { range: (_plot, low, high) => this.sameScale ? this.both() : padded(low, high, 0.4) },
                right: { range: (_plot, low, high) => this.sameScale ? this.both() : padded(low, high, 1) },
            },
            axes: [this.timeAxis(), this.valueAxis('left', 3), ...(hasRight ? [this.valueAxis('right', 1)] : [])],
            series: [{}, ...this.curves.map(({ side, colour, dash }) => ({
                scale: side, stroke: () => token(colour), width: side === 'left' ? 1.6 : 1.4, dash: dash ?? [], points: { show: false },
            }))],
            hooks: { drawClear: [plot => this.drawGround(plot)], draw: [plot => this.drawFaults(plot)] },
        };
    }

    private timeAxis(): uPlot.Axis {
        return {
            splits: (plot, _axis, low, high) => {
                const ticks = timeTicks(this.zone, low, high, Math.max(2, plot.bbox.width / (devicePixelRatio || 1) / TICK_WIDTH));
                this.ticks = new Map(ticks.map(({ time, text }) => [time, text]));
                return [...this.ticks.keys()];
            },
            values: (_plot, splits) => splits.map(time => this.ticks.get(time) ?? ''),
            font: font(12), stroke: () => token('ink2'), grid: { stroke: () => token('line'), width: 1 },
            ticks: { show: false }, size: 30, gap: 4,
        };
    }

    /** In the colour of its curve, when it has only one. */
    private valueAxis(scale: Curve['side'], side: uPlot.Axis.Side): uPlot.Axis {
        const own = this.curves.filter(curve => curve.side === scale);
        const colour = own.length === 1 && own[0] ? own[0].colour : 'ink2';
        return {
            scale, side, gap: 6, space: 28, font: font(12),
            size: () => pixels(scale === 'left' ? 'gl' : 'gr'),
            stroke: () => token(colour),
            grid: side === 3 ? { stroke: () => token('line'), width: 1 } : { show: false },
            ticks: { show: false },
            values: (_plot, splits) => splits.map(value => decimal(value, splits.every(Number.isInteger) ? 0 : splits.some(split => (split * 10) % 1 !== 0) ? 2 : 1)),
        };
    }

    /** One scale for all lines: from the lowest to the highest value of any. */
    private both(): [number, number] {
        const values = this.table.points.flat().filter(value => typeof value === 'number');
        return padded(values.reduce((a, b) => Math.min(a, b), Infinity), values.reduce((a, b) => Math.max(a, b), -Infinity), 0.4);
    }

    private drawGround(plot: uPlot): void {
        const { left, top, width, height } = plot.bbox;
        plot.ctx.fillStyle = token('plot');
        plot.ctx.fillRect(left, top, width, height);
        for (const { from, to } of this.table.gaps) {
            const x = Math.max(left, plot.valToPos(from, 'x', true));
            const end = Math.min(left + width, plot.valToPos(to, 'x', true));
            if (end > x) hatch(plot.ctx, x, top, end - x, height);
        }
    }

    /** Readings that were faults left the lines: red marks on the edge where they would be. */
    private drawFaults(plot: uPlot): void {
        const { left, top, width, height } = plot.bbox;
        const ratio = devicePixelRatio || 1;
        plot.ctx.fillStyle = token('bad');
        for (const { t, value } of this.faults) {
            const x = plot.valToPos(t, 'x', true);
            if (x < left || x > left + width) continue;
            const [y, down] = (value ?? 0) > MIDDLE ? [top, 1] : [top + height, -1];
            plot.ctx.beginPath();
            plot.ctx.moveTo(x, y);
            plot.ctx.lineTo(x - 4.5 * ratio, y + 8 * down * ratio);
            plot.ctx.lineTo(x + 4.5 * ratio, y + 8 * down * ratio);
            plot.ctx.fill();
        }
    }
}

/** uPlot listens to nothing: one set of pointer events serves all plots. */
const none = (): null => null;
const silent: uPlot.Cursor.Bind = { mousedown: none, mouseup: none, click: none, dblclick: none, mousemove: none, mouseleave: none, mouseenter: none };

/** An eighth of air above and below, at least `least`. */
function padded(low: number | null, high: number | null, least: number): [number, number] {
    if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
    const air = Math.max(least, (high - low) * 0.12);
    return [low - air, high + air];
}
