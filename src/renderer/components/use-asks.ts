/** Follows the commands that main has the window do: each once, in their order. */
import { useEffect, useRef } from 'react';
import type { CommandId } from '../../shared/commands.ts';
import { useApp } from '../context/app-context.tsx';

type Doers = { readonly [Id in CommandId]?: (argument: string | null) => void };

/** @param doers how this part of the window does the commands that are its own; others are left to other parts */
export function useAsks(doers: Doers): void {
  const { asks } = useApp().state.window;
  const newest = asks.at(-1)?.serial ?? 0;
  // A page that begins anew does not do again what another one did.
  const followed = useRef(newest);
  const latest = useRef({ doers, asks });
  latest.current = { doers, asks };
  useEffect(() => {
    const due = latest.current.asks.filter(({ serial }) => serial > followed.current);
    followed.current = newest;
    for (const { id, argument } of due) {
      const known: Readonly<Record<string, ((argument: string | null) => void) | undefined>> = latest.current.doers;
      if (Object.hasOwn(known, id)) known[id]?.(argument);
    }
  }, [newest]);
}
