/**
 * Profiles: what an administrator sets up. Nothing in a profile is secret; secrets live in the vault under the ids
 * found here.
 */
import { z } from '../zod.ts';
import { ActionRules, fittingActions } from './actions.ts';
import { parseUrl } from './addresses.ts';
import { Connection, ConnectionDraft, SecretInput } from './connection.ts';
import { leavesNoRoom } from './embed-parameters.ts';
import { EmailAddress, fault, singleLine, WorkbookUrl, word } from './fields.ts';
import { plausible } from './plausible.ts';
import { RefreshSetting } from './refresh.ts';
import { addressFault } from './workbook-address.ts';
import { StoredWorkbookOptions, usualOptions, WorkbookOptions } from './workbook-options.ts';

/** Sigma refuses sessions longer than 30 days. */
export const MAX_SESSION_SECONDS = 2_592_000;

const workbookFields = {
  title: singleLine(120),
  url: WorkbookUrl,
  /** Left out: the data is refreshed by hand alone. */
  refresh: RefreshSetting.optional(),
};

export const Workbook = z.object({ id: z.uuid(), ...workbookFields, options: StoredWorkbookOptions });
export type Workbook = z.infer<typeof Workbook>;

export const WorkbookDraft = z
  .object({ id: z.uuid().nullable(), ...workbookFields, options: WorkbookOptions.default(usualOptions) })
  .superRefine(openable);
export type WorkbookDraft = z.infer<typeof WorkbookDraft>;

/** Not of a stored workbook, which an earlier version may have let pass. */
function openable(
  workbook: { readonly url: string; readonly options: WorkbookOptions },
  context: z.RefinementCtx,
): void {
  const known = addressFault(workbook.url);
  if (known) context.addIssue({ code: 'custom', path: ['url'], message: fault(known) });
  if (leavesNoRoom(workbook)) {
    context.addIssue({ code: 'custom', path: ['options', 'controls'], message: fault('addressTooLong') });
  }
}

/**
 * Whether the sign-ins of one session may name different addresses, or none. `refused`: all of them are the same person,
 * as far as the program can tell. `allowed`: the administrator says that they are, such as where the identity provider
 * knows people by another address than the data platform does. A fixed address says whom Sigma sees, whoever signs in.
 */
const DifferentAddresses = z.enum(['refused', 'allowed']).default('refused');

/**
 * The address for a person whom no sign-in names in any way; the profile has no fixed one then. Left out, such a person
 * sees nothing. A version that does not know it leaves it out, and so refuses.
 */
const FallbackEmail = EmailAddress.optional();

/** Who Sigma takes the person for. Internal users must come without account type and teams. */
export const SigmaUser = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('embed'),
    /** A fixed address for everyone, or null for the address of the person who signed in. */
    email: EmailAddress.nullable(),
    fallbackEmail: FallbackEmail,
    differentAddresses: DifferentAddresses,
    accountType: singleLine(80),
    teams: z.array(singleLine(120)).max(64, fault('tooLong')),
    /** Sigma user attributes that are read from the claims of the sign-in (row-level security). */
    attributes: z.array(z.object({ attribute: singleLine(120), claim: singleLine(120) })).max(32, fault('tooLong')),
    /** Sigma user attributes that are the same for everyone. A claim of the sign-in for the same attribute goes before it. */
    fixedAttributes: z
      .array(z.object({ attribute: singleLine(120), value: singleLine(400) }))
      .max(32, fault('tooLong'))
      .default([]),
    /** A claim whose values become teams too, or null. */
    teamsClaim: singleLine(120).nullable(),
  }),
  z.object({
    kind: z.literal('internal'),
    email: EmailAddress.nullable(),
    fallbackEmail: FallbackEmail,
    differentAddresses: DifferentAddresses,
  }),
]);
export type SigmaUser = z.infer<typeof SigmaUser>;

const profileFields = {
  name: singleLine(80),
  /** `kid` and `iss` of every signed URL. */
  embedClientId: word(256),
  user: SigmaUser,
  /** The organisation for which the embed client signs, where Sigma Tenants are in use and it is not its own. */
  tenant: word(256).nullable().default(null),
  /** The connection over which Sigma runs every query of the workbooks, whatever they name (connection swap); or null. */
  evalConnectionId: word(128).nullable().default(null),
  sessionSeconds: z
    .int(fault('notWholeSeconds'))
    .min(60, fault('tooFewSeconds'))
    .max(MAX_SESSION_SECONDS, fault('tooManySeconds')),
  actions: ActionRules,
};

const oneSigma = (profile: { readonly workbooks: readonly { readonly url: string }[] }) =>
  new Set(profile.workbooks.map((workbook) => parseUrl(workbook.url)?.origin)).size === 1;
const oneSigmaFault = { path: ['workbooks'], message: fault('oneSigma') };

/**
 * Sigma takes one token for each of its connections, and one for the whole organisation, so that a second one would
 * silently replace the first.
 */
function oneTokenEach(
  profile: {
    readonly connections: readonly { readonly sigmaConnectionId: string | null; readonly isForOrganisation: boolean }[];
  },
  context: z.RefinementCtx,
): void {
  const seen = new Set<string | true>();
  for (const [index, { sigmaConnectionId, isForOrganisation }] of profile.connections.entries()) {
    const use = isForOrganisation || sigmaConnectionId;
    if (use === null) continue;
    if (seen.has(use)) {
      const path = ['connections', index, isForOrganisation ? 'isForOrganisation' : 'sigmaConnectionId'];
      context.addIssue({ code: 'custom', path, message: fault('takenTwice') });
    }
    seen.add(use);
  }
}

export const Profile = z
  .object({
    id: z.uuid(),
    ...profileFields,
    workbooks: z.array(Workbook).min(1, fault('missing')),
    connections: z.array(Connection).min(1, fault('missing')),
  })
  .refine(oneSigma, oneSigmaFault)
  .superRefine(oneTokenEach)
  .superRefine(fittingActions);
export type Profile = z.infer<typeof Profile>;

/** What the set-up form hands over. Without an id, something new; with one, a change. */
export const ProfileDraft = z
  .object({
    id: z.uuid().nullable(),
    ...profileFields,
    embedSecret: SecretInput,
    workbooks: z.array(WorkbookDraft).min(1, fault('missing')),
    connections: z.array(ConnectionDraft).min(1, fault('missing')),
  })
  .refine(oneSigma, oneSigmaFault)
  .superRefine(oneTokenEach)
  .superRefine(fittingActions)
  .superRefine(plausible);
export type ProfileDraft = z.infer<typeof ProfileDraft>;
