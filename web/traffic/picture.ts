// web/traffic/picture.ts - the traffic as hive-chart tells it, kept up to date by what comes each second; pure.

/** Records in each five seconds, oldest first: 60 of them. */
export interface ServerBars {
    name: string;
    /** of the others taken together: how many they are */
    count?: number;
    traffic: number[];
    attacks: number[];
}

/** Records in each minute, oldest first: 60 of them; precision and recall where the truth is known. */
export interface ClassHour {
    name: string;
    is_attack: boolean;
    counts: number[];
    judged: number;
    precision: number | null;
    recall: number | null;
}

export interface Source {
    name: string;
    kind: string;
    events: number;
    refused: number;
    late: number;
}

/** What hive-guard says of itself; members may be missing before it has said all. */
export interface GuardStatus {
    time?: number;
    mode?: 'dry-run' | 'armed';
    dry_run_until?: number | null;
    dry_run_classes?: string[];
    models?: { kind: string; version: string; trees: number }[];
    sources?: Source[];
    clients?: number;
    evicted?: number;
    ban?: 'connected' | 'away';
    waiting?: number;
    drifting?: string[];
}

/** Name (null: all servers that are not told one by one), records, attacks. */
export type ServerCount = [name: string | null, traffic: number, attacks: number];

export interface Second {
    t: number | null;
    servers: ServerCount[];
}

export interface Reason {
    name: string;
    value?: number;
    weight?: number;
    text?: string;
}

export interface Client {
    address: string;
    server: string;
    since: number;
    last: number;
    requests: number;
    errors: number;
    attacks: number;
    class: string;
    score: number;
    strikes: number;
    reasons: Reason[];
    lines: string[];
}

export type Action = 'dry-run' | 'pending' | 'banned' | 'refused' | 'undone' | 'lost';

export interface Decision {
    id: number;
    time: number;
    client: string;
    server: string;
    class: string;
    by: string;
    score: number;
    action: Action;
    why: string;
    until: number | null;
    reasons: Reason[];
    lines: string[];
    feedback: 'benign' | 'attack' | null;
}

export interface Card {
    data?: string;
    rows?: number;
    accuracy?: number;
    macro_f1?: number;
    classes?: string[];
}

export interface Model {
    kind: string;
    version: string;
    trees: number;
    loaded: number;
    card: Card;
    before: { version: string; card: Card } | null;
}

export interface Drift {
    kind: string;
    feature: string;
    psi: number;
}

export interface Safe {
    kind: 'network' | 'agent' | 'path' | 'user';
    value: string;
    note: string;
    added: number;
    by: string;
}

export interface Picture {
    status: GuardStatus;
    second: Second;
    bars: { last: number; servers: ServerBars[]; others?: ServerBars };
    hour: { last: number; classes: ClassHour[]; labelled: number; accuracy: number | null; main_accuracy: number | null };
    clients: Client[];
    decisions: Decision[];
    actions: Partial<Record<Action, number>>;
    models: Model[];
    drift: Drift[];
    safe: Safe[];
}

export interface Five {
    t: number;
    servers: ServerCount[];
    classes: [name: string, isAttack: boolean, count: number][];
}

/** What has come since the last one; clients, decisions and actions only when they changed. */
export interface Tick {
    status: GuardStatus;
    second: Second;
    fives: Five[];
    clients?: Client[];
    decisions?: Decision[];
    actions?: Picture['actions'];
}

export const BAR = 5, BARS = 60, MINUTE = 60, MINUTES = 60;
/** Servers told one by one; hive-chart has the same limit. */
const MOST_SERVERS = 100;

const zeros = (length: number): number[] => new Array<number>(length).fill(0);

/** The series moved on by some steps, zeros behind it. */
function moved(series: number[], steps: number): number[] {
    return steps >= series.length ? zeros(series.length) : [...series.slice(steps), ...zeros(steps)];
}

function addToLast(series: number[], value: number): void {
    series[series.length - 1] = (series.at(-1) ?? 0) + value;
}

/** The picture with what a tick brings; five seconds that are in it already do not count again. */
export function apply(picture: Picture, tick: Tick): Picture {
    const next = { ...picture, status: tick.status, second: tick.second };
    for (const five of tick.fives) {
        if (five.t <= next.bars.last) continue;
        next.bars = withBar(next.bars, five);
        next.hour = withMinute(next.hour, five);
    }
    if (tick.clients) next.clients = tick.clients;
    if (tick.decisions) next.decisions = tick.decisions;
    if (tick.actions) next.actions = tick.actions;
    return next;
}

function withBar({ last, servers, others }: Picture['bars'], { t, servers: counts }: Five): Picture['bars'] {
    const steps = Math.round((t - last) / BAR);
    const on = (bars: ServerBars): ServerBars => ({ ...bars, traffic: moved(bars.traffic, steps), attacks: moved(bars.attacks, steps) });
    const moving = servers.map(on);
    let rest = others && on(others);
    for (const [name, traffic, attacks] of counts) {
        let bars = moving.find(server => server.name === name);
        if (!bars && name !== null && moving.length < MOST_SERVERS) moving.push(bars = { name, traffic: zeros(BARS), attacks: zeros(BARS) });
        bars ??= rest ??= { name: '', count: 1, traffic: zeros(BARS), attacks: zeros(BARS) };
        addToLast(bars.traffic, traffic);
        addToLast(bars.attacks, attacks);
    }
    return { last: t, servers: moving, ...(rest ? { others: rest } : {}) };
}

function withMinute(hour: Picture['hour'], { t, classes: counts }: Five): Picture['hour'] {
    const minute = Math.floor(t / MINUTE) * MINUTE;
    const steps = Math.max(0, Math.round((minute - hour.last) / MINUTE));
    const classes = hour.classes.map(of => ({ ...of, counts: moved(of.counts, steps) }));
    for (const [name, isAttack, count] of counts) {
        let of = classes.find(one => one.name === name);
        if (!of) classes.push(of = { name, is_attack: isAttack, counts: zeros(MINUTES), judged: 0, precision: null, recall: null });
        addToLast(of.counts, count);
    }
    return { ...hour, last: Math.max(minute, hour.last), classes };
}

export const sum = (values: number[]): number => values.reduce((all, value) => all + value, 0);

export interface Rate {
    traffic: number;
    attacks: number;
}

/** A second this much older than hive-guard's clock says nothing of now. */
const SECOND_LASTS = 15;

/** Records a second of one server, or (undefined) of all. */
export function rateOf({ second, status }: Picture, name?: string | null): Rate {
    if (second.t === null || (status.time ?? 0) - second.t > SECOND_LASTS) return { traffic: 0, attacks: 0 };
    const counts = name === undefined ? second.servers : second.servers.filter(([server]) => server === name);
    return { traffic: sum(counts.map(([, traffic]) => traffic)), attacks: sum(counts.map(([, , attacks]) => attacks)) };
}

export type ServerState = 'attacked' | 'probed' | 'busy' | 'quiet';

/** @param red records a second above which a server is busy */
export function stateOf(bars: ServerBars, rate: Rate, red: number): ServerState {
    const traffic = sum(bars.traffic.slice(-2)) + rate.traffic, attacks = sum(bars.attacks.slice(-2)) + rate.attacks;
    if (attacks >= 11 && attacks >= traffic / 10) return 'attacked';
    if (sum(bars.attacks.slice(-12)) + rate.attacks > 0) return 'probed';
    return rate.traffic > red ? 'busy' : 'quiet';
}

/** Classes with records in the hour: benign ones first, then the most frequent. */
export function seenClasses({ hour }: Picture): ClassHour[] {
    const seen = hour.classes.filter(({ counts }) => sum(counts) > 0);
    return seen.sort((a, b) => Number(a.is_attack) - Number(b.is_attack) || sum(b.counts) - sum(a.counts));
}

/** What one class of a decision or client is called with its score: "Scan .97". */
export function score(value: number): string {
    return value >= 0.995 ? '1.0' : value.toFixed(2).replace(/^0/, '');
}
