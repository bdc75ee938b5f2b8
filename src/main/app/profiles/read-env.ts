/**
 * Reads the `.env` of Sigma's QuickStart "Sigma with Databricks OAuth" into a profile draft. A file means here what it
 * means to the QuickStart's own server (`databricks_oauth/server.js` and its helpers, in sigmacomputing/quickstarts-public).
 * Its override rule: a QuickStart's own value where it is not blank, else the shared default.
 */
import { parse } from 'dotenv';
import type { ImportRemark } from '../../../shared/env-import-report.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ActionRule } from '../../../shared/profile/actions.ts';
import { defaultRedirectUri, isLoopbackHost, parseUrl } from '../../../shared/profile/addresses.ts';
import type { Connection } from '../../../shared/profile/connection.ts';
import { MAX_SESSION_SECONDS, type Profile, ProfileDraft } from '../../../shared/profile/profile.ts';
import { withoutEdges } from '../../../shared/profile/visible-text.ts';
import { withoutRootDot } from '../../../shared/providers/address.ts';
import { namedFault } from '../../../shared/text/error-text.ts';
import { ATTRIBUTE_PREFIX, isOfSeries, isPlaceholder, restOfFile } from './quickstart-names.ts';
import { embedOptionNames, type WorkbookOfFile, workbookOfFile } from './read-embed-options.ts';

/** The scopes that the QuickStart registers. */
const QUICKSTART_SCOPES = ['all-apis', 'offline_access'];
const DEFAULT_SESSION_SECONDS = 3_600;
const DEFAULT_ACCOUNT_TYPE = 'View';

export interface EnvImport {
  readonly draft: ProfileDraft;
  readonly remarks: readonly ImportRemark[];
}

/**
 * @param text contents of the file
 * @param existing profiles; one with the same embed client is brought up to date rather than doubled
 * @throws AppError `env_incomplete`, naming each name and what is wrong with it; `env_unreadable` where no name is known
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
    const faults = parsed.error.issues.map(({ path, message }) =>
      namedFault(envNameOf(path, values.named), path, message),
    );
    throw new AppError('env_incomplete', { reason: 'faulty', faults: [...new Set(faults)] });
  }
  return { draft: parsed.data, remarks: remarksOn(values, ofFile.unused) };
}

type EnvValues = ReturnType<typeof readValues>;

/** @throws AppError `env_incomplete`, naming all that is missing at once; `env_unreadable` */
function readValues(text: string) {
  const env = parse(text);
  const missing: string[] = [];
  const named = (name: string) => (Object.hasOwn(env, name) ? withoutEdges(env[name] ?? '') || undefined : undefined);
  const given: string[] = [];
  const value = (...names: string[]) => {
    given.push(...names);
    return names.map(named).find((found) => found) ?? null;
  };
  const required = (name: string): string => {
    const found = value(name);
    if (found === null) missing.push(name);
    return found ?? '';
  };
  const values = {
    named,
    names: Object.keys(env).filter((name) => named(name) !== undefined),
    embedClientId: required('CLIENT_ID'),
    embedSecret: required('SECRET'),
    workbookUrl: withoutRootDot(required('DATABRICKS_OAUTH_BASE_URL')),
    accountType: value('DATABRICKS_OAUTH_ACCOUNT_TYPE', 'ACCOUNT_TYPE') ?? DEFAULT_ACCOUNT_TYPE,
    teams: value('DATABRICKS_OAUTH_TEAMS', 'TEAMS'),
    email: value('DATABRICKS_OAUTH_EMAIL', 'EMAIL'),
    host: required('DATABRICKS_HOST'),
    level: levelOf(value('DATABRICKS_AUTH_LEVEL')),
    clientId: required('DATABRICKS_OAUTH_CLIENT_ID'),
    clientSecret: value('DATABRICKS_OAUTH_CLIENT_SECRET'),
    connectionId: required('DATABRICKS_CONNECTION_ID'),
    accountId: value('DATABRICKS_ACCOUNT_ID'),
    redirectUri: value('DATABRICKS_REDIRECT_URI'),
    session: sessionOf(value('SESSION_LENGTH')),
    attributes: Object.keys(env).flatMap((name) => attributeOf(name, named(name))),
  };
  refuseOthers(Object.keys(env), missing);
  const placeholders = given.filter((name) => isPlaceholder(named(name) ?? ''));
  if (placeholders.length > 0) throw new AppError('env_incomplete', { reason: 'placeholders', names: placeholders });
  return values;
}

/** A file that is none of this QuickStart is called so, before anything in it is called missing. */
function refuseOthers(names: readonly string[], missing: readonly string[]): void {
  if (!isOfSeries(names, embedOptionNames)) throw new AppError('env_unreadable', { reason: 'noNames' });
  if (missing.length === 0) return;
  if (!names.some((name) => /^DATABRICKS_/.test(name))) {
    throw new AppError('env_incomplete', { reason: 'otherQuickStart', names: missing });
  }
  const { misspelt } = restOfFile(names, embedOptionNames);
  if (misspelt.length > 0) throw new AppError('env_incomplete', { reason: 'misspelt', names: missing, misspelt });
  throw new AppError('env_incomplete', { reason: 'missing', names: missing });
}

/**
 * Of a level the QuickStart asks one thing: whether it says `account`. Who writes that in capitals is taken to mean it too;
 * `automatic` is a word of this program.
 */
function levelOf(said: string | null): { level: 'workspace' | 'account' | 'automatic' | null; isGuess: boolean } {
  if (said === null) return { level: null, isGuess: false };
  const level = (['workspace', 'account', 'automatic'] as const).find((known) => known === said.toLowerCase());
  return { level: level ?? 'workspace', isGuess: level === undefined };
}

/** The QuickStart reads the number at the beginning, falls back where there is none, and never goes over 30 days. */
function sessionOf(said: string | null): { seconds: number; isGuess: boolean } {
  if (said === null) return { seconds: DEFAULT_SESSION_SECONDS, isGuess: false };
  const seconds = Math.min(Number.parseInt(said, 10) || DEFAULT_SESSION_SECONDS, MAX_SESSION_SECONDS);
  return { seconds, isGuess: String(seconds) !== said };
}

function remarksOn(values: EnvValues, notUsed: readonly string[]): ImportRemark[] {
  const { email, clientSecret, session, level } = values;
  const remarks: ImportRemark[] = [];
  if (email !== null) remarks.push({ code: 'fallbackEmail', values: { email } });
  if (clientSecret === null) remarks.push({ code: 'publicClient', values: {} });
  if (session.isGuess) remarks.push({ code: 'sessionLength', values: { seconds: session.seconds } });
  if (level.isGuess) remarks.push({ code: 'level', values: {} });
  const { misspelt, serverNames, otherQuickStarts, unknownNames } = restOfFile(values.names, embedOptionNames);
  if (misspelt.length > 0) remarks.push({ code: 'misspelt', values: { misspelt: [...misspelt] } });
  const unused = [...notUsed, ...unknownNames];
  if (unused.length > 0) remarks.push({ code: 'notUsed', values: { unused } });
  if (otherQuickStarts.length > 0) {
    remarks.push({ code: 'otherQuickStarts', values: { otherQuickStarts: [...otherQuickStarts] } });
  }
  if (serverNames.length > 0) remarks.push({ code: 'ofServer', values: { serverNames: [...serverNames] } });
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
      ...userOf(same),
      kind: 'embed',
      // The QuickStart shows each person's own address, and takes this one where the sign-in names nobody.
      email: null,
      ...(values.email !== null && { fallbackEmail: values.email }),
      accountType: values.accountType,
      teams: splitList(values.teams),
      fixedAttributes: fixedAttributes(values, same),
    },
    // No QuickStart has names for these.
    tenant: same?.tenant ?? null,
    evalConnectionId: same?.evalConnectionId ?? null,
    ...(same?.actions && { actions: stayingActions(same.actions, values, ofFile) }),
    sessionSeconds: values.session.seconds,
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

/** What an administrator chose of the users since, without what the file says of them. */
function userOf(same: Profile | null): object {
  const { fallbackEmail: _, ...user } = same?.user ?? {};
  return user;
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

/** A file without a level leaves it to whoever chose one since; to the QuickStart it is that of the workspace. */
function serverInput(values: EnvValues, same: Connection | null) {
  const host = originOf(values.host);
  const present = same?.server.provider === 'databricks' ? same.server : null;
  const level = values.level.level ?? present?.level ?? 'workspace';
  const isSameHost = present !== null && originOf(present.host) === host;
  // A workspace belongs to its host. An account may have several, and its id is a condition that nobody took back.
  const staysAccount = values.level.level === null;
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

/** The QuickStart takes the scheme off and puts https in its place. Plain http stays for this computer, where it is tried. */
function originOf(host: string): string {
  const url = parseUrl(withoutRootDot(/^[a-z]+:\/\//i.test(host) ? host : `https://${host}`));
  if (url === null || !/^https?:$/.test(url.protocol)) return host;
  return isLoopbackHost(url.hostname) ? url.origin : url.origin.replace(/^http:/, 'https:');
}

/** Of two names, the one that counts is to be mended: the QuickStart's own where it has a value. */
const envNames: readonly [pathPattern: RegExp, name: string, ownName?: string][] = [
  [/^embedClientId/, 'CLIENT_ID'],
  [/^embedSecret/, 'SECRET'],
  [/^user\.fallbackEmail/, 'EMAIL', 'DATABRICKS_OAUTH_EMAIL'],
  [/^user\.accountType/, 'ACCOUNT_TYPE', 'DATABRICKS_OAUTH_ACCOUNT_TYPE'],
  [/^user\.teams/, 'TEAMS', 'DATABRICKS_OAUTH_TEAMS'],
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

function envNameOf(path: readonly PropertyKey[], named: EnvValues['named']): string {
  const joined = path.map(String).join('.');
  const [, name = joined, ownName] = envNames.find(([pattern]) => pattern.test(joined)) ?? [];
  return ownName !== undefined && named(ownName) !== undefined ? ownName : name;
}
