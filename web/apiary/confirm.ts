// web/apiary/confirm.ts - asks once more before something goes that does not come back.

import { confirmTexts as words } from 'texts/more.ts';
import { make } from '../shared/dom.ts';

/** @param act called when the person says yes */
export function confirmed(question: string, yes: string, act: () => void): void {
    const dialog = make('dialog', '', { 'aria-label': question, class: 'confirm' });
    const end = make('div', '', { class: 'end' });
    const cancel = make('button', words.cancel, { type: 'button' });
    const go = make('button', yes, { type: 'button', class: 'stop' });
    cancel.addEventListener('click', () => dialog.close());
    go.addEventListener('click', () => {
        dialog.close();
        act();
    });
    dialog.addEventListener('close', () => dialog.remove());
    end.append(cancel, go);
    dialog.append(make('p', question), end);
    document.body.append(dialog);
    dialog.showModal();
}
