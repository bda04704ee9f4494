// web/apiary/alerts/items.ts - an alert or a rule as an entry of a list, with what one can do about it.

import { glyph, make } from '../../shared/dom.ts';
import { span } from '../../shared/format.ts';
import type { Unit } from '../../shared/preferences.ts';
import type { Zone } from '../../shared/time.ts';
import type { Alert, Rule } from '../site_api.ts';
import { sentence } from './terms.ts';

export interface Button {
    text: string;
    act(): void;
    kind?: 'stop';
}

export function item(mark: string, glyphClass: string, title: Node | string, when: string, text: string, buttons: Button[]): HTMLElement {
    const made = make('li', '', { class: 'item' });
    const heading = make('h3');
    heading.append(title);
    made.append(glyph(mark, glyphClass), heading, make('small', when), make('p', text));
    const acts = make('span', '', { class: 'act' });
    acts.append(...buttons.map(({ text, act, kind }) => {
        const button = make('button', text, { type: 'button', ...(kind ? { class: kind } : {}) });
        button.addEventListener('click', act);
        return button;
    }));
    if (buttons.length > 0) made.append(acts);
    return made;
}

/** @param name of the apiary @param now seconds by the server's clock */
export function alertItem(alert: Alert, name: string, zone: Zone, now: number, acknowledge: () => void): HTMLElement {
    const title = make('span', `${alert.rule_name} · `);
    // the day around it, so that one sees what happened
    title.append(make('a', name, { href: `./?apiary=${alert.apiary}&from=${alert.fired - 43_200}&to=${alert.fired + 43_200}` }));
    const isOpen = alert.recovered === null;
    const lasted = isOpen ? `for ${span(now - alert.fired)}` : `for ${span((alert.recovered as number) - alert.fired)}, recovered ${zone.when(alert.recovered as number)}`;
    const seen = alert.acknowledged ? ` · acknowledged by ${alert.acknowledged.by}, ${zone.when(alert.acknowledged.t)}` : '';
    const made = item(isOpen ? 'bad' : 'ok', isOpen ? 'bad' : 'ok', title, `${zone.dated(alert.fired)} · ${lasted}${seen}`, alert.text,
        isOpen && !alert.acknowledged ? [{ text: 'Acknowledge', act: acknowledge }] : []);
    made.dataset.alert = String(alert.id);
    return made;
}

export interface RuleActs {
    test(): void;
    edit(): void;
    remove(): void;
}

export function ruleItem(rule: Rule, name: string, isOpen: boolean, unit: Unit, acts: RuleActs): HTMLElement {
    const [mark, colour, word] = !rule.enabled ? ['unmon', 'off', 'paused'] : isOpen ? ['bad', 'bad', 'fired'] : ['ok', 'ok', 'quiet'];
    const to = rule.to.length > 0 ? ` Tells ${rule.to.join(', ')}.` : '';
    const by = rule.by ? ` By ${rule.by}.` : '';
    const made = item(mark as string, colour as string, rule.name, `${word} · ${name}`, `${sentence(rule, unit)}.${to}${by}`, [
        { text: 'Test', act: acts.test }, { text: 'Edit', act: acts.edit }, { text: 'Delete', act: acts.remove, kind: 'stop' },
    ]);
    made.dataset.rule = String(rule.id);
    made.append(make('output'));
    return made;
}
