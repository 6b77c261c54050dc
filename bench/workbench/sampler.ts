/**
 * An extension for the benchmark alone: it shares the extension host's thread with Headlight and tells the longest task
 * on it between two commands.
 */
import * as vscode from 'vscode';
import { watchTasks } from '../longestTask';

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Headlight Sampler', { log: true });
  let end: (() => unknown) | undefined;
  context.subscriptions.push(
    log,
    vscode.commands.registerCommand('headlightSampler.begin', () => {
      end?.();
      end = watchTasks();
      log.info('Sampling begins.');
    }),
    vscode.commands.registerCommand('headlightSampler.end', () => {
      if (end) log.info(`Longest task: ${JSON.stringify(end())}`);
      end = undefined;
    }),
  );
}
