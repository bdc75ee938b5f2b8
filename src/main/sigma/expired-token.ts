/**
 * Finds, in the text of an error that reached us through Sigma, that the session or the token in use is over.
 *
 * A chart error is free text, with names of columns and values of rows in it. So a phrase counts only as the sentence
 * itself: at the beginning, or right behind what servers and drivers put before their sentences, and complete. A column
 * that is named "token expired" and a row 401 are not meant.
 */

/** No server says it later than this, in characters. */
const LONGEST_LOOK = 500;
/** No more pieces than this stand before a sentence. */
const MOST_PREFIXES = 8;

/** What stands before a sentence, such as `[Databricks][Thrift] (500593)`, `390318 (08001):`, `Query failed:`. */
const PREFIXES: readonly RegExp[] = [
  // The message of an answer that was passed on as it came
  /^\{[\s\S]{0,200}?"(?:message|error_message|error_description|detail)"\s*:\s*"/i,
  /^\[(?:databricks|simba|snowflake|microsoft|google|bigquery)\](?:\[[\w ]{1,40}\])*\s*(?:\(\d{1,6}\)\s*)?[:-]?\s*/i,
  /^(?:http\s+)?(?:error\s+)?(?:401|403|\d{6})\s*(?:\([\dA-Z]{5}\)\s*)?[:-]\s*(?:none:\s*)?/i,
  /^[\w.$]{0,120}(?:Exception|Error)\s*:\s*/,
  /^(?:unauthori[sz]ed|unauthenticated|invalid_token|invalid credentials)\s*[:-]\s*/i,
  /^(?:(?:databricks(?: sql)?|snowflake|bigquery|google|redshift|postgres(?:ql)?|sigma)\s+)?(?:error|fatal)(?:\s+\d{3,6})?\s*:\s*/i,
  /^(?:reason|databricks(?: sql)?|snowflake|bigquery|google(?:api)?|redshift|postgres(?:ql)?|sigma|E[A-Z]{3,12})\s*:\s*/i,
  /^(?:query|request|connection|warehouse|database|(?:pam |password )?authentication|login)\s+(?:error|failed|failure)(?:\s+for user "[^"]{1,200}")?\s*:\s*/i,
  /^error during request to server\s*(?:[:.]\s*){1,2}/i,
  /^failed to connect(?: to (?:db|server|the server|the warehouse|databricks|snowflake))?\s*[:.]\s*(?:[\w.-]{1,200}:\d+\.\s+)?/i,
  /^(?:error|failed|unable|cannot|could not)\s+(?:to\s+)?(?:authenticate|connect|log in|sign in|(?:run|running|execute|executing)\s+(?:the\s+)?query)\s*:\s*/i,
  /^communication link failure\.\s+/i,
  /^http response code:\s*(?:401|403),\s*error message:\s*/i,
];

/** What may follow: nothing, another sentence, a request to the person, since when, or the number of a request. */
const END =
  '(?:$|\\s*[.;!](?:\\s|[",]|$)|\\s*\\n|"\\s*[,}]|[,:]\\s+(?:please|sign|log)\\b|,\\s+authError$|\\s+(?:at|on|by|since)\\s+\\d|\\s+\\[[\\da-f-]{4,40}\\]$)';
const sentence = (words: string): RegExp => new RegExp(`^${words}${END}`, 'i');

const ARTICLE = '(?:(?:the|your|an?|this)\\s+)?';
const KIND =
  '(?:(?:provided|supplied|oauth2?|oauth 2(?:\\.0)?|access|bearer|id|idp|jwt|authentication|auth|session|security|databricks|azure|azure ad|entra|google|snowflake|redshift)\\s+)';
const IS_OVER =
  '(?:(?:has|is|was)\\s+)?(?:already\\s+|been\\s+)?(?:invalid or\\s+)?(?:expired|no longer valid)(?:\\s+or\\s+(?:been\\s+)?(?:revoked|invalid))?';
const NUMBER_OF_HTTP = '(?:http|error|http error|(?:http\\s+)?(?:status|response|error)(?:\\s+code)?:?)\\s+401';

const SESSION_IS_OVER: readonly RegExp[] = [
  sentence(`${ARTICLE}(?:sigma\\s+|embed\\s+|user\\s+)?session\\s+(?:(?:has|is|was)\\s+)?(?:already\\s+)?expired`),
  sentence(`${ARTICLE}session\\s+(?:has\\s+)?timed out`),
  sentence('session no longer exists'),
];

const TOKEN_IS_OVER: readonly RegExp[] = [
  sentence(`${ARTICLE}${KIND}{0,4}(?:token|jwt)\\s+${IS_OVER}`),
  sentence(`${ARTICLE}${KIND}{0,4}token is invalid or (?:has\\s+)?expired`),
  sentence(`${ARTICLE}${KIND}{1,4}token is invalid`),
  sentence(`${ARTICLE}(?:invalid or\\s+)?expired\\s+${KIND}{0,4}token(?:\\s+was\\s+sent)?`),
  sentence(`${ARTICLE}invalid\\s+(?:or expired\\s+)?${KIND}{1,4}token`),
  // The words that HTTP has for the number (RFC 9110 section 15.5.2), which nobody has in a column
  /^(?:http(?:\/[\d.]{1,3})?\s+)?(?:error\s+|status\s+)?(?:code\s+)?401(?:\s*[:-]|\s+client error:)?\s+unauthori[sz]ed(?:$|\s*[.,:;!([-]|\s+for url\b)/i,
  sentence(
    `(?:(?:request failed with|server returned)\\s+)?${NUMBER_OF_HTTP}(?:, error message: unknown| for url\\b.*)?`,
  ),
  sentence('(?:the\\s+)?security token included in the request is (?:expired|invalid)'),
  sentence('credential was not sent or was of an unsupported type for this api'),
  // What Google says in short (`authError`); without the number it may be about a password
  sentence('(?:http\\s+)?(?:error\\s+)?401\\s*[:-]\\s*invalid credentials'),
  // Codes in the place of a sentence, as servers write them and people do not
  /^(?:(?:ACCESS_)?TOKEN_EXPIRED|SESSION_EXPIRED|UNAUTHENTICATED)\.?$/,
  sentence(`(?:the\\s+)?request (?:had invalid|is missing required) authentication credentials?`),
];

/** The text, and what is left of it after each piece that may stand before a sentence. */
function beginnings(message: string): string[] {
  const found: string[] = [];
  let rest = message.slice(0, LONGEST_LOOK).trim();
  while (found.length < MOST_PREFIXES) {
    found.push(rest);
    const text = rest;
    const prefix = PREFIXES.map((pattern) => pattern.exec(text)?.[0] ?? '').find((piece) => piece !== '');
    if (prefix === undefined) break;
    rest = rest.slice(prefix.length);
  }
  return found;
}

const says = (message: string | undefined, patterns: readonly RegExp[]): boolean =>
  beginnings(message ?? '').some((text) => patterns.some((pattern) => pattern.test(text)));

/** Whether Sigma says that its session is over. */
export const saysSessionIsOver = (message: string | undefined): boolean => says(message, SESSION_IS_OVER);

/** Whether the data platform says, through Sigma, that it does not take the token or no longer does. */
export const saysTokenIsOver = (message: string | undefined): boolean => says(message, TOKEN_IS_OVER);
