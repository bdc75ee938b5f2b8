/** How updates come, as far as the person may choose. */
import { Button, Checkbox, Disclosure, DisclosurePanel, Label, Radio, RadioGroup } from 'react-aria-components';
import type { UpdateMode } from '../../shared/updates.ts';
import { CheckIcon, ChevronRightIcon } from '../components/icons.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { offeredModes } from '../model/updates.ts';

export function UpdateChoices() {
  const text = useText().updates.choices;
  const { bridge, state, ask } = useApp();
  const { mode, channel, fixed } = state.updateChoices;
  const offered = offeredModes(state.updates, text);
  const [fixesMode, fixesChannel] = [fixed.includes('mode'), fixed.includes('channel')];
  // There is nothing to choose, and the sentence above says who chose.
  if (fixesMode && fixesChannel) return null;
  return (
    <Disclosure className="advanced">
      <Button slot="trigger" className="disclosure" data-testid="update-choices">
        <ChevronRightIcon size={14} />
        {text.mode}
      </Button>
      <DisclosurePanel>
        <div className="update-choices">
          {!fixesMode && (
            <RadioGroup
              className="field"
              value={mode}
              onChange={(chosen) => ask(() => bridge.updates.choose({ mode: chosen as UpdateMode }))}
            >
              <Label className="visually-hidden">{text.mode}</Label>
              <div className="radios">
                {offered.map(({ mode: one, label }) => (
                  <Radio key={one} value={one} className="radio" data-testid={`update-mode-${one}`}>
                    <span className="radio-dot" aria-hidden="true" />
                    <span>{label}</span>
                  </Radio>
                ))}
              </div>
            </RadioGroup>
          )}
          {!fixesChannel && (
            <Checkbox
              className="checkbox"
              data-testid="update-beta"
              isSelected={channel === 'beta'}
              onChange={(isBeta) => ask(() => bridge.updates.choose({ channel: isBeta ? 'beta' : 'latest' }))}
            >
              <span className="checkbox-box" aria-hidden="true">
                {channel === 'beta' && <CheckIcon size={12} />}
              </span>
              {text.channel}
            </Checkbox>
          )}
        </div>
      </DisclosurePanel>
    </Disclosure>
  );
}
