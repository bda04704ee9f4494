// web/apiary/apiaries.ts - the overview page: every apiary in a row, found, sorted and kept fresh.

import './common.ts';
import { overviewTexts as words } from 'texts/overview.ts';
import { element } from '../shared/dom.ts';
import { Live } from '../shared/live.ts';
import { readPreferences, wirePreferences, zoneOf } from '../shared/preferences.ts';
import { fetchApiaries } from './api.ts';
import { Loader } from './loader.ts';
import { showInstead, showWaiting } from './notices.ts';
import { chosen, healthOf, readChoice, writeChoice, type Sort } from './overview/attention.ts';
import { Row } from './overview/row.ts';
import { Thumbnails } from './overview/thumbnails.ts';
import { fetchOverview, type Overview } from './site_api.ts';
import { markReady, showFailure } from './ready.ts';
import { Status } from './status.ts';

/** Milliseconds in which news are gathered before the overview is read again. */
const REST = 3000;

class OverviewPage {
    private readonly choice = readChoice(location.search);
    private readonly preferences = readPreferences(location.search);
    private readonly body = element('#stack tbody', HTMLElement);
    private readonly find = element('#find', HTMLInputElement);
    private readonly only = [...document.querySelectorAll<HTMLButtonElement>('#only button')];
    private readonly sort = element('#sort', HTMLSelectElement);
    private readonly rows = new Map<number, Row>();
    private readonly thumbnails = new Thumbnails();
    private overview: Overview | undefined;
    private readAt = 0;

    private readonly loader: Loader = new Loader(signal => this.load(signal), (error, retryAt) => showFailure(error, retryAt, () => this.loader.start(), this.overview !== undefined));
    private readonly status = new Status(() => this.live.tryNow());
    private readonly live: Live = new Live('api/events', {
        rows: () => this.loader.startWithin(REST),
        site: kind => kind === 'alert' && this.loader.startWithin(0),
        missed: () => this.loader.startWithin(0),
        sync: () => undefined,
        state: state => {
            this.status.showConnection(state, zoneOf('device', 'UTC'));
            if (state.kind === 'open' && this.overview) this.loader.startWithin(0);
        },
    });

    constructor() {
        this.find.value = this.choice.find;
        this.sort.value = this.choice.sort;
        this.find.addEventListener('input', () => this.choose({ find: this.find.value }));
        this.find.addEventListener('keydown', event => event.key === 'Enter' && this.openFirst());
        this.sort.addEventListener('change', () => this.choose({ sort: this.sort.value as Sort }));
        for (const button of this.only) button.addEventListener('click', () => this.choose({ onlyAttention: button.value !== '' }));
        wirePreferences(this.preferences, () => this.show());
        setInterval(() => this.show(), 60_000);
        showWaiting();
        this.loader.start();
        void fetchApiaries().then(({ user }) => (element('#user', HTMLElement).textContent = user), () => undefined);
    }

    private async load(signal: AbortSignal): Promise<void> {
        this.overview = await fetchOverview(signal);
        this.readAt = performance.now();
        this.show();
        markReady('true', this.overview.apiaries.length);
    }

    /** Seconds since the epoch by the server's clock. */
    private get now(): number {
        return (this.overview?.now ?? 0) + (performance.now() - this.readAt) / 1000;
    }

    private choose(change: Partial<typeof this.choice>): void {
        Object.assign(this.choice, change);
        history.replaceState(null, '', `${location.pathname}${writeChoice(this.choice)}`);
        this.show();
    }

    private openFirst(): void {
        const first = this.body.querySelector('a');
        if (first && this.choice.find) location.assign(first.href);
    }

    private show(): void {
        if (!this.overview) return;
        const { apiaries } = this.overview;
        if (apiaries.length === 0) {
            return showInstead({ kind: 'off', title: words.noApiary, text: words.howToBegin, action: { text: words.seeSync, act: '../monit/' } });
        }
        showInstead(undefined);
        const shown = chosen([...apiaries], this.choice, this.now);
        this.body.replaceChildren(...shown.map(apiary => this.rowOf(apiary).element));
        for (const apiary of shown) this.thumbnails.watch(this.rowOf(apiary).strip, apiary);
        element('#none', HTMLElement).hidden = shown.length > 0;
        element('#stack', HTMLElement).hidden = shown.length === 0;
        this.summarise(apiaries);
    }

    private rowOf(apiary: Overview['apiaries'][number]): Row {
        const known = this.rows.get(apiary.id);
        if (known) known.show(apiary, this.now, this.preferences.unit);
        const row = known ?? new Row(apiary, this.now, this.preferences.unit);
        this.rows.set(apiary.id, row);
        return row;
    }

    private summarise(apiaries: Overview['apiaries']): void {
        const attention = apiaries.filter(apiary => healthOf(apiary, this.now).mark !== 'ok').length;
        const samples = apiaries.reduce((sum, { count }) => sum + count, 0);
        const newest = Math.max(...apiaries.map(({ last }) => last ?? 0));
        element('#summary', HTMLElement).textContent = words.summary(apiaries.length, samples, newest > 0 ? this.now - newest : undefined);
        for (const button of this.only) {
            button.textContent = button.value ? words.attention(attention) : words.all(apiaries.length);
            button.setAttribute('aria-pressed', String(this.choice.onlyAttention === (button.value !== '')));
        }
    }
}

new OverviewPage();
