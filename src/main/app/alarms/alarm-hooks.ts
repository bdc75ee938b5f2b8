/** Who is told of alarms outside of the program, as the policy has it: an https address, a program. Neither unless it says so. */

import type { ProgramStatus } from '../../../shared/status.ts';
import type { ProgramOptions } from '../program-options.ts';
import { createAddressHook } from './address-hook.ts';
import type { Alarm } from './alarm-rules.ts';
import { createCommandHook } from './command-hook.ts';
import { type HookParts, hookDocument } from './hook-document.ts';
import { forgetUntold, type HookName, openUntoldDocuments } from './untold-documents.ts';

type Options = Pick<
  ProgramOptions,
  'fetch' | 'log' | 'now' | 'random' | 'timers' | 'version' | 'platform' | 'monitoring'
>;

export interface AlarmHooks {
  tell(event: HookParts['event'], alarm: Alarm, provider: string | null): void;
  /** Tells what the last run could not. */
  begin(): void;
  views(): ProgramStatus['hooks'];
  /** Never rejects. */
  close(): Promise<void>;
}

/** @param installation asked for only where there is somebody to tell */
export function createAlarmHooks(options: Options, installation: () => string): AlarmHooks {
  const { fetch, now, random, timers, version, platform, monitoring } = options;
  const { alarmHookUrl: url, alarmCommand } = monitoring?.policy ?? {};
  const kept = { store: monitoring?.store ?? null, log: options.log };
  const parts = (hook: HookName) => ({ ...timers, random, ...openUntoldDocuments(kept, hook) });
  const address = url === undefined ? null : createAddressHook({ ...parts('address'), url, fetch, now });
  const [file, ...parameters] = alarmCommand ?? [];
  const command =
    file === undefined
      ? null
      : createCommandHook({
          ...parts('command'),
          command: [file, ...parameters],
          environment: monitoring?.commandEnvironment ?? {},
        });
  return {
    tell(event, alarm, provider) {
      if (!address && !command) return;
      const about = { version, platform, installation: installation(), event, provider, now: now() };
      const document = hookDocument(alarm, about);
      address?.take(document);
      command?.take(document);
    },
    begin() {
      if (address) address.begin();
      else void forgetUntold(kept, 'address');
      if (command) command.begin();
      else void forgetUntold(kept, 'command');
    },
    views: () => ({ address: address?.view() ?? null, command: command?.view() ?? null }),
    close: async () => void (await Promise.all([address?.close(), command?.close()])),
  };
}
