/** Whether updates are looked for, where, and by whose choice: what the build, the administrator and the person say. */
import type { UpdateChannel, UpdateChoices, UpdatedBy, UpdateMode, UpdatesOff } from '../../../shared/updates.ts';
import type { PolicyValues } from '../../settings/policy/policy.ts';

/** What this copy of the program is. */
export interface UpdateOrigin {
  readonly isPackaged: boolean;
  /** A package that was built for people, or for tests. */
  readonly mayUpdate: boolean;
  /** The public key by which descriptions are checked: ed25519, SPKI in base64; null when none is built in. */
  readonly key: string | null;
  /** Where the build says that updates come from. */
  readonly url: string | null;
  readonly updatedBy: UpdatedBy;
}

export interface PersonsChoice {
  readonly mode?: UpdateMode | undefined;
  readonly channel?: UpdateChannel | undefined;
}

export interface ManagedBy {
  readonly isManaged: boolean;
  readonly values: PolicyValues;
}

/** Where and how updates are looked for. */
export interface UpdatePlan {
  readonly url: string;
  readonly key: string;
  readonly mode: Exclude<UpdateMode, 'off'>;
  readonly channel: UpdateChannel;
  /** For how many days after its publication an update is left alone. */
  readonly deferralDays: number;
}

/**
 * What is to be done about updates. What an administrator says goes before what a person chose, which goes before what
 * the build brought. A computer that has an administrator is theirs: there nothing is looked for until they say so.
 */
export function planUpdates(
  origin: UpdateOrigin,
  { isManaged, values }: ManagedBy,
  person: PersonsChoice,
): UpdatePlan | { readonly off: UpdatesOff } {
  const { key } = origin;
  const url = values.updateUrl ?? origin.url;
  if (!origin.isPackaged) return { off: 'development' };
  if (!origin.mayUpdate) return { off: 'not-a-release' };
  if (key === null) return { off: 'no-key' };
  if (values.updates === 'off') return { off: 'policy' };
  if (isManaged && values.updates === undefined) return { off: 'managed' };
  if (url === null) return { off: 'no-address' };
  const mode = values.updates ?? person.mode ?? 'automatic';
  if (mode === 'off') return { off: 'person' };
  return {
    url,
    key,
    mode: origin.updatedBy === 'administrator' ? 'notify' : mode,
    channel: values.updateChannel ?? person.channel ?? 'latest',
    deferralDays: values.updateDeferralDays ?? 0,
  };
}

/** What a person is shown of the choice, and what of it is not theirs. */
export function updateChoices(origin: UpdateOrigin, policy: ManagedBy, person: PersonsChoice): UpdateChoices {
  const plan = planUpdates(origin, policy, person);
  const isClosed = 'off' in plan && plan.off !== 'person';
  const fixed: UpdateChoices['fixed'] = [];
  if (isClosed || policy.values.updates !== undefined) fixed.push('mode');
  if (isClosed || policy.values.updateChannel !== undefined) fixed.push('channel');
  return {
    mode: 'off' in plan ? 'off' : plan.mode,
    channel: policy.values.updateChannel ?? person.channel ?? 'latest',
    fixed,
  };
}
