/** When a workbook asks for its data again by itself. */
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components';
import { refreshInterval } from '../../shared/profile/refresh.ts';
import { format } from '../../shared/text/format.ts';
import { CheckIcon } from '../components/icons.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { Advanced } from './advanced.tsx';
import { Field } from './field.tsx';
import { type RefreshValues, refreshDraft, refreshSummary } from './refresh-values.ts';
import type { ProfileForm } from './use-profile-form.ts';

const occasions = ['onReturn', 'afterSleep'] as const;

export function RefreshFields({ form, workbookKey: key }: { form: ProfileForm; workbookKey: string }) {
  const text = useText();
  const texts = text.setUp.workbooks.refresh;
  const { state } = useApp();
  const workbook = form.values.workbooks.find((row) => row.key === key);
  if (!workbook) return null;
  const { id, refresh } = workbook;
  const name = (field: keyof RefreshValues) => `workbooks.${key}.refresh.${field}`;
  const change = (patch: Partial<RefreshValues>) => form.changeWorkbook(key, { refresh: { ...refresh, ...patch } });
  const standsStill = state.window.panes.some((pane) => pane.workbookId === id && pane.data.pausedBy === 'unanswered');
  return (
    <Advanced
      label={texts.title}
      summary={refreshSummary(refresh, text)}
      hasProblem={(['everyMinutes', 'mostPerHour'] as const).some((field) => form.problem(name(field)) !== undefined)}
    >
      <p className="muted">{texts.help}</p>
      {standsStill && (
        <p className="problem" data-testid="refresh-stands-still">
          {texts.standsStill}
        </p>
      )}
      <div className="field-pair">
        <Field
          form={form}
          name={name('everyMinutes')}
          label={texts.everyMinutes}
          isOptional
          inputMode="numeric"
          value={refresh.everyMinutes}
          onChange={(everyMinutes) => change({ everyMinutes })}
          description={texts.everyMinutesHelp}
        />
        <Field
          form={form}
          name={name('mostPerHour')}
          label={texts.mostPerHour}
          inputMode="numeric"
          value={refresh.mostPerHour}
          onChange={(mostPerHour) => change({ mostPerHour })}
          description={texts.mostPerHourHelp}
        />
      </div>
      <BudgetNote refresh={refresh} />
      <CheckboxGroup
        className="field"
        value={occasions.filter((occasion) => refresh[occasion])}
        onChange={(chosen) =>
          change({ onReturn: chosen.includes('onReturn'), afterSleep: chosen.includes('afterSleep') })
        }
      >
        <Label className="react-aria-Label">{texts.occasions}</Label>
        <div className="radios">
          {occasions.map((occasion) => (
            <Checkbox key={occasion} value={occasion} className="radio" data-testid={`refresh-${occasion}`}>
              <span className="check-box" aria-hidden="true">
                <CheckIcon size={12} />
              </span>
              <span>{texts[occasion]}</span>
            </Checkbox>
          ))}
        </div>
      </CheckboxGroup>
    </Advanced>
  );
}

/** The budget may be smaller than the clock. */
function BudgetNote({ refresh }: { refresh: RefreshValues }) {
  const texts = useText().setUp.workbooks.refresh;
  const setting = refreshDraft(refresh);
  const minutes = setting ? refreshInterval(setting) : null;
  if (!setting || minutes === null || setting.everyMinutes === null || !(minutes > setting.everyMinutes)) return null;
  const values = { limit: setting.mostPerHour, minutes: Math.round(minutes) };
  return (
    <p className="help" data-testid="refresh-budget-note">
      {format(texts.everyBudget, values)}
    </p>
  );
}
