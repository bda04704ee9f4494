// web/apiary/api.ts - the questions this page asks hive-chart, and their answers.

import { ask, askFrame } from '../shared/ask.ts';
import type { Frame } from '../shared/frame.ts';
import type { Range } from './range.ts';

/** One apiary and what its record spans, in epoch seconds. */
export interface Apiary {
    id: number;
    name: string;
    time_zone: string;
    /** null without samples */
    first: number | null;
    last: number | null;
    count: number;
}

/** Something an apiary measures over time. */
export interface Series {
    name: string;
    title: string;
    unit: string;
    first: number | null;
    last: number | null;
    count: number;
}

/** What the page must know before it can draw. `bin_hz` is null where nobody said how wide a bin is. */
export interface Apiaries {
    apiaries: Apiary[];
    bin_hz: number | null;
    user: string;
    token: string;
    /** whether this person may change notes and rules */
    editor: boolean;
    now: number;
}

/** A reading that a sensor gave instead of a temperature. */
export interface Fault {
    t: number;
    part: 'internal' | 'external';
    value: number | null;
}

/** `step` is the median of the seconds between samples; columns t, internal, external, delta. */
export interface LinesMeta extends Range {
    samples: number;
    reduced: boolean;
    faults: Fault[];
    step: number;
}

export type Mode = 'mean' | 'max';

/** Columns value (`bins` amplitudes for each of `width` pixels) and count; `low` and `high` are robust ends of the values, null without any. */
export interface SpectrogramMeta extends Range {
    width: number;
    bins: number;
    samples: number;
    mode: Mode;
    low: number | null;
    high: number | null;
}

/** Every sample of a range: columns t, bins (`bins` amplitudes a sample) and internal. */
export interface SamplesMeta extends Range {
    samples: number;
    bins: number;
}

export interface SyncOutcome {
    /** running: it goes on, and the event stream tells its end */
    outcome: 'created' | 'updated' | 'current' | 'mismatch' | 'failed' | 'running';
    rows: number;
    text: string;
}

function query(apiary: Apiary, { from, to }: Range, width: number): string {
    const values = { apiary: String(apiary.id), from: String(Math.floor(from)), to: String(Math.ceil(to)), width: String(width) };
    return new URLSearchParams(values).toString();
}

export async function fetchApiaries(): Promise<Apiaries> {
    return (await ask('api/apiaries')).json() as Promise<Apiaries>;
}

/** @param series names of them; without any the three temperatures @param width pixels; a range with more than four samples a pixel comes as first, min, max and last of each */
export function fetchLines(apiary: Apiary, range: Range, width: number, signal: AbortSignal, series: readonly string[] = []): Promise<Frame<LinesMeta>> {
    const wanted = series.length > 0 ? `&series=${series.map(encodeURIComponent).join(',')}` : '';
    return askFrame(`api/lines?${query(apiary, range, width)}${wanted}`, signal);
}

export async function fetchSeries({ id }: Apiary, signal: AbortSignal): Promise<Series[]> {
    return ((await (await ask(`api/series?apiary=${id}`, { signal })).json()) as { series: Series[] }).series;
}

/** @param width columns wanted at most */
export function fetchSpectrogram(apiary: Apiary, range: Range, width: number, mode: Mode, signal: AbortSignal): Promise<Frame<SpectrogramMeta>> {
    return askFrame(`api/spectrogram?${query(apiary, range, width)}&mode=${mode}`, signal);
}

/** Every sample; a range with more than the server's limit is refused with 413. */
export function fetchSamples(apiary: Apiary, { from, to }: Range, signal: AbortSignal): Promise<Frame<SamplesMeta>> {
    const values = new URLSearchParams({ apiary: String(apiary.id), from: String(Math.floor(from)), to: String(Math.ceil(to)) });
    return askFrame(`api/samples?${values}`, signal);
}

/** What is seen as text/csv: a row a sample. @param series names besides the temperatures */
export function csvAddress(apiary: Apiary, { from, to }: Range, series: readonly string[]): string {
    const names = ['internal', 'external', 'delta', ...series].join(',');
    return `api/csv?${new URLSearchParams({ apiary: String(apiary.id), from: String(Math.floor(from)), to: String(Math.ceil(to)), series: names })}`;
}

/** Copies what is new from the remote database; the answer comes when it is done. */
export async function updateDatabase(token: string): Promise<SyncOutcome> {
    return (await ask('api/sync', { method: 'POST', headers: { 'Hive-Token': token } })).json() as Promise<SyncOutcome>;
}
