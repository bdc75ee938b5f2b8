/**
 * What is found out about a set-up, as plain data: which check, how it ended, what was seen, and who must act. The
 * sentences stand in `text/en.ts`, under `checks`.
 */

import { AppErrorView } from './error-view.ts';
import { isMendedBySignIn } from './errors.ts';
import { en } from './text/en.ts';
import type { TextValue, ValuesOf } from './text/format.ts';
import { z } from './zod.ts';

/** Of this computer and this program, whatever the set-up; of the doctor alone. */
export const computerCheckIds = [
  'disk',
  'folder',
  'files',
  'downloads',
  'browser',
  'graphics',
  'sandbox',
  'displays',
  'electron',
  'version',
  'policy',
  'audit',
] as const;
/** Of the way to the servers of a saved set-up; of the doctor alone. */
export const networkCheckIds = [] as const;
/** Of every set-up, saved or not. */
export const setUpCheckIds = [
  'keychain',
  'clock',
  'sigma',
  'metadata',
  'level',
  'ports',
  'redirect',
  'scopes',
  'client',
  'grant',
  'granted-scopes',
  'identity',
  'session',
] as const;
/** Of a sign-in and what comes after it; of the doctor alone. */
export const signedInCheckIds = [] as const;
/** In the order in which they are shown. */
export const checkIds = [
  ...computerCheckIds,
  ...networkCheckIds,
  ...setUpCheckIds,
  ...signedInCheckIds,
] as const satisfies readonly (keyof (typeof en)['checks']['names'])[];
export const CheckId = z.enum(checkIds);
export type CheckId = z.infer<typeof CheckId>;

/** `skipped`: nothing is known, since there was no reason to look, or no way to without a person. */
export const CheckOutcome = z.enum(['ok', 'warning', 'failed', 'skipped']);
export type CheckOutcome = z.infer<typeof CheckOutcome>;

/** Who must act: the person at the form, the IT department, or who administers a product. */
export const CheckOwner = z.enum(['person', 'it', 'databricks', 'snowflake', 'google', 'identity-provider', 'sigma']);
export type CheckOwner = z.infer<typeof CheckOwner>;

type Findings = (typeof en)['checks']['findings'];
export type FindingCode = keyof Findings;
const findingCodes = Object.keys(en.checks.findings) as [FindingCode, ...FindingCode[]];

/** One thing that was seen. Values are redacted, and shown as text only. */
export const CheckFinding = z.object({
  code: z.enum(findingCodes),
  values: z.record(z.string().max(64), z.union([z.string(), z.number(), z.array(z.string())])),
});
export type CheckFinding = z.infer<typeof CheckFinding>;

type Sentences<Code extends FindingCode> = Findings[Code][keyof Findings[Code]] & string;
type FindingValues<Code extends FindingCode> = ValuesOf<Sentences<Code>>;

const LONGEST = 500;
const shortened = (value: TextValue): TextValue => {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? value.slice(0, LONGEST) : value.map((item) => item.slice(0, LONGEST));
};

/** A finding with the values of its sentences. One that is missing or misspelled does not compile. */
export function finding<Code extends FindingCode>(
  code: Code,
  ...[values]: Record<never, never> extends FindingValues<Code> ? [values?: object] : [values: FindingValues<Code>]
): CheckFinding {
  const kept = Object.entries((values ?? {}) as Record<string, TextValue>).map(([name, value]) => [
    name,
    shortened(value),
  ]);
  return { code, values: Object.fromEntries(kept) };
}

export const CheckResult = z.object({
  outcome: CheckOutcome,
  /** Null where nobody has to do anything. */
  owner: CheckOwner.nullable(),
  findings: z.array(CheckFinding),
  /** What a sign-in or a load would fail with as well; its words tell what to do. */
  error: AppErrorView.nullable(),
});
export type CheckResult = z.infer<typeof CheckResult>;

export const CheckView = z.object({
  check: CheckId,
  /** The place of the connection in the set-up, from 0; null where it is about the whole. */
  connection: z.int().nullable(),
  state: z.enum(['waiting', 'running', 'done']),
  /** Null until it is done. */
  result: CheckResult.nullable(),
});
export type CheckView = z.infer<typeof CheckView>;

/** A run of the checks, as a window shows it. */
export const ChecksView = z.object({
  runId: z.string(),
  phase: z.enum(['running', 'done', 'cancelled']),
  /** Whether what was tested is saved as it is, so that what comes after a sign-in could be looked at. */
  isSaved: z.boolean(),
  /** Of a connection that is not saved, the id is null. */
  connections: z.array(z.object({ label: z.string(), connectionId: z.string().nullable() })),
  checks: z.array(CheckView),
});
export type ChecksView = z.infer<typeof ChecksView>;

/** What a person does next. */
export type NextStep =
  | { readonly kind: 'mend' | 'save' | 'nothing' }
  | { readonly kind: 'sign-in'; readonly connectionId: string };

/** Null while the run goes on, or was stopped. */
export function nextStep({ phase, isSaved, connections, checks }: ChecksView): NextStep | null {
  if (phase !== 'done') return null;
  if (checks.some((check) => check.result?.outcome === 'failed' && !isToSignIn(check))) return { kind: 'mend' };
  if (!isSaved) return { kind: 'save' };
  const signedOut = checks.find(isToSignIn);
  const { connectionId = null } = connections[signedOut?.connection ?? -1] ?? {};
  return connectionId === null ? { kind: 'nothing' } : { kind: 'sign-in', connectionId };
}

/** Nobody is signed in, or a sign-in has ended: only another one helps. */
const isToSignIn = ({ check, result }: CheckView): boolean =>
  check === 'grant' &&
  result !== null &&
  (result.findings.some(({ code }) => code === 'signed_out') ||
    (result.outcome === 'failed' && result.error !== null && isMendedBySignIn(result.error.code)));

/** Of how many something is known, how many of them are right, and whom the others need. */
export function checksCount(checks: readonly CheckView[]): {
  readonly made: number;
  readonly right: number;
  readonly skipped: number;
  readonly left: number;
  readonly needs: readonly (readonly [owner: CheckOwner, count: number])[];
} {
  const results = checks.flatMap(({ result }) => result ?? []);
  const made = results.filter(({ outcome }) => outcome !== 'skipped');
  const wanting = made.filter(({ outcome }) => outcome !== 'ok').flatMap(({ owner }) => owner ?? []);
  return {
    made: made.length,
    right: made.filter(({ outcome }) => outcome === 'ok').length,
    skipped: results.length - made.length,
    left: checks.length - results.length,
    needs: CheckOwner.options.flatMap((owner) => {
      const count = wanting.filter((one) => one === owner).length;
      return count === 0 ? [] : [[owner, count] as const];
    }),
  };
}

/** Where the documentation says more about a check. */
export function checkPage(check: CheckId): string {
  const isOfSetUp = setUpCheckIds.some((id) => id === check);
  return `docs/administrator/${isOfSetUp ? 'testing-a-set-up' : 'doctor'}.md#${check}`;
}
