// web/apiary/alert_marks.ts - alerts on the time axis: when they fired, how long they lasted; their list is fetched when it is seen.

import { markTexts as words } from 'texts/charts.ts';
import { ApiError, fetched } from '../shared/ask.ts';
import { element, make } from '../shared/dom.ts';
import type { AlertList } from './alert_list.ts';
import { goTo, marksOf, percent } from './marks.ts';
import type { Range } from './range.ts';
import type { Part, Scene } from './scene.ts';
import { fetchAlertsOf, type Alert } from './site_api.ts';

export class AlertMarks implements Part {
    private readonly lane = element('#alert-lane', HTMLElement);
    private readonly section = element('#alerts', HTMLElement);
    private list: AlertList | undefined;
    private scene: Scene | undefined;
    private alerts: Alert[] = [];
    private asking = new AbortController();

    constructor() {
        const watcher = new IntersectionObserver(entries => {
            if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
            watcher.disconnect();
            void this.bringList();
        }, { rootMargin: '300px' });
        watcher.observe(this.section);
    }

    show(scene: Scene): void {
        this.scene = scene;
        this.again();
    }

    clear(): void {
        this.asking.abort();
        this.scene = undefined;
        this.fill([]);
        this.list?.clear();
    }

    /** Reads the alerts of the range anew. */
    again(): void {
        this.asking.abort();
        this.asking = new AbortController();
        if (this.scene) void this.load(this.scene, this.asking.signal);
    }

    private async load(scene: Scene, signal: AbortSignal): Promise<void> {
        try {
            const alerts = await fetchAlertsOf(scene.apiary, scene.range, signal);
            if (signal.aborted) return;
            this.fill(alerts);
            this.list?.show(scene, alerts);
        } catch (error) {
            if (signal.aborted) return;
            if (!(error instanceof ApiError)) throw error;
            this.say(error);
        }
    }

    private fill(alerts: Alert[]): void {
        this.alerts = alerts;
        const { scene, lane } = this;
        const name = element('b', HTMLElement, lane);
        if (!scene) return lane.replaceChildren(name);
        const { range, zone } = scene;
        const inOrder = alerts.filter(({ fired }) => fired >= range.from && fired < range.to).reverse();
        const marks = marksOf(lane, inOrder, range, {
            at: ({ fired }) => fired, glyph: 'bad', state: 'bad', press: ({ id }) => void this.goTo(id),
            words: ({ rule_name: rule, fired, text }, others) => words.alert(rule, zone.when(fired), text, others),
        });
        lane.replaceChildren(name, make('span', alerts.length === 0 ? words.noAlerts : words.alerts(alerts.length), { class: 'sr' }), ...alerts.map(alert => during(alert, range)), ...marks);
    }

    private async goTo(id: number): Promise<void> {
        await this.bringList();
        goTo(`alert-${id}`);
    }

    private async bringList(): Promise<void> {
        try {
            const { AlertList } = await fetched(import('./alert_list.ts'));
            if (this.list) return;
            this.list = new AlertList(() => this.again());
            if (this.scene) await this.list.show(this.scene, this.alerts);
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            this.say(error);
        }
    }

    private say({ reason }: ApiError): void {
        element('ul', HTMLElement, this.section).replaceChildren(make('li', words.alertsFailed(reason), { class: 'bad', role: 'alert' }));
    }
}

/** A bar for as long as an alert lasted, or lasts. */
function during({ fired, recovered }: Alert, range: Range): HTMLElement {
    const [from, to] = [Math.max(fired, range.from), Math.min(recovered ?? range.to, range.to)];
    const bar = make('i', '', { class: 'during' });
    bar.style.left = percent(from, range);
    bar.style.width = `${((to - from) / (range.to - range.from)) * 100}%`;
    return bar;
}
