/**
 * Panes that behave as Sigma's might, for the rule of linked panes: each spells values in its own way, some refuse some, and
 * what they report comes late, twice, encoded, or not at all. Everything follows from one number, so that a schedule that
 * fails can be run again.
 */
import type { LinkedCommand, LinkedEvent } from '../../src/main/viewer/linked-panes.ts';
import { Variables } from '../../src/shared/sigma/fields.ts';

/** Given what a pane reports, what is to be said to which pane. */
export type Rule = (event: LinkedEvent, now: number) => readonly LinkedCommand[];

export interface ScheduleOptions {
  /** Messages of one kind may overtake those of another. */
  readonly kindsOvertake: boolean;
  readonly losesMessages: boolean;
  /** Panes make another value of the same one each time that they are told it. */
  readonly isRestless: boolean;
}

export interface Outcome {
  readonly ended: boolean;
  readonly choices: number;
  readonly panes: number;
  readonly commands: number;
  /** What each control holds in the panes that may hold everything, however they spell it; each value once. */
  readonly held: ReadonlyMap<string, ReadonlySet<string>>;
  /** What people chose in each control. */
  readonly chosen: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Numbers from 0 (inclusive) to 1 (exclusive) that follow from the seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const meanings = ['east', 'east,midwest', 'south,100%', 'west,"old",north', ''];
/** What a text means, however it is spelled. */
const meaningOf = (text: string) =>
  text
    .toLowerCase()
    .replace(/^"(.*)"$/s, '$1')
    .split(',')
    .map((part) => part.trim())
    .sort()
    .join(',');

const spellings: readonly ((meaning: string) => string)[] = [
  (meaning) => meaning,
  (meaning) => `"${meaning}"`,
  (meaning) => meaning.split(',').join(', '),
  (meaning) => meaning.toUpperCase(),
  (meaning) => meaning.split(',').reverse().join(','),
];

interface Queued {
  readonly at: number;
  readonly order: number;
  run(): void;
}

const isLater = (one: Queued, other: Queued | undefined): boolean =>
  other !== undefined && (one.at > other.at || (one.at === other.at && one.order > other.order));

const MOST_MESSAGES = 2_000;

export function runSchedule(seed: number, rule: Rule, options: ScheduleOptions): Outcome {
  const random = randomOf(seed);
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value;
  const maybe = (share: number) => random() < share;

  let now = 0;
  let messages = 0;
  let commands = 0;
  const queue: Queued[] = [];
  const lastOfChannel = new Map<string, number>();
  /** Kept in the order of time: the next one stands last. */
  function enqueue(message: (typeof queue)[number]): void {
    let place = queue.length;
    while (place > 0 && isLater(message, queue[place - 1])) place -= 1;
    queue.splice(place, 0, message);
  }
  /** In one channel nothing overtakes anything. */
  function deliver(channel: string, delayMs: number, run: () => void): void {
    const at = Math.max(lastOfChannel.get(channel) ?? 0, now + delayMs);
    lastOfChannel.set(channel, at);
    messages += 1;
    enqueue({ at, order: messages, run });
  }

  const controlIds = ['Region', 'Year'];
  const restless = { counter: 0 };
  const panes = Array.from({ length: 2 + Math.floor(random() * 4) }, (_, index) => {
    const spell = pick(spellings);
    return {
      id: `pane-${index}`,
      values: new Map(controlIds.filter(() => maybe(0.8)).map((id) => [id, spell(meanings[0] ?? '')])),
      spell: (value: string) => (options.isRestless ? `${value}${++restless.counter}` : spell(meaningOf(value))),
      refuses: maybe(0.2) ? meaningOf(pick(meanings.slice(1))) : null,
      saysThatItRefuses: maybe(0.5),
      isChatty: maybe(0.3),
      encodes: maybe(0.3),
      tellsAll: maybe(0.5),
      repeats: maybe(0.3),
      delays: { in: random() * 400, changed: random() * 600, current: options.kindsOvertake ? random() * 600 : null },
    };
  });
  type SimulatedPane = (typeof panes)[number];

  function hear(pane: SimulatedPane, kind: 'changed' | 'current', values: Record<string, string>): void {
    const wire = Object.fromEntries(
      Object.entries(values).map(([id, value]) => [id, pane.encodes ? encodeURIComponent(value) : value]),
    );
    follow(rule({ kind, paneId: pane.id, values: Variables.parse(wire) }, now));
  }

  function report(pane: SimulatedPane, kind: 'changed' | 'current', changedId: string | null): void {
    const ids = changedId === null || pane.tellsAll ? [...pane.values.keys()] : [changedId];
    const values = Object.fromEntries(ids.map((id) => [id, pane.values.get(id) ?? '']));
    const ownDelay = kind === 'current' ? pane.delays.current : null;
    const channel = ownDelay === null ? `${pane.id} out` : `${pane.id} ${kind}`;
    for (let times = pane.repeats && maybe(0.5) ? 2 : 1; times > 0; times -= 1) {
      if (options.losesMessages && maybe(0.2)) continue;
      deliver(channel, ownDelay ?? pane.delays.changed, () => hear(pane, kind, values));
    }
  }

  function set(pane: SimulatedPane, controlId: string, value: string): void {
    const present = pane.values.get(controlId);
    if (present === undefined) return;
    if (meaningOf(value) === pane.refuses) {
      if (pane.saysThatItRefuses) report(pane, 'changed', controlId);
      return;
    }
    const spelled = pane.spell(value);
    pane.values.set(controlId, spelled);
    if (spelled !== present || pane.isChatty) report(pane, 'changed', controlId);
  }

  function follow(said: ReturnType<Rule>): void {
    for (const { paneId, controlId, value } of said) {
      const pane = panes.find(({ id }) => id === paneId);
      if (!pane?.values.has(controlId)) throw new Error(`${paneId} has no ${controlId}`);
      commands += 1;
      if (options.losesMessages && maybe(0.1)) continue;
      deliver(`${paneId} in`, pane.delays.in, () => {
        if (value !== null) set(pane, controlId, value);
        report(pane, 'current', null);
      });
    }
  }

  for (const pane of panes) rule({ kind: 'joined', paneId: pane.id, values: Object.fromEntries(pane.values) }, now);
  const chosen = new Map<string, Set<string>>();
  const choices = 1 + Math.floor(random() * 6);
  for (let choice = 0; choice < choices; choice += 1) {
    const at = maybe(0.3) ? 1_000 : random() * 20_000;
    const pane = pick(panes);
    const controlId = pick(controlIds);
    const meaning = pick(meanings);
    enqueue({
      at,
      order: -choice,
      run: () => {
        if (pane.values.has(controlId) && meaningOf(meaning) !== pane.refuses) {
          chosen.set(controlId, (chosen.get(controlId) ?? new Set()).add(meaningOf(meaning)));
        }
        set(pane, controlId, pick(spellings)(meaning));
      },
    });
  }

  while (queue.length > 0 && messages < MOST_MESSAGES) {
    const next = queue.pop();
    now = next?.at ?? now;
    next?.run();
  }
  const free = panes.filter(({ refuses }) => refuses === null);
  const held = new Map(
    controlIds.map((id) => [
      id,
      new Set(free.flatMap(({ values }) => (values.has(id) ? [meaningOf(values.get(id) ?? '')] : []))),
    ]),
  );
  return { ended: queue.length === 0, choices, panes: panes.length, commands, held, chosen };
}
