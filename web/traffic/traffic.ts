// web/traffic/traffic.ts - the traffic page: a picture read once, kept up to date every second, and what an admin does about it.

import { stateTexts } from 'texts/state.ts';
import { actTexts, trafficTexts as words } from 'texts/traffic.ts';
import { confirmed } from '../apiary/confirm.ts';
import { Loader } from '../apiary/loader.ts';
import { showBanner, showInstead, showWaiting } from '../apiary/notices.ts';
import { markReady, showFailure } from '../apiary/ready.ts';
import { ApiError } from '../shared/ask.ts';
import { element, glyph } from '../shared/dom.ts';
import { Live, type LiveState } from '../shared/live.ts';
import { readPreferences, wirePreferences, zoneOf } from '../shared/preferences.ts';
import type { Zone } from '../shared/time.ts';
import { arm, ban, confirmAttack, fetchDecisions, fetchTraffic, forgetSafe, makeSafe, undo, type Traffic } from './guard_api.ts';
import { noticesOf, showNotices } from './guard_notices.ts';
import { Hour } from './hour.ts';
import { SafeList, showClasses, showModels } from './judgement.ts';
import { People } from './people.ts';
import { apply, type Picture, type Tick } from './picture.ts';
import { RedLimit } from './red_limit.ts';
import { Servers } from './servers.ts';
import { showSummary } from './summary.ts';

/** Milliseconds after which the whole picture is read again; hive-chart sends ticks for twice as long. */
const REREAD = 30_000;
const BAN_SECONDS = 3600;

class TrafficPage {
    private readonly preferences = readPreferences(location.search);
    private readonly red = new RedLimit(() => this.show());
    private readonly servers = new Servers();
    private readonly hour = new Hour();
    private readonly safe = new SafeList(safe => confirmed(...actTexts.forget(safe.value), () => void this.change(token => forgetSafe(token, safe))));
    private readonly people = new People({
        ban: ({ address }) => confirmed(...actTexts.ban(address), () => void this.change(token => ban(token, address, BAN_SECONDS))),
        makeSafe: address => confirmed(...actTexts.makeSafe(address), () => void this.change(token => makeSafe(token, address))),
        undo: ({ id }, remember) => void this.change(token => undo(token, id, remember)),
        confirm: ({ id }) => void this.change(token => confirmAttack(token, id)),
        earlier: before => void this.showEarlier(before),
        redraw: () => this.show(),
    });
    private readonly pause = element('#pause', HTMLButtonElement);
    private readonly dryRun = element('#dry-run', HTMLButtonElement);
    private facts: Traffic | undefined;
    private picture: Picture | undefined;
    private readAt = 0;
    private state: LiveState = { kind: 'connecting' };

    private readonly loader: Loader = new Loader(signal => this.load(signal), (error, retryAt) => showFailure(error, retryAt, () => this.loader.start(), this.picture !== undefined));
    private readonly live: Live = new Live('api/events', {
        rows: () => undefined,
        sync: () => undefined,
        site: () => undefined,
        traffic: tick => this.take(tick as Tick),
        missed: () => this.loader.startWithin(0),
        state: state => this.connection(state),
    });

    constructor() {
        wirePreferences(this.preferences, () => this.show());
        this.pause.addEventListener('click', () => this.setPaused(!this.isPaused));
        this.dryRun.addEventListener('click', () => confirmed(...actTexts.disarm, () => void this.change(token => arm(token, true))));
        setInterval(() => this.showAges(), 1000);
        setInterval(() => !document.hidden && !this.isPaused && this.loader.startWithin(0), REREAD);
        showWaiting(words.loading);
        this.loader.start();
    }

    private async load(signal: AbortSignal): Promise<void> {
        this.facts = await fetchTraffic(signal);
        this.readAt = performance.now();
        this.picture = this.facts.store === 'ready' ? this.facts : undefined;
        this.red.suggest(this.facts.red_above);
        element('#user', HTMLElement).textContent = this.facts.user;
        showBanner('refused', undefined);
        showInstead(this.picture ? undefined : {
            kind: 'off', title: words.none, text: words.noGuard, action: { text: words.seeWatchdog, act: '../monit/' },
        });
        if (!this.picture) this.loader.start(5000);
        this.show();
        markReady('true', this.picture?.bars.servers.length ?? 0);
    }

    private get isPaused(): boolean {
        return this.pause.getAttribute('aria-pressed') === 'true';
    }

    private setPaused(paused: boolean): void {
        this.pause.setAttribute('aria-pressed', String(paused));
        this.pause.textContent = paused ? words.resume : words.pause;
        if (!paused) this.loader.start();
        this.showAges();
    }

    private take(tick: Tick): void {
        if (!this.picture || this.isPaused) return;
        this.picture = apply(this.picture, tick);
        document.documentElement.dataset.tick = String(tick.status.time ?? '');
        this.show();
    }

    private connection(state: LiveState): void {
        const wasLost = this.state.kind === 'lost';
        this.state = state;
        showBanner('offline', state.kind !== 'lost' ? undefined : {
            kind: 'bad', title: stateTexts.lost(this.zone.time(state.since / 1000)), text: words.lostMeaning,
            retryAt: state.retryAt, action: { text: stateTexts.tryNow, act: () => this.live.tryNow() },
        });
        if (state.kind === 'open' && (wasLost || this.facts)) this.loader.startWithin(0);
        this.showAges();
    }

    private get zone(): Zone {
        return zoneOf(this.preferences.clock === 'utc' ? 'utc' : 'device', 'UTC');
    }

    /** Seconds since the epoch by the server's clock. */
    private get now(): number {
        return (this.facts?.now ?? 0) + (performance.now() - this.readAt) / 1000;
    }

    private get mayAct(): boolean {
        return this.facts?.admin === true;
    }

    private show(): void {
        const { picture, zone, mayAct } = this;
        if (!picture) return;
        showSummary(picture);
        this.servers.show(picture, this.red.value);
        this.hour.show(picture, zone);
        this.people.show(picture, zone, mayAct);
        showClasses(picture);
        showModels(picture, zone);
        this.safe.show(picture, mayAct);
        this.dryRun.hidden = !mayAct || picture.status.mode !== 'armed';
        this.showAges();
    }

    /** What changes by time alone. */
    private showAges(): void {
        const { picture, zone } = this;
        this.showMark();
        if (!picture || this.isPaused) return;
        element('#summary', HTMLElement).textContent = words.summary(zone.clock(picture.status.time ?? this.now), picture.models.map(({ kind }) => kind));
        showNotices(noticesOf(picture.status, picture.models.length > 0, this.now, zone), this.mayAct ? of => this.arm(of) : undefined);
    }

    private showMark(): void {
        const [mark, word] = this.isPaused ? ['off', words.paused] : this.state.kind === 'lost' ? ['bad', stateTexts.offline] : this.state.kind === 'connecting' ? ['busy', stateTexts.connecting] : ['ok', stateTexts.live];
        const place = element('#live', HTMLElement);
        if (place.dataset.word === word) return;
        place.dataset.word = word as string;
        place.className = `st live keep ${mark}`;
        place.replaceChildren(glyph(mark as string), word as string);
    }

    private arm(of: string): void {
        confirmed(...actTexts.arm(of), () => void this.change(token => arm(token, false, of || undefined)));
    }

    private async showEarlier(before: number): Promise<void> {
        await this.tried(async () => {
            this.people.addOlder(await fetchDecisions(before));
            this.show();
        });
    }

    /** Does something and reads the picture anew. */
    private async change(act: (token: string) => Promise<unknown>): Promise<void> {
        if (await this.tried(() => act(this.facts?.token ?? ''))) this.loader.start();
    }

    /** A refusal becomes a banner. */
    private async tried(act: () => Promise<unknown>): Promise<boolean> {
        try {
            await act();
            showBanner('refused', undefined);
            return true;
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            showBanner('refused', { kind: 'bad', title: stateTexts.notDone, text: stateTexts.sentence(error.reason) });
            return false;
        }
    }
}

new TrafficPage();
