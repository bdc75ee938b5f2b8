/**
 * The budgets: how much each thing may cost, at most. This is the one place where they stand. A change that makes a
 * budget larger says why in its commit.
 */
import { BARE, OURS, type PartName, QUICK_START, SDK } from './measurements.ts';

interface Budgeted {
  readonly part: PartName;
  /** As the part calls it. */
  readonly what: string;
  readonly size?: number;
}

/** The median of ours, divided by that of what stands beside it. */
export interface RatioBudget extends Budgeted {
  readonly kind: 'ratio';
  readonly beside: { readonly subject: string; readonly what?: string; readonly size?: number };
  readonly most: number;
}

/** The median of ours, in the unit of the series. */
export interface ValueBudget extends Budgeted {
  readonly kind: 'value';
  readonly most: number;
}

/** How much the median of ours grows with each one more. */
export interface SlopeBudget extends Omit<Budgeted, 'size'> {
  readonly kind: 'slope';
  readonly most: number;
}

export type Budget = RatioBudget | ValueBudget | SlopeBudget;

const bare = (what?: string) => ({ subject: BARE, ...(what !== undefined && { what }) });

const MAPPED = 'window mapped, warm';
/** A window is mapped before anything is in it, so a picture is compared with a picture. */
const PAINTED = 'page painted, warm';

/** Milliseconds that nothing of ours may hold the main thread after the start. */
const HOLD_MS = 10;

export const heldSituations = [
  'sign-in',
  'renewal and swap',
  'profile saved',
  '1,000 messages from a frame',
  'flood of requests',
  'key derivation',
] as const;

export const budgets: readonly Budget[] = [
  { kind: 'ratio', part: 'start', what: MAPPED, beside: bare(), most: 1.25 },
  { kind: 'ratio', part: 'start', what: 'window mapped, cold', beside: bare(), most: 1.25 },
  { kind: 'ratio', part: 'start', what: 'window mapped, packaged', beside: bare(MAPPED), most: 1.25 },
  { kind: 'ratio', part: 'start', what: 'welcome, warm', beside: bare(PAINTED), most: 1.4 },
  { kind: 'ratio', part: 'start', what: 'sign-in card, warm', beside: bare(PAINTED), most: 1.4 },
  { kind: 'ratio', part: 'start', what: 'workbook restored, warm', beside: bare(PAINTED), most: 1.4 },
  { kind: 'ratio', part: 'start', what: 'CPU until the first useful picture, warm', beside: bare(), most: 1.3 },
  { kind: 'ratio', part: 'start', what: 'CPU in the first 4 s, warm', beside: bare(), most: 1.3 },
  {
    kind: 'ratio',
    part: 'start',
    what: 'CPU in the first 4 s, packaged',
    beside: bare('CPU in the first 4 s, warm'),
    most: 1.3,
  },

  { kind: 'ratio', part: 'memory', what: 'idle', beside: bare(), most: 1.1 },
  { kind: 'slope', part: 'memory', what: 'after swaps', most: 0.1 },
  // Most of twenty tabs sleep, and cost nothing but what is known of them.
  {
    kind: 'ratio',
    part: 'memory',
    what: 'with tabs',
    size: 20,
    beside: { subject: OURS, what: 'with tabs', size: 1 },
    most: 1.75,
  },

  ...heldSituations.map(
    (situation): Budget => ({ kind: 'value', part: 'main-thread', what: `longest hold: ${situation}`, most: HOLD_MS }),
  ),

  ...[1, 5, 20].flatMap((size): Budget[] => [
    { kind: 'value', part: 'signing', what: 'prepared', size, most: 5 },
    {
      kind: 'ratio',
      part: 'signing',
      what: 'prepared',
      size,
      beside: { subject: SDK, what: 'session', size },
      most: 0.1,
    },
  ]),

  { kind: 'ratio', part: 'rows', what: 'person chosen → rows', beside: { subject: QUICK_START }, most: 1 },
  { kind: 'ratio', part: 'rows', what: 'reload → rows', beside: { subject: QUICK_START }, most: 1 },

  { kind: 'value', part: 'renewal', what: 'frames that differ', most: 0 },

  // Milliseconds for each one more that did not change.
  { kind: 'slope', part: 'ipc', what: 'one change, by profiles', most: 0.02 },
  { kind: 'slope', part: 'ipc', what: 'one change, by tabs', most: 0.02 },

  { kind: 'slope', part: 'growth', what: 'start to the first useful picture, by profiles', most: 2 },
  { kind: 'slope', part: 'growth', what: 'memory, by profiles', most: 0.2 },
];
