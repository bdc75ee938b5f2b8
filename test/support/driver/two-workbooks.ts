/** A profile over Databricks with the first two workbooks of the demo, set up in the running app. */
import type { RunningApp } from './running-app.ts';
import type { Workbench } from './workbench.ts';

type Draft = ReturnType<Workbench['demo']['drafts']['profile']>;

/** @param otherwise what is different about it */
export async function saveTwoWorkbooks(
  bench: Pick<Workbench, 'demo'>,
  app: Pick<RunningApp, 'window'>,
  otherwise: (draft: Draft) => Draft = (draft) => draft,
): Promise<void> {
  const { drafts, sigma } = bench.demo;
  const [first] = sigma.workbooks;
  const workbooks = sigma.workbooks.filter(
    ({ connectionId, kind }) => connectionId === first?.connectionId && kind === 'workbook',
  );
  if (workbooks.length < 2) throw new Error('The demo has no two workbooks over one connection.');
  const draft = drafts.profile({ connections: [drafts.databricks()], workbooks: workbooks.slice(0, 2) });
  const saved = await app.window.evaluate((input) => window.sightglass.profiles.save(input), otherwise(draft));
  if (!saved.ok) throw new Error(`The profile is not saved: ${saved.error.code}`);
}
