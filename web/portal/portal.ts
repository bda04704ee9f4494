// web/portal/portal.ts - keeps an open page up to date: the server renders, this puts it in place.

import { spanText } from './span.ts';

interface Frame {
    now: number;  // the server's clock, epoch seconds
    services: string;
    news: number;
    parts: Record<string, string>;
}

/** Server minus browser, seconds; the page says the server's time when it was made. */
let clockLead = Number(document.body.dataset.now ?? Date.now() / 1000) - Date.now() / 1000;
const serverNow = (): number => Date.now() / 1000 + clockLead;

/** Counts on what the server began: how long since, how long until. */
function tick(): void {
    const now = serverNow();
    for (const element of document.querySelectorAll<HTMLElement>('[data-since]')) {
        element.textContent = spanText(Math.floor(now - Number(element.dataset.since)));
    }
    for (const element of document.querySelectorAll<HTMLElement>('[data-until]')) {
        element.textContent = spanText(Math.ceil(Math.max(0, Number(element.dataset.until) - now)));
    }
}

/** What each place shows, as sent; the DOM would give it back in other words. */
const shown = new Map<string, string>();

/** Puts new content into a place; what had the focus in it keeps it. */
function replace(place: HTMLElement, content: string): void {
    const focused = place.contains(document.activeElement) ? document.activeElement : null;
    place.innerHTML = content;
    if (!focused) return;
    const value = focused.getAttribute('value') ?? focused.getAttribute('href');
    const same = [...place.querySelectorAll<HTMLElement>(focused.localName)]
        .find(element => (element.getAttribute('value') ?? element.getAttribute('href')) === value);
    same?.focus();
}

function put(parts: Record<string, string>): void {
    for (const place of document.querySelectorAll<HTMLElement>('[data-live]')) {
        const key = place.dataset.live ?? '';
        const content = parts[key];
        if (content !== undefined && shown.get(key) !== content) replace(place, content);
    }
    for (const [key, content] of Object.entries(parts)) shown.set(key, content);
}

/** Sections the stream does not carry (events, log) are taken from the page itself. */
async function freshen(): Promise<void> {
    const places = document.querySelectorAll('[data-fresh]');
    if (!places.length) return;
    const answer = await fetch(location.href);
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const place of places) {
        const newer = page.getElementById(place.id);
        if (newer && !place.contains(document.activeElement)) place.replaceChildren(...newer.childNodes);
    }
    scrollLogs();
}

/** A log is read from its end. */
function scrollLogs(): void {
    for (const log of document.querySelectorAll('[data-end], .log.tall')) log.scrollTop = log.scrollHeight;
}

const POLL = 2000;

/** The log page asks for its newest lines by itself, unless it is held or somebody reads further up. */
function pollLog(): void {
    const place = document.querySelector('[data-poll]');
    const hold = document.querySelector<HTMLButtonElement>('[data-hold]');
    if (!place || !hold) return;
    let held = false;
    hold.addEventListener('click', () => {
        held = !held;
        hold.textContent = held ? 'Resume' : 'Pause';
        hold.setAttribute('aria-pressed', String(held));
        if (!held) void freshen();
    });
    const isAtEnd = (): boolean => {
        const log = place.querySelector('.log');
        return !log || log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    };
    setInterval(() => { if (!held && !document.hidden && isAtEnd()) void freshen(); }, POLL);
}

type Live = 'live' | 'waiting';
const words: Record<Live, string> = { live: 'Live', waiting: 'Reconnecting' };

function showLive(state: Live): void {
    const place = document.getElementById('live');
    if (!place) return;
    const shape = state === 'live' ? 'ok' : 'again';
    place.innerHTML = `<span class="st"><svg class="glyph ${state === 'live' ? 'ok' : 'off'}" aria-hidden="true"><use href="hive.svg#${shape}"/></svg>${words[state]}</span>`;
}

let services: string | undefined;
let news: number | undefined;

function take(frame: Frame): void {
    clockLead = frame.now - Date.now() / 1000;
    if (services !== undefined && services !== frame.services) return location.reload();
    services = frame.services;
    put(frame.parts);
    tick();
    if (news !== undefined && news !== frame.news) void freshen();
    news = frame.news;
}

let stream: EventSource | undefined;

function follow(target: string): void {
    stream?.close();
    stream = new EventSource(target);
    stream.addEventListener('page', event => {
        showLive('live');
        take(JSON.parse((event as MessageEvent<string>).data) as Frame);
    });
    stream.addEventListener('error', () => {
        showLive('waiting');
        // A stream the server refuses is over for good: most likely the session is, too.
        if (stream?.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 2000);
    });
}

/** A hidden page listens to nothing: browsers allow six connections to a site. */
function followWhileShown(target: string): void {
    const update = (): void => {
        if (document.hidden) stream?.close();
        else follow(target);
    };
    document.addEventListener('visibilitychange', update);
    addEventListener('pagehide', () => stream?.close());
    update();
}

const target = document.body.dataset.stream;
if (target) followWhileShown(target);
setInterval(tick, 1000);
scrollLogs();
pollLog();
