// web/shared/ask.ts - questions to hive-chart, and errors that say which question failed and why.

import { stateTexts as words } from 'texts/state.ts';
import { decodeFrame, FRAME_TYPE, type Frame } from './frame.ts';

/** What went wrong, said so that a person can act: the request, its status (0: no answer) and the reason. */
export class ApiError extends Error {
    override name = 'ApiError';

    constructor(readonly request: string, readonly status: number, readonly reason: string) {
        super(words.failedRequest(request, status, reason));
    }

    /** Asking again may help: no answer, a server in trouble, or one that asked to wait. */
    get mayPass(): boolean {
        return this.status === 0 || this.status >= 500 || this.status === 429;
    }
}

/** A part of the page's own script: one that does not come fails as any other question does. */
export async function fetched<Part>(part: Promise<Part>): Promise<Part> {
    try {
        return await part;
    } catch (error) {
        // what a browser says of an import that failed on its way
        if (!(error instanceof TypeError)) throw error;
        throw new ApiError(words.partOfPage, 0, words.unreachable);
    }
}

/** @param path relative to the page */
export async function ask(path: string, options: RequestInit = {}): Promise<Response> {
    const request = `${options.method ?? 'GET'} ${path.replace(/\?.*/, '')}`;
    let response: Response;
    try {
        response = await fetch(path, { credentials: 'same-origin', ...options });
    } catch (error) {
        if (options.signal?.aborted) throw error;
        throw new ApiError(request, 0, words.unreachable);
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
    return response.statusText.toLowerCase() || words.noReason;
}

export async function askFrame<Meta>(path: string, signal: AbortSignal): Promise<Frame<Meta>> {
    const response = await ask(path, { signal, headers: { Accept: FRAME_TYPE } });
    return decodeFrame<Meta>(await response.arrayBuffer());
}

/** Changes something: JSON there, JSON back. @param token of /api/apiaries, which proves that one of our pages asks */
export async function send<Answer>(path: string, token: string, value: unknown = {}): Promise<Answer> {
    const headers = { 'Content-Type': 'application/json', 'Hive-Token': token };
    const response = await ask(path, { method: 'POST', headers, body: JSON.stringify(value) });
    const text = await response.text();
    return (text ? JSON.parse(text) : {}) as Answer;
}
