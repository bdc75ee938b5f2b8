/**
 * What cannot work although its form is right, in a profile that is about to be saved: a host of another product, a secret
 * in a field that everybody may read, a text that holds what nobody sees. A stored profile is not held against it, since an
 * earlier version may have let it pass.
 */

import { databricksHostFault } from '../providers/databricks-hosts.ts';
import { misspeltProduct, type Product, productOf } from '../providers/known-hosts.ts';
import type { FieldFault } from '../text/en.ts';
import type { z } from '../zod.ts';
import { isLoopbackHost, parseUrl } from './addresses.ts';
import { isBlockedPort } from './blocked-ports.ts';
import type { ConnectionDraft } from './connection.ts';
import { fault } from './fields.ts';
import { holdsInvisible } from './visible-text.ts';
import { documentOf } from './workbook-address.ts';
import type { WorkbookOptions } from './workbook-options.ts';

type Path = readonly (string | number)[];

export interface Implausible {
  readonly path: Path;
  readonly fault: FieldFault;
}

/** What is looked at by name, of a draft of which every text is looked at. */
interface Draft {
  readonly embedClientId: string;
  readonly embedSecret: string | null;
  readonly workbooks: readonly { readonly url: string; readonly options: WorkbookOptions }[];
  readonly connections: readonly z.infer<typeof ConnectionDraft>[];
}

/** Every fault of this kind, in the order of the profile. Of one field, the first counts. */
export function implausible(draft: Draft): Implausible[] {
  return [
    ...textFaults(draft, []),
    ...secretFaults(draft),
    ...draft.workbooks.flatMap((workbook, index) => hostFault(workbook.url, ['sigma'], ['workbooks', index, 'url'])),
    ...repeatedWorkbooks(draft.workbooks),
    ...draft.connections.flatMap((connection, index) => connectionFaults(connection, ['connections', index])),
  ];
}

/** As a rule of the draft's schema. */
export function plausible(draft: Draft, context: z.RefinementCtx): void {
  for (const { path, fault: message } of implausible(draft)) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
}

const secretNames = new Set<string | number>(['embedSecret', 'clientSecret']);

/** Values of controls are those of the data, which may hold anything; the schema of the options looks at them. */
const isFree = (path: Path): boolean => path.at(-1) === 'value' && path.includes('controls');

/**
 * Secrets that are known by their form: of Databricks and Google, tokens of Databricks, JWTs, and keys. A name may begin as
 * one and end in a number (`dosetracker2`), and a domain has dots as a JWT has (`eyeclinic.example.com`).
 */
const secretForms = [
  /^dose(?:[\da-f]{32}|(?=[a-z]*\d+[a-z])[\da-z]{8,})$/i,
  /^dapi[\da-f]{16,}(?:-\d+)?$/i,
  /^GOCSPX-\S+$/,
  /^(?:Bearer\s+)?ey[JA][\w-]{6,}\.[\w-]{6,}\.[\w-]*$/,
  /-----BEGIN [A-Z ]+-----/,
];
/** In the place of a client ID of Databricks or Sigma, the beginning is enough. */
const databricksSecret = /^dose\w/i;

/** Whether a text has the form of a secret, wherever it stands. */
export const looksLikeASecret = (text: string): boolean => secretForms.some((form) => form.test(text));

/** A secret by its name, as files and connection strings hold one. */
const namedSecret = /(?:secret|passw(?:or)?d|pwd)\w*["']?(?:\s*=\s*|\s*:\s+|\s*:\s*["'])[^\s;&]/i;

/** Whether a secret is anywhere in a text: alone, in a connection string, in the query of an address, on a line of a file. */
export const holdsASecret = (text: string): boolean =>
  namedSecret.test(text) ||
  looksLikeASecret(text.trim()) ||
  text.split(/[\s"'`=;:&?#/,<>()[\]{}|]+/).some((part) => looksLikeASecret(part));

function textFaults(value: unknown, path: Path): Implausible[] {
  if (typeof value === 'string') {
    const text = value.trim();
    if (secretNames.has(path.at(-1) ?? '') || isFree(path)) return [];
    const name = path.findLast((part) => typeof part === 'string');
    const isNoId = name === 'embedClientId' && databricksSecret.test(text);
    if (isNoId || looksLikeASecret(text)) return [{ path, fault: fault('secretInPlain') }];
    if (holdsInvisible(text)) return [{ path, fault: fault('unusableCharacters') }];
    if (name === 'teams' && text.includes(';')) return [{ path, fault: fault('severalTeams') }];
    if ((name === 'sigmaConnectionId' || name === 'evalConnectionId') && /[/?#]/.test(text)) {
      return [{ path, fault: fault('notAConnectionId') }];
    }
    return [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    textFaults(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** An id where a secret belongs, as far as that is certain. */
function secretFaults({ embedClientId, embedSecret, connections }: Draft): Implausible[] {
  const embed =
    embedSecret !== null && embedSecret === embedClientId.trim()
      ? [{ path: ['embedSecret'], fault: fault('idAsSecret') }]
      : embedSecret !== null && secretForms[0]?.test(embedSecret)
        ? [{ path: ['embedSecret'], fault: fault('otherSecret') }]
        : [];
  const others = connections.flatMap(({ clientId, clientSecret, server }, index) => {
    if (clientSecret === null) return [];
    const path = ['connections', index, 'clientSecret'];
    const isId =
      clientSecret === clientId.trim() ||
      // Secrets of Databricks and of Entra ID have another form; the latter show an ID beside each, which is copied in its place.
      (uuid.test(clientSecret) && (server.provider === 'databricks' || server.provider === 'entra')) ||
      (server.provider === 'google' && clientSecret.endsWith('.apps.googleusercontent.com'));
    return isId ? [{ path, fault: fault('idAsSecret') }] : [];
  });
  return [...embed, ...others];
}

/** Two that open as the same are one. The same workbook at another page or with other values is another. */
function repeatedWorkbooks(workbooks: Draft['workbooks']): Implausible[] {
  const seen = new Set<string>();
  return workbooks.flatMap(({ url, options }, index) => {
    const opened = `${documentOf(url)} ${JSON.stringify(options)}`;
    const isRepeated = url.trim() !== '' && seen.has(opened);
    seen.add(opened);
    return isRepeated ? [{ path: ['workbooks', index, 'url'], fault: fault('workbookTwice') }] : [];
  });
}

/**
 * @param products those that may be there; a host of nobody's whom we know may be any
 * @param mayBeShort in the network of a company, `https://sso` may be a server
 */
function hostFault(address: string, products: readonly Product[], path: Path, mayBeShort = false): Implausible[] {
  const url = parseUrl(address.trim());
  if (!url || url.hostname === '') return [];
  const { hostname } = url;
  const product = productOf(hostname);
  const found =
    !mayBeShort && !/[.:]/.test(hostname) && !isLoopbackHost(hostname)
      ? fault('incompleteHost')
      : misspeltProduct(hostname) !== null
        ? fault('misspelt')
        : product !== null && !products.includes(product)
          ? fault('otherProduct')
          : null;
  return found === null ? [] : [{ path, fault: found }];
}

function connectionFaults(
  { server, clientId, exchange, redirectUris }: Draft['connections'][number],
  path: Path,
): Implausible[] {
  const own = [
    ...clientIdFaults(server, clientId, path),
    ...serverFaults(server, [...path, 'server']),
    ...redirectUris.flatMap((uri, index) =>
      isBlockedPort(parseUrl(uri.trim())?.port ?? '')
        ? [{ path: [...path, 'redirectUris', index], fault: fault('blockedPort') }]
        : [],
    ),
  ];
  if (exchange === null) return own;
  const at = [...path, 'exchange'];
  return [
    ...own,
    ...clientIdFaults(exchange.server, exchange.clientId ?? '', at),
    ...serverFaults(exchange.server, [...at, 'server']),
  ];
}

/** Applications of other servers may have any name. One that has the whole form of a secret is refused in every field. */
function clientIdFaults({ provider }: { readonly provider: string }, clientId: string, path: Path): Implausible[] {
  const text = clientId.trim();
  const isSecret = provider === 'databricks' && databricksSecret.test(text) && !looksLikeASecret(text);
  return isSecret ? [{ path: [...path, 'clientId'], fault: fault('secretInPlain') }] : [];
}

function serverFaults(server: Draft['connections'][number]['server'], path: Path): Implausible[] {
  switch (server.provider) {
    case 'databricks': {
      const at = [...path, 'host'];
      const own = databricksHostFault(server);
      return [...hostFault(server.host, ['databricks'], at), ...(own ? [{ path: at, fault: fault(own) }] : [])];
    }
    case 'entra':
      return hostFault(server.authority, ['microsoft'], [...path, 'authority']);
    case 'google':
      return hostFault(server.issuer, ['google'], [...path, 'issuer']);
    case 'snowflake': {
      const at = [...path, 'accountUrl'];
      const isConsole = parseUrl(server.accountUrl)?.hostname === 'app.snowflake.com';
      return [
        ...hostFault(server.accountUrl, ['snowflake'], at),
        ...(isConsole ? [{ path: at, fault: fault('notAnAccountUrl') }] : []),
      ];
    }
    case 'oidc':
      // An identity provider may be anybody's; Sigma is none.
      return hostFault(
        server.metadataUrl,
        ['identity', 'microsoft', 'google', 'databricks', 'snowflake'],
        [...path, 'metadataUrl'],
        true,
      );
  }
}
