/** The import of a QuickStart `.env` file or of a set-up file, from the way in which it comes to its report. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { LARGEST_ENV_BYTES } from '../../shared/env-file.ts';
import type { EnvImportReport } from '../../shared/env-import-report.ts';
import type { Answer, Bridge } from '../../shared/ipc/contract.ts';
import type { SetUpOffer, TypedSecrets } from '../../shared/set-up-file.ts';
import { request } from '../bridge/request.ts';
import type { Requests } from './use-request.ts';

export interface EnvImport {
  /** Has main ask for a file. */
  chooseEnv(): Promise<'nothing chosen' | 'done'>;
  /** Imports the one file that was dropped or pasted; several are refused with a word. */
  importFiles(files: readonly File[]): Promise<void>;
  /** Imports what a person brought here. Nothing of it is kept. */
  importContent(content: Blob): Promise<void>;
  readonly importing: boolean;
  /** What came of the last import, until the person has seen it. */
  readonly importReport: ImportReport | null;
  dismissImport(): void;
  /** A set-up file that was brought here, until the person agrees to it or not. */
  readonly setUpOffer: SetUpOffer | null;
  /** Has main take it over; what goes wrong is for the one who asks. */
  takeSetUp(passphrase: string | null, typed: TypedSecrets): Promise<Answer<EnvImportReport>>;
  dismissSetUp(): void;
}

export interface ImportReport extends EnvImportReport {
  /** Whether the file holds secrets that anybody could read. */
  readonly holdsSecrets: boolean;
}

type Imported = Answer<EnvImportReport | SetUpOffer | null>;

const unreadable = (reason: 'severalFiles' | 'notAFile'): Imported => ({
  ok: false,
  error: { code: 'env_unreadable', values: { reason } },
});

/** @param brought the id of a set-up file that came from outside of the window; null where none did, or it has to wait */
export function useEnvImport(bridge: Bridge, ask: Requests['ask'], brought: string | null): EnvImport {
  const [importing, setImporting] = useState(false);
  const [importReport, setImportReport] = useState<ImportReport | null>(null);
  const [setUpOffer, setSetUpOffer] = useState<SetUpOffer | null>(null);
  const run = useCallback(
    async (call: () => Promise<Imported>) => {
      setImporting(true);
      const answer = await ask(call);
      setImporting(false);
      if (answer.ok && answer.value) {
        if ('preview' in answer.value) setSetUpOffer(answer.value);
        else setImportReport({ ...answer.value, holdsSecrets: true });
      }
      return answer.ok && answer.value === null ? 'nothing chosen' : 'done';
    },
    [ask],
  );
  // One after the other: what somebody looks at does not give way to the next.
  const isFree = !importing && importReport === null && setUpOffer === null;
  const next = isFree ? brought : null;
  useEffect(() => {
    if (next !== null) void run(() => bridge.profiles.openBrought({ id: next }));
  }, [bridge, run, next]);
  const chooseEnv = useCallback(() => run(() => bridge.profiles.importEnv()), [bridge, run]);
  const importContent = useCallback(
    async (content: Blob) => void (await run(() => send(bridge, content))),
    [bridge, run],
  );
  const importFiles = useCallback(
    async (files: readonly File[]) => {
      const [file, ...others] = files;
      if (file && others.length === 0) await importContent(file);
      else await run(async () => unreadable(file ? 'severalFiles' : 'notAFile'));
    },
    [importContent, run],
  );
  const dismissImport = useCallback(() => setImportReport(null), []);
  const dismissSetUp = useCallback(() => setSetUpOffer(null), []);
  const takeSetUp = useCallback<EnvImport['takeSetUp']>(
    async (passphrase, typed) => {
      const bytes = setUpOffer?.bytes ?? new Uint8Array();
      setImporting(true);
      const answer = await request(() => bridge.profiles.takeSetUp({ bytes, passphrase, typed }));
      setImporting(false);
      if (!answer.ok) return answer;
      setSetUpOffer(null);
      // Of one that was not here before there is nothing to tell: the person saw it, and is at its sign-in.
      if (answer.value.changes !== null) setImportReport({ ...answer.value, holdsSecrets: false });
      return answer;
    },
    [bridge, setUpOffer],
  );
  return useMemo(
    () => ({
      chooseEnv,
      importFiles,
      importContent,
      importing,
      importReport,
      dismissImport,
      setUpOffer,
      takeSetUp,
      dismissSetUp,
    }),
    [
      chooseEnv,
      importFiles,
      importContent,
      importing,
      importReport,
      dismissImport,
      setUpOffer,
      takeSetUp,
      dismissSetUp,
    ],
  );
}

/** Main decodes and reads it, as it does with a file that it opens itself. */
async function send(bridge: Bridge, content: Blob): Promise<Imported> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    // One byte too many is enough for main to know that it is too large.
    bytes = new Uint8Array(await content.slice(0, LARGEST_ENV_BYTES + 1).arrayBuffer());
  } catch {
    // A folder, or a file that went meanwhile. What the browser says may hold its name.
    return unreadable('notAFile');
  }
  try {
    return await bridge.profiles.importEnvContent({ bytes });
  } finally {
    // Main has its own; the secrets in this one need not wait for the memory to be used again.
    bytes.fill(0);
  }
}
