import { memo } from 'react';
import type { FrameView as Frame } from '../../shared/app-state.ts';

/**
 * The only place that writes a `<webview>`. It sets `src` and `partition`, as main gave them out, and nothing else:
 * main rebuilds all other options when it attaches. A standby frame has its full size and is painted, so that it loads
 * at the speed of a visible page; it lies beneath the active one and cannot be reached.
 */
export const FrameView = memo(function FrameView({ frame }: { frame: Frame }) {
  const isActive = frame.role === 'active';
  return (
    <div className="frame" data-frame={frame.frameId} data-role={frame.role} inert={!isActive} aria-hidden={!isActive}>
      <webview src={frame.src} partition={frame.partition} />
    </div>
  );
});
