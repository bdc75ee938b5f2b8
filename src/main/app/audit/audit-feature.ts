/** The audit trail of the program: what is recorded and when, where it goes besides its file, and what its page asks. */
import { AUDIT_PAGE, type AuditEventName, auditEventsByKind } from '../../../shared/audit.ts';
import { AppError } from '../../../shared/errors.ts';
import type { AuditAnswer, AuditCondition } from '../../../shared/ipc/audit.ts';
import { auditSentence } from '../../../shared/text/audit-text.ts';
import type { Text } from '../../../shared/text/en.ts';
import { repeat } from '../../async/repeat.ts';
import type { AuditRecord } from '../../audit/chain.ts';
import type { Tell } from '../../audit/events.ts';
import { readNewest } from '../../audit/read.ts';
import { createTrail } from '../../audit/trail.ts';
import type { Feature } from '../feature.ts';
import type { ProgramOptions } from '../program-options.ts';
import type { AuditEdges } from './audit-edges.ts';
import { exportTrail } from './audit-export.ts';
import { createOutlets } from './audit-outlets.ts';
import { createPolicyWatch } from './audit-policy.ts';
import { verdictOn } from './audit-verdict.ts';
import { createHeadKeeper } from './head-keeper.ts';
import { type AuditWatch, createAuditWatch } from './watch.ts';

type Names = 'audit.read' | 'audit.verify' | 'audit.export';

export interface AuditFeature extends Feature<Names> {
  readonly watch: AuditWatch;
  /** Null where nothing is ever recorded. */
  condition(): AuditCondition | null;
}

export type AuditFeatureOptions = Pick<
  ProgramOptions,
  | 'audit'
  | 'choices'
  | 'createSigner'
  | 'fetch'
  | 'log'
  | 'notices'
  | 'now'
  | 'platform'
  | 'profiles'
  | 'random'
  | 'randomUuid'
  | 'text'
  | 'timers'
  | 'vault'
  | 'version'
>;

/** Without a place for it, as in tests of other things, nothing is recorded and the page is empty. */
export function createAuditFeature(options: AuditFeatureOptions): AuditFeature {
  return options.audit ? overFiles(options, options.audit) : overNothing(options);
}

function overNothing(options: AuditFeatureOptions): AuditFeature {
  return {
    watch: createAuditWatch(() => undefined, options),
    condition: () => null,
    handlers: {
      'audit.read': () => ({
        entries: [],
        hasMore: false,
        isOn: false,
        setByAdministrator: false,
        problem: null,
        outlets: [],
      }),
      'audit.verify': () => ({ fault: null, records: 0, lastAt: null, marks: 0, seal: 'unsealed' as const }),
      'audit.export': () => ({ isSaved: false }),
    },
    sharedState: () => ({}),
    windowState: () => ({}),
  };
}

/** Looked at so often what has become too old, while the program runs for weeks. */
const PRUNING_MS = 6 * 60 * 60_000;

function overFiles(options: AuditFeatureOptions, edges: AuditEdges): AuditFeature {
  const { choices, log, now, text, timers, vault } = options;
  const { folder, store } = edges;
  const heads = createHeadKeeper(vault, store);
  const outlets = createOutlets(options, edges);
  const troubles = createTroubles(options);
  let stopPruning = (): void => undefined;

  const trail = createTrail({
    ...timers,
    folder,
    heads,
    run: options.randomUuid(),
    now,
    keptDays: () => choices.get('auditDays'),
    onWritten: ({ seq }, line) => outlets.take({ seq, line }),
    onProblem: troubles.told,
  });
  const tell: Tell = (event, data) => {
    if (!choices.get('auditTrail')) return;
    try {
      trail.tell(event, data);
    } catch {
      // What happened has happened: a value that does not fit its field must not undo it.
      log.error('audit.record-refused', { event });
    }
  };
  const policyWatch = createPolicyWatch(options, edges, tell);
  choices.onChange((id) => {
    if (id === 'auditDays') trail.prune();
    if (id === 'auditSystemLog') outlets.follow();
    if (id === 'auditTrail') trail.tell('trail.switched', { isOn: choices.get('auditTrail') });
  });

  const condition = (): AuditCondition => ({
    isOn: choices.get('auditTrail'),
    problem: troubles.present(),
    outlets: outlets.views(),
  });

  return {
    watch: createAuditWatch(tell, options),
    condition,
    handlers: {
      async 'audit.read'({ query, kind, from, until, before }): Promise<AuditAnswer> {
        await trail.settled();
        const fits = fitting({ query, kind, from, until }, text);
        const { records, hasMore } = await readNewest(folder, { before, most: AUDIT_PAGE, fits });
        return {
          entries: records.map(({ seq, at, event, data }) => ({ seq, at: Date.parse(at), event, data })),
          hasMore,
          ...condition(),
          setByAdministrator: choices.setBy('auditTrail') === 'administrator',
        };
      },
      'audit.verify': () => verdictOn({ folder, trail, heads, isUnfinished: () => troubles.present() !== null }),
      async 'audit.export'({ format }) {
        const day = new Date(now()).toISOString().slice(0, 10);
        const path = await edges.chooseFile(`sightglass-audit-${day}.${format}`);
        if (path === null) return { isSaved: false };
        await trail.settled();
        const records = await exportTrail(folder, path, format);
        tell('trail.exported', { format, file: path.split(/[\\/]/).at(-1) ?? '', records });
        return { isSaved: true };
      },
    },
    sharedState: () => ({}),
    windowState: () => ({}),
    async restore() {
      tell('program.started', { version: options.version, system: options.platform });
      await policyWatch.begin();
      outlets.follow();
      stopPruning = repeat(timers, PRUNING_MS, trail.prune);
    },
    wake: () => void policyWatch.look(),
    async close() {
      stopPruning();
      policyWatch.stop();
      tell('program.ended', {});
      await trail.close();
      await outlets.close();
    },
  };
}

/** What keeps the trail from being written, in a notice as long as it lasts. */
function createTroubles({ log, notices }: Pick<AuditFeatureOptions, 'log' | 'notices'>) {
  let problem: string | null = null;
  let revokeNotice = (): void => undefined;
  return {
    present: () => problem,
    told(code: string | null) {
      problem = code;
      revokeNotice();
      if (code === null) return log.info('audit.written-again');
      log.warn('audit.not-written', { code });
      const error = new AppError('audit_not_written', { reason: 'systemAnswered', systemCode: code });
      revokeNotice = notices.addRevocable(error);
    },
  };
}

type Filter = {
  readonly query: string;
  readonly kind: keyof typeof auditEventsByKind | null;
  readonly from: number | null;
  readonly until: number | null;
};

const folded = (words: string): string => words.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** By every word, in the sentence that a person reads and in all fields. */
function fitting({ query, kind, from, until }: Filter, text: Text): (record: AuditRecord) => boolean {
  const words = folded(query).split(/\s+/).filter(Boolean);
  const names: readonly AuditEventName[] | null = kind && auditEventsByKind[kind];
  return ({ event, at, data }) => {
    if (names && !names.some((name) => name === event)) return false;
    const time = Date.parse(at);
    if ((from !== null && time < from) || (until !== null && time >= until)) return false;
    if (words.length === 0) return true;
    const said = folded([event, auditSentence(text, event, data), ...Object.values(data).flat()].join('\n'));
    return words.every((word) => said.includes(word));
  };
}
