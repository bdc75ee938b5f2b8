/** Tells the trail of the policy: what the program found at its start, and that it became another one since. */
import { isDeepStrictEqual } from 'node:util';
import { repeat } from '../../async/repeat.ts';
import type { Tell } from '../../audit/events.ts';
import type { ProgramOptions } from '../program-options.ts';
import type { AuditEdges } from './audit-edges.ts';

export interface PolicyWatch {
  begin(): Promise<void>;
  /** Reads the policy again, as it is by now. It takes effect at the next start; the trail says when it was changed. Never rejects. */
  look(): Promise<void>;
  stop(): void;
}

const POLICY = 'policy';
/** An administrator changes it rarely, and reading it starts a program of the system on macOS and Windows. */
const LOOK_MS = 60 * 60_000;

export function createPolicyWatch(
  { log, timers }: Pick<ProgramOptions, 'log' | 'timers'>,
  edges: Pick<AuditEdges, 'policy' | 'policyFault' | 'readPolicy' | 'store'>,
  tell: Tell,
): PolicyWatch {
  const { policy, policyFault, store } = edges;
  let stopTimer = (): void => undefined;
  let isStopped = false;

  async function compare(values: Readonly<Record<string, unknown>>): Promise<void> {
    const kept = store.get(POLICY);
    const before: Readonly<Record<string, unknown>> = typeof kept === 'object' && kept !== null ? { ...kept } : {};
    if (isDeepStrictEqual(before, { ...values })) return;
    const [old, present] = [Object.keys(before), Object.keys(values)];
    tell('policy.changed', {
      added: present.filter((key) => !old.includes(key)),
      removed: old.filter((key) => !present.includes(key)),
      changed: present.filter((key) => old.includes(key) && !isDeepStrictEqual(before[key], values[key])),
    });
    // Not kept, it is told of once more at the next start.
    await store.assign({ [POLICY]: values }).catch(() => log.warn('audit.policy-not-kept'));
  }

  async function look(): Promise<void> {
    const found = await edges.readPolicy?.().catch(() => null);
    // A place that cannot be read just now has not lost its policy.
    if (found && found.fault === null && !isStopped) await compare(found.policy.values);
  }

  return {
    async begin() {
      const { isManaged, values, notUnderstood } = policy;
      if (isManaged || policyFault !== null) {
        tell('policy.read', {
          keys: Object.keys(values).sort(),
          notUnderstood: [...notUnderstood],
          fault: policyFault,
        });
      }
      await compare({ ...values });
      if (edges.readPolicy && !isStopped) stopTimer = repeat(timers, LOOK_MS, look);
    },
    look,
    stop() {
      isStopped = true;
      stopTimer();
    },
  };
}
