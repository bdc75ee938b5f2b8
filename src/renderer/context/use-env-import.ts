/** The import of a QuickStart `.env` file, from the file dialog to its report. */
import { useCallback, useMemo, useState } from 'react';
import type { Bridge } from '../../shared/ipc/contract.ts';
import type { EnvImportReport } from '../../shared/state.ts';
import type { Requests } from './use-request.ts';

export interface EnvImport {
  importEnv(): Promise<void>;
  readonly importing: boolean;
  /** What came of the last import, until the person has seen it. */
  readonly importReport: EnvImportReport | null;
  dismissImport(): void;
}

export function useEnvImport(bridge: Bridge, ask: Requests['ask']): EnvImport {
  const [importing, setImporting] = useState(false);
  const [importReport, setImportReport] = useState<EnvImportReport | null>(null);
  const importEnv = useCallback(async () => {
    setImporting(true);
    const answer = await ask(() => bridge.profiles.importEnv());
    setImporting(false);
    if (answer.ok && answer.value) setImportReport(answer.value);
  }, [bridge, ask]);
  const dismissImport = useCallback(() => setImportReport(null), []);
  return useMemo(
    () => ({ importEnv, importing, importReport, dismissImport }),
    [importEnv, importing, importReport, dismissImport],
  );
}
