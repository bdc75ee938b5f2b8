/**
 * Linked panes: a control that a person chooses in one pane is set in every other pane of the group that has a control of
 * that id. A pure rule: what panes report goes in, and what is to be said to them comes out.
 *
 * Who belongs to a group is for its caller (`linked-sides.ts`).
 *
 * A pane answers what it is told by a report of its own, which looks like the choice of a person, and comes late, twice or
 * in another spelling. What tells them apart:
 *
 * - Every value that a pane was told is remembered until it comes back as a report, once, or for half a minute.
 * - After a value the pane is asked for its values (`workbook:variables:list`). The answer is what became of that value:
 *   another spelling, or the old value of a pane that refuses it. Neither is a choice, and neither is passed on.
 * - Until that answer, what a pane reports besides is older than the value that is on its way to it, and will be undone
 *   by it; unless it comes after that value.
 * - What looks like a value that comes back, and is not what the pane said last, is asked about: it may be a choice.
 *
 * So a report starts at most one round, in which each pane is told at most one value and corrected at most once. Only what
 * none of this explains is a choice. Should pages invent choices that nobody made, in turns, they are not listened to until
 * they are quiet.
 *
 * All panes end with one value as long as the messages of a pane come in their order, as those of a page do. Whatever else
 * they do, they come to rest.
 */
import type { SigmaCommand } from '../../shared/sigma/commands.ts';

/** What a pane was told. */
interface Told {
  readonly value: string;
  /** How the pane spells it, where that is known. */
  readonly spelling: string | null;
  readonly round: number;
  readonly at: number;
  /** It has come back as a change. */
  readonly isEchoed: boolean;
  /** The pane has said what became of it. */
  readonly isAnswered: boolean;
  /** Nothing was told: it is asked whether this is a choice. */
  readonly isDoubt: boolean;
}

/** One control in one pane. */
interface Link {
  /** As the pane reported it last. */
  readonly value: string;
  /** In the order in which it was told. */
  readonly told: readonly Told[];
  /** Changes that were reported since, as long as it is not known whether they are older than what was told. */
  readonly seen: readonly string[];
  /** A pane is corrected once in a round. */
  readonly isCorrected: boolean;
}

interface Control {
  readonly links: ReadonlyMap<string, Link>;
  /** What was chosen last, and in which round; null while nobody chose anything. */
  readonly chosen: { readonly value: string; readonly round: number; readonly paneId: string } | null;
  /** When rounds were begun by another pane than the one before. */
  readonly turns: readonly number[];
  /** When it was last reported while it was not listened to; null while it is. */
  readonly ignoredAt: number | null;
}

/** What is known of a group. */
export interface LinkedState {
  /** By control id. */
  readonly controls: ReadonlyMap<string, Control>;
}

export type LinkedEvent =
  /** A pane is in the group, or loaded another document: these are its controls. */
  | { readonly kind: 'joined'; readonly paneId: string; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: 'left'; readonly paneId: string }
  /** `workbook:variables:onchange` */
  | { readonly kind: 'changed'; readonly paneId: string; readonly values: Readonly<Record<string, string>> }
  /** `workbook:variables:current` */
  | { readonly kind: 'current'; readonly paneId: string; readonly values: Readonly<Record<string, string>> };

/** What is to be said to a pane: `value` to the control, if it is one, and then to ask for its values. */
export interface LinkedCommand {
  readonly paneId: string;
  readonly controlId: string;
  readonly value: string | null;
}

export interface LinkedStep {
  readonly state: LinkedState;
  readonly commands: readonly LinkedCommand[];
}

export const emptyGroup: LinkedState = { controls: new Map() };

/** A value that comes back later than this is a choice again, in milliseconds. */
const REMEMBERED_MS = 30_000;
/** A pane that has not answered after so long will not. */
const ANSWER_MS = 10_000;
/** So many turns within so long are no two people at two panes. */
const TURNS = { most: 8, withinMs: 10_000 } as const;
const QUIET_MS = 10_000;

const newLink = (value: string): Link => ({ value, told: [], seen: [], isCorrected: false });
const newControl: Control = { links: new Map(), chosen: null, turns: [], ignoredAt: null };

/**
 * Whether two texts are one value: Sigma writes texts with and without quotes, and lists with and without blanks. The order
 * of a list counts, since it does for a range.
 */
export function isSameValue(one: string, other: string): boolean {
  return one === other || plain(one) === plain(other);
}

function plain(value: string): string {
  const inner = /^"(.*)"$/s.exec(value.trim())?.[1] ?? value;
  return inner
    .split(',')
    .map((part) => part.trim())
    .join(',');
}

/**
 * The group after an event, and what is to be said to its panes.
 *
 * @param now milliseconds of `uptime`
 */
export function stepLinked(state: LinkedState, event: LinkedEvent, now: number): LinkedStep {
  if (event.kind === 'left') return { state: { controls: withoutPane(state.controls, event.paneId) }, commands: [] };
  // Another document has other controls.
  const controls = new Map(event.kind === 'joined' ? withoutPane(state.controls, event.paneId) : state.controls);
  const commands: LinkedCommand[] = [];
  for (const [controlId, value] of Object.entries(event.values)) {
    const before = controls.get(controlId) ?? newControl;
    const step = { paneId: event.paneId, value, now };
    const after = event.kind === 'joined' ? joined(before, step) : reported(before, event.kind, step);
    controls.set(controlId, after.control);
    commands.push(...after.tell.map(({ paneId, value: told }) => ({ paneId, controlId, value: told })));
  }
  return { state: { controls }, commands };
}

function withoutPane(controls: LinkedState['controls'], paneId: string): Map<string, Control> {
  const left = [...controls].map(([id, control]): [string, Control] => {
    const links = new Map(control.links);
    links.delete(paneId);
    return [id, { ...control, links }];
  });
  // What was chosen goes with the last pane that has the control.
  return new Map(left.filter(([, { links }]) => links.size > 0));
}

interface Report {
  readonly paneId: string;
  readonly value: string;
  readonly now: number;
}

interface ControlStep {
  readonly control: Control;
  readonly tell: readonly Omit<LinkedCommand, 'controlId'>[];
}

const withLink = (control: Control, paneId: string, link: Link): Control => ({
  ...control,
  links: new Map(control.links).set(paneId, link),
});

/** Whoever comes later looks like the others. */
function joined(control: Control, { paneId, value, now }: Report): ControlStep {
  return corrected(withLink(control, paneId, newLink(value)), paneId, now);
}

function reported(before: Control, kind: 'changed' | 'current', report: Report): ControlStep {
  const { paneId, now } = report;
  const control = listening(before, now);
  const link = remembered(control.links.get(paneId) ?? newLink(report.value), now);
  if (control.ignoredAt !== null) {
    const ignored = { ...link, value: report.value };
    return { control: withLink({ ...control, ignoredAt: now }, paneId, ignored), tell: [] };
  }
  return kind === 'current' ? answered(control, link, report) : changed(control, link, report);
}

/** Whether what a pane reports may be older than what is on its way to it. */
const isOpen = (link: Link): boolean => link.told.some((told) => !told.isAnswered && !told.isEchoed);

const replaced = (link: Link, old: Told, change: Partial<Told>): readonly Told[] =>
  link.told.map((told) => (told === old ? { ...told, ...change } : told));

function changed(control: Control, link: Link, report: Report): ControlStep {
  const { paneId, value, now } = report;
  const waiting = link.told.filter(({ isEchoed }) => !isEchoed);
  const echo =
    waiting.find((told) => isSameValue(told.value, value)) ??
    waiting.find(({ spelling }) => spelling !== null && isSameValue(spelling, value));
  if (echo) {
    const heard = { ...link, seen: [], told: replaced(link, echo, { isEchoed: true }) };
    if (echo.isAnswered && !isSameValue(value, link.value)) return doubted(control, heard, report);
    return settled(withLink(control, paneId, { ...heard, value }), paneId, echo.round, now);
  }
  if (isOpen(link)) return { control: withLink(control, paneId, { ...link, seen: [...link.seen, value] }), tell: [] };
  if (isSameValue(value, link.value)) return { control: withLink(control, paneId, link), tell: [] };
  return chosen(withLink(control, paneId, { ...link, value }), report);
}

/** Its value was told, and answered, long before: it may come back late, or be chosen again. */
function doubted(control: Control, link: Link, { paneId, value, now }: Report): ControlStep {
  const round = control.chosen?.round ?? 0;
  const doubt = { value, spelling: null, round, at: now, isEchoed: true, isAnswered: false, isDoubt: true };
  return {
    control: withLink(control, paneId, { ...link, told: [...link.told, doubt] }),
    tell: [{ paneId, value: null }],
  };
}

/** A pane says what became of what it was told. One that was told nothing has no news. */
function answered(control: Control, link: Link, report: Report): ControlStep {
  const { paneId, value, now } = report;
  const told = link.told.find(({ isAnswered }) => !isAnswered);
  if (!told) return { control: withLink(control, paneId, link), tell: [] };
  if (told.isDoubt)
    return undoubted(control, { ...link, told: replaced(link, told, { isAnswered: true }) }, told, report);
  const place = link.seen.findIndex((seen) => isSameValue(seen, value));
  // A pane that refuses has its own value still, which is no spelling of another one.
  const spelling = isSameValue(value, link.value) ? null : value;
  const isEchoed = told.isEchoed || place !== -1;
  const heard = { ...link, value, told: replaced(link, told, { spelling, isEchoed, isAnswered: true }) };
  const after = withLink(control, paneId, isOpen(heard) ? heard : { ...heard, seen: [] });
  const newest = link.seen.at(-1);
  if (!isOpen(heard) && place !== -1 && newest !== undefined && !isSameValue(newest, value)) {
    return chosen(withLink(after, paneId, { ...heard, value: newest, seen: [] }), { ...report, value: newest });
  }
  return settled(after, paneId, told.round, now);
}

/** What was in doubt is a choice if the pane stands by it, and if nothing was chosen there since. */
function undoubted(control: Control, link: Link, doubt: Told, report: Report): ControlStep {
  const { paneId, value, now } = report;
  const isOutdated = doubt.round !== (control.chosen?.round ?? 0) || isOpen(link);
  if (isOutdated) return { control: withLink(control, paneId, link), tell: [] };
  const after = withLink(control, paneId, { ...link, value });
  return isSameValue(value, doubt.value) ? chosen(after, report) : corrected(after, paneId, now);
}

/** Without what is too old to come back. */
function remembered(link: Link, now: number): Link {
  const told = link.told
    .filter(({ at, isEchoed, isAnswered }) => now - at < REMEMBERED_MS && !(isEchoed && isAnswered))
    .map((one) => (now - one.at < ANSWER_MS ? one : { ...one, isAnswered: true }));
  return { ...link, told };
}

/** A control that was not listened to is heard again once it was quiet. */
function listening(control: Control, now: number): Control {
  const isQuiet = control.ignoredAt !== null && now - control.ignoredAt >= QUIET_MS;
  return isQuiet ? { ...control, ignoredAt: null, turns: [] } : control;
}

/** A person chose a value: every other pane that has another one is told. */
function chosen(control: Control, { paneId, value, now }: Report): ControlStep {
  const isTurn = control.chosen !== null && control.chosen.paneId !== paneId;
  const turns = [...control.turns.filter((at) => now - at < TURNS.withinMs), ...(isTurn ? [now] : [])];
  if (turns.length > TURNS.most) return { control: { ...control, turns, ignoredAt: now }, tell: [] };
  const round = (control.chosen?.round ?? 0) + 1;
  const links = new Map<string, Link>();
  const tell: Omit<LinkedCommand, 'controlId'>[] = [];
  for (const [id, link] of control.links) {
    const isSame = id === paneId || (isSameValue(link.value, value) && !isOpen(link));
    if (!isSame) tell.push({ paneId: id, value });
    links.set(id, { ...(isSame ? link : toldTo(link, { value, round }, now)), isCorrected: false });
  }
  return { control: { ...control, links, chosen: { value, round, paneId }, turns }, tell };
}

const toldTo = (link: Link, { value, round }: Pick<Told, 'value' | 'round'>, at: number): Link => ({
  ...link,
  told: [...link.told, { value, spelling: null, round, at, isEchoed: false, isAnswered: false, isDoubt: false }],
});

/** What was told in the latest round is settled, whatever the pane made of it; by an earlier one, the latest was undone. */
function settled(control: Control, paneId: string, round: number, now: number): ControlStep {
  const isLatest = control.chosen === null || round === control.chosen.round;
  return isLatest ? { control, tell: [] } : corrected(control, paneId, now);
}

function corrected(control: Control, paneId: string, now: number): ControlStep {
  const { chosen: latest, links } = control;
  const link = links.get(paneId);
  if (!latest || !link || link.isCorrected || isOpen(link) || isSameValue(link.value, latest.value)) {
    return { control, tell: [] };
  }
  const told = { ...toldTo(link, latest, now), isCorrected: true };
  return { control: withLink(control, paneId, told), tell: [{ paneId, value: latest.value }] };
}

export interface LinkedPanes {
  take(event: LinkedEvent): void;
}

/** The messages of a group. @param options.uptime milliseconds, see `Clock` */
export function createLinkedPanes(options: {
  uptime(): number;
  send(paneId: string, command: SigmaCommand): void;
}): LinkedPanes {
  let state = emptyGroup;
  return {
    take(event) {
      const step = stepLinked(state, event, options.uptime());
      state = step.state;
      for (const { paneId, controlId, value } of step.commands) {
        if (value !== null)
          options.send(paneId, { type: 'workbook:variables:update', variables: { [controlId]: value } });
        options.send(paneId, { type: 'workbook:variables:list' });
      }
    },
  };
}
