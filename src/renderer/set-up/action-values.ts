/** Rules for actions as the form holds them, and the way from and to the profile. */
import type { ActionRule } from '../../shared/profile/actions.ts';
import type { ProfileDraft } from '../../shared/profile/profile.ts';
import { newKey, splitLines } from './text-values.ts';

export interface ActionValues {
  readonly key: string;
  readonly action: string;
  readonly kind: ActionRule['kind'];
  readonly address: string;
  /** The key of a workbook's row; empty while none is chosen. */
  readonly workbook: string;
  /** One on each line: `Borough={borough}`. */
  readonly controls: string;
}

interface WorkbookRow {
  readonly key: string;
  readonly url: string;
}

export const emptyAction = (): ActionValues => ({
  key: newKey(),
  action: '',
  kind: 'address',
  address: '',
  workbook: '',
  controls: '',
});

export const actionValues = (rule: ActionRule, workbooks: readonly WorkbookRow[]): ActionValues => ({
  ...emptyAction(),
  kind: rule.kind,
  action: rule.action,
  ...(rule.kind === 'address'
    ? { address: rule.address }
    : {
        workbook: workbooks.find(({ url }) => url === rule.workbook)?.key ?? '',
        controls: rule.controls.map(({ control, value }) => `${control}=${value}`).join('\n'),
      }),
});

/** What a line without an equals sign means nobody can say; as a control without a name the schema refuses it. */
function controlOf(line: string): { control: string; value: string } {
  const [control = '', ...value] = line.split('=');
  return value.length === 0 ? { control: '', value: line } : { control: control.trim(), value: value.join('=').trim() };
}

/** Absent where there is no rule, as in profiles of earlier versions. */
export function actionsDraft(
  actions: readonly ActionValues[],
  workbooks: readonly WorkbookRow[],
): Pick<ProfileDraft, 'actions'> {
  if (actions.length === 0) return {};
  return {
    actions: actions.map(({ action, kind, address, workbook, controls }) =>
      kind === 'address'
        ? { kind, action, address }
        : {
            kind,
            action,
            workbook: workbooks.find(({ key }) => key === workbook)?.url.trim() ?? '',
            controls: splitLines(controls).map(controlOf),
          },
    ),
  };
}
