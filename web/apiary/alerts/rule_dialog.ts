// web/apiary/alerts/rule_dialog.ts - the form of a rule: only the fields its kind needs, and what is wrong with them.

import { ruleTexts as words } from 'texts/alerts.ts';
import { ApiError } from '../../shared/ask.ts';
import { element, make } from '../../shared/dom.ts';
import type { Unit } from '../../shared/preferences.ts';
import type { Apiary } from '../api.ts';
import type { RuleKind, RuleTerms } from '../site_api.ts';
import { fieldsOf, mistakeIn, termsOf, type Fields } from './terms.ts';

const TEXTS = ['name', 'apiary', 'kind', 'series', 'above', 'below', 'per_hour', 'missing', 'lasting', 'from', 'until', 'to'] as const;

export class RuleDialog {
    private readonly dialog = element('#rule', HTMLDialogElement);
    private readonly form = element('form', HTMLFormElement, this.dialog);
    private readonly error = element('#rule-error', HTMLElement);
    private save: ((terms: RuleTerms) => Promise<void>) | undefined;
    private unit: Unit = 'C';

    constructor() {
        element('#months', HTMLElement).append(...words.monthNames.map((name, i) => {
            const label = make('label', '', { class: 'check' });
            label.append(make('input', '', { type: 'checkbox', name: 'month', value: String(i + 1) }), name);
            return label;
        }));
        this.field('kind').addEventListener('change', () => this.arrange());
        element('#rule-cancel', HTMLButtonElement).addEventListener('click', () => this.dialog.close());
        this.form.addEventListener('submit', event => void this.submit(event));
    }

    /** @param save rejects with an ApiError when the server refuses; the dialog then stays and says why */
    open(rule: RuleTerms, apiaries: Apiary[], unit: Unit, save: (terms: RuleTerms) => Promise<void>): void {
        this.save = save;
        this.unit = unit;
        element('[name=apiary]', HTMLSelectElement, this.form).replaceChildren(
            make('option', words.allOf, { value: '' }), ...apiaries.map(({ id, name }) => make('option', name, { value: String(id) })));
        const fields = fieldsOf(rule, unit);
        for (const name of TEXTS) this.field(name).value = fields[name];
        for (const box of this.months) box.checked = fields.months.includes(Number(box.value));
        element('[name=enabled]', HTMLInputElement, this.form).checked = fields.enabled;
        this.error.textContent = '';
        this.arrange();
        this.dialog.showModal();
    }

    private field(name: string): HTMLInputElement | HTMLSelectElement {
        return this.form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement;
    }

    private get months(): HTMLInputElement[] {
        return [...this.form.querySelectorAll<HTMLInputElement>('[name=month]')];
    }

    /** Fields of other kinds go, and are not asked for. */
    private arrange(): void {
        const kind = this.field('kind').value;
        for (const place of this.form.querySelectorAll<HTMLElement>('[data-for]')) {
            place.hidden = !(place.dataset.for ?? '').split(' ').includes(kind);
            for (const input of place.querySelectorAll('input')) input.disabled = place.hidden;
        }
    }

    private fields(): Fields {
        const texts = Object.fromEntries(TEXTS.map(name => [name, this.field(name).value])) as Record<(typeof TEXTS)[number], string>;
        return {
            ...texts, kind: texts.kind as RuleKind,
            months: this.months.filter(({ checked }) => checked).map(({ value }) => Number(value)),
            enabled: element('[name=enabled]', HTMLInputElement, this.form).checked,
        };
    }

    private async submit(event: SubmitEvent): Promise<void> {
        event.preventDefault();
        const terms = termsOf(this.fields(), this.unit);
        this.error.textContent = mistakeIn(terms);
        if (this.error.textContent) return;
        try {
            await this.save?.(terms);
            this.dialog.close();
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            this.error.textContent = words.notSaved(error.reason);
        }
    }
}
