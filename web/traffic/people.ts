// web/traffic/people.ts - clients that stand out, and decisions about them, with what an admin can do.

import { peopleTexts as words } from 'texts/traffic.ts';
import { element, glyph, make } from '../shared/dom.ts';
import type { Zone } from '../shared/time.ts';
import { Entries } from './entries.ts';
import { score, type Action, type Client, type Decision, type Picture, type Reason } from './picture.ts';
import { reasonList } from './reasons.ts';

/** Decisions shown at first, and how many more at a time. */
const FIRST_SHOWN = 6, PART = 20;

/** What an admin can do; the page asks back where it should. */
export interface Acts {
    ban(client: Client): void;
    makeSafe(address: string): void;
    undo(decision: Decision, remember: boolean): void;
    confirm(decision: Decision): void;
    earlier(before: number): void;
    redraw(): void;
}

function button(text: string, act: () => void, kind = ''): HTMLElement {
    const made = make('button', text, { type: 'button', ...(kind ? { class: kind } : {}) });
    made.addEventListener('click', act);
    return made;
}

function titled(mark: string, kind: string, address: string, text: string): HTMLElement {
    const entry = make('li', '', { class: 'item' });
    const heading = make('h3');
    heading.append(make('span', address, { class: 'mono' }), words.titled(text));
    entry.append(glyph(mark, kind), heading);
    return entry;
}

function withActs(entry: HTMLElement, buttons: HTMLElement[]): HTMLElement {
    const acts = make('span', '', { class: 'act' });
    acts.append(...buttons);
    if (buttons.length > 0) entry.append(acts);
    return entry;
}

const MARKS: Record<Action, [mark: string, kind: string]> = {
    'dry-run': ['busy', 'busy'], pending: ['again', 'warn'], banned: ['bad', 'bad'], refused: ['off', 'off'], undone: ['ok', 'ok'], lost: ['warn', 'warn'],
};

/** What came of a decision, in words. */
export function outcome({ action, until, time, why, feedback }: Decision): string {
    const parts = [action === 'banned' && until !== null ? words.bannedFor(Math.max(1, Math.round(until - time))) : words.outcomes[action]];
    if (why) parts.push(why);
    if (feedback === 'attack') parts.push(words.confirmed);
    return parts.join(', ');
}

export class People {
    private readonly opened = new Set<string>();
    private readonly button = element('#earlier', HTMLButtonElement);
    private acting = false;
    private isWhole = false;
    private zone: Zone | undefined;
    private older: Decision[] = [];
    private shown = FIRST_SHOWN;
    private all: Decision[] = [];

    private readonly clients = new Entries<Client>('#clients', ({ address }) => address, client => this.client(client), () => words.noClients);
    private readonly decisions = new Entries<Decision>('#decisions', ({ id }) => String(id), decision => this.decision(decision), () => words.noDecisions);

    constructor(private readonly acts: Acts) {
        this.button.addEventListener('click', () => this.showMore());
    }

    /** @param acting whether who looks may do something */
    show(picture: Picture, zone: Zone, acting: boolean): void {
        this.zone = zone;
        this.acting = acting;
        const newest = picture.decisions;
        this.all = [...newest, ...this.older.filter(({ id }) => !newest.some(other => other.id === id))];
        const context = `${acting} ${zone.name} `;
        this.clients.show(picture.clients, context);
        this.decisions.show(this.all.slice(0, this.shown), context);
        const inHour = Object.values(picture.actions).reduce((sum, one) => sum + one, 0);
        element('#decisions-read', HTMLElement).textContent = words.inHour(inHour);
        this.button.hidden = (this.isWhole || this.all.length < PART) && this.all.length <= this.shown;
    }

    /** What is here already, then what hive-chart has from before. */
    private showMore(): void {
        this.shown += PART;
        const oldest = this.all.at(-1)?.id;
        if (this.all.length < this.shown && !this.isWhole && oldest !== undefined) this.acts.earlier(oldest);
        else this.acts.redraw();
    }

    /** Decisions from further back, shown below the newest; none: there are no more. */
    addOlder(decisions: Decision[]): void {
        this.older.push(...decisions);
        this.isWhole = decisions.length < PART;
    }

    /** Closed until a person opens it, and then as long as the page lives. */
    private details(key: string, summary: string, { reasons, lines }: { reasons: Reason[]; lines: string[] }): HTMLElement {
        const made = make('details');
        made.open = this.opened.has(key);
        made.addEventListener('toggle', () => made.open ? this.opened.add(key) : this.opened.delete(key));
        made.append(make('summary', summary));
        if (reasons.length > 0) made.append(reasonList(reasons));
        if (lines.length > 0) made.append(make('pre', lines.join('\n'), { class: 'log', tabindex: '0', role: 'region', 'aria-label': words.lines(key) }));
        return made;
    }

    private client(client: Client): HTMLElement {
        const { address, server, requests, errors, strikes } = client;
        const entry = titled('warn', 'warn', address, words.client(client.class, score(client.score)));
        const facts = [words.records(requests, server)];
        if (errors > 0) facts.push(words.errors(errors));
        if (strikes > 0) facts.push(words.strikes(strikes));
        entry.append(reasonList(client.reasons), client.lines.length === 0 ? make('p', facts.join(', '), { class: 'facts' })
            : this.details(words.ofClient(address), facts.join(', '), { reasons: [], lines: client.lines }));
        entry.dataset.client = address;
        return withActs(entry, !this.acting ? [] : [button(words.ban, () => this.acts.ban(client), 'stop'), button(words.safe, () => this.acts.makeSafe(address))]);
    }

    private decision(decision: Decision): HTMLElement {
        const { id, client, action } = decision;
        const [mark, kind] = MARKS[action];
        const entry = titled(mark, kind, client, `${decision.class} ${score(decision.score)}`);
        const state = make('p', '', { class: 'facts' });
        state.append(make('time', this.zone?.when(decision.time) ?? ''), ' · ', make('span', outcome(decision), { class: kind }));
        entry.append(state, this.details(words.ofDecision(id), words.by(decision.by, decision.server), decision));
        entry.dataset.decision = String(id);
        entry.dataset.action = action;
        return withActs(entry, this.acting ? this.buttons(decision) : []);
    }

    private buttons(decision: Decision): HTMLElement[] {
        if (decision.action === 'undone') return [];
        const buttons = [button(words.undo, () => this.acts.undo(decision, false)), button(words.undoAndRemember, () => this.acts.undo(decision, true))];
        if (decision.feedback === null && decision.by !== 'operator') buttons.push(button(words.confirm, () => this.acts.confirm(decision)));
        return buttons;
    }
}
