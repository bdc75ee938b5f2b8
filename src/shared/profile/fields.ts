/** The text fields of a profile: what each of them may hold. What is wrong with one is a key of `fieldFaults`. */
import { z } from 'zod';
import type { FieldFault } from '../text/en.ts';

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a URL's host can only mean this computer (RFC 8252 section 7.3 and 8.3). */
export function isLoopbackHost(hostname: string): boolean {
  return loopbackHosts.has(hostname);
}

/** Null for what is no URL. */
export function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** A fault as the message of a rule; a name that is in no list of texts does not compile. */
export const fault = (name: FieldFault): FieldFault => name;

/** One line of text that has to be filled in. */
export const singleLine = (max: number) =>
  z
    .string()
    .trim()
    .min(1, fault('missing'))
    .max(max, fault('tooLong'))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused here
    .regex(/^[^\u0000-\u001f\u007f]*$/, fault('unusableCharacters'));

/** One word, such as an id that another program has given. Pages and chats put characters into it that nobody sees. */
export const word = (max: number) =>
  singleLine(max)
    .regex(/^\S+$/, fault('spaces'))
    .refine((text) => !holdsHiddenCharacters(text), fault('unusableCharacters'));

/** What was left empty is missing, and nothing more is wrong with it. */
const filled = [(text: string) => text !== '', { error: fault('missing'), abort: true }] as const;

/** An https URL, or http on this computer; whether loopback http is acceptable is decided at the network border. */
export const ServerUrl = z
  .string()
  .trim()
  .refine(...filled)
  .max(2_048, fault('tooLong'))
  .refine((text) => {
    const url = parseUrl(text);
    if (!url || url.username || url.password) return false;
    return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
  }, fault('notHttps'));

/** The scheme and host of a server, nothing more. */
export const ServerOrigin = ServerUrl.refine((text) => {
  const url = parseUrl(text);
  return url !== null && url.pathname === '/' && url.search === '' && url.hash === '';
}, fault('notAHost'));

/** The published URL of a workbook, as Sigma's address bar shows it. Its query and fragment are not wanted. */
export const WorkbookUrl = ServerUrl.refine((text) => {
  const url = parseUrl(text);
  return url !== null && url.pathname.length > 1;
}, fault('notAWorkbook')).refine((text) => {
  const url = parseUrl(text);
  return url !== null && url.search === '' && url.hash === '';
}, fault('queryOrFragment'));

/** A registered loopback redirect URI: http, a loopback host, an explicit port, a path (RFC 8252 section 7.3). */
export const RedirectUri = z
  .string()
  .trim()
  .max(512, fault('tooLong'))
  .refine((text) => {
    const url = parseUrl(text);
    return (
      url !== null &&
      url.protocol === 'http:' &&
      isLoopbackHost(url.hostname) &&
      url.port !== '' &&
      url.search === '' &&
      url.hash === '' &&
      !url.username &&
      !url.password
    );
  }, fault('notLoopback'));

/**
 * The redirect URI that a connection begins with; that of Databricks is the one of Sigma's QuickStart. There is a path
 * for each kind of server: where no answer names its server, only the path can (RFC 9700 section 4.4.2.2).
 */
export const defaultRedirectUri = (provider: string): string => `http://localhost:3000/auth/${provider}/callback`;

/** A scope token (RFC 6749 section 3.3). */
export const Scope = z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, fault('notAScope'));

/**
 * Control and direction characters, spaces other than the plain one, characters without a shape, private ones, and halves
 * of a pair. Two names that differ in these alone look the same, and some make a name read as another.
 */
const hidden =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]|(?! )\p{Zs}/u;

/** Whether a name or an address holds characters that nobody can see. */
export const holdsHiddenCharacters = (text: string): boolean => hidden.test(text);

/** What joins letters of scripts that are written so, and what makes one picture of several: in these places it is spelling. */
const joining =
  /(?<=(?![\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}])[\p{L}\p{M}])[\u200c\u200d](?=[\p{L}\p{M}])|(?<=[\p{Extended_Pictographic}\p{EMod}]|\ufe0f)\u200d(?=\p{Extended_Pictographic})|(?<=\p{Emoji})\ufe0f/gu;

/**
 * Whether a text that a person wrote holds what nobody can see, and what may make it read as another. A joiner where a
 * script or a picture needs one is no such thing: names in Persian, and families, have them.
 */
export const holdsInvisible = (text: string): boolean => hidden.test(text.replace(joining, ''));

/** A name as it may be shown: one line, without characters that nobody can see. */
export function shownName(name: string): string {
  const spaced = name.replace(/[\s\p{Cc}\p{Z}]/gu, ' ');
  return spaced.replace(new RegExp(hidden, 'gu'), '').replace(/ +/g, ' ').trim();
}

/** One address alone: of a name with an address, or of several addresses, nobody could say who is meant. */
export const EmailAddress = z
  .string()
  .trim()
  .refine(...filled)
  .max(320, fault('tooLong'))
  .refine((text) => !holdsHiddenCharacters(text), fault('unusableCharacters'))
  .regex(/^[^\s@<>,;]+@[^\s@<>,;]+$/, fault('notAnEmail'));
