import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { whyNoWorkbench } from '../../../scripts/workbench/versions.mjs';
import { Workbench, type WorkbenchOptions } from './workbench';

/**
 * A describe block whose tests share a workbench. After a failed test the window's picture is kept and the logs are
 * printed.
 */
export function describeWorkbench(
  title: string,
  options: WorkbenchOptions,
  define: (workbench: () => Workbench) => void,
): void {
  const reason = whyNoWorkbench();
  describe.skipIf(reason !== undefined)(
    reason === undefined ? title : `${title} (skipped: ${reason})`,
    () => {
      let running: Workbench | undefined;
      const workbench = (): Workbench => {
        if (!running) throw new Error('The workbench did not start.');
        return running;
      };
      beforeAll(async () => {
        running = await Workbench.start(options);
      });
      afterEach(async ({ task }) => {
        if (task.result?.state !== 'fail' || !running) return;
        const picture = await running.screenshot(`failed-${task.name.replace(/\W+/g, '-').slice(0, 60)}`);
        console.log(`The window at the end of “${task.name}”: ${picture}\n${running.logs()}`);
      });
      afterAll(async () => {
        await running?.stop();
      });
      define(workbench);
    },
  );
}
