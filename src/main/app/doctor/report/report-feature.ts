/** The report of a run: shows all that is in it first, and then saves exactly that. */
import type { DoctorView } from '../../../../shared/doctor.ts';
import { AppError, systemCodeOf } from '../../../../shared/errors.ts';
import type { ReportFile } from '../../../../shared/ipc/doctor.ts';
import type { Feature } from '../../feature.ts';
import type { DoctorEdges } from '../doctor-edges.ts';
import { type ReportSources, reportFiles } from './report-files.ts';

export interface ReportFeatureOptions extends ReportSources {
  /** Left out, as in tests of other things: there is nothing to be saved. */
  readonly doctor?: DoctorEdges;
  /** The last run of a window. */
  shown(windowId: string): DoctorView | null;
  /** A report is where the person wanted it. */
  onReportSaved?(report: { readonly file: string; readonly withNames: boolean }): void;
}

interface Prepared {
  readonly runId: string | null;
  readonly withNames: boolean;
  readonly files: readonly ReportFile[];
}

export function createReportFeature(options: ReportFeatureOptions): Feature<'doctor.preview' | 'doctor.save'> {
  const { doctor, now, shown } = options;
  const previewed = new Map<string, Prepared>();

  async function prepare(withNames: boolean, windowId: string): Promise<readonly ReportFile[]> {
    const view = shown(windowId);
    const files = doctor ? await reportFiles(options, doctor.report, view, withNames) : [];
    previewed.set(windowId, { runId: view?.runId ?? null, withNames, files });
    return files;
  }

  /** What the person has seen is what they hand on, whatever was logged since. */
  async function prepared(withNames: boolean, windowId: string): Promise<readonly ReportFile[]> {
    const seen = previewed.get(windowId);
    const isOfThisRun = seen?.runId === (shown(windowId)?.runId ?? null) && seen.withNames === withNames;
    return isOfThisRun ? seen.files : prepare(withNames, windowId);
  }

  return {
    handlers: {
      'doctor.preview': async ({ withNames }, { windowId }) => ({ files: [...(await prepare(withNames, windowId))] }),
      async 'doctor.save'({ withNames }, { windowId }) {
        if (!doctor) return { isSaved: false };
        const files = await prepared(withNames, windowId);
        const day = new Date(now()).toISOString().slice(0, 10);
        const path = await doctor.report.chooseFile(`sightglass-report-${day}.zip`);
        if (path === null) return { isSaved: false };
        try {
          await doctor.report.saveZip(path, files, now());
        } catch (error) {
          throw new AppError('doctor_report_not_saved', { reason: 'systemAnswered', systemCode: systemCodeOf(error) });
        }
        options.onReportSaved?.({ file: path.split(/[\\/]/).at(-1) ?? '', withNames });
        return { isSaved: true };
      },
    },
    sharedState: () => ({}),
    windowState: () => ({}),
    windowClosed: (windowId) => void previewed.delete(windowId),
  };
}
