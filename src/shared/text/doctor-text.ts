/** A run of the doctor in words: what is wrong and who must act, what has changed, and the whole for a ticket. */
import { type CheckId, type CheckOutcome, type ChecksView, type CheckView, computerCheckIds } from '../checks.ts';
import type { DoctorView } from '../doctor.ts';
import { checkLines, checksSummary, checkText, groupsOf } from './check-text.ts';
import type { Text } from './en.ts';
import { format } from './format.ts';

/** The one thing that a person should know of a run. */
export interface DoctorVerdict {
  readonly kind: 'looking' | 'wrong' | 'doubtful' | 'right' | 'stopped' | 'nothing';
  /** The check that says so; null where none does alone. */
  readonly check: CheckView | null;
}

/** What nothing fails with, such as an old version, is told after what stands in the way of a sign-in or a workbook. */
const isInTheWay = ({ check, result }: CheckView): boolean =>
  Boolean(result?.error) || !computerCheckIds.some((id) => id === check);

/**
 * What is wrong: first among the checks for whose sake somebody looks, then among all. Of several the first one, since what
 * others build on comes first.
 */
export function doctorVerdict(
  { phase, checks }: Pick<ChecksView, 'phase' | 'checks'>,
  matters: readonly CheckId[],
): DoctorVerdict {
  const first = (outcome: CheckOutcome) => {
    const found = checks.filter(({ result }) => result?.outcome === outcome);
    return found.find(({ check }) => matters.includes(check)) ?? found.find(isInTheWay) ?? found[0];
  };
  if (phase === 'running') return { kind: 'looking', check: null };
  const failed = first('failed');
  if (failed) return { kind: 'wrong', check: failed };
  const doubtful = first('warning');
  if (doubtful) return { kind: 'doubtful', check: doubtful };
  if (phase === 'cancelled') return { kind: 'stopped', check: null };
  return { kind: first('ok') ? 'right' : 'nothing', check: null };
}

/** The check by its name, with its connection where there are several. */
export function checkTitle(text: Text, view: Pick<ChecksView, 'connections'>, check: CheckView): string {
  const name = text.checks.names[check.check];
  if (check.connection === null || view.connections.length < 2) return name;
  const label = view.connections[check.connection]?.label.trim();
  const connection = label || format(text.checks.unnamed, { number: check.connection + 1 });
  return format(text.doctor.ofConnection, { check: name, connection });
}

/** What is wrong, in plain words: as an error calls it, or as it was seen. */
export function verdictTitle(text: Text, verdict: DoctorVerdict, soughtError: string | null): string {
  const { doctor } = text;
  if (verdict.check === null) {
    const { looking, right, stopped, nothing } = doctor.verdicts;
    if (soughtError !== null && verdict.kind === 'looking') return format(doctor.lookingFor, { error: soughtError });
    if (soughtError !== null && verdict.kind === 'right') return format(doctor.notExplained, { error: soughtError });
    return { looking, right, stopped, nothing, wrong: '', doubtful: '' }[verdict.kind];
  }
  const { name, error, seen } = checkText(text, verdict.check);
  return error?.title ?? seen[0] ?? name;
}

/** One check that ends otherwise than in the run before. */
export interface DoctorChange {
  readonly check: CheckView;
  readonly outcome: CheckOutcome;
}

const isSame = (one: CheckView, other: CheckView): boolean =>
  one.check === other.check && one.connection === other.connection;

/** Of one that was stopped nothing is known, which is no change. */
const isStopped = ({ result }: CheckView): boolean => result?.findings.some(({ code }) => code === 'cancelled') ?? true;

export const resultBefore = (before: readonly CheckView[], check: CheckView): CheckView['result'] =>
  before.find((one) => isSame(one, check))?.result ?? null;

export function doctorChanges(before: readonly CheckView[], checks: readonly CheckView[]): DoctorChange[] {
  return checks.flatMap((check) => {
    const was = before.find((one) => isSame(one, check));
    if (!was || check.result === null || isStopped(check) || isStopped(was)) return [];
    return was.result?.outcome === check.result.outcome ? [] : [{ check, outcome: check.result.outcome }];
  });
}

export const changeText = (text: Text, view: Pick<ChecksView, 'connections'>, { check, outcome }: DoctorChange) =>
  format(text.doctor.now[outcome], { check: checkTitle(text, view, check) });

/** The whole as text, for a ticket. It holds what the window shows, and so nothing secret. */
export function doctorTicket(
  text: Text,
  view: DoctorView,
  about: { readonly version: string; readonly platform: string },
): string {
  const { ticket } = text.doctor;
  const head = view.profile
    ? format(ticket.head, { ...about, profile: view.profile.name })
    : format(ticket.headOfComputer, { ...about });
  const verdict = doctorVerdict(view, view.matters);
  const groups = groupsOf(text, view).filter(({ checks }) => checks.length > 0);
  return [
    head,
    format(ticket.startedAt, { time: new Date(view.startedAt).toISOString() }),
    verdictTitle(text, verdict, null),
    checksSummary(text, view),
    ...groups.flatMap(({ title, checks }) => ['', title, ...checks.flatMap((check) => checkLines(text, check))]),
  ].join('\n');
}
