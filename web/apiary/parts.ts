// web/apiary/parts.ts - everything on the apiary page that follows its range, most of it fetched when it is wanted.

import { stateTexts } from 'texts/state.ts';
import type { ApiError } from '../shared/ask.ts';
import { element } from '../shared/dom.ts';
import { AlertMarks } from './alert_marks.ts';
import type { Charts } from './charts.ts';
import { Late } from './late.ts';
import { showBanner } from './notices.ts';
import { Notes } from './notes.ts';
import { Numbers } from './numbers.ts';
import type { Part, Scene } from './scene.ts';
import { SoundViews } from './sound_views.ts';
import type { UrlState } from './url_state.ts';

export class Parts implements Part {
    readonly sound: SoundViews;
    readonly notes: Notes;
    readonly alerts = new AlertMarks();
    private readonly all: Part[];

    /** @param state what is shown; parts change it and call `changed` */
    constructor(charts: Charts, state: UrlState, changed: () => void) {
        this.sound = new SoundViews(state.view, {
            view: view => {
                state.view = view;
                changed();
            },
            time: time => charts.point(time),
        });
        this.notes = new Notes(() => charts.pointedTime);
        const series = late('#series', state.series.length > 0, async () => new (await import('./overlays.ts')).Overlays(charts, state.series, series => {
            state.series = series;
            changed();
        }));
        const compare = late('#compare', state.compare.apiaries.length > 0, async () => new (await import('./compare.ts')).Compare(charts, state.compare, compare => {
            state.compare = compare;
            changed();
        }));
        this.all = [this.sound, this.notes, this.alerts, new Numbers(), series, compare];
    }

    show(scene: Scene): void {
        for (const part of this.all) part.show(scene);
    }

    clear(): void {
        for (const part of this.all) part.clear();
    }
}

/** A part behind a menu: wanted when that is opened, or at once when the address asks for it. */
function late(selector: string, isWanted: boolean, fetchPart: () => Promise<Part>): Late {
    const part = new Late(fetchPart, notFetched);
    const menu = element(selector, HTMLDetailsElement);
    menu.addEventListener('toggle', () => menu.open && part.want());
    if (isWanted) part.want();
    return part;
}

function notFetched(error: ApiError): void {
    showBanner('refused', { kind: 'bad', title: stateTexts.notDone, text: stateTexts.sentence(error.message) });
}
