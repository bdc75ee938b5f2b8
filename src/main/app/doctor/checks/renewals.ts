/** How the last renewals of a sign-in went, why they fail, and when the next one is. */
import { finding } from '../../../../shared/checks.ts';
import { errorOfView } from '../../../../shared/errors.ts';
import { type ConnectionCheck, doubtful, right, unknown, warnedOf } from '../check.ts';
import { ownerOf } from '../owners.ts';
import type { Renewal } from '../renewal-history.ts';
import { isInteractive } from '../subject.ts';

/** So many failures among the last renewals are no mishap, although they succeed in the end. */
const MANY = 3;

export const renewals: ConnectionCheck = {
  id: 'renewals',
  about: 'connection',
  where: 'doctor',
  needs: ['grant'],
  async run(about, { keeper, renewals: history, now }) {
    const { id, server } = about.connection;
    const { renewable, renewsAt, problem } = keeper.view(id);
    // What cannot be renewed the check of the sign-in tells.
    if (!renewable && isInteractive(about)) return unknown(finding('renewals_impossible'));
    const past = history?.of(id) ?? [];
    const error = problem === null ? null : errorOfView(problem);
    const next = String(Math.max(0, (renewsAt ?? now()) - now()));
    // Which scopes are missing another check tells.
    if (error?.code === 'scopes_missing') return unknown(finding('needs', { check: 'granted-scopes' }));
    if (error !== null) {
      const failing = sinceSuccess(past);
      const duration = String(now() - (failing[0]?.at ?? now()));
      const seen = finding('renewals_failing', { count: Math.max(1, failing.length), duration, next });
      return warnedOf(ownerOf(error.code, server), error, seen);
    }
    const failed = past.filter((one) => one.problem !== null);
    const last = failed.at(-1)?.problem;
    if (last && failed.length >= MANY) {
      const code = last;
      return doubtful(
        ownerOf(code, server),
        finding('renewals_shaky', { failed: failed.length, made: past.length, code, next }),
      );
    }
    if (renewsAt === null) return doubtful('person', finding('renewals_unplanned'));
    return right(
      past.length === 0
        ? finding('renewals_ahead', { next })
        : finding('renewals_well', { made: past.length - failed.length, next }),
    );
  },
};

const sinceSuccess = (past: readonly Renewal[]): readonly Renewal[] =>
  past.slice(past.findLastIndex(({ problem }) => problem === null) + 1);
