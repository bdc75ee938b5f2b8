/**
 * Answers that a browser brings and that do not fit the sign-in under way: without its state, with another one, as a
 * form, at another address. None is believed; the person in front of the browser is told what came and what to do.
 */
import type { IncomingMessage } from 'node:http';
import { plainText } from '../../log/plain-text.ts';
import { answerWords } from './authorization-error.ts';

export type StrayKind = 'noState' | 'otherState' | 'stateTwice' | 'empty' | 'form' | 'otherAddress';

export interface StrayAnswer {
  readonly kind: StrayKind;
  readonly status: number;
  /** What it says went wrong, in words that anybody may have written; empty when it says nothing. */
  readonly said: string;
}

/** More is not read out by anybody, and would push what we say off the page. */
const MAX_WORDS = 300;
const MAX_NAME = 60;

const answerNames = ['code', 'error', 'error_code', 'error_message', 'state', 'access_token', 'id_token'];

/** The names of this computer. A page of the web that answers under a name of its own has none of them (DNS rebinding). */
const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/**
 * What a refused request is, where a person is looking at a browser that brought it; null for everything else, such as
 * icons, requests of scripts, and requests under another name.
 */
export function strayAnswer(
  request: Pick<IncomingMessage, 'headersDistinct' | 'method' | 'url'>,
  targets: { readonly host: string; readonly callbackPath: string },
): StrayAnswer | null {
  const { headersDistinct: headers, method, url = '' } = request;
  const { callbackPath } = targets;
  const name = headers.host?.length === 1 ? headers.host[0]?.toLowerCase() : undefined;
  const port = targets.host.slice(targets.host.lastIndexOf(':'));
  if (!loopbackNames.some((one) => name === `${one}${port}`)) return null;
  if (!isForPerson(headers)) return null;
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const isLike = comparable(path) === comparable(callbackPath);
  const isElsewhere = name !== targets.host;
  // The form is not read: what it holds would be no more to be believed.
  if (method === 'POST') return isLike && !isElsewhere ? { kind: 'form', status: 405, said: '' } : null;
  if (method !== 'GET') return null;

  const parameters = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
  const isAnswer = answerNames.some((name) => parameters.has(name));
  const said = wordsOf(parameters);
  if (isElsewhere) return isLike || isAnswer ? { kind: 'otherAddress', status: 421, said } : null;
  if (path !== callbackPath) return isLike || isAnswer ? { kind: 'otherAddress', status: 404, said } : null;
  return { kind: kindOf(parameters, isAnswer), status: 400, said };
}

function kindOf(parameters: URLSearchParams, isAnswer: boolean): StrayKind {
  if (!isAnswer) return 'empty';
  const states = parameters.getAll('state').length;
  if (states === 0) return 'noState';
  return states === 1 ? 'otherState' : 'stateTwice';
}

/**
 * Whether a browser says that it goes to a page (Fetch Metadata), or says nothing: what a script of some page asks for
 * is shown to nobody.
 */
function isForPerson(headers: IncomingMessage['headersDistinct']): boolean {
  return (headers['sec-fetch-dest']?.[0] ?? 'document') === 'document' && headers['sec-purpose'] === undefined;
}

/** `/Auth//callback/` is how people write `/auth/callback`. */
const comparable = (path: string): string =>
  path
    .toLowerCase()
    .replace(/\/{2,}/g, '/')
    .replace(/\/$/, '');

function wordsOf(parameters: URLSearchParams): string {
  const { error, description } = answerWords(parameters);
  const [name, words] = [plainText(error, MAX_NAME), plainText(description, MAX_WORDS)];
  return words === '' || name === '' ? words || name : `${words} (${name})`;
}
