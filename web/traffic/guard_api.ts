// web/traffic/guard_api.ts - what hive-chart is asked of the traffic, and what it passes on to hive-guard.

import { ask, send } from '../shared/ask.ts';
import type { Decision, Picture, Safe } from './picture.ts';

export interface Greeting {
    user: string;
    /** for POST requests */
    token: string;
    /** may ban, undo and so on */
    admin: boolean;
    /** records a second above which a server is shown in red */
    red_above: number;
    /** epoch seconds by the server's clock */
    now: number;
}

export type Traffic = Greeting & (({ store: 'ready' } & Picture) | { store: 'missing' });

export async function fetchTraffic(signal: AbortSignal): Promise<Traffic> {
    return (await ask('api/traffic', { signal })).json() as Promise<Traffic>;
}

export async function fetchDecisions(before: number): Promise<Decision[]> {
    return ((await (await ask(`api/traffic/decisions?before=${before}&limit=20`)).json()) as { decisions: Decision[] }).decisions;
}

export interface Undone {
    undone: number;
    unbanned: boolean;
    remembered: boolean;
}

export const undo = (token: string, decision: number, remember: boolean): Promise<Undone> => send('api/traffic/undo', token, { decision, remember });
export const ban = (token: string, address: string, seconds: number): Promise<{ decision: number }> => send('api/traffic/ban', token, { address, seconds });
export const makeSafe = (token: string, address: string): Promise<{ added: boolean }> => send('api/traffic/safe', token, { kind: 'network', value: address });
export const forgetSafe = (token: string, { kind, value }: Safe): Promise<{ removed: boolean }> => send('api/traffic/safe/remove', token, { kind, value });
/** @param of a class; undefined for all */
export const arm = (token: string, off: boolean, of?: string): Promise<unknown> => send('api/traffic/arm', token, { off, ...(of === undefined ? {} : { class: of }) });
export const confirmAttack = (token: string, decision: number): Promise<unknown> => send('api/traffic/feedback', token, { decision, verdict: 'attack' });
