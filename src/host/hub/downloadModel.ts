import { downloadFile, type DownloadContext } from './downloadFile';
import type { DownloadPlan } from './downloadPlan';
import { recordName, recordOf } from './downloadRecord';

/**
 * Fetches all files of a plan, one after the other, the small ones first; those that are whole from an earlier time are
 * left as they are. The record is written last.
 * @param isThere whether a file, relative to the folder of downloads, has been finished with this size
 * @param context `onBytes` is told the bytes of all files together
 * @throws HeadlightError as `downloadFile`
 */
export async function downloadModel(
  plan: DownloadPlan,
  isThere: (path: string, bytes: number) => Promise<boolean>,
  context: DownloadContext,
): Promise<void> {
  const { model, folder } = plan;
  let done = 0;
  for (const { file, name } of plan.files) {
    const path = `${folder}/${name}`;
    if (!(await isThere(path, file.bytes))) {
      const before = done;
      const onBytes = (bytes: number): void => {
        context.onBytes(before + bytes);
      };
      await downloadFile({ model, file, path }, { ...context, onBytes });
    }
    done += file.bytes;
    context.onBytes(done);
  }
  const path = `${folder}/${recordName}`;
  const bytes = new TextEncoder().encode(JSON.stringify(recordOf(plan), undefined, 2));
  await context.files.discard(path);
  await context.files.write(path, 0, bytes);
  await context.files.finish(path);
}
