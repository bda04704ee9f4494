// web/apiary/alerts/items.ts - alerts and rules as entries of a list, with what one can do about them.

import { alertTexts as words, ruleTexts } from 'texts/alerts.ts';
import { make } from '../../shared/dom.ts';
import type { Unit } from '../../shared/preferences.ts';
import type { Zone } from '../../shared/time.ts';
import type { Alert, Rule } from '../site_api.ts';
import { item } from './item.ts';
import { sentence } from './terms.ts';

/** @param name of the apiary @param now seconds by the server's clock @param acknowledge undefined for those who may not */
export function alertItem(alert: Alert, name: string, zone: Zone, now: number, acknowledge: (() => void) | undefined): HTMLElement {
    const title = make('span', words.heading(alert.rule_name));
    // the day around it, so that one sees what happened
    title.append(make('a', name, { href: `./?apiary=${alert.apiary}&from=${alert.fired - 43_200}&to=${alert.fired + 43_200}` }));
    const isOpen = alert.recovered === null;
    const lasted = alert.recovered === null ? words.lasting(now - alert.fired) : words.recovered(alert.recovered - alert.fired, zone.when(alert.recovered));
    const seen = alert.acknowledged ? words.acknowledged(alert.acknowledged.by, zone.when(alert.acknowledged.t)) : '';
    const made = item(isOpen ? 'bad' : 'ok', isOpen ? 'bad' : 'ok', title, `${zone.dated(alert.fired)} · ${lasted}${seen}`, alert.text,
        isOpen && acknowledge && !alert.acknowledged ? [{ text: words.acknowledge, act: acknowledge }] : []);
    made.id = `alert-${alert.id}`;
    return made;
}

export interface RuleActs {
    test(): void;
    edit(): void;
    remove(): void;
}

/** @param acts undefined for those who may not */
export function ruleItem(rule: Rule, name: string, isOpen: boolean, unit: Unit, acts?: RuleActs): HTMLElement {
    const [mark, colour, word] = !rule.enabled ? ['unmon', 'off', ruleTexts.states.paused] : isOpen ? ['bad', 'bad', ruleTexts.states.fired] : ['ok', 'ok', ruleTexts.states.quiet];
    const to = rule.to.length > 0 ? ruleTexts.tells(rule.to) : '';
    const by = rule.by ? ruleTexts.by(rule.by) : '';
    const made = item(mark as string, colour as string, rule.name, `${word} · ${name}`, `${sentence(rule, unit)}.${to}${by}`, !acts ? [] : [
        { text: ruleTexts.test, act: acts.test }, { text: ruleTexts.edit, act: acts.edit }, { text: ruleTexts.delete, act: acts.remove, kind: 'stop' },
    ]);
    made.dataset.rule = String(rule.id);
    made.append(make('output'));
    return made;
}
