/** What the loopback listener sends: pages, ways on, and refusals. Never to be cached, framed or read by other pages. */
import type { ServerResponse } from 'node:http';
import type { Text } from '../../../shared/text/en.ts';
import type { LoopbackRoute } from './loopback-route.ts';
import { type ResultPage, resultPagePolicy } from './result-page.ts';

export type Refused = LoopbackRoute & { readonly kind: 'refused' };

const commonHeaders = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  connection: 'close',
} as const;

export function sendRefusal(response: ServerResponse, route: Refused, text: Text): void {
  response
    .writeHead(route.status, { ...commonHeaders, ...route.headers, 'content-type': 'text/plain; charset=utf-8' })
    .end(`${text.resultPage.refused[route.reason]}\n`);
}

/** @param url ours, or that of the authorization request */
export function sendOn(response: ServerResponse, url: string): void {
  response.writeHead(303, { ...commonHeaders, location: url, 'content-length': 0 }).end();
}

export function sendPage(response: ServerResponse, { status, html }: ResultPage, headers: Refused['headers']): void {
  response
    .writeHead(status, {
      ...commonHeaders,
      ...headers,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': resultPagePolicy,
    })
    .end(html);
}
