/** How one workbook opens: where in it, what Sigma shows around it, how it looks, and with which values. */
import { Checkbox, CheckboxGroup, Label, Text } from 'react-aria-components';
import { type Hideable, hideable, type MenuPosition, menuPositions } from '../../shared/profile/workbook-options.ts';
import { CheckIcon } from '../components/icons.tsx';
import { useText } from '../context/text-context.tsx';
import { ControlsFields } from './controls-fields.tsx';
import { Field } from './field.tsx';
import { UrlPreview } from './url-preview.tsx';
import type { WorkbookForm } from './workbook-form.ts';
import {
  type LanguageChoice,
  languageChoices,
  placeFields,
  type ThemeChoice,
  themeChoices,
  type WorkbookValues,
} from './workbook-values.ts';

export function OptionsFields({ form, workbook }: WorkbookForm) {
  const texts = useText().setUp.workbooks.options;
  const { key, menuPosition, hide } = workbook;
  const change = (patch: Partial<WorkbookValues>) => form.changeWorkbook(key, patch);
  return (
    <>
      <div className="field-pair">
        {placeFields.map((field) => (
          <Field
            key={field}
            form={form}
            name={`workbooks.${key}.options.${field}`}
            label={texts.places[field]}
            isCode
            isOptional
            value={workbook[field]}
            onChange={(entered) => change({ [field]: entered })}
            description={texts.placeHelp[field]}
          />
        ))}
      </div>
      <Look form={form} workbook={workbook} />
      <CheckboxGroup
        className="field"
        value={[...hide]}
        onChange={(chosen) => change({ hide: hideable.filter((part) => chosen.includes(part)) })}
      >
        <Label>{texts.hide}</Label>
        <div className="checks">
          {hideable.map((part: Hideable) => (
            <Checkbox
              key={part}
              value={part}
              className="check"
              data-testid={`hide-${part}`}
              isDisabled={part === 'menu' && menuPosition === 'none'}
            >
              <span className="check-box" aria-hidden="true">
                <CheckIcon size={12} />
              </span>
              {texts.parts[part]}
            </Checkbox>
          ))}
        </div>
        {menuPosition === 'none' && (
          <Text slot="description" className="help">
            {texts.withoutMenu}
          </Text>
        )}
      </CheckboxGroup>
      <ControlsFields form={form} workbook={workbook} />
      <UrlPreview workbook={workbook} />
    </>
  );
}

interface SelectProps<Value extends string> {
  readonly label: string;
  readonly testId: string;
  readonly value: Value;
  readonly values: readonly Value[];
  readonly labels: Readonly<Record<Value, string>>;
  onChange(value: Value): void;
}

function Select<Value extends string>({ label, testId, value, values, labels, onChange }: SelectProps<Value>) {
  return (
    <label className="field select-field">
      <span className="react-aria-Label">{label}</span>
      <select
        className="input"
        data-testid={testId}
        value={value}
        onChange={(event) => onChange(event.target.value as Value)}
      >
        {values.map((one) => (
          <option key={one} value={one}>
            {labels[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The menu, the theme and the language, each with what else it asks for. */
function Look({ form, workbook }: WorkbookForm) {
  const texts = useText().setUp.workbooks.options;
  const { key, menuPosition, themeChoice, themeName, languageChoice, language, languageVariant } = workbook;
  const change = (patch: Partial<WorkbookValues>) => form.changeWorkbook(key, patch);
  return (
    <>
      <div className="field-triple">
        <Select<MenuPosition>
          label={texts.menu}
          testId="menu-position"
          value={menuPosition}
          values={menuPositions}
          labels={texts.menus}
          onChange={(chosen) => change({ menuPosition: chosen })}
        />
        <Select<ThemeChoice>
          label={texts.theme}
          testId="theme"
          value={themeChoice}
          values={themeChoices}
          labels={texts.themes}
          onChange={(chosen) => change({ themeChoice: chosen })}
        />
        <Select<LanguageChoice>
          label={texts.language}
          testId="language"
          value={languageChoice}
          values={languageChoices}
          labels={texts.languages}
          onChange={(chosen) => change({ languageChoice: chosen })}
        />
      </div>
      {themeChoice === 'custom' && (
        <Field
          form={form}
          name={`workbooks.${key}.options.theme.name`}
          label={texts.themeName}
          value={themeName}
          onChange={(entered) => change({ themeName: entered })}
          description={texts.themeNameHelp}
        />
      )}
      {languageChoice === 'named' && (
        <div className="field-pair">
          <Field
            form={form}
            name={`workbooks.${key}.options.language.tag`}
            label={texts.languageCode}
            isCode
            placeholder={texts.languageCodeExample}
            value={language}
            onChange={(entered) => change({ language: entered })}
          />
          <Field
            form={form}
            name={`workbooks.${key}.options.language.variant`}
            label={texts.languageVariant}
            isOptional
            value={languageVariant}
            onChange={(entered) => change({ languageVariant: entered })}
            description={texts.languageVariantHelp}
          />
        </div>
      )}
    </>
  );
}
