// web/apiary/alerts.ts - the alerts page: what is open, the rules and their editor, what has recovered.

import { element, make } from '../shared/dom.ts';
import { plural } from '../shared/format.ts';
import { Live } from '../shared/live.ts';
import { readPreferences, wirePreferences, zoneOf } from '../shared/preferences.ts';
import { ApiError } from '../shared/ask.ts';
import type { Zone } from '../shared/time.ts';
import { alertItem, ruleItem } from './alerts/items.ts';
import { RuleDialog } from './alerts/rule_dialog.ts';
import { newRule } from './alerts/terms.ts';
import { fetchApiaries, type Apiaries } from './api.ts';
import { confirmed } from './confirm.ts';
import { Loader } from './loader.ts';
import { showBanner, showInstead, showWaiting } from './notices.ts';
import { acknowledge, deleteRule, fetchAlerts, fetchRules, saveRule, testRule, type Alert, type Rule } from './site_api.ts';
import { markReady, showFailure } from './states.ts';
import { Status } from './status.ts';

class AlertsPage {
    private readonly preferences = readPreferences(location.search);
    private readonly dialog = new RuleDialog();
    private facts: Apiaries | undefined;
    private readAt = 0;
    private rules: Rule[] = [];
    private alerts: Alert[] = [];

    private readonly loader: Loader = new Loader(signal => this.load(signal), (error, retryAt) => showFailure(error, retryAt, () => this.loader.start(), this.facts !== undefined));
    private readonly status = new Status(() => this.live.tryNow());
    private readonly live: Live = new Live('api/events', {
        rows: () => undefined,
        sync: () => undefined,
        alert: () => this.loader.startWithin(0),
        missed: () => this.loader.startWithin(0),
        state: state => {
            this.status.showConnection(state, zoneOf('device', 'UTC'));
            if (state.kind === 'open' && this.facts) this.loader.startWithin(0);
        },
    });

    constructor() {
        const wanted = Number(new URLSearchParams(location.search).get('apiary'));
        element('#add-rule', HTMLButtonElement).addEventListener('click', () => this.edit(undefined, wanted || null));
        wirePreferences(this.preferences, () => this.show());
        showWaiting(2);
        this.loader.start();
    }

    private async load(signal: AbortSignal): Promise<void> {
        [this.facts, this.rules, this.alerts] = await Promise.all([fetchApiaries(), fetchRules(signal), fetchAlerts(signal)]);
        this.readAt = performance.now();
        element('#user', HTMLElement).textContent = this.facts.user;
        showInstead(undefined);
        showBanner('refused', undefined);
        this.show();
        markReady('true', this.alerts.length);
    }

    /** Seconds since the epoch by the server's clock. */
    private get now(): number {
        return (this.facts?.now ?? 0) + (performance.now() - this.readAt) / 1000;
    }

    private nameOf(id: number | null): string {
        return id === null ? 'all apiaries' : this.facts?.apiaries.find(apiary => apiary.id === id)?.name ?? `apiary ${id}`;
    }

    private zoneOf(id: number): Zone {
        return zoneOf(this.preferences.clock, this.facts?.apiaries.find(apiary => apiary.id === id)?.time_zone ?? 'UTC');
    }

    private show(): void {
        const open = this.alerts.filter(({ recovered }) => recovered === null);
        const past = this.alerts.filter(({ recovered }) => recovered !== null);
        element('#summary', HTMLElement).textContent = `${open.length === 0 ? 'all is quiet' : `${open.length} open`} · ${plural(this.rules.length, 'rule')}`;
        fill('#open', open.map(alert => this.alertItem(alert)), 'No alert is open.');
        fill('#past', past.map(alert => this.alertItem(alert)), 'No alert has recovered so far.');
        fill('#rules', this.rules.map(rule => this.ruleItem(rule, open)), 'No rules yet: Add rule says what to watch, for one apiary or for all.');
    }

    private alertItem(alert: Alert): HTMLElement {
        return alertItem(alert, this.nameOf(alert.apiary), this.zoneOf(alert.apiary), this.now, () => void this.change(token => acknowledge(token, alert.id)));
    }

    private ruleItem(rule: Rule, open: Alert[]): HTMLElement {
        const made: HTMLElement = ruleItem(rule, this.nameOf(rule.apiary), open.some(alert => alert.rule === rule.id), this.preferences.unit, {
            test: () => void this.test(rule, element('output', HTMLOutputElement, made)),
            edit: () => this.edit(rule, rule.apiary),
            remove: () => confirmed(`Delete the rule “${rule.name}”?`, 'Delete', () => void this.change(token => deleteRule(token, rule.id))),
        });
        return made;
    }

    private edit(rule: Rule | undefined, apiary: number | null): void {
        this.dialog.open(rule ?? newRule(apiary), this.facts?.apiaries ?? [], this.preferences.unit, async terms => {
            await saveRule(this.facts?.token ?? '', terms, rule?.id);
            this.loader.start();
        });
    }

    private async test(rule: Rule, place: HTMLOutputElement): Promise<void> {
        try {
            const { would, why, sent } = await testRule(this.facts?.token ?? '', rule.id);
            place.textContent = `Would ${would} now: ${why}. ${sent ? 'A test message is on its way.' : 'No message was sent.'}`;
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            place.textContent = `Not tested: ${error.reason}.`;
        }
    }

    /** Does something and shows what there is afterwards; a refusal becomes a banner. */
    private async change(act: (token: string) => Promise<unknown>): Promise<void> {
        try {
            await act(this.facts?.token ?? '');
            showBanner('refused', undefined);
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            return showBanner('refused', { kind: 'bad', title: 'Not done.', text: `${error.reason}.` });
        }
        this.loader.start();
    }
}

function fill(selector: string, items: HTMLElement[], without: string): void {
    const place = element(selector, HTMLElement);
    place.replaceChildren(...(items.length > 0 ? items : [make('li', without, { class: 'dim' })]));
}

new AlertsPage();
