// web/traffic/judgement.ts - the table of classes, and the models with how far traffic has drifted from what they learned.

import { counted } from 'texts/counted.ts';
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
    element('#accuracy', HTMLElement).textContent = labelled === 0 ? 'no labels so far'
        : `accuracy ${shareText(accuracy)} of ${count(labelled)} labelled in a day, ${shareText(main)} of the six largest classes`;
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
    row.append(make('td', 'No traffic in the last hour.', { colspan: '5', class: 'dim' }));
    return row;
}

function fact(list: HTMLElement, name: string, value: string | Node): void {
    const place = make('dd');
    place.append(value);
    list.append(make('dt', name), place);
}

const heldBack = ({ accuracy, macro_f1: f1 }: Card): string => accuracy === undefined ? 'not known' : `accuracy ${shareText(accuracy)}, macro-F1 ${shareText(f1)}`;

/** A version is the time of the training where hive-train made it. */
function versionText(version: string, zone: Zone): string {
    const time = Date.parse(version) / 1000;
    return Number.isFinite(time) ? zone.dated(time) : version || 'no version';
}

function modelCard(model: Model, drift: Drift[], zone: Zone): HTMLElement[] {
    const list = make('dl', '', { class: 'kv' });
    const { card, before } = model;
    fact(list, 'Version', versionText(model.version, zone));
    fact(list, 'Trained on', card.rows ? `${count(card.rows)} rows${card.data ? ` of ${card.data}` : ''}` : 'not known');
    fact(list, 'Trees', `${count(model.trees)}, ${counted(card.classes?.length ?? 0, 'class').replace('classs', 'classes')}`);
    fact(list, 'Held-back time slice', heldBack(card));
    if (before) fact(list, 'Before it', `${versionText(before.version, zone)}: ${heldBack(before.card)}`);
    fact(list, 'Drift (PSI)', drift.length > 0 ? driftList(drift) : 'not measured yet: it needs 200 windows in ten minutes');
    return [make('h3', `Model of ${model.kind}`), list];
}

function driftList(drift: Drift[]): HTMLElement {
    const made = make('div', '', { class: 'why' });
    for (const { feature, psi } of drift.slice(0, SHOWN_DRIFT)) {
        const amount = make(psi > DRIFTED ? 'b' : 'span', decimal(psi, 2), { class: 'n' });
        made.append(make('span', feature), meter(psi / FULL, `${decimal(psi, 2)} of ${DRIFTED}`, psi > DRIFTED ? 'bad' : '', DRIFTED / FULL), amount);
    }
    return made;
}

export function showModels({ models, drift }: Picture, zone: Zone): void {
    const place = element('#models', HTMLElement);
    place.replaceChildren(...models.flatMap(model => modelCard(model, drift.filter(({ kind }) => kind === model.kind), zone)));
    if (models.length === 0) place.append(make('p', 'Rules only: there is no model. hive-train(1) learns one from labelled traffic or from what was decided here.', { class: 'dim' }));
    const drifted = drift.filter(({ psi }) => psi > DRIFTED).length;
    const sign = element('#drifts', HTMLElement);
    sign.replaceChildren();
    if (models.length === 0 || drift.length === 0) return;
    const state = make('span', '', { class: `st ${drifted > 0 ? 'warn' : 'ok'}` });
    state.append(glyph(drifted > 0 ? 'warn' : 'ok'), drifted > 0 ? `${counted(drifted, 'feature')} drifted: train anew` : 'no drift');
    sign.append(state);
}

export class SafeList {
    private acting = false;
    private readonly entries = new Entries<Safe>('#safe ul', ({ kind, value }) => `${kind} ${value}`, safe => this.entry(safe), () => 'Nobody was put here by hand; guard.ini may name more.');

    constructor(private readonly forget: (safe: Safe) => void) {}

    show({ safe }: Picture, acting: boolean): void {
        this.acting = acting;
        element('#safe summary', HTMLElement).textContent = `Safe list, ${count(safe.length)}`;
        this.entries.show(safe, String(acting));
    }

    private entry(safe: Safe): HTMLElement {
        const made = make('li', '', { class: 'item' });
        const heading = make('h3');
        heading.append(`${safe.kind} `, make('span', safe.value, { class: 'mono' }));
        made.append(glyph('ok'), heading, make('p', `${safe.note ? `${safe.note} · ` : ''}by ${safe.by || 'nobody named'}`));
        if (!this.acting) return made;
        const acts = make('span', '', { class: 'act' }), remove = make('button', 'Remove', { type: 'button', 'aria-label': `Remove ${safe.value}` });
        remove.addEventListener('click', () => this.forget(safe));
        acts.append(remove);
        made.append(acts);
        return made;
    }
}
