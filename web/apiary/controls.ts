// web/apiary/controls.ts - the bar above the charts: apiary, days, lengths, update, and how sound is drawn.

import { chartTexts as words } from 'texts/charts.ts';
import { SCALE_NAMES, type ScaleName } from '../shared/colour_scale.ts';
import { element, make } from '../shared/dom.ts';
import type { Zone } from '../shared/time.ts';
import type { Apiary, Mode } from './api.ts';
import { fetched } from '../shared/ask.ts';
import type { Finder } from './finder.ts';
import { matchingPresets, type Preset, type Range } from './range.ts';
import { BIN_GROUPS, type BinGroup, type UrlState } from './url_state.ts';

/** What a person asks for with the controls. */
export interface Wishes {
    apiary(id: string): void;
    days(first: string, last: string): void;
    preset(name: Preset): void;
    update(): void;
    scale(name: ScaleName): void;
    bins(group: BinGroup): void;
    mode(mode: Mode): void;
}

/** A menu with no more apiaries is found through with the eye. */
const FEW = 12;

export class Controls {
    private readonly menu = element('#apiary', HTMLSelectElement);
    private readonly first = element('#first-day', HTMLInputElement);
    private readonly last = element('#last-day', HTMLInputElement);
    private readonly selected = element('#selected', HTMLElement);
    private readonly presets = [...document.querySelectorAll<HTMLButtonElement>('.presets button')];
    private readonly modes: HTMLButtonElement[];
    private readonly update = element('#update', HTMLButtonElement);
    private readonly updated = element('#updated', HTMLOutputElement);
    private finder: Promise<Finder> | undefined;
    private chosen: Preset | undefined;

    constructor(private readonly wishes: Wishes, state: UrlState) {
        for (const button of this.presets) button.addEventListener('click', () => wishes.preset((this.chosen = button.value as Preset)));
        this.menu.addEventListener('change', () => wishes.apiary(this.menu.value));
        for (const input of [this.first, this.last]) input.addEventListener('change', () => this.chooseDays(wishes));
        this.update.addEventListener('click', () => wishes.update());
        this.modes = [...document.querySelectorAll<HTMLButtonElement>('#mode button')];
        this.wireSound(wishes, state);
    }

    showApiaries(apiaries: Apiary[], shown: Apiary | undefined): void {
        element('#find-apiary', HTMLElement).hidden = apiaries.length <= FEW;
        if (apiaries.length > FEW) void this.find(apiaries);
        this.menu.replaceChildren(...apiaries.map(({ id, name }) => make('option', name, { value: String(id) })));
        this.menu.disabled = apiaries.length === 0;
        if (shown) this.menu.value = String(shown.id);
    }

    private async find(apiaries: Apiary[]): Promise<void> {
        this.finder ??= fetched(import('./finder.ts')).then(({ Finder }) => new Finder(this.menu, id => this.wishes.apiary(id)));
        (await this.finder).show(apiaries);
    }

    /** @param record what there is; undefined when the apiary has no samples */
    showRange(range: Range, record: Range | undefined, zone: Zone): void {
        for (const control of [this.first, this.last, ...this.presets]) control.disabled = record === undefined;
        if (!record) {
            this.selected.textContent = words.noRange;
            return;
        }
        const lastSecond = range.to - 1;
        for (const input of [this.first, this.last]) {
            input.min = zone.iso(record.from);
            input.max = zone.iso(record.to - 1);
        }
        this.first.value = zone.iso(range.from);
        this.last.value = zone.iso(lastSecond);
        this.selected.textContent = words.selected(zone.long(range.from), zone.long(lastSecond));
        const matching = matchingPresets(range, record, zone);
        const pressed = this.chosen && matching.includes(this.chosen) ? this.chosen : matching[0];
        for (const button of this.presets) button.setAttribute('aria-pressed', String(button.value === pressed));
    }

    showMode(mode: Mode): void {
        for (const button of this.modes) button.setAttribute('aria-pressed', String(button.value === mode));
    }

    /** @param text the outcome of the last update, or how far the running one is */
    showUpdate(text: string, kind: 'running' | 'done' | 'failed'): void {
        this.updated.textContent = text;
        this.updated.className = kind === 'failed' ? 'bad' : '';
        this.update.disabled = kind === 'running';
    }

    /** A start after the end, or the other way round, is one day. */
    private chooseDays(wishes: Wishes): void {
        if (!this.first.value || !this.last.value) {
            this.selected.textContent = words.noRange;
            return;
        }
        const [first, last] = [this.first.value, this.last.value];
        if (first <= last) wishes.days(first, last);
        else if (document.activeElement === this.first) wishes.days(first, first);
        else wishes.days(last, last);
    }

    private wireSound(wishes: Wishes, state: UrlState): void {
        const bins = element('#bins', HTMLSelectElement), scale = element('#scale', HTMLSelectElement);
        const groups = Object.keys(BIN_GROUPS) as BinGroup[];
        bins.append(...groups.map(group => make('option', words.binGroup(group), { value: group })));
        scale.append(...SCALE_NAMES.map(name => make('option', name, { value: name })));
        bins.value = state.bins;
        scale.value = state.scale;
        bins.addEventListener('change', () => wishes.bins(bins.value as BinGroup));
        scale.addEventListener('change', () => wishes.scale(scale.value as ScaleName));
        for (const button of this.modes) button.addEventListener('click', () => wishes.mode(button.value as Mode));
        this.showMode(state.mode);
    }
}
