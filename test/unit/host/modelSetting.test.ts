import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { writeModelSetting } from '../../../src/host/models/modelSetting';

const section = vi.hoisted(() => ({
  update: vi.fn(() => Promise.resolve()),
  inspect: vi.fn((): object => ({})),
}));

vi.mock('vscode', () => ({
  workspace: { getConfiguration: () => section },
  ConfigurationTarget: { Global: 'global', Workspace: 'workspace', WorkspaceFolder: 'folder' },
}));

// SAFETY: it is only handed on.
const document = { languageId: 'python' } as vscode.TextDocument;

describe('writeModelSetting', () => {
  beforeEach(() => {
    section.update.mockClear();
  });

  it.each([
    ['for the user where nothing is set', {}, undefined, ['global', false]],
    ['for one language when asked', {}, 'python', ['global', true]],
    ['in the workspace where it has a value', { workspaceValue: 'x' }, undefined, ['workspace', false]],
    [
      'for the language where it has a value, which would win over any other',
      { globalLanguageValue: 'x', workspaceValue: 'y' },
      undefined,
      ['global', true],
    ],
    ['for one language beside a workspace’s value', { workspaceValue: 'x' }, 'python', ['global', true]],
    [
      'for one language where the workspace has one for it',
      { workspaceLanguageValue: 'x' },
      'python',
      ['workspace', true],
    ],
  ] as const)('writes %s', async (_title, found, languageId, where) => {
    section.inspect.mockReturnValue(found);
    await writeModelSetting('headlight-decoder', document, languageId);
    expect(section.update).toHaveBeenCalledExactlyOnceWith('model', 'headlight-decoder', ...where);
  });
});
