// web/apiary/api.ts - the questions this page asks hive-chart, and their answers.

import { decodeFrame, FRAME_TYPE, type Frame } from '../shared/frame.ts';
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

/** What the page must know before it can draw. `bin_hz` is null where nobody said how wide a bin is. */
export interface Apiaries {
    apiaries: Apiary[];
    bin_hz: number | null;
    user: string;
    token: string;
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

/** Columns value (64 bins for each of `width` pixels) and count; `low` and `high` are robust ends of the values, null without any. */
export interface SpectrogramMeta extends Range {
    width: number;
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
    outcome: 'created' | 'updated' | 'current' | 'mismatch' | 'failed';
    rows: number;
    text: string;
}

/** What went wrong, said so that a person can act: the request, its status (0: no answer) and the reason. */
export class ApiError extends Error {
    override name = 'ApiError';

    constructor(readonly request: string, readonly status: number, readonly reason: string) {
        super(`${request}: ${status || 'no answer'}, ${reason}`);
    }

    /** Asking again may help: no answer, a server in trouble, or one that asked to wait. */
    get mayPass(): boolean {
        return this.status === 0 || this.status >= 500 || this.status === 429;
    }
}

async function ask(path: string, options: RequestInit = {}): Promise<Response> {
    const request = `${options.method ?? 'GET'} ${path.replace(/\?.*/, '')}`;
    let response: Response;
    try {
        response = await fetch(path, { credentials: 'same-origin', ...options });
    } catch (error) {
        if (options.signal?.aborted) throw error;
        throw new ApiError(request, 0, 'the server cannot be reached');
    }
    if (!response.ok) throw new ApiError(request, response.status, await reason(response));
    return response;
}

/** Errors are {"error": "..."}; what stands in between (a proxy) may answer otherwise. */
async function reason(response: Response): Promise<string> {
    try {
        const { error } = (await response.json()) as { error?: string };
        if (error) return error;
    } catch {
        // not JSON: the status line has to do
    }
    return response.statusText.toLowerCase() || 'the server gave no reason';
}

async function askFrame<Meta>(path: string, signal: AbortSignal): Promise<Frame<Meta>> {
    const response = await ask(path, { signal, headers: { Accept: FRAME_TYPE } });
    return decodeFrame<Meta>(await response.arrayBuffer());
}

function query(apiary: Apiary, { from, to }: Range, width: number): string {
    const values = { apiary: String(apiary.id), from: String(Math.floor(from)), to: String(Math.ceil(to)), width: String(width) };
    return new URLSearchParams(values).toString();
}

export async function fetchApiaries(): Promise<Apiaries> {
    return (await ask('api/apiaries')).json() as Promise<Apiaries>;
}

/** @param width pixels; a range with more than four samples a pixel comes as first, min, max and last of each */
export function fetchLines(apiary: Apiary, range: Range, width: number, signal: AbortSignal): Promise<Frame<LinesMeta>> {
    return askFrame(`api/lines?${query(apiary, range, width)}`, signal);
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

/** Copies what is new from the remote database; the answer comes when it is done. */
export async function updateDatabase(token: string): Promise<SyncOutcome> {
    return (await ask('api/sync', { method: 'POST', headers: { 'Hive-Token': token } })).json() as Promise<SyncOutcome>;
}
