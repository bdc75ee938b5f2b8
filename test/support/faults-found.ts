/** What a run of checks raises, in few words. */
import type { CheckId, ChecksView } from '../../src/shared/checks.ts';

export interface FaultFound {
  readonly check: CheckId;
  readonly connection: number | null;
  readonly outcome: string;
  readonly owner: string | null;
  readonly code: string | undefined;
}

/** What is to be looked at: everything but what is right, and what is not known. The worst finding stands first. */
export const faultsOf = ({ checks }: Pick<ChecksView, 'checks'>): FaultFound[] =>
  checks.flatMap(({ check, connection, result }) =>
    result === null || result.outcome === 'ok' || result.outcome === 'skipped'
      ? []
      : [
          {
            check,
            connection,
            outcome: result.outcome,
            owner: result.owner,
            code: result.error?.code ?? result.findings[0]?.code,
          },
        ],
  );
