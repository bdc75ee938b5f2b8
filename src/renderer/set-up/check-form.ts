/** The rules of `src/shared/profile/`, as one sentence for each field of the form. */
import { ProfileDraft } from '../../shared/profile/profile.ts';
import { en } from '../../shared/text/en.ts';
import { type FieldFault, faultOf, faultText } from '../../shared/text/fault-text.ts';
import { type ConnectionValues, usesKey } from './connection-values.ts';
import { draftOf, type FormValues, filledAttributes, hasOnlyMachines } from './form-values.ts';
import { isMachinePattern } from './patterns.ts';

/** Field name → what is wrong with it. Names are paths of the draft, with a row's key in place of its number. */
export type Problems = ReadonlyMap<string, string>;
export type FormCheck = { draft: ProfileDraft | null; problems: Problems };
type Add = (field: string, sentence: string) => void;

export function checkForm(values: FormValues): FormCheck {
  const problems = new Map<string, string>();
  const add: Add = (field, sentence) => {
    if (!problems.has(field)) problems.set(field, sentence);
  };

  if (hasOnlyMachines(values) && values.email.trim() === '') {
    add('user.email', 'Enter an address: a machine has none of its own.');
  }
  const parsed = ProfileDraft.safeParse(draftOf(values));
  for (const issue of parsed.error?.issues ?? []) {
    const field = fieldName(issue.path, values);
    add(field, sentenceFor(field, issue.path, faultOf(en, issue.message), values));
  }

  // What the schema cannot know: whether the vault already holds a secret that the form leaves empty.
  if (!values.embedSecretStored && values.embedSecret.trim() === '') add('embedSecret', 'Enter the embed secret.');
  for (const connection of values.connections) checkConnection(connection, add);
  return { draft: problems.size === 0 && parsed.success ? parsed.data : null, problems };
}

function checkConnection(connection: ConnectionValues, add: Add): void {
  const field = `connections.${connection.key}`;
  const secretProblem = usesKey(connection) ? keyProblem(connection) : clientSecretProblem(connection);
  if (secretProblem) add(`${field}.clientSecret`, secretProblem);
  // The schema looks at these only when the rest is already right.
  const needed = 'The account level needs the account ID.';
  if (connection.provider === 'databricks' && connection.level === 'account' && connection.accountId.trim() === '') {
    add(`${field}.server.accountId`, needed);
  }
  const { pattern, exchange } = connection;
  if (pattern === 'token_exchange' && exchange.level === 'account' && exchange.accountId.trim() === '') {
    add(`${field}.exchange.server.accountId`, needed);
  }
}

function clientSecretProblem({ clientAuthentication, clientSecret, stored, pattern }: ConnectionValues): string | null {
  if (stored === 'secret' || clientSecret.trim() !== '' || clientAuthentication === 'none') return null;
  if (stored === 'other') {
    const orNone = isMachinePattern(pattern) ? '' : ', or choose “Public client” above';
    return `Enter the secret of this application${orNone}.`;
  }
  if (clientAuthentication !== 'automatic') return 'Enter the client secret.';
  return isMachinePattern(pattern) ? 'Enter the client secret: a machine has to prove itself.' : null;
}

/** Keys come in many wrappings, and only one of them works. @returns what to do about the others */
function keyProblem({ privateKey, stored }: ConnectionValues): string | null {
  const key = privateKey.trim();
  if (key === '') return stored === 'key' ? null : 'Paste the private key.';
  if (/^-----BEGIN PRIVATE KEY-----[\s\S]+-----END PRIVATE KEY-----$/.test(key)) return null;
  if (key.includes('BEGIN ENCRYPTED PRIVATE KEY')) {
    return 'This key has a passphrase. Remove it with: openssl pkcs8 -topk8 -nocrypt -in key.pem';
  }
  if (/BEGIN (RSA|EC) PRIVATE KEY/.test(key)) {
    return 'This key has another form. Convert it with: openssl pkcs8 -topk8 -nocrypt -in key.pem';
  }
  if (/BEGIN (PUBLIC KEY|CERTIFICATE)/.test(key)) return 'This is the public half. Paste the private key.';
  return 'Paste the whole key, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----';
}

const lists = new Set(['scopes', 'redirectUris', 'teams']);

function fieldName(path: readonly PropertyKey[], values: FormValues): string {
  const [head, index, ...rest] = path;
  if (head === 'user' && index === 'attributes') {
    const [place, column] = rest;
    const row = typeof place === 'number' ? filledAttributes(values)[place] : undefined;
    return ['user.attributes', row?.key, column].filter((part) => part !== undefined).join('.');
  }
  const end = rest.findIndex((part) => lists.has(String(part)));
  const tail = end === -1 ? rest : rest.slice(0, end + 1);
  if (head === 'workbooks' || head === 'connections') {
    const row = typeof index === 'number' ? values[head][index] : undefined;
    return [head, row?.key ?? index, ...tail].map(String).join('.');
  }
  return (head === 'user' ? path.slice(0, 2) : path).map(String).join('.');
}

function sentenceFor(field: string, path: readonly PropertyKey[], fault: FieldFault, values: FormValues): string {
  if (field === 'sessionSeconds') {
    if (!Number.isFinite(Number(values.sessionLength)) || values.sessionLength.trim() === '') return 'Enter a number.';
    if (fault === 'tooFewSeconds') return 'A session lasts at least one minute.';
    if (fault === 'tooManySeconds') return 'Sigma allows at most 30 days.';
  }
  const sentence = faultText(en, fault, path);
  const line = path.at(-1);
  if (field.endsWith('.redirectUris') && typeof line === 'number' && values.connections.length > 0) {
    const own = values.connections.find((connection) => field === `connections.${connection.key}.redirectUris`);
    if (own && own.redirectUris.split('\n').filter((text) => text.trim()).length > 1)
      return `Line ${line + 1}: ${sentence}`;
  }
  return sentence;
}
