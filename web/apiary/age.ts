// web/apiary/age.ts - how old the last sample is, as a value with its unit, said anew while time passes.

import { ageTexts as words } from 'texts/state.ts';
import { make } from '../shared/dom.ts';
import { duration } from '../shared/format.ts';

/** @param age seconds */
export function ageParts(age: number): (string | HTMLElement)[] {
    const { value, unit } = duration(age);
    return [value, make('small', words.ago(unit))];
}

/** Says anew how old the last sample is, where that stands. */
export function showAge(host: HTMLElement, age: number): void {
    host.querySelector('[data-age]')?.replaceChildren(...ageParts(age));
}
