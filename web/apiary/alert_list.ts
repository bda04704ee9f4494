// web/apiary/alert_list.ts - the alerts of the range and the rules of the apiary, below its charts.

import './common.ts';
import { alertTexts as words } from 'texts/alerts.ts';
import { ApiError } from '../shared/ask.ts';
import { element, make } from '../shared/dom.ts';
import { alertItem, ruleItem } from './alerts/items.ts';
import type { Scene } from './scene.ts';
import { acknowledge, fetchRules, type Alert, type Rule } from './site_api.ts';

export class AlertList {
    private readonly section = element('#alerts', HTMLElement);
    private readonly alerts = element('ul', HTMLElement, this.section);
    private readonly rules = element('ul + ul', HTMLElement, this.section);
    private asking = new AbortController();

    /** @param changed called after an alert was acknowledged */
    constructor(private readonly changed: () => void) {}

    async show(scene: Scene, alerts: Alert[]): Promise<void> {
        const { apiary, now, zone, facts: { editor, token } } = scene;
        this.asking.abort();
        const asking = (this.asking = new AbortController());
        const seen = (alert: Alert): (() => void) | undefined => editor ? () => void this.acknowledge(token, alert) : undefined;
        this.alerts.replaceChildren(...alerts.map(alert => {
            const made = alertItem(alert, apiary.name, zone, now, seen(alert));
            made.tabIndex = -1;
            return made;
        }));
        if (alerts.length === 0) this.alerts.append(make('li', words.noneInRange, { class: 'dim' }));
        try {
            const rules = (await fetchRules(asking.signal)).filter(({ apiary: id }) => id === null || id === apiary.id);
            if (!asking.signal.aborted) this.showRules(rules, alerts, scene);
        } catch (error) {
            if (asking.signal.aborted) return;
            if (!(error instanceof ApiError)) throw error;
            this.rules.replaceChildren(make('li', words.failed(error.reason), { class: 'bad' }));
        }
    }

    clear(): void {
        this.asking.abort();
        this.alerts.replaceChildren();
        this.rules.replaceChildren();
    }

    private showRules(rules: Rule[], alerts: Alert[], { apiary, unit }: Scene): void {
        const isOpen = ({ id }: Rule): boolean => alerts.some(({ rule, recovered }) => rule === id && recovered === null);
        this.rules.replaceChildren(...rules.map(rule => ruleItem(rule, rule.apiary === null ? words.allApiaries : apiary.name, isOpen(rule), unit)));
        if (rules.length === 0) this.rules.append(make('li', words.noRulesHere, { class: 'dim' }));
    }

    private async acknowledge(token: string, { id }: Alert): Promise<void> {
        try {
            await acknowledge(token, id);
            this.changed();
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            this.alerts.prepend(make('li', words.notAcknowledged(error.reason), { class: 'bad', role: 'alert' }));
        }
    }
}
