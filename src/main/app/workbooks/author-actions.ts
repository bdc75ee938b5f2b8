/**
 * Actions of a workbook's author (`action:outbound`): run as a rule of the profile says, or shown. Their names and values
 * are Sigma's word, so that only what an administrator wrote decides what can happen, only a press of a person sets it
 * off, and the first time a person is asked.
 */
import { createHash } from 'node:crypto';
import { systemCodeOf } from '../../../shared/errors.ts';
import { type ActionRule, filledAddress, filledControls, textOfValue } from '../../../shared/profile/actions.ts';
import type { Profile, Workbook } from '../../../shared/profile/profile.ts';
import { shownName } from '../../../shared/profile/visible-text.ts';
import type { PlainValues } from '../../../shared/sigma/fields.ts';
import type { ShownAction } from '../../../shared/sigma/pane-parts.ts';
import { createAllowance } from '../../async/allowance.ts';
import type { Log } from '../../log/log.ts';
import type { ActionConsents } from '../../settings/action-consents.ts';
import type { Profiles } from '../../settings/profiles.ts';
import { isSafeExternalLink } from '../../viewer/guest-rules.ts';
import type { PaneAction } from '../../viewer/inside-of-pane.ts';
import type { Panes } from '../../viewer/panes.ts';
import type { SystemServices } from '../system-services.ts';
import type { WorkbookSessions } from './workbook-sessions.ts';

/** Ten at once and ten a minute, which makes twenty in the first minute: more than that no person presses. */
const PACE = { most: 10, oneMoreAfterMs: 6_000 } as const;
/** A page that tries for ever neither keeps us asking nor fills the log. */
const PACE_OF_ASKING = { most: 40, oneMoreAfterMs: 1_000 } as const;
const LOG_PACE = { most: 20, oneMoreAfterMs: 60_000 } as const;

/** What a window shows of an action: enough to know what it was, and not more than fits on a card. */
const LONGEST_NAME = 80;
const LONGEST_VALUE = 200;
const MOST_VALUES_SHOWN = 8;

export interface AuthorActionsOptions {
  readonly profiles: Pick<Profiles, 'find' | 'all'>;
  readonly panes: Pick<Panes, 'isActive' | 'showAction' | 'open' | 'views'>;
  readonly sessions: Pick<WorkbookSessions, 'targetOf'>;
  readonly consents: ActionConsents;
  readonly system: Pick<SystemServices, 'openBrowser' | 'confirmAction'>;
  /** Whether a person pressed something in a guest within the last seconds. */
  wasPressed(guestId: string): Promise<boolean>;
  /** An address was not opened. */
  onNotOpened(): void;
  uptime(): number;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

export interface AuthorActions {
  /** Resolves when all is done about an action; rejects never. */
  take(action: PaneAction): Promise<void>;
  /** Forgets agreements to rules that are no more; rejects never. */
  prune(): Promise<void>;
}

/** What a rule does with the values of one action. */
type Plan =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'workbook'; readonly workbook: Workbook; readonly controls: Readonly<Record<string, string>> };

const fingerprintOfRule = (rule: ActionRule): string =>
  createHash('sha256').update(JSON.stringify(rule)).digest('base64url');

const fingerprintsOf = ({ actions = [] }: Pick<Profile, 'actions'>): string[] => actions.map(fingerprintOfRule);

/** Null when the values do not fit the rule. */
function planOf(rule: ActionRule, values: PlainValues, profile: Profile): Plan | null {
  if (rule.kind === 'address') {
    const address = filledAddress(rule.address, values);
    return address !== null && isSafeExternalLink(address) ? { kind: 'address', address } : null;
  }
  const workbook = profile.workbooks.find(({ url }) => url === rule.workbook);
  const controls = filledControls(rule.controls, values);
  return workbook && controls ? { kind: 'workbook', workbook, controls } : null;
}

/** One line that cannot rearrange the text around it. */
const shown = (text: string, longest: number): string => {
  const line = shownName(text);
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
};

const shownAction = (name: string, values: PlainValues): Pick<ShownAction, 'name' | 'values'> => ({
  name: shown(name, LONGEST_NAME),
  values: Object.entries(values)
    .slice(0, MOST_VALUES_SHOWN)
    .map(([key, value]) => ({ name: shown(key, LONGEST_NAME), value: shown(textOfValue(value), LONGEST_VALUE) })),
});

export function createAuthorActions(options: AuthorActionsOptions): AuthorActions {
  const { profiles, panes, consents, system, uptime, log } = options;
  const hasRoom = createAllowance({ ...PACE, uptime });
  const mayAsk = createAllowance({ ...PACE_OF_ASKING, uptime });
  const hasRoomInLog = createAllowance({ ...LOG_PACE, uptime });
  /** Rules that a person declined since the start, and those they are being asked about. */
  const declined = new Set<string>();
  let isAsking = false;

  function drop(reason: 'not pressed' | 'too many' | 'question open'): void {
    if (hasRoomInLog()) log.warn('action.dropped', { reason });
  }

  const noteNotKept = (error: unknown) => log.warn('action.agreement-not-kept', { code: systemCodeOf(error) });

  async function isAskedFor(guestId: string): Promise<boolean> {
    if (!mayAsk()) return false;
    return (await options.wasPressed(guestId)) && panes.isActive(guestId);
  }

  /** Whether a person agrees to a rule: they are asked once on this computer, and after a no not again in this run. */
  async function isAgreed(profile: Profile, rule: ActionRule, plan: Plan): Promise<boolean> {
    const fingerprint = fingerprintOfRule(rule);
    const key = `${profile.id} ${fingerprint}`;
    if (consents.has(profile.id, fingerprint)) return true;
    if (declined.has(key)) return false;
    isAsking = true;
    try {
      const opens = plan.kind === 'address' ? { address: plan.address } : { workbook: plan.workbook.title };
      if (!(await system.confirmAction({ profileName: profile.name, action: rule.action, ...opens }))) {
        declined.add(key);
        return false;
      }
    } finally {
      isAsking = false;
    }
    // A profile that was changed while the question stood there has rules that nobody agreed to.
    const present = fingerprintsOf(profiles.find(profile.id) ?? {});
    if (!present.includes(fingerprint)) return false;
    await consents.add(profile.id, fingerprint, present).catch(noteNotKept);
    return true;
  }

  async function run(plan: Plan, { target }: PaneAction): Promise<void> {
    log.info('action.run', { kind: plan.kind });
    if (plan.kind === 'address') {
      await system.openBrowser(plan.address).catch(options.onNotOpened);
      return;
    }
    const { workbook, controls } = plan;
    panes.open(options.sessions.targetOf(workbook.id, target.windowId), { controls });
  }

  async function take(action: PaneAction): Promise<void> {
    const { guestId, paneId, target, event } = action;
    const { name, values = {} } = event;
    // A dialog is open: what a page says meanwhile nobody can have pressed.
    if (isAsking) return drop('question open');
    if (!(await isAskedFor(guestId))) return drop('not pressed');
    if (!hasRoom()) return drop('too many');
    const profile = profiles.find(target.profileId);
    const rule = profile?.actions?.find((one) => one.action === name);
    const show = (outcome: ShownAction['outcome']) =>
      panes.showAction(paneId, { ...shownAction(name, values), outcome });
    if (!profile || !rule) return show('shown');
    const plan = planOf(rule, values, profile);
    if (!plan) return show('unfit');
    // Another action may have had its question open since.
    if (isAsking) return drop('question open');
    if (!(await isAgreed(profile, rule, plan))) return show('declined');
    // The question may stand there for long, and the workbook may be gone by then.
    if (panes.views(target.windowId).some((view) => view.paneId === paneId)) await run(plan, action);
  }

  return {
    take,
    async prune() {
      const present = new Map(profiles.all().map((profile) => [profile.id, fingerprintsOf(profile)]));
      await consents.keepOnly(present).catch(noteNotKept);
    },
  };
}
