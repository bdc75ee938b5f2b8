/** Whether the trail of the program that runs is whole, while it goes on being written. */
import type { AuditVerdict } from '../../../shared/ipc/audit.ts';
import type { Trail } from '../../audit/trail.ts';
import { fileName, linesFrom } from '../../audit/trail-folder.ts';
import { verifyTrail } from '../../audit/verify.ts';
import type { AppHeadKeeper } from './head-keeper.ts';

export interface VerdictOptions {
  readonly folder: string;
  readonly trail: Pick<Trail, 'settled' | 'head'>;
  readonly heads: Pick<AppHeadKeeper, 'read' | 'seal'>;
  /** Whether it cannot be written just now, so that what broke off at its end is of the program itself. */
  isUnfinished(): boolean;
  /** How its lines are read; tests give others. */
  readonly lines?: typeof linesFrom;
}

export async function verdictOn(options: VerdictOptions): Promise<AuditVerdict> {
  const { folder, trail, heads, isUnfinished, lines = linesFrom } = options;
  await trail.settled();
  // What this run knows of itself is better than what lies on the disk.
  const own = trail.head();
  const found = own ? { head: own, state: 'sealed' as const } : (await heads.read()).found;
  const all = lines(folder, found.head?.first.file ?? 0);
  const { fault, records, lastAt, marks } = await verifyTrail(all, found, isUnfinished());
  // Files went while they were read, as they may.
  if (fault && own && trail.head()?.first.seq !== own.first.seq) return verdictOn(options);
  return {
    fault: fault && {
      kind: fault.kind,
      file: fault.file === null ? null : fileName(fault.file),
      line: fault.line,
      missing: fault.missing,
    },
    records,
    lastAt: lastAt === null ? null : Date.parse(lastAt),
    marks: Object.values(marks).reduce((sum, count) => sum + count, 0),
    seal: await heads.seal(),
  };
}
