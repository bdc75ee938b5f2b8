/** Opens and closes the list of workbooks at the side. */
import { ToggleButton, Tooltip, TooltipTrigger } from 'react-aria-components';
import { keysOf } from '../../shared/commands.ts';
import { RailIcon } from '../components/icons.tsx';
import type { RailControl } from '../components/use-rail.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { keyNames } from '../model/key-names.ts';

/** Where there is but one workbook, there is nothing to list. */
export function RailButton({ rail }: { rail: RailControl }) {
  const { rail: texts } = useText();
  const { state } = useApp();
  const words = rail.isOpen ? texts.hide : texts.show;
  const [keys] = keysOf('showRail', state.platform, state.chosenKeys);
  return (
    <TooltipTrigger delay={600}>
      <ToggleButton
        className="icon-button rail-button"
        aria-label={texts.show}
        data-testid="rail-button"
        isSelected={rail.isOpen}
        onChange={rail.toggle}
      >
        <RailIcon />
      </ToggleButton>
      <Tooltip className="tooltip" placement="bottom start" offset={6}>
        {words} {keys && <kbd translate="no">{keyNames(keys, state.platform).join(' ')}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}
