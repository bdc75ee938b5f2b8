/** Requests to main whose failures become notices of the window. */
import { useCallback, useMemo, useState } from 'react';
import { type AppErrorView, isChosen } from '../../shared/errors.ts';
import type { Answer } from '../../shared/ipc/contract.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { format } from '../../shared/text/format.ts';
import { request } from '../bridge/request.ts';
import { useText } from './text-context.tsx';
import type { Announcer } from './use-announcer.ts';

export interface LocalNotice {
  readonly id: string;
  readonly error: AppErrorView;
}

export interface Requests {
  /** Asks main and shows the failure, if there is one, as a notice. */
  ask<Value>(call: () => Promise<Answer<Value>>): Promise<Answer<Value>>;
  readonly localNotices: readonly LocalNotice[];
  dismissLocal(id: string): void;
}

export function useRequest({ announce, alarm }: Pick<Announcer, 'announce' | 'alarm'>): Requests {
  const text = useText();
  const [localNotices, setLocalNotices] = useState<readonly LocalNotice[]>([]);
  const dismissLocal = useCallback(
    (id: string) => setLocalNotices((known) => known.filter((notice) => notice.id !== id)),
    [],
  );
  const ask = useCallback<Requests['ask']>(
    async (call) => {
      const answer = await request(call);
      if (!answer.ok) {
        const { error } = answer;
        const say = isChosen(error.code) ? announce : alarm;
        say(format(text.announcements.problem, { title: errorText(text, error).title }));
        // The banner over the workbook, or its details, say so already; that goes when the person signs in again.
        if (error.code === 'grant_dead' || error.code === 'renewal_refused') return answer;
        // The same failure again replaces the notice about it.
        setLocalNotices((known) => [
          ...known.filter((notice) => notice.error.code !== error.code),
          { id: crypto.randomUUID(), error },
        ]);
      }
      return answer;
    },
    [announce, alarm, text],
  );
  return useMemo(() => ({ ask, localNotices, dismissLocal }), [ask, localNotices, dismissLocal]);
}
