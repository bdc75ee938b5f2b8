/** One setting: what it is called, what follows from it, what can be chosen, and the way back. */
import { useId } from 'react';
import { Button, Checkbox, Radio, RadioGroup } from 'react-aria-components';
import { type SettingValue, type ShownSetting, settingOf } from '../../shared/settings.ts';
import { format } from '../../shared/text/format.ts';
import { CheckIcon } from '../components/icons.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { isLanguage, optionsOf, valueText, wordsOf } from '../model/settings-list.ts';
import { offeredModes } from '../model/updates.ts';

export function SettingRow({ setting }: { setting: ShownSetting }) {
  const text = useText();
  const words = text.settings;
  const { bridge, ask, announce } = useApp();
  const { id, value, setBy } = setting;
  const ids = { title: useId(), explains: useId() };
  const { title, explains } = wordsOf(id, text);
  const usual = valueText(id, settingOf(id).default, text);
  const reset = async () => {
    const answer = await ask(() => bridge.settings.reset({ id }));
    if (answer.ok) announce(format(words.wasReset, { setting: title, value: usual }));
  };
  const isFixed = setBy === 'administrator' || setBy === 'program';
  return (
    <article className="setting" data-testid={`setting-${id}`} data-set-by={setBy} aria-labelledby={ids.title}>
      <div>
        <h4 id={ids.title}>{title}</h4>
        <p className="muted" id={ids.explains}>
          {explains}
        </p>
      </div>
      {isFixed ? (
        <div className="setting-fixed">
          <p data-testid="setting-value">{valueText(id, value, text)}</p>
          <p className="fine-print">{words.setBy[setBy]}</p>
        </div>
      ) : (
        <>
          <Control setting={setting} title={title} explains={ids.explains} />
          {id === 'language' && <StartAgain />}
          <div className="setting-foot">
            <p className="fine-print">{format(words.defaultIs, { value: usual })}</p>
            {setBy === 'person' && (
              <Button
                className="button"
                data-variant="quiet"
                data-testid="reset-setting"
                aria-label={format(words.resetOne, { setting: title })}
                onPress={() => void reset()}
              >
                {words.reset}
              </Button>
            )}
          </div>
        </>
      )}
    </article>
  );
}

/** What a chosen language waits for. */
function StartAgain() {
  const { bridge, state, ask } = useApp();
  const { waits, startAgain } = useText().settings.items.language;
  return (
    <div className="setting-waits" role="status">
      {state.languageWaits && (
        <>
          <p>{waits}</p>
          <Button
            className="button"
            data-testid="start-again"
            onPress={() => void ask(() => bridge.settings.startAgain())}
          >
            {startAgain}
          </Button>
        </>
      )}
    </div>
  );
}

interface ControlProps {
  readonly setting: ShownSetting;
  readonly title: string;
  /** The id of what stands above it already. */
  readonly explains: string;
}

function Control({ setting: { id, value }, title, explains }: ControlProps) {
  const text = useText();
  const { bridge, state, ask } = useApp();
  const setting = settingOf(id);
  const choose = (chosen: SettingValue) => void ask(() => bridge.settings.set({ id, value: chosen }));
  const named = { 'aria-label': title, 'aria-describedby': explains };
  if (setting.kind === 'switch') {
    return (
      <Checkbox className="checkbox" {...named} isSelected={value === true} onChange={choose}>
        <span className="checkbox-box" aria-hidden="true">
          {value === true && <CheckIcon size={12} />}
        </span>
        <span aria-hidden="true">{valueText(id, value, text)}</span>
      </Checkbox>
    );
  }
  if (setting.kind === 'amount') {
    return (
      <select
        className="input setting-select"
        {...named}
        value={Number(value)}
        onChange={(event) => choose(Number(event.target.value))}
      >
        {optionsOf(id, text).map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  }
  // What somebody else installs does not come by itself.
  const offered = id === 'updateMode' ? offeredModes(state.updates, text.updates.choices) : null;
  const options = offered
    ? offered.map(({ mode, label }) => ({ value: mode, label }))
    : optionsOf(id, text).map((option) => ({ value: String(option.value), label: option.label }));
  return (
    <RadioGroup className="field" {...named} value={String(value)} onChange={choose}>
      <div className="setting-radios">
        {options.map((option) => (
          <Radio key={option.value} value={option.value} className="radio">
            <span className="radio-dot" aria-hidden="true" />
            <span {...(isLanguage(option.value) && { lang: option.value, translate: 'no' })}>{option.label}</span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
