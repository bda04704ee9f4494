// web/apiary/picture_buttons.ts - a button beside a title saves its chart, the one of the page all of them.

import { stateTexts } from 'texts/state.ts';
import { ApiError, fetched } from '../shared/ask.ts';
import { element } from '../shared/dom.ts';
import { showBanner } from './notices.ts';

/** What a picture is called, on it and as a file. */
export interface Caption {
    title: string;
    file: string;
}

/** @param caption of what is shown at the moment */
export function wirePictures(caption: () => Caption): void {
    document.addEventListener('click', ({ target }) => {
        const button = (target as Element).closest('#picture, [data-picture]');
        if (button) void save(button, caption());
    });
}

async function save(button: Element, { title, file }: Caption): Promise<void> {
    try {
        const { chartOf, savePicture } = await fetched(import('./picture.ts'));
        const stack = element('#stack', HTMLElement);
        savePicture(stack, button.id === 'picture' ? [stack] : chartOf(button), title, file);
    } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        showBanner('refused', { kind: 'bad', title: stateTexts.notDone, text: stateTexts.sentence(error.message) });
    }
}
