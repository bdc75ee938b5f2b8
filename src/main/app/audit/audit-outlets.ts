/** The places besides the file that are told each line of the trail, as settings and policy have them. */
import { z } from '../../../shared/zod.ts';
import { linesAfter } from '../../audit/read.ts';
import { createCollector } from '../../audit/sinks/collector.ts';
import type { Outlet, OutletLine } from '../../audit/sinks/sink.ts';
import type { ProgramOptions } from '../program-options.ts';
import type { AuditEdges } from './audit-edges.ts';

const DELIVERED = 'delivered';

export type AuditOutletsOptions = Pick<ProgramOptions, 'choices' | 'fetch' | 'log' | 'now' | 'random' | 'timers'>;

export function createOutlets(options: AuditOutletsOptions, edges: AuditEdges) {
  const { choices, fetch, log, now, random, timers } = options;
  const { folder, store, policy } = edges;
  const { auditCollectorUrl: url } = policy.values;
  const parts = { ...timers, random };
  let systemLog: Outlet | null = null;
  let collector: Outlet | null = null;

  return {
    take(line: OutletLine) {
      systemLog?.take(line);
      collector?.take(line);
    },
    /** Begins, and ends, what the settings say. */
    follow() {
      const wantsLog = choices.get('auditSystemLog');
      if (wantsLog) systemLog ??= edges.systemLog(parts);
      else {
        void systemLog?.close();
        systemLog = null;
      }
      if (url === undefined || collector) return;
      const delivered = z.int().nonnegative().safeParse(store.get(DELIVERED)).data ?? 0;
      collector = createCollector({
        ...parts,
        url,
        fetch,
        now,
        delivered,
        backlog: (after, most) => linesAfter(folder, after, most),
        // Not kept, the next run sends some lines once more, which are known by their numbers.
        onDelivered: (seq) => store.assign({ [DELIVERED]: seq }).catch(() => log.warn('audit.delivery-not-kept')),
      });
    },
    views: () =>
      (
        [
          ['systemLog', systemLog],
          ['collector', collector],
        ] as const
      ).flatMap(([id, outlet]) => (outlet ? [{ id, ...outlet.view() }] : [])),
    close: async () => void (await Promise.all([systemLog?.close(), collector?.close()])),
  };
}
