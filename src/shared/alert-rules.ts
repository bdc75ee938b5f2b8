/** Whether what a person wants to be told of is so in a workbook. Pure, and without a schema: windows ask it too. */
import { isNumber } from './alert-limits.ts';
import type { AlertWhen } from './alerts.ts';
import type { PaneView } from './state.ts';

type Comparison = Extract<AlertWhen, { kind: 'control' }>['test'];
type Pane = Pick<PaneView, 'phase' | 'isCatchingUp' | 'contents' | 'place' | 'data'>;

export function compares(actual: string, test: Comparison, value: string): boolean {
  if (test === 'is') return actual.trim() === value.trim();
  if (test === 'isNot') return actual.trim() !== value.trim();
  if (!isNumber(actual) || !isNumber(value)) return false;
  return test === 'above' ? Number(actual) > Number(value) : Number(actual) < Number(value);
}

/** While a workbook loads or asks for newer data, what it told before counts for nothing, and what it will tell is not known. */
const isKnown = (pane: Pane): boolean => pane.phase === 'ready' && !pane.isCatchingUp && !pane.data.isRefreshing;

/** What makes an alert so: one name for as long as it is the same; an action is another one each time it is pressed. */
export type Reason = string;

/** @returns null when it is not so; `unknown` when nobody can say now */
export function reasonFor(when: AlertWhen, pane: Pane): Reason | 'unknown' | null {
  if (when.kind === 'action') {
    const action = pane.contents.actions.find(
      ({ name, values }) =>
        name === when.name &&
        values.some((one) => one.name === when.field && compares(one.value, when.test, when.value)),
    );
    return action ? `action ${action.id} ${action.times}` : null;
  }
  if (!isKnown(pane)) return 'unknown';
  if (when.kind === 'no-data') return pane.contents.noData > 0 ? 'so' : null;
  if (when.kind === 'chart-error') return pane.contents.chartErrors > 0 ? 'so' : null;
  const { controls } = pane.place;
  const actual = Object.hasOwn(controls, when.name) ? controls[when.name] : undefined;
  // A workbook tells of its controls one after the other.
  if (actual === undefined) return 'unknown';
  return compares(actual, when.test, when.value) ? 'so' : null;
}
