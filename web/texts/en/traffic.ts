// web/texts/en/traffic.ts - the traffic page: what came, who stands out, what was decided, and what an admin may do about it.

import { count, decimal, span } from '../../shared/format.ts';
import { counted } from './counted.ts';

export const trafficTexts = {
    loading: 'Loading the traffic',
    none: 'No traffic yet',
    noGuard: 'hive-guard has not run on this machine. The watchdog says whether it is to be started, and what keeps it from it.',
    seeWatchdog: 'See the watchdog',
    paused: 'Paused',
    pause: 'Pause',
    resume: 'Resume',
    lostMeaning: 'What you see stays; it goes on when the connection is back.',
    summary: (clock: string, models: string[]): string => {
        const kinds = models.join(' and ');
        return `${clock} · ${kinds ? `rules and ${models.length > 1 ? 'models' : 'a model'} of ${kinds}` : 'rules only'}`;
    },
};

/** What is asked back before something is done, and the button that does it. */
export const actTexts = {
    forget: (value: string): readonly [string, string] => [`Take ${value} off the safe list?`, 'Remove'],
    ban: (address: string): readonly [string, string] => [`Ban ${address} for an hour, dry run or not?`, 'Ban now'],
    makeSafe: (address: string): readonly [string, string] => [`Never act against ${address} from now on?`, 'Put on the safe list'],
    disarm: ['Ban nobody from now on, and only record what would be done?', 'Back to dry run'] as const,
    arm: (of: string): readonly [string, string] => [`Ban ${of ? `clients taken for ${of}` : 'attackers'} from now on?`, of ? `Arm for ${of}` : 'Arm now'],
};

/** What one must know of hive-guard before one believes the page. */
export const guardTexts = {
    silent: (seconds: number | undefined): string => `hive-guard has written nothing ${seconds === undefined ? 'so far' : `for ${span(seconds)}`}.`,
    silentMeaning: (when: string | undefined): string => when === undefined ? 'The watchdog says how it is.' : `What you see is from ${when}; the watchdog says how it is.`,
    seeGuard: 'See hive-guard',
    dryRun: (until: string | undefined): string => `Dry run${until === undefined ? '' : ` until ${until}`}.`,
    dryRunMeaning: 'Decisions are recorded and shown; nobody is banned.',
    dryRunFor: (classes: string[]): string => `Dry run for ${classes.join(', ')}.`,
    dryRunForMeaning: 'Who is taken for that is not banned; others are.',
    banAway: 'hive-ban cannot be reached.',
    banAwayMeaning: (waiting: number): string => `Nobody new is banned until it is back.${waiting > 0 ? ` ${counted(waiting, 'decision')} wait${waiting === 1 ? 's' : ''} for it.` : ''}`,
    seeBan: 'See hive-ban',
    rulesOnly: 'Rules only.',
    rulesOnlyMeaning: 'There is no model, so what no rule describes passes as benign. hive-train(1) makes one.',
};

/** The figures on top. */
export const sumTexts = {
    traffic: 'Traffic',
    aSecond: '/s',
    servers: (number: number): string => counted(number, 'server'),
    attacks: 'Predicted attacks',
    share: (percent: number): string => `${decimal(percent)} % of traffic`,
    noTraffic: 'no traffic now',
    clients: 'Clients tracked',
    forgotten: (number: number): string => `${count(number)} forgotten for room`,
    wouldBan: 'Would be banned',
    lastHour: 'in the last hour',
    banned: 'Banned',
    undone: (number: number): string => `in the last hour, ${count(number)} undone`,
    sources: 'Sources',
    noSources: 'none yet',
    refused: 'Refused records',
    late: (number: number): string => `${count(number)} came late`,
};

export const serverTexts = {
    states: { attacked: 'under attack', probed: 'probed', busy: 'busy', quiet: 'quiet' },
    attacks: 'attacks/s',
    traffic: 'traffic/s',
    attackBars: (all: number, most: number): string => `Attacks a second, last 5 minutes: ${count(all)} in all, at most ${decimal(most)} a second`,
    trafficBars: (all: number, most: number, red: number): string => `Traffic a second, last 5 minutes: ${count(all)} in all, at most ${decimal(most)} a second, red above ${decimal(red)}`,
    others: (number: number): string => `and ${counted(number, 'other')}`,
    noName: 'no name',
};

export const hourTexts = {
    atRest: 'requests and flows per minute, one row per predicted class',
    strip: (name: string, all: number, most: number): string => `${name}: ${count(all)} in the last hour, at most ${count(most)} in a minute`,
    minute: (name: string, clock: string, number: number): string => `${name}, ${clock}: ${count(number)} in that minute`,
    now: 'now',
    column: 'Minute',
};

export const peopleTexts = {
    noClients: 'Nobody stands out.',
    noDecisions: 'Nothing was decided so far.',
    titled: (words: string): string => ` · ${words}`,
    client: (of: string, score: string): string => `${of} · score ${score}`,
    records: (number: number, server: string): string => `${counted(number, 'record')} to ${server || 'no name'}`,
    errors: (number: number): string => counted(number, 'error'),
    strikes: (number: number): string => counted(number, 'strike'),
    inHour: (number: number): string => `${count(number)} in the last hour`,
    by: (whom: string, server: string): string => `By ${whom}, at ${server || 'no server'}`,
    outcomes: { 'dry-run': 'would be banned', pending: 'waits for hive-ban', banned: 'banned', refused: 'spared', undone: 'undone', lost: 'hive-ban stayed away' },
    bannedFor: (seconds: number): string => `banned for ${span(seconds)}`,
    confirmed: 'confirmed as an attack',
    lines: (key: string): string => `Sample lines, ${key}`,
    ofClient: (address: string): string => `client ${address}`,
    ofDecision: (id: number): string => `decision ${id}`,
    ban: 'Ban now',
    safe: 'Safe',
    undo: 'Undo',
    undoAndRemember: 'Undo, remember',
    confirm: 'It was right',
    weight: (amount: string): string => `weight ${amount}`,
};

export const judgementTexts = {
    noLabels: 'no labels so far',
    accuracy: (all: string, labelled: number, main: string): string => `accuracy ${all} of ${count(labelled)} labelled in a day, ${main} of the six largest classes`,
    noTraffic: 'No traffic in the last hour.',
    model: (kind: string): string => `Model of ${kind}`,
    version: 'Version',
    noVersion: 'no version',
    trainedOn: 'Trained on',
    rows: (number: number, data: string): string => `${count(number)} rows${data ? ` of ${data}` : ''}`,
    notKnown: 'not known',
    trees: 'Trees',
    treesOf: (trees: number, classes: number): string => `${count(trees)}, ${count(classes)} ${classes === 1 ? 'class' : 'classes'}`,
    heldBack: 'Held-back time slice',
    marks: (accuracy: string, f1: string): string => `accuracy ${accuracy}, macro-F1 ${f1}`,
    before: 'Before it',
    beforeIt: (version: string, marks: string): string => `${version}: ${marks}`,
    drift: 'Drift (PSI)',
    noDriftYet: 'not measured yet: it needs 200 windows in ten minutes',
    driftOf: (amount: number, limit: number): string => `${decimal(amount, 2)} of ${limit}`,
    drifted: (features: number): string => `${counted(features, 'feature')} drifted: train anew`,
    noDrift: 'no drift',
    noModel: 'Rules only: there is no model. hive-train(1) learns one from labelled traffic or from what was decided here.',
};

export const safeTexts = {
    title: (number: number): string => `Safe list, ${count(number)}`,
    none: 'Nobody was put here by hand; guard.ini may name more.',
    by: (note: string, whom: string): string => `${note ? `${note} · ` : ''}by ${whom || 'nobody named'}`,
    remove: 'Remove',
    removeNamed: (value: string): string => `Remove ${value}`,
};
