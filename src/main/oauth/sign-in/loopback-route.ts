/** Decides what a request to the loopback listener gets. Only the callback that carries our state changes anything. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Text } from '../../../shared/text/en.ts';

export interface LoopbackTargets {
  /** Of the redirect URI, with its port. */
  readonly host: string;
  readonly callbackPath: string;
  readonly pagePath: string;
  readonly state: string;
}

export type LoopbackRoute =
  | { readonly kind: 'callback'; readonly parameters: URLSearchParams }
  | { readonly kind: 'page' }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly reason: keyof Text['resultPage']['refused'];
      readonly headers?: { readonly allow: string };
    };

export function routeOf(
  request: Pick<IncomingMessage, 'headersDistinct' | 'method' | 'url'>,
  targets: LoopbackTargets,
): LoopbackRoute {
  const hosts = request.headersDistinct.host ?? [];
  const target = request.url ?? '';
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  // The exact name keeps other names for this address out (DNS rebinding).
  if (hosts.length !== 1 || hosts[0]?.toLowerCase() !== targets.host) {
    return { kind: 'refused', status: 421, reason: 'misdirected' };
  }
  if (request.method !== 'GET') {
    return { kind: 'refused', status: 405, reason: 'method', headers: { allow: 'GET' } };
  }
  if (path === targets.pagePath && mark < 0) return { kind: 'page' };
  if (path !== targets.callbackPath) return { kind: 'refused', status: 404, reason: 'notFound' };
  const parameters = new URLSearchParams(target.slice(path.length + 1));
  return carriesState(parameters, targets.state)
    ? { kind: 'callback', parameters }
    : { kind: 'refused', status: 400, reason: 'otherSignIn' };
}

/** Compared in constant time over hashes, which also hides the length. A state given twice cannot be trusted. */
function carriesState(parameters: URLSearchParams, state: string): boolean {
  const states = parameters.getAll('state');
  if (states.length !== 1 || states[0] === undefined) return false;
  return timingSafeEqual(sha256(states[0]), sha256(state));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
