/** Counts refreshes of each profile, over all panes and windows. */
import { budgetWait, type SpentRefresh, withinHour } from './refresh-rules.ts';

/** Whose data is asked for. */
export interface RefreshedWorkbook {
  readonly profileId: string;
  readonly workbookId: string;
}

export interface RefreshBudget {
  /** A refresh is sent. */
  spend(workbook: RefreshedWorkbook): void;
  /** How long until the workbook may be refreshed by itself, in milliseconds; 0 for now. */
  wait(workbook: RefreshedWorkbook, mostPerHour: number): number;
}

/** @param uptime milliseconds, see `Clock`: whoever sets the clock on the wall gets no other budget */
export function createRefreshBudget(uptime: () => number): RefreshBudget {
  const spent = new Map<string, SpentRefresh[]>();
  return {
    spend({ profileId, workbookId }) {
      const at = uptime();
      spent.set(profileId, [...withinHour(spent.get(profileId) ?? [], at), { workbookId, at }]);
    },
    wait: ({ profileId, workbookId }, mostPerHour) =>
      budgetWait(spent.get(profileId) ?? [], { workbookId, mostPerHour }, uptime()),
  };
}
