/** Says something to the workbook on screen. Whether anything comes of it, the workbook tells. */
import { useCallback } from 'react';
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import { useApp } from '../context/app-context.tsx';

export function useCommand(paneId: string): (command: SigmaCommand) => void {
  const { bridge, ask } = useApp();
  return useCallback(
    (command: SigmaCommand) => void ask(() => bridge.panes.command({ paneId, command })),
    [bridge, ask, paneId],
  );
}
