// web/traffic/judgement.ts - the table of classes, and the models with how far traffic has drifted from what they learned.

import { judgementTexts as words, safeTexts } from 'texts/traffic.ts';
import { element, glyph, make } from '../shared/dom.ts';
import { count, decimal, NOTHING } from '../shared/format.ts';
import type { Zone } from '../shared/time.ts';
import { Entries } from './entries.ts';
import { sum, type Card, type ClassHour, type Drift, type Model, type Picture, type Safe } from './picture.ts';
import { meter } from './pictures.ts';

/** A feature has drifted above this stability index; a meter is full at the second. */
const DRIFTED = 0.25, FULL = 0.4;
/** Features shown of each model, the most drifted first. */
const SHOWN_DRIFT = 5;

/** .957 */
export const shareText = (value: number | null | undefined): string => value === null || value === undefined ? NOTHING : value.toFixed(3).replace(/^0/, '');

export function showClasses({ hour }: Picture): void {
    const { labelled, accuracy, main_accuracy: main } = hour;
    element('#accuracy', HTMLElement).textContent = labelled === 0 ? words.noLabels : words.accuracy(shareText(accuracy), labelled, shareText(main));
    const classes = [...hour.classes].sort((a, b) => Number(a.is_attack) - Number(b.is_attack) || sum(b.counts) - sum(a.counts) || a.name.localeCompare(b.name));
    element('#classes tbody', HTMLElement).replaceChildren(...(classes.length > 0 ? classes.map(classRow) : [emptyRow()]));
}

function classRow({ name, counts, precision, recall, judged }: ClassHour): HTMLElement {
    const row = make('tr');
    row.append(make('th', name, { scope: 'row' }), ...[count(sum(counts)), shareText(precision), shareText(recall), count(judged)].map(text => make('td', text, { class: 'n' })));
    return row;
}

function emptyRow(): HTMLElement {
    const row = make('tr');
    row.append(make('td', words.noTraffic, { colspan: '5', class: 'dim' }));
    return row;
}

function fact(list: HTMLElement, name: string, value: string | Node): void {
    const place = make('dd');
    place.append(value);
    list.append(make('dt', name), place);
}

const heldBack = ({ accuracy, macro_f1: f1 }: Card): string => accuracy === undefined ? words.notKnown : words.marks(shareText(accuracy), shareText(f1));

/** A version is the time of the training where hive-train made it. */
function versionText(version: string, zone: Zone): string {
    const time = Date.parse(version) / 1000;
    return Number.isFinite(time) ? zone.dated(time) : version || words.noVersion;
}

function modelCard(model: Model, drift: Drift[], zone: Zone): HTMLElement[] {
    const list = make('dl', '', { class: 'kv' });
    const { card, before } = model;
    fact(list, words.version, versionText(model.version, zone));
    const data = card.data === '-' ? '' : card.data ?? ''; // standard input has no name to show
    fact(list, words.trainedOn, card.rows ? words.rows(card.rows, data) : words.notKnown);
    fact(list, words.trees, words.treesOf(model.trees, card.classes?.length ?? 0));
    fact(list, words.heldBack, heldBack(card));
    if (before) fact(list, words.before, words.beforeIt(versionText(before.version, zone), heldBack(before.card)));
    fact(list, words.drift, drift.length > 0 ? driftList(drift) : words.noDriftYet);
    return [make('h3', words.model(model.kind)), list];
}

function driftList(drift: Drift[]): HTMLElement {
    const made = make('div', '', { class: 'why' });
    for (const { feature, psi } of drift.slice(0, SHOWN_DRIFT)) {
        const amount = make(psi > DRIFTED ? 'b' : 'span', decimal(psi, 2), { class: 'n' });
        made.append(make('span', feature), meter(psi / FULL, words.driftOf(psi, DRIFTED), psi > DRIFTED ? 'bad' : '', DRIFTED / FULL), amount);
    }
    return made;
}

export function showModels({ models, drift }: Picture, zone: Zone): void {
    const place = element('#models', HTMLElement);
    place.replaceChildren(...models.flatMap(model => modelCard(model, drift.filter(({ kind }) => kind === model.kind), zone)));
    if (models.length === 0) place.append(make('p', words.noModel, { class: 'dim' }));
    const drifted = drift.filter(({ psi }) => psi > DRIFTED).length;
    const sign = element('#drifts', HTMLElement);
    sign.replaceChildren();
    if (models.length === 0 || drift.length === 0) return;
    const state = make('span', '', { class: `st ${drifted > 0 ? 'warn' : 'ok'}` });
    state.append(glyph(drifted > 0 ? 'warn' : 'ok'), drifted > 0 ? words.drifted(drifted) : words.noDrift);
    sign.append(state);
}

export class SafeList {
    private acting = false;
    private readonly entries = new Entries<Safe>('#safe ul', ({ kind, value }) => `${kind} ${value}`, safe => this.entry(safe), () => safeTexts.none);

    constructor(private readonly forget: (safe: Safe) => void) {}

    show({ safe }: Picture, acting: boolean): void {
        this.acting = acting;
        element('#safe summary', HTMLElement).textContent = safeTexts.title(safe.length);
        this.entries.show(safe, String(acting));
    }

    private entry(safe: Safe): HTMLElement {
        const made = make('li', '', { class: 'item' });
        const heading = make('h3');
        heading.append(`${safe.kind} `, make('span', safe.value, { class: 'mono' }));
        made.append(glyph('ok'), heading, make('p', safeTexts.by(safe.note, safe.by)));
        if (!this.acting) return made;
        const acts = make('span', '', { class: 'act' }), remove = make('button', safeTexts.remove, { type: 'button', 'aria-label': safeTexts.removeNamed(safe.value) });
        remove.addEventListener('click', () => this.forget(safe));
        acts.append(remove);
        made.append(acts);
        return made;
    }
}
