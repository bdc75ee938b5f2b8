/** Hands something to a server that takes it or does not: whatever it says besides is its own matter. */
import { codeOf } from '../../shared/errors.ts';
import type { Fetch } from './fetch.ts';
import { parseRetryAfter } from './retry-after.ts';

export interface PostOptions {
  readonly url: string;
  readonly fetch: Fetch;
  /** Milliseconds since the epoch. */
  now(): number;
}

export interface Posted {
  readonly contentType: string;
  readonly body: string;
  readonly signal: AbortSignal;
}

export interface Refusal {
  /** As a code. */
  readonly problem: string;
  /** How long it asks to be left alone, in milliseconds. */
  readonly askedMs: number;
}

/** Never rejects. A redirect is a refusal. @returns null where the server took it */
export async function post(
  { url, fetch, now }: PostOptions,
  { contentType, body, signal }: Posted,
): Promise<Refusal | null> {
  try {
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': contentType }, body, signal });
    if (answer.ok) return null;
    const askedMs = parseRetryAfter(answer.headers.get('retry-after'), now()) ?? 0;
    return { problem: `HTTP ${answer.status}`, askedMs };
  } catch (error) {
    return { problem: codeOf(error), askedMs: 0 };
  }
}
