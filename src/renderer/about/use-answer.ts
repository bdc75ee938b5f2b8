/** What main answers to a question that a page asks once, when it is opened. */
import { useEffect, useRef, useState } from 'react';
import type { AppErrorView } from '../../shared/errors.ts';
import type { Answer } from '../../shared/ipc/contract.ts';
import { request } from '../bridge/request.ts';

export type Asked<Value> =
  | { readonly status: 'asking' }
  | { readonly status: 'answered'; readonly value: Value }
  | { readonly status: 'failed'; readonly error: AppErrorView };

export function useAnswer<Value>(call: () => Promise<Answer<Value>>): Asked<Value> {
  const [asked, setAsked] = useState<Asked<Value>>({ status: 'asking' });
  const first = useRef(call);
  useEffect(() => {
    let current = true;
    void request(first.current).then((answer) => {
      if (!current) return;
      setAsked(answer.ok ? { status: 'answered', value: answer.value } : { status: 'failed', error: answer.error });
    });
    return () => {
      current = false;
    };
  }, []);
  return asked;
}
