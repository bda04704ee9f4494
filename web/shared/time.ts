// web/shared/time.ts - epoch seconds in an apiary's own time zone: days, clock times, axis ticks.

import { longDate, shortDate, shortMonth } from 'texts/basics.ts';

const MINUTE = 60, HOUR = 3600, DAY = 86400;

/** The calendar and clock of one place. Times are epoch seconds, "local" ones are seconds as if the place were at UTC. */
export class Zone {
    readonly name: string;
    private readonly formatter: Intl.DateTimeFormat;
    private cached = { quarter: NaN, offset: 0 };

    /** @param name IANA name; one that this browser does not know becomes UTC */
    constructor(name: string) {
        const fields = { hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
        try {
            this.formatter = new Intl.DateTimeFormat('en-US', { ...fields, timeZone: name });
        } catch {
            name = 'UTC';
            this.formatter = new Intl.DateTimeFormat('en-US', { ...fields, timeZone: name });
        }
        this.name = name;
    }

    /** Seconds that this place's clock is ahead of UTC at `time`; changes only on quarters of an hour. */
    offset(time: number): number {
        const quarter = Math.floor(time / 900);
        if (quarter !== this.cached.quarter) {
            const part: Record<string, number> = {};
            for (const { type, value } of this.formatter.formatToParts(quarter * 900_000)) part[type] = Number(value);
            const local = Date.UTC(part.year ?? 1970, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second) / 1000;
            this.cached = { quarter, offset: local - quarter * 900 };
        }
        return this.cached.offset;
    }

    toLocal(time: number): number {
        return time + this.offset(time);
    }

    /** The first moment at which the clock here shows `local`; a time that daylight saving skips is moved on by the jump. */
    fromLocal(local: number): number {
        const before = local - this.offset(local - DAY);
        if (this.toLocal(before) === local) return before;
        const after = local - this.offset(local + DAY);
        return this.toLocal(after) === local ? after : before;
    }

    private date(time: number): Date {
        return new Date(Math.floor(this.toLocal(time)) * 1000);
    }

    year(time: number): number {
        return this.date(time).getUTCFullYear();
    }

    /** Midnight of the day of `time` moved by whole calendar units. */
    midnight(time: number, { years = 0, months = 0, days = 0 } = {}): number {
        const date = this.date(time);
        return this.fromLocal(Date.UTC(date.getUTCFullYear() + years, date.getUTCMonth() + months, date.getUTCDate() + days) / 1000);
    }

    /** The same clock time some months earlier or later; a day the month lacks becomes its last. */
    addMonths(time: number, months: number): number {
        const local = this.toLocal(time);
        const date = this.date(time);
        const target = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
        const last = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
        const midnight = Date.UTC(target.getUTCFullYear(), target.getUTCMonth(), Math.min(last, date.getUTCDate())) / 1000;
        return this.fromLocal(midnight + (((local % DAY) + DAY) % DAY));
    }

    /** The first moment of the year of `time`. */
    yearStart(time: number): number {
        return this.fromLocal(Date.UTC(this.year(time), 0, 1) / 1000);
    }

    /** "2022-03-16", as date fields of a form hold it. */
    iso(time: number): string {
        return this.date(time).toISOString().slice(0, 10);
    }

    /** Midnight that begins the day "2022-03-16"; NaN when it is no date. */
    parse(iso: string): number {
        const local = /^\d{4}-\d\d-\d\d$/.test(iso) ? Date.parse(`${iso}T00:00:00Z`) / 1000 : NaN;
        return Number.isNaN(local) ? NaN : this.fromLocal(local);
    }

    /** "08:02" */
    time(time: number): string {
        return this.date(time).toISOString().slice(11, 16);
    }

    /** "08:02:13" */
    clock(time: number): string {
        return this.date(time).toISOString().slice(11, 19);
    }

    /** "16 May" */
    day(time: number): string {
        const date = this.date(time);
        return shortDate(date.getUTCDate(), date.getUTCMonth());
    }

    /** "May" */
    month(time: number): string {
        return shortMonth(this.date(time).getUTCMonth());
    }

    /** "16 May 08:02" */
    when(time: number): string {
        return `${this.day(time)} ${this.time(time)}`;
    }

    /** "16 May 2022 08:02" */
    dated(time: number): string {
        return `${this.day(time)} ${this.year(time)} ${this.time(time)}`;
    }

    /** "March 16, 2022" */
    long(time: number): string {
        const date = this.date(time);
        return longDate(date.getUTCDate(), date.getUTCMonth(), date.getUTCFullYear());
    }

    /** "AEDT" or "GMT+2": what people call this clock at `time`. */
    label(time: number): string {
        const parts = new Intl.DateTimeFormat('en-GB', { timeZone: this.name, timeZoneName: 'short' }).formatToParts(time * 1000);
        return parts.find(({ type }) => type === 'timeZoneName')?.value ?? this.name;
    }
}

/** A place on a time axis and what is written there. */
export interface Tick {
    time: number;
    text: string;
}

const STEPS = [MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY];
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60];
/** 1970-01-05 was a Monday: steps of weeks begin there. */
const MONDAY = 4 * DAY;

/** Ticks on round local times, as few as needed for at most `most` of them. */
export function timeTicks(zone: Zone, from: number, to: number, most: number): Tick[] {
    const length = to - from;
    const step = STEPS.find(step => length / step <= most);
    if (step !== undefined) return stepTicks(zone, from, to, step);
    const months = MONTH_STEPS.find(months => length / (months * 30.4 * DAY) <= most) ?? 120;
    return monthTicks(zone, from, to, months);
}

function stepTicks(zone: Zone, from: number, to: number, step: number): Tick[] {
    const ticks: Tick[] = [];
    const origin = step >= 7 * DAY ? MONDAY : 0;
    for (let local = Math.ceil((zone.toLocal(from) - origin) / step) * step + origin; ; local += step) {
        const time = zone.fromLocal(local);
        if (time > to) return ticks;
        const midnight = local % DAY === 0;
        // a clock change may put a tick before its neighbour: times on an axis only grow
        if (time >= from && time > (ticks.at(-1)?.time ?? -Infinity)) ticks.push({ time, text: midnight ? zone.day(time) : zone.time(time) });
    }
}

function monthTicks(zone: Zone, from: number, to: number, months: number): Tick[] {
    const ticks: Tick[] = [];
    const start = new Date(zone.toLocal(from) * 1000);
    for (let month = Math.ceil(start.getUTCMonth() / months) * months; ; month += months) {
        const time = zone.fromLocal(Date.UTC(start.getUTCFullYear(), month, 1) / 1000);
        if (time > to) return ticks;
        if (time >= from) ticks.push({ time, text: month % 12 === 0 ? String(zone.year(time)) : zone.month(time) });
    }
}
