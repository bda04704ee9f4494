// web/apiary/alerts/item.ts - an entry of a list: mark, title, when, text, and what one can do about it.

import { glyph, make } from '../../shared/dom.ts';

export interface Button {
    text: string;
    act(): void;
    kind?: 'stop';
}

export function item(mark: string, state: string, title: Node | string, when: string, text: string, buttons: Button[]): HTMLElement {
    const made = make('li', '', { class: 'item' });
    const heading = make('h3');
    heading.append(title);
    made.append(glyph(mark, state), heading, make('small', when), make('p', text));
    const acts = make('span', '', { class: 'act' });
    acts.append(...buttons.map(({ text, act, kind }) => {
        const button = make('button', text, { type: 'button', ...(kind ? { class: kind } : {}) });
        button.addEventListener('click', act);
        return button;
    }));
    if (buttons.length > 0) made.append(acts);
    return made;
}
