/** The steps that a person took inside of the workbook: back, and on again. There once there is one, so that the bar stays calm. */
import { Button, Tooltip, TooltipTrigger } from 'react-aria-components';
import { withoutMnemonic } from '../../shared/commands.ts';
import type { PaneView } from '../../shared/state.ts';
import { BackIcon, ForwardIcon } from '../components/icons.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';

export function StepButtons({ pane: { steps } }: { pane: Pick<PaneView, 'steps'> }) {
  if (!steps.canGoBack && !steps.canGoForward) return null;
  return (
    <>
      <Step id="goBack" isPossible={steps.canGoBack} />
      <Step id="goForward" isPossible={steps.canGoForward} />
    </>
  );
}

function Step({ id, isPossible }: { id: 'goBack' | 'goForward'; isPossible: boolean }) {
  const { commands: texts } = useText();
  const { bridge, ask } = useApp();
  const title = withoutMnemonic(texts[id]);
  return (
    <TooltipTrigger delay={600}>
      <Button
        className="icon-button"
        aria-label={title}
        data-testid={id}
        isDisabled={!isPossible}
        onPress={() => ask(() => bridge.commands.run({ id }))}
      >
        {id === 'goBack' ? <BackIcon /> : <ForwardIcon />}
      </Button>
      <Tooltip className="tooltip" offset={6}>
        {title}
      </Tooltip>
    </TooltipTrigger>
  );
}
