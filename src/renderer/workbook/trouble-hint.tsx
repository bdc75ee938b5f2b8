/** Says quietly that elements of the workbook found nothing or failed; which, they show themselves. */
import { Button, Tooltip, TooltipTrigger } from 'react-aria-components';
import type { PaneView } from '../../shared/state.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { AlertIcon } from '../components/icons.tsx';
import { useText } from '../context/text-context.tsx';
import { troubleWords } from '../model/inside.ts';

export function TroubleHint({ pane, onPress }: { pane: PaneView; onPress: () => void }) {
  const text = useText();
  const words = pane.phase === 'ready' ? troubleWords(pane, text) : null;
  if (words === null) return null;
  const problem = pane.contents.chartProblem;
  return (
    <TooltipTrigger delay={200}>
      <Button className="trouble-hint" data-testid="trouble-hint" onPress={onPress}>
        <AlertIcon size={14} />
        <span className="trouble-words">{words}</span>
      </Button>
      <Tooltip className="tooltip" offset={6}>
        {words}. {problem && `${errorText(text, problem).title}. `}
        {problem ? text.inside.troubles.helpWithReason : text.inside.troubles.help}
      </Tooltip>
    </TooltipTrigger>
  );
}
