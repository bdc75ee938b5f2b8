/** What both processes ask about an address, and the address that a connection begins with. */
import { holdsHiddenCharacters } from './visible-text.ts';

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a URL's host can only mean this computer (RFC 8252 section 7.3 and 8.3). */
export function isLoopbackHost(hostname: string): boolean {
  return loopbackHosts.has(hostname);
}

/** Null for what is no URL. */
export function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/**
 * The redirect URI that a connection begins with; that of Databricks is the one of Sigma's QuickStart. There is a path
 * for each kind of server: where no answer names its server, only the path can (RFC 9700 section 4.4.2.2).
 */
export const defaultRedirectUri = (provider: string): string => `http://localhost:3000/auth/${provider}/callback`;

export const LONGEST_EMAIL = 320;
/** One address alone: of a name with an address, or of several addresses, nobody could say who is meant. */
export const emailForm = /^[^\s@<>,;]+@[^\s@<>,;]+$/;

/** What the schema `EmailAddress` makes of a text, without the library behind it; null where it finds a fault. */
export function emailAddress(text: string): string | null {
  const address = text.trim();
  const isOne = address.length <= LONGEST_EMAIL && !holdsHiddenCharacters(address) && emailForm.test(address);
  return isOne ? address : null;
}
