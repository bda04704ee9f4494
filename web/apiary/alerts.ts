// web/apiary/alerts.ts - the alerts page: what is open, the rules and their editor, what has recovered.

import './common.ts';
import { alertTexts as words, ruleTexts } from 'texts/alerts.ts';
import { stateTexts } from 'texts/state.ts';
import { element, make } from '../shared/dom.ts';
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
import { markReady, showFailure } from './ready.ts';
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
        site: kind => kind !== 'notes' && this.loader.startWithin(0),
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
        showWaiting();
        this.loader.start();
    }

    private async load(signal: AbortSignal): Promise<void> {
        [this.facts, this.rules, this.alerts] = await Promise.all([fetchApiaries(), fetchRules(signal), fetchAlerts(signal)]);
        this.readAt = performance.now();
        element('#user', HTMLElement).textContent = this.facts.user;
        element('#add-rule', HTMLElement).hidden = !this.facts.editor;
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
        return id === null ? words.allApiaries : this.facts?.apiaries.find(apiary => apiary.id === id)?.name ?? words.unknownApiary(id);
    }

    private zoneOf(id: number): Zone {
        return zoneOf(this.preferences.clock, this.facts?.apiaries.find(apiary => apiary.id === id)?.time_zone ?? 'UTC');
    }

    private show(): void {
        const open = this.alerts.filter(({ recovered }) => recovered === null);
        const past = this.alerts.filter(({ recovered }) => recovered !== null);
        element('#summary', HTMLElement).textContent = words.summary(open.length, this.rules.length);
        fill('#open', open.map(alert => this.alertItem(alert)), words.noneOpen);
        fill('#past', past.map(alert => this.alertItem(alert)), words.nonePast);
        fill('#rules', this.rules.map(rule => this.ruleItem(rule, open)), words.noRules);
    }

    private alertItem(alert: Alert): HTMLElement {
        const seen = this.facts?.editor ? () => void this.change(token => acknowledge(token, alert.id)) : undefined;
        return alertItem(alert, this.nameOf(alert.apiary), this.zoneOf(alert.apiary), this.now, seen);
    }

    private ruleItem(rule: Rule, open: Alert[]): HTMLElement {
        const made: HTMLElement = ruleItem(rule, this.nameOf(rule.apiary), open.some(alert => alert.rule === rule.id), this.preferences.unit, !this.facts?.editor ? undefined : {
            test: () => void this.test(rule, element('output', HTMLOutputElement, made)),
            edit: () => this.edit(rule, rule.apiary),
            remove: () => confirmed(ruleTexts.confirmDelete(rule.name), ruleTexts.delete, () => void this.change(token => deleteRule(token, rule.id))),
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
            place.textContent = ruleTexts.tested(would, why, sent);
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            place.textContent = ruleTexts.notTested(error.reason);
        }
    }

    /** Does something and shows what there is afterwards; a refusal becomes a banner. */
    private async change(act: (token: string) => Promise<unknown>): Promise<void> {
        try {
            await act(this.facts?.token ?? '');
            showBanner('refused', undefined);
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            return showBanner('refused', { kind: 'bad', title: stateTexts.notDone, text: stateTexts.sentence(error.reason) });
        }
        this.loader.start();
    }
}

function fill(selector: string, items: HTMLElement[], without: string): void {
    const place = element(selector, HTMLElement);
    place.replaceChildren(...(items.length > 0 ? items : [make('li', without, { class: 'dim' })]));
}

new AlertsPage();
