/** The set-up form as text fields hold it, and the way from and to the profile. */
import { tokenUseOf } from '../../shared/profile/connection-rules.ts';
import type { ProfileDraft, SigmaUser } from '../../shared/profile/profile.ts';
import { sigmaOrigin } from '../../shared/profile/sigma.ts';
import { orNull } from '../../shared/providers/address.ts';
import type { ProfileView } from '../../shared/state.ts';
import { type ActionValues, actionsDraft, actionValues } from './action-values.ts';
import { type ConnectionValues, connectionDraft, connectionValues, emptyConnection } from './connection-values.ts';
import { isServiceAccountPattern } from './patterns.ts';
import { newKey, secretOf, splitCommas } from './text-values.ts';
import { emptyWorkbook, type WorkbookValues, workbookDraft, workbookValues } from './workbook-values.ts';

export const sessionUnits = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;
export type SessionUnit = keyof typeof sessionUnits;

/** One claim of the sign-in, and the Sigma user attribute that it becomes. */
export interface AttributeValues {
  readonly key: string;
  readonly claim: string;
  readonly attribute: string;
}

/** One Sigma user attribute that is the same for everyone. */
export interface FixedAttributeValues {
  readonly key: string;
  readonly attribute: string;
  readonly value: string;
}

export interface FormValues {
  readonly id: string | null;
  readonly name: string;
  readonly embedClientId: string;
  readonly embedSecret: string;
  readonly embedSecretStored: boolean;
  readonly userKind: 'embed' | 'internal';
  readonly emailFrom: 'person' | 'fallback' | 'fixed';
  /** The fixed address, or the one for those whom no sign-in names. */
  readonly email: string;
  /** What to do when the sign-ins of one person name different addresses. */
  readonly differentAddresses: SigmaUser['differentAddresses'];
  readonly accountType: string;
  /** Divided by commas. */
  readonly teams: string;
  readonly attributes: readonly AttributeValues[];
  readonly fixedAttributes: readonly FixedAttributeValues[];
  readonly teamsClaim: string;
  readonly tenant: string;
  readonly evalConnectionId: string;
  readonly sessionLength: string;
  readonly sessionUnit: SessionUnit;
  readonly workbooks: readonly WorkbookValues[];
  readonly connections: readonly ConnectionValues[];
  readonly actions: readonly ActionValues[];
}

export const emptyFixedAttribute = (): FixedAttributeValues => ({ key: newKey(), attribute: '', value: '' });
export const emptyAttribute = (): AttributeValues => ({ key: newKey(), claim: '', attribute: '' });

/** The least powerful account type is the default: left out, Sigma gives the most powerful one. */
export const emptyForm = (): FormValues => ({
  id: null,
  name: '',
  embedClientId: '',
  embedSecret: '',
  embedSecretStored: false,
  userKind: 'embed',
  emailFrom: 'person',
  email: '',
  differentAddresses: 'refused',
  accountType: 'View',
  teams: '',
  attributes: [],
  fixedAttributes: [],
  teamsClaim: '',
  tenant: '',
  evalConnectionId: '',
  sessionLength: '1',
  sessionUnit: 'hours',
  workbooks: [emptyWorkbook()],
  connections: [emptyConnection()],
  actions: [],
});

/** The largest unit that expresses the length exactly. */
function sessionFields(seconds: number): Pick<FormValues, 'sessionLength' | 'sessionUnit'> {
  const unit = (['days', 'hours', 'minutes'] as const).find((name) => seconds % sessionUnits[name] === 0) ?? 'seconds';
  return { sessionLength: String(seconds / sessionUnits[unit]), sessionUnit: unit };
}

export function formOf({ profile, hasEmbedSecret, clientSecrets }: ProfileView): FormValues {
  const { user } = profile;
  return {
    id: profile.id,
    name: profile.name,
    embedClientId: profile.embedClientId,
    embedSecret: '',
    embedSecretStored: hasEmbedSecret,
    userKind: user.kind,
    emailFrom: user.email !== null ? 'fixed' : user.fallbackEmail === undefined ? 'person' : 'fallback',
    email: user.email ?? user.fallbackEmail ?? '',
    differentAddresses: user.differentAddresses,
    accountType: user.kind === 'embed' ? user.accountType : 'View',
    teams: user.kind === 'embed' ? user.teams.join(', ') : '',
    attributes: user.kind === 'embed' ? user.attributes.map((row, index) => ({ key: `saved-${index}`, ...row })) : [],
    fixedAttributes: user.kind === 'embed' ? user.fixedAttributes.map((row) => ({ key: newKey(), ...row })) : [],
    teamsClaim: user.kind === 'embed' ? (user.teamsClaim ?? '') : '',
    tenant: profile.tenant ?? '',
    evalConnectionId: profile.evalConnectionId ?? '',
    ...sessionFields(profile.sessionSeconds),
    workbooks: profile.workbooks.map(workbookValues),
    connections: profile.connections.map((connection) =>
      connectionValues(connection, clientSecrets.includes(connection.id)),
    ),
    actions: (profile.actions ?? []).map((rule) =>
      actionValues(
        rule,
        profile.workbooks.map(({ id, url }) => ({ key: id, url })),
      ),
    ),
  };
}

/** No person signs in to this profile, so that no person's address can be taken. */
export const hasOnlyServiceAccounts = ({ connections }: FormValues): boolean =>
  connections.length > 0 && connections.every(({ pattern }) => isServiceAccountPattern(pattern));

/** Whether a session can need several sign-ins of a person, none of which is fixed to one address. */
export const hasSeveralPeople = (values: FormValues): boolean =>
  !isFixedAddress(values) && values.connections.filter(({ pattern }) => !isServiceAccountPattern(pattern)).length > 1;

export const isFixedAddress = (values: FormValues): boolean =>
  values.emailFrom === 'fixed' || hasOnlyServiceAccounts(values);

/** Whether a saved profile is given workbooks at another address of Sigma. Half of an address is none yet. */
export function hasOtherOrigin(start: FormValues, values: FormValues): boolean {
  const origin = sigmaOrigin(values);
  return start.id !== null && origin !== '' && origin !== sigmaOrigin(start);
}

/** Whether a saved profile is given another embed client, and so another organisation of Sigma as far as anyone knows. */
export const hasOtherClient = (start: FormValues, values: FormValues): boolean =>
  start.id !== null && start.embedClientId.trim() !== values.embedClientId.trim();

/** Whether a saved profile is given another tenant, and so another organisation of Sigma. */
export const hasOtherTenant = (start: FormValues, values: FormValues): boolean =>
  start.id !== null && start.tenant.trim() !== values.tenant.trim();

/** Whether Sigma gets no token for the connection over which all queries are to run: right only if it takes none. */
export function lacksEvalToken({ evalConnectionId, connections }: FormValues): boolean {
  const wanted = evalConnectionId.trim();
  const uses = connections.map((connection) => tokenUseOf(connectionDraft(connection)));
  return (
    wanted !== '' &&
    !uses.some((use) => use.kind === 'organisation') &&
    !uses.some((use) => use.kind === 'connection' && use.sigmaConnectionId.trim() === wanted)
  );
}

/** Rows in which something was entered. */
export const filledAttributes = ({ attributes }: FormValues): AttributeValues[] =>
  attributes.filter(({ claim, attribute }) => claim.trim() !== '' || attribute.trim() !== '');

export const filledFixedAttributes = ({ fixedAttributes }: FormValues): FixedAttributeValues[] =>
  fixedAttributes.filter(({ attribute, value }) => attribute.trim() !== '' || value.trim() !== '');

function userOf(values: FormValues): ProfileDraft['user'] {
  const isFixed = isFixedAddress(values);
  const address = {
    email: isFixed ? values.email : null,
    ...(!isFixed && values.emailFrom === 'fallback' && { fallbackEmail: values.email }),
    differentAddresses: values.differentAddresses,
  };
  if (values.userKind === 'internal') return { kind: 'internal', ...address };
  return {
    kind: 'embed',
    ...address,
    accountType: values.accountType,
    teams: splitCommas(values.teams),
    attributes: filledAttributes(values).map(({ attribute, claim }) => ({ attribute, claim })),
    fixedAttributes: filledFixedAttributes(values).map(({ attribute, value }) => ({ attribute, value })),
    teamsClaim: values.teamsClaim.trim() === '' ? null : values.teamsClaim,
  };
}

/** What the form would hand over. It may still be wrong: `checkForm` says so. */
export function draftOf(values: FormValues): ProfileDraft {
  return {
    id: values.id,
    name: values.name,
    embedClientId: values.embedClientId,
    embedSecret: secretOf(values.embedSecret),
    user: userOf(values),
    tenant: orNull(values.tenant),
    evalConnectionId: orNull(values.evalConnectionId),
    sessionSeconds:
      values.sessionLength.trim() === '' ? Number.NaN : Number(values.sessionLength) * sessionUnits[values.sessionUnit],
    workbooks: values.workbooks.map(workbookDraft),
    connections: values.connections.map(connectionDraft),
    ...actionsDraft(values.actions, values.workbooks),
  };
}
