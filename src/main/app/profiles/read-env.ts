/**
 * Reads the `.env` of Sigma's QuickStart "Sigma with Databricks OAuth" into a profile draft.
 *
 * Its override rule: a QuickStart's own value where it is not blank, else the shared default.
 */
import { parse } from 'dotenv';
import { AppError } from '../../../shared/errors.ts';
import type { ActionRule } from '../../../shared/profile/actions.ts';
import type { Connection } from '../../../shared/profile/connection.ts';
import { defaultRedirectUri, parseUrl } from '../../../shared/profile/fields.ts';
import { type Profile, ProfileDraft } from '../../../shared/profile/profile.ts';
import type { ImportRemark } from '../../../shared/state.ts';
import { namedFault } from '../../../shared/text/error-text.ts';
import { type WorkbookOfFile, workbookOfFile } from './read-embed-options.ts';

/** The scopes that the QuickStart registers. */
const QUICKSTART_SCOPES = ['all-apis', 'offline_access'];
const DEFAULT_SESSION_SECONDS = 3_600;
/** As the QuickStart names user attributes: `DATABRICKS_OAUTH_ua_Store_Region=West` is the attribute `Store_Region`. */
const ATTRIBUTE_PREFIX = 'DATABRICKS_OAUTH_ua_';

export interface EnvImport {
  readonly draft: ProfileDraft;
  readonly remarks: readonly ImportRemark[];
}

/**
 * @param text contents of the file
 * @param existing profiles; one with the same embed client is brought up to date rather than doubled
 * @throws AppError `env_incomplete`, naming each name and what is wrong with it
 */
export function readEnv(text: string, existing: readonly Profile[] = []): EnvImport {
  const values = readValues(text);
  const sameProfile = profileOfFile(values, existing);
  // A profile has one Sigma: where the file names another, the workbooks of the earlier one cannot stay. Saving asks.
  const staying = sameProfile?.workbooks.filter(({ url }) => isSameSigma(url, values.workbookUrl)) ?? [];
  const ofFile = workbookOfFile(values.workbookUrl, values.named, staying);
  const workbooks = [...staying.filter((one) => one !== ofFile.known), ofFile.workbook];
  const parsed = ProfileDraft.safeParse({ ...draftInput(values, sameProfile, ofFile), workbooks });
  if (!parsed.success) {
    // A fault names the rule, never the value, which may be a secret put on the wrong line.
    const faults = parsed.error.issues.map(({ path, message }) => namedFault(envNameOf(path), path, message));
    throw new AppError('env_incomplete', { reason: 'faulty', faults });
  }
  return { draft: parsed.data, remarks: remarksOn(values, ofFile.unused) };
}

type EnvValues = ReturnType<typeof readValues>;

/** @throws AppError `env_incomplete`, naming all that is missing at once */
function readValues(text: string) {
  const env = parse(text);
  const missing: string[] = [];
  const named = (name: string) => env[name]?.trim() || undefined;
  const value = (...names: string[]) => names.map(named).find((found) => found) ?? null;
  const required = (...names: string[]): string => {
    const found = value(...names);
    if (found === null) missing.push(names.join(' / '));
    return found ?? '';
  };
  const values = {
    named,
    embedClientId: required('CLIENT_ID'),
    embedSecret: required('SECRET'),
    workbookUrl: required('DATABRICKS_OAUTH_BASE_URL'),
    accountType: required('DATABRICKS_OAUTH_ACCOUNT_TYPE', 'ACCOUNT_TYPE'),
    teams: value('DATABRICKS_OAUTH_TEAMS', 'TEAMS'),
    email: value('DATABRICKS_OAUTH_EMAIL', 'EMAIL'),
    host: required('DATABRICKS_HOST'),
    level: value('DATABRICKS_AUTH_LEVEL'),
    clientId: required('DATABRICKS_OAUTH_CLIENT_ID'),
    clientSecret: value('DATABRICKS_OAUTH_CLIENT_SECRET'),
    connectionId: required('DATABRICKS_CONNECTION_ID'),
    accountId: value('DATABRICKS_ACCOUNT_ID'),
    redirectUri: value('DATABRICKS_REDIRECT_URI'),
    sessionLength: value('SESSION_LENGTH'),
    attributes: Object.keys(env).flatMap((name) => attributeOf(name, named(name))),
  };
  if (missing.length > 0) throw new AppError('env_incomplete', { reason: 'missing', names: missing });
  return values;
}

function remarksOn({ email, clientSecret }: EnvValues, unused: readonly string[]): ImportRemark[] {
  const remarks: ImportRemark[] = [];
  if (email !== null) remarks.push({ code: 'fixedEmail', values: { email } });
  if (clientSecret === null) remarks.push({ code: 'publicClient', values: {} });
  if (unused.length > 0) remarks.push({ code: 'notUsed', values: { unused: [...unused] } });
  return remarks;
}

/** One embed client may have several profiles, one for each tenant. No file names a tenant. */
function profileOfFile({ embedClientId, connectionId }: EnvValues, existing: readonly Profile[]): Profile | null {
  const ofClient = existing.filter((profile) => profile.embedClientId === embedClientId);
  const [only] = ofClient.length === 1 ? ofClient : ofClient.filter(({ tenant }) => tenant === null);
  const knowsConnection = ({ connections }: Profile) =>
    connections.some(({ sigmaConnectionId }) => sigmaConnectionId === connectionId);
  return only ?? ofClient.find(knowsConnection) ?? ofClient[0] ?? null;
}

/** The connection of the file: by its id, or the one of the same application that was given to the whole organisation since. */
const connectionOfFile = ({ connectionId, clientId }: EnvValues, known: readonly Connection[]): Connection | null =>
  known.find(({ sigmaConnectionId }) => sigmaConnectionId === connectionId) ??
  known.find((one) => one.isForOrganisation && one.clientId === clientId) ??
  null;

/** The draft as the file has it, before it is checked. @param same the profile that is brought up to date, if any */
function draftInput(values: EnvValues, same: Profile | null, ofFile: WorkbookOfFile) {
  const { sessionLength } = values;
  const sameConnection = same && connectionOfFile(values, same.connections);
  const otherConnections = same?.connections.filter((known) => known !== sameConnection) ?? [];
  return {
    id: same?.id ?? null,
    name: same?.name ?? 'Databricks',
    embedClientId: values.embedClientId,
    embedSecret: values.embedSecret,
    user: {
      // What an administrator added to the profile since is not in the file, and stays.
      attributes: [],
      teamsClaim: null,
      differentAddresses: 'refused',
      ...same?.user,
      kind: 'embed',
      email: values.email,
      accountType: values.accountType,
      teams: splitList(values.teams),
      fixedAttributes: fixedAttributes(values, same),
    },
    // No QuickStart has names for these.
    tenant: same?.tenant ?? null,
    evalConnectionId: same?.evalConnectionId ?? null,
    ...(same?.actions && { actions: stayingActions(same.actions, values, ofFile) }),
    sessionSeconds: sessionLength === null ? DEFAULT_SESSION_SECONDS : Number(sessionLength),
    connections: [
      ...otherConnections.map((known) => ({ ...known, clientSecret: null })),
      {
        id: sameConnection?.id ?? null,
        label: sameConnection?.label ?? 'Databricks',
        ...connectionInput(values, sameConnection),
      },
    ],
  };
}

/** Rules that lead to workbooks of an earlier Sigma go with them; one to the workbook of the file follows its address. */
function stayingActions(actions: readonly ActionRule[], { workbookUrl }: EnvValues, { known, url }: WorkbookOfFile) {
  return actions
    .filter((rule) => rule.kind !== 'workbook' || isSameSigma(rule.workbook, workbookUrl))
    .map((rule) => (rule.kind === 'workbook' && rule.workbook === known?.url ? { ...rule, workbook: url } : rule));
}

const isSameSigma = (one: string, other: string): boolean => parseUrl(one)?.origin === parseUrl(other)?.origin;

/** @param same the connection that is brought up to date, if any */
function connectionInput(values: EnvValues, same: Connection | null) {
  const { clientSecret, redirectUri } = values;
  const isForOrganisation = same?.isForOrganisation ?? false;
  return {
    sigmaConnectionId: isForOrganisation ? null : values.connectionId,
    isForOrganisation,
    server: serverInput(values, same),
    flow: 'authorization_code',
    exchange: null,
    signingKey: null,
    clientId: values.clientId,
    clientAuthentication: clientSecret === null ? 'none' : 'client_secret_post',
    clientSecret,
    scopes: QUICKSTART_SCOPES,
    redirectUris: [redirectUri ?? defaultRedirectUri('databricks')],
  };
}

/** A file without a level leaves the choice to whoever made it, or to the host. */
function serverInput(values: EnvValues, same: Connection | null) {
  const host = originOf(values.host);
  const present = same?.server.provider === 'databricks' ? same.server : null;
  const level = values.level?.toLowerCase() ?? present?.level ?? 'automatic';
  const isSameHost = present !== null && originOf(present.host) === host;
  // A workspace belongs to its host. An account may have several, and its id is a condition that nobody took back.
  const staysAccount = values.level === null;
  return {
    provider: 'databricks',
    host,
    level,
    accountId: values.accountId ?? (staysAccount ? (present?.accountId ?? null) : null),
    ...(isSameHost && present.workspaceId !== undefined && { workspaceId: present.workspaceId }),
  };
}

function attributeOf(name: string, value: string | undefined): { attribute: string; value: string }[] {
  if (value === undefined || !name.startsWith(ATTRIBUTE_PREFIX)) return [];
  return [{ attribute: name.slice(ATTRIBUTE_PREFIX.length), value }];
}

/** Those of the file in the place of those of the same name; the others stay. */
function fixedAttributes({ attributes }: EnvValues, same: Profile | null) {
  const known = same?.user.kind === 'embed' ? same.user.fixedAttributes : [];
  const all = new Map([...known, ...attributes].map((row) => [row.attribute, row]));
  return [...all.values()];
}

function splitList(text: string | null): string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}

/** The QuickStart writes hosts with and without their scheme. */
function originOf(host: string): string {
  const withScheme = /^https?:\/\//i.test(host) ? host : `https://${host}`;
  return URL.canParse(withScheme) ? new URL(withScheme).origin : withScheme;
}

const envNames: readonly [pathPattern: RegExp, name: string][] = [
  [/^embedClientId/, 'CLIENT_ID'],
  [/^embedSecret/, 'SECRET'],
  [/^user\.email/, 'EMAIL'],
  [/^user\.accountType/, 'ACCOUNT_TYPE'],
  [/^user\.teams/, 'TEAMS'],
  [/^user\.fixedAttributes/, `${ATTRIBUTE_PREFIX}…`],
  [/^sessionSeconds/, 'SESSION_LENGTH'],
  [/^workbooks\.\d+\.options\.menuPosition/, 'menu_position'],
  [/^workbooks\.\d+\.options\.theme/, 'theme'],
  [/^workbooks\.\d+\.options\.language\.variant/, 'lng_variant'],
  [/^workbooks\.\d+\.options\.language/, 'lng'],
  [/^workbooks/, 'DATABRICKS_OAUTH_BASE_URL'],
  [/server\.host/, 'DATABRICKS_HOST'],
  [/server\.level/, 'DATABRICKS_AUTH_LEVEL'],
  [/server\.accountId/, 'DATABRICKS_ACCOUNT_ID'],
  [/clientId/, 'DATABRICKS_OAUTH_CLIENT_ID'],
  [/clientSecret/, 'DATABRICKS_OAUTH_CLIENT_SECRET'],
  [/redirectUris/, 'DATABRICKS_REDIRECT_URI'],
  [/sigmaConnectionId/, 'DATABRICKS_CONNECTION_ID'],
];

function envNameOf(path: readonly PropertyKey[]): string {
  const joined = path.map(String).join('.');
  return envNames.find(([pattern]) => pattern.test(joined))?.[1] ?? joined;
}
