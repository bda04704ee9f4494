// web/shared/preferences.ts - degrees and clock as this person wants them: from the address, else as remembered.

import { element } from './dom.ts';
import { Zone } from './time.ts';

export type Unit = 'C' | 'F';
/** Whose clock times are told by. */
export type Clock = 'apiary' | 'device' | 'utc';

export interface Preferences {
    unit: Unit;
    clock: Clock;
}

const KEY = 'hive-display';
const CLOCKS: Clock[] = ['apiary', 'device', 'utc'];

/** What is absent or wrong is °C and the apiary's own clock. */
export function checked({ unit, clock }: { unit?: unknown; clock?: unknown }): Preferences {
    return { unit: unit === 'F' ? 'F' : 'C', clock: CLOCKS.find(known => known === clock) ?? 'apiary' };
}

/** @param query of the address, whose `unit` and `clock` go before what is remembered */
export function readPreferences(query: string): Preferences {
    const asked = Object.fromEntries(new URLSearchParams(query));
    return checked({ ...remembered(), ...asked });
}

/** Storage may be refused (private window, policy): then the choice lasts for this page only. */
function remembered(): Partial<Preferences> {
    try {
        return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>;
    } catch {
        return {};
    }
}

function remember(preferences: Preferences): void {
    try {
        localStorage.setItem(KEY, JSON.stringify(preferences));
    } catch {
        // not remembered
    }
}

/** °C as the wanted unit has them; a difference has no offset. NaN stays NaN. */
export function degrees(celsius: number, unit: Unit, kind: 'temperature' | 'difference' = 'temperature'): number {
    if (unit === 'C') return celsius;
    return celsius * 1.8 + (kind === 'temperature' ? 32 : 0);
}

/** And back: what a person typed, in °C. */
export function celsius(value: number, unit: Unit): number {
    return unit === 'C' ? value : (value - 32) / 1.8;
}

export function zoneOf(clock: Clock, apiaryZone: string): Zone {
    if (clock === 'apiary') return new Zone(apiaryZone);
    return new Zone(clock === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/** The menu in the bar. @param changed called after a choice, which is remembered */
export function wirePreferences(preferences: Preferences, changed: (preferences: Preferences) => void): void {
    const unit = element('#unit', HTMLSelectElement), clock = element('#clock', HTMLSelectElement);
    const menu = element('#display', HTMLDetailsElement);
    const show = (): void => {
        unit.value = preferences.unit;
        clock.value = preferences.clock;
        element('#unit-shown', HTMLElement).textContent = `°${preferences.unit}`;
        for (const place of document.querySelectorAll('[data-unit]')) place.textContent = `°${preferences.unit}`;
    };
    for (const select of [unit, clock]) {
        select.addEventListener('change', () => {
            Object.assign(preferences, checked({ unit: unit.value, clock: clock.value }));
            remember(preferences);
            show();
            changed(preferences);
        });
    }
    menu.addEventListener('keydown', event => {
        if (event.key !== 'Escape') return;
        menu.open = false;
        element('summary', HTMLElement, menu).focus();
    });
    addEventListener('pointerdown', ({ target }) => {
        if (!menu.contains(target as Node)) menu.open = false;
    });
    show();
}
