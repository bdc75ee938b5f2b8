/** The text fields of a profile: what each of them may hold. What is wrong with one is a key of `fieldFaults`. */

import type { FieldFault } from '../text/en.ts';
import { z } from '../zod.ts';
import { emailForm, isLoopbackHost, LONGEST_EMAIL, parseUrl } from './addresses.ts';
import { holdsHiddenCharacters } from './visible-text.ts';

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

/** A scope token (RFC 6749 section 3.3). */
export const Scope = z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, fault('notAScope'));

export const EmailAddress = z
  .string()
  .trim()
  .refine(...filled)
  .max(LONGEST_EMAIL, fault('tooLong'))
  .refine((text) => !holdsHiddenCharacters(text), fault('unusableCharacters'))
  .regex(emailForm, fault('notAnEmail'));
