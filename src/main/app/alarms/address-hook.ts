/** An https address of the organisation that is told of alarms: one POST for each, tried again for ever, ever more rarely. */
import { type PostOptions, post } from '../../net/post.ts';
import { createHookLine, type Hook, type HookLineOptions } from './hook-line.ts';

export type AddressHookOptions = PostOptions & Omit<HookLineOptions, 'tell'>;

export const createAddressHook = (options: AddressHookOptions): Hook =>
  createHookLine({
    ...options,
    async tell(body, signal) {
      const refusal = await post(options, { contentType: 'application/json', body, signal });
      return refusal ? { problem: refusal.problem, againInMs: refusal.askedMs } : { problem: null, againInMs: null };
    },
  });
