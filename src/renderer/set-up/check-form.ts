/** The rules of the profile's schema, as one sentence for each field of the form. */
import { implausible } from '../../shared/profile/plausible.ts';
import { ProfileDraft } from '../../shared/profile/profile.ts';
import { withScheme } from '../../shared/providers/address.ts';
import { needsAccountId } from '../../shared/providers/databricks-hosts.ts';
import type { FieldFault, Text } from '../../shared/text/en.ts';
import { faultOf, faultText } from '../../shared/text/fault-text.ts';
import { format } from '../../shared/text/format.ts';
import { cleanForm } from './cleaning.ts';
import { type ConnectionValues, type DatabricksValues, usesKey } from './connection-values.ts';
import {
  draftOf,
  type FormValues,
  filledAttributes,
  filledFixedAttributes,
  hasOnlyServiceAccounts,
} from './form-values.ts';
import { isServiceAccountPattern } from './patterns.ts';
import { splitLines } from './text-values.ts';
import { filledControls } from './workbook-values.ts';

/** Field name → what is wrong with it. Names are paths of the draft, with a row's key in place of its number. */
type Problems = ReadonlyMap<string, string>;

export interface FormCheck {
  readonly draft: ProfileDraft | null;
  readonly problems: Problems;
}

type Add = (field: string, sentence: string) => void;
type Faults = Text['setUp']['faults'];

export function checkForm(entered: FormValues, text: Text): FormCheck {
  const values = cleanForm(entered);
  const problems = new Map<string, string>();
  const add: Add = (field, sentence) => {
    if (!problems.has(field)) problems.set(field, sentence);
  };

  if (hasOnlyServiceAccounts(values) && values.email.trim() === '')
    add('user.email', text.setUp.faults.emailOfServiceAccount);
  const draft = draftOf(values);
  const parsed = ProfileDraft.safeParse(draft);
  const issues = (parsed.error?.issues ?? []).map(({ path, message }) => ({ path, fault: faultOf(text, message) }));
  // The schema looks at these only when the rest is already right.
  for (const { path, fault } of [...issues, ...implausible(draft)]) {
    const field = fieldName(path, values);
    add(field, sentenceFor(field, path, fault, values, text));
  }

  // What the schema cannot know: whether the vault already holds a secret that the form leaves empty.
  if (!values.embedSecretStored && values.embedSecret.trim() === '')
    add('embedSecret', text.fieldFaults.missing.embedSecret);
  for (const connection of values.connections) checkConnection(connection, add, text);
  return { draft: problems.size === 0 && parsed.success ? parsed.data : null, problems };
}

function checkConnection(connection: ConnectionValues, add: Add, text: Text): void {
  const field = `connections.${connection.key}`;
  const secretProblem = usesKey(connection)
    ? keyProblem(connection, text.setUp.faults)
    : clientSecretProblem(connection, text);
  if (secretProblem) add(`${field}.clientSecret`, secretProblem);
  // And this one too.
  const { provider, pattern, exchange } = connection;
  if (provider === 'databricks' && lacksAccountId(connection)) {
    add(`${field}.server.accountId`, text.fieldFaults.missing.accountId);
  }
  if (pattern === 'token_exchange' && lacksAccountId(exchange)) {
    add(`${field}.exchange.server.accountId`, text.fieldFaults.missing.accountId);
  }
}

const lacksAccountId = ({ level, host, accountId }: DatabricksValues): boolean =>
  accountId.trim() === '' && needsAccountId({ level, host: withScheme(host) });

function clientSecretProblem(connection: ConnectionValues, text: Text): string | null {
  const { faults } = text.setUp;
  const { clientAuthentication, clientSecret, stored, pattern } = connection;
  if (stored === 'secret' || clientSecret.trim() !== '' || clientAuthentication === 'none') return null;
  if (stored === 'other')
    return isServiceAccountPattern(pattern) ? faults.otherSecretOfServiceAccount : faults.otherSecret;
  if (clientAuthentication !== 'automatic') return text.fieldFaults.missing.clientSecret;
  return isServiceAccountPattern(pattern) ? faults.clientSecretOfServiceAccount : null;
}

/** Keys come in many wrappings, and only one of them works. @returns what to do about the others */
function keyProblem({ privateKey, stored }: ConnectionValues, faults: Faults): string | null {
  const key = privateKey.trim();
  if (key === '') return stored === 'key' ? null : faults.key;
  if (/^-----BEGIN PRIVATE KEY-----[\s\S]+-----END PRIVATE KEY-----$/.test(key)) return null;
  if (/BEGIN ENCRYPTED PRIVATE KEY/.test(key)) return faults.keyEncrypted;
  if (/BEGIN (RSA|EC) PRIVATE KEY/.test(key)) return faults.keyOtherForm;
  if (/BEGIN (PUBLIC KEY|CERTIFICATE)/.test(key)) return faults.keyPublic;
  return faults.keyIncomplete;
}

const lists = new Set(['scopes', 'redirectUris', 'teams', 'controls']);

function fieldName(path: readonly PropertyKey[], values: FormValues): string {
  const [head, index, ...rest] = path;
  if (head === 'user' && index === 'attributes') {
    const [place, column] = rest;
    const row = typeof place === 'number' ? filledAttributes(values)[place] : undefined;
    return ['user.attributes', row?.key, column].filter((part) => part !== undefined).join('.');
  }
  if (head === 'workbooks' && rest[0] === 'options' && rest[1] === 'controls') {
    const workbook = typeof index === 'number' ? values.workbooks[index] : undefined;
    const [, , place, column] = rest;
    const row = workbook && typeof place === 'number' ? filledControls(workbook)[place] : undefined;
    return [head, workbook?.key, 'options.controls', row?.key, column].filter((part) => part !== undefined).join('.');
  }
  if (head === 'user' && index === 'fixedAttributes') {
    const [place, column] = rest;
    const row = typeof place === 'number' ? filledFixedAttributes(values)[place] : undefined;
    return ['user.fixedAttributes', row?.key, column].filter((part) => part !== undefined).join('.');
  }
  const end = rest.findIndex((part) => lists.has(String(part)));
  const tail = end === -1 ? rest : rest.slice(0, end + 1);
  if (head === 'workbooks' || head === 'connections' || head === 'actions') {
    const row = typeof index === 'number' ? values[head][index] : undefined;
    return [head, row?.key ?? index, ...tail].map(String).join('.');
  }
  return (head === 'user' ? path.slice(0, 2) : path).map(String).join('.');
}

function sentenceFor(
  field: string,
  path: readonly PropertyKey[],
  fault: FieldFault,
  values: FormValues,
  text: Text,
): string {
  const { faults } = text.setUp;
  if (field === 'sessionSeconds') {
    if (!Number.isFinite(Number(values.sessionLength)) || values.sessionLength.trim() === '') return faults.notNumber;
    if (fault === 'tooFewSeconds') return faults.sessionTooShort;
    if (fault === 'tooManySeconds') return faults.sessionTooLong;
  }
  const sentence = faultText(text, fault, path);
  if (field.startsWith('actions.') && field.endsWith('.controls')) return faults.controlLines;
  const line = path.at(-1);
  if (field.endsWith('.redirectUris') && typeof line === 'number') {
    const own = values.connections.find((connection) => field === `connections.${connection.key}.redirectUris`);
    if (own && splitLines(own.redirectUris).length > 1) {
      return format(faults.inLine, { number: line + 1, fault: sentence });
    }
  }
  return sentence;
}
