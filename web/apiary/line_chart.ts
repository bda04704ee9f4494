// web/apiary/line_chart.ts - two lines over time with an axis on each side, drawn by uPlot.

import uPlot from 'uplot';
import { font, hatch, pixels, token } from '../shared/dom.ts';
import { decimal } from '../shared/format.ts';
import { timeTicks, type Zone } from '../shared/time.ts';
import type { Fault } from './api.ts';
import type { Lines, SeriesName } from './lines.ts';
import type { Range } from './range.ts';

/** The line on the right axis: which series, in which colour, dashed or not. */
export interface Second {
    series: SeriesName;
    colour: string;
    dash?: number[];
}

/** Readings above this leave the chart at its top, others at its bottom. */
const MIDDLE = 40;
const EMPTY: uPlot.AlignedData = [[], [], []];
const TICK_WIDTH = 74;

const isNarrow = (): boolean => matchMedia('(max-width: 760px)').matches;

export class LineChart {
    private readonly plot: uPlot;
    private lines: Lines | undefined;
    private faults: Fault[] = [];
    private range: Range = { from: 0, to: 1 };
    private ticks = new Map<number, string>();
    private sameScale = false;

    constructor(private readonly host: HTMLElement, private readonly second: Second, private zone: Zone) {
        this.plot = new uPlot(this.options(), EMPTY, host);
    }

    /** The element that covers the plotting area. */
    get over(): HTMLElement {
        return this.plot.over;
    }

    get picture(): HTMLCanvasElement {
        return this.plot.ctx.canvas;
    }

    setZone(zone: Zone): void {
        this.zone = zone;
    }

    show(lines: Lines, faults: Fault[], range: Range): void {
        this.lines = lines;
        this.faults = faults.filter(({ part }) => part === 'internal' || this.second.series !== 'delta');
        this.range = range;
        this.plot.batch(() => {
            this.plot.setData([lines.t, lines.internal, lines[this.second.series]] as uPlot.AlignedData, false);
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
        if (this.lines) this.show(this.lines, this.faults, this.range);
    }

    resize(): void {
        this.plot.setSize({ width: this.host.clientWidth, height: isNarrow() ? 150 : 176 });
    }

    redraw(): void {
        this.plot.redraw(false, true);
    }

    private options(): uPlot.Options {
        return {
            width: this.host.clientWidth || 300,
            height: isNarrow() ? 150 : 176,
            padding: [8, 0, 0, 0],
            legend: { show: false },
            cursor: { x: false, y: false, drag: { x: false, y: false }, bind: silent, points: { size: 7, width: 2 } },
            scales: {
                x: { time: false },
                left: { range: (_plot, low, high) => this.sameScale ? this.both() : padded(low, high, 0.4) },
                right: { range: (_plot, low, high) => this.sameScale ? this.both() : padded(low, high, 1) },
            },
            axes: [this.timeAxis(), this.valueAxis('left', 3, 's1', 'gl'), this.valueAxis('right', 1, this.second.colour, 'gr')],
            series: [
                {},
                { scale: 'left', stroke: () => token('s1'), width: 1.6, points: { show: false } },
                { scale: 'right', stroke: () => token(this.second.colour), width: 1.4, dash: this.second.dash ?? [], points: { show: false } },
            ],
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

    private valueAxis(scale: string, side: uPlot.Axis.Side, colour: string, gutter: string): uPlot.Axis {
        return {
            scale, side, gap: 6, space: 28, font: font(12),
            size: () => pixels(gutter),
            stroke: () => token(colour),
            grid: side === 3 ? { stroke: () => token('line'), width: 1 } : { show: false },
            ticks: { show: false },
            values: (_plot, splits) => splits.map(value => decimal(value, Number.isInteger(value) ? 0 : 1)),
        };
    }

    /** One scale for both lines: from the lowest to the highest value of either. */
    private both(): [number, number] {
        const values = [...(this.lines?.internal ?? []), ...(this.lines?.[this.second.series] ?? [])].filter(value => typeof value === 'number');
        return padded(values.reduce((a, b) => Math.min(a, b), Infinity), values.reduce((a, b) => Math.max(a, b), -Infinity), 0.4);
    }

    private drawGround(plot: uPlot): void {
        const { left, top, width, height } = plot.bbox;
        plot.ctx.fillStyle = token('plot');
        plot.ctx.fillRect(left, top, width, height);
        for (const { from, to } of this.lines?.gaps ?? []) {
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

/** An eighth of air above and below, at least `least` degrees. */
function padded(low: number | null, high: number | null, least: number): [number, number] {
    if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
    const air = Math.max(least, (high - low) * 0.12);
    return [low - air, high + air];
}
