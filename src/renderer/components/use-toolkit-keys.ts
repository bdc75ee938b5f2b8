/**
 * Keys of commands that the system makes a selection of: no menu would hear of them, wherever in the window the focus is.
 * Only the page can keep the system from it, so that it has the command done itself.
 */
import { useEffect } from 'react';
import { acceleratorOf, isTakenByToolkit } from '../../shared/accelerator.ts';
import { commandOf, ownerOf } from '../../shared/commands.ts';
import { useApp } from '../context/app-context.tsx';
import { useSituation } from '../context/use-situation.ts';

export function useToolkitKeys(): void {
  const { bridge, state, ask } = useApp();
  const { platform, chosenKeys } = state;
  const now = useSituation();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || event.repeat) return;
      // Whoever chooses keys wants to be told of them.
      if (event.target instanceof Element && event.target.matches('.key-field')) return;
      const keys = acceleratorOf(event, platform);
      if (keys === null || !isTakenByToolkit(keys, platform)) return;
      const id = ownerOf(keys, platform, chosenKeys);
      if (id === null) return;
      event.preventDefault();
      // As the menu, which has it in grey then.
      if (commandOf(id).applies(now)) void ask(() => bridge.commands.run({ id }));
    };
    // Lists and menus keep presses to themselves.
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [bridge, ask, platform, chosenKeys, now]);
}
