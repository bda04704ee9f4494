// web/apiary/site_api.ts - what people keep beside the readings: overview, notes, alert rules and alerts.

import { ask, send } from '../shared/ask.ts';
import type { Apiary } from './api.ts';
import type { Range } from './range.ts';

/** One apiary as the overview tells it; values are null without a valid reading. */
export interface Overviewed extends Apiary {
    latest: { internal: number | null; external: number | null; t: number | null } & Record<string, number | null>;
    /** means of internal over the last 24 hours before the last sample */
    spark: (number | null)[];
    /** how many are open */
    alerts: number;
}

export interface Overview {
    apiaries: Overviewed[];
    now: number;
}

export const NOTE_KINDS = ['note', 'inspection', 'treatment', 'harvest', 'feeding'] as const;
export type NoteKind = (typeof NOTE_KINDS)[number];

export interface Note {
    id: number;
    apiary: number;
    t: number;
    kind: NoteKind;
    text: string;
    by: string;
    created: number;
    changed_by: string | null;
    changed: number | null;
}

export const RULE_KINDS = ['threshold', 'rate', 'missing', 'swarm'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

/** What fires an alert; `apiary` null means every one. Which numbers count depends on `kind`. */
export interface RuleTerms {
    apiary: number | null;
    name: string;
    kind: RuleKind;
    series: string;
    above: number | null;
    below: number | null;
    per_hour: number | null;
    for_seconds: number;
    missing_seconds: number | null;
    /** [from, to) by the apiary's clock; null: at any hour */
    hours: [number, number] | null;
    /** 1..12; null: all year */
    months: number[] | null;
    /** destinations of the watchdog */
    to: string[];
    enabled: boolean;
}

export interface Rule extends RuleTerms {
    id: number;
    by: string;
}

export interface Alert {
    id: number;
    rule: number;
    rule_name: string;
    apiary: number;
    fired: number;
    recovered: number | null;
    value: number | null;
    text: string;
    acknowledged: { by: string; t: number } | null;
}

/** What a rule would do now, and whether a message to its destinations was sent to try them. */
export interface RuleTest {
    would: string;
    why: string;
    sent: boolean;
}

const json = async <Answer>(path: string, signal?: AbortSignal): Promise<Answer> => (await ask(path, signal ? { signal } : {})).json() as Promise<Answer>;

export const fetchOverview = (signal: AbortSignal): Promise<Overview> => json('api/overview', signal);

export async function fetchNotes({ id }: Apiary, { from, to }: Range, signal: AbortSignal): Promise<Note[]> {
    const values = new URLSearchParams({ apiary: String(id), from: String(Math.floor(from)), to: String(Math.ceil(to)) });
    return (await json<{ notes: Note[] }>(`api/notes?${values}`, signal)).notes;
}

/** @param id of the note to change; undefined adds one */
export function saveNote(token: string, note: Pick<Note, 'apiary' | 't' | 'kind' | 'text'>, id?: number): Promise<unknown> {
    return send(id === undefined ? 'api/notes' : `api/notes/${id}`, token, note);
}

export const deleteNote = (token: string, id: number): Promise<unknown> => send(`api/notes/${id}/delete`, token);

export const fetchRules = async (signal: AbortSignal): Promise<Rule[]> => (await json<{ rules: Rule[] }>('api/rules', signal)).rules;

/** @param id of the rule to change; undefined adds one */
export function saveRule(token: string, terms: RuleTerms, id?: number): Promise<unknown> {
    return send(id === undefined ? 'api/rules' : `api/rules/${id}`, token, terms);
}

export const deleteRule = (token: string, id: number): Promise<unknown> => send(`api/rules/${id}/delete`, token);
export const testRule = (token: string, id: number): Promise<RuleTest> => send(`api/rules/${id}/test`, token);

export const fetchAlerts = async (signal: AbortSignal, limit = 100): Promise<Alert[]> => (await json<{ alerts: Alert[] }>(`api/alerts?limit=${limit}`, signal)).alerts;
/** Those that were open at some time of a range, newest first; at most 1000. */
export async function fetchAlertsOf({ id }: Apiary, { from, to }: Range, signal: AbortSignal): Promise<Alert[]> {
    const values = new URLSearchParams({ apiary: String(id), from: String(Math.floor(from)), to: String(Math.ceil(to)), limit: '1000' });
    return (await json<{ alerts: Alert[] }>(`api/alerts?${values}`, signal)).alerts;
}

export const fetchOpenAlerts = async ({ id }: Apiary, signal: AbortSignal): Promise<Alert[]> => (await json<{ alerts: Alert[] }>(`api/alerts?apiary=${id}&state=open`, signal)).alerts;
export const acknowledge = (token: string, id: number): Promise<unknown> => send(`api/alerts/${id}/acknowledge`, token);
