import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { root, vsix } from '../../../scripts/setup/paths.mjs';
import { provideWorkbench } from '../../../scripts/workbench/install.mjs';
import {
  createProfile,
  installExtension,
  startServer,
  type Profile,
} from '../../../scripts/workbench/server.mjs';
import type { VersionName } from '../../../scripts/workbench/versions.mjs';
import { Editor } from '../pages/editor';
import { Hover } from '../pages/hover';
import { Notifications } from '../pages/notifications';
import { Palette } from '../pages/palette';
import { Panel } from '../pages/panel';
import { StatusBar } from '../pages/statusBar';
import { launchBrowser, type Browser } from './browser';
import { oldestDarkTheme, themes, type ThemeKind } from './colour';

export type Settings = Readonly<Record<string, unknown>>;

export interface WorkbenchOptions {
  /** What the screenshots' names begin with. */
  readonly name: string;
  readonly version: VersionName;
  /** Files of the workspace by name. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly settings?: Settings;
  /** Packaged extensions to install beside Headlight. */
  readonly extensions?: readonly string[];
  /** The language of the extension's words; the workbench's own need a language pack and stay English. */
  readonly language?: string;
}

const testSettings: Settings = {
  'editor.hover.delay': 100,
  'files.autoSave': 'off',
  'files.hotExit': 'off',
  'git.enabled': false,
  'window.commandCenter': false,
  // A window keeps its editors some seconds late: one that is loaded afresh would show those of an earlier test.
  'workbench.editor.restoreEditors': false,
  'workbench.editorLargeFileConfirmation': 1000,
};
const screenshots = path.join(root, 'test', 'workbench', 'screenshots');

/** A real VS Code in a real browser, with the packaged Headlight installed, and its parts as page objects. */
export class Workbench {
  readonly palette: Palette;
  readonly editor: Editor;
  readonly hover: Hover;
  readonly panel: Panel;
  readonly statusBar: StatusBar;
  readonly notifications: Notifications;
  readonly #page: Page;
  #settings: Settings;

  private constructor(
    readonly name: string,
    readonly workspace: string,
    private readonly profile: Profile,
    private readonly server: Awaited<ReturnType<typeof startServer>>,
    private readonly browser: Browser,
  ) {
    const page = (this.#page = browser.page);
    // SAFETY: createProfile has written it.
    this.#settings = JSON.parse(fs.readFileSync(profile.settingsFile, 'utf8')) as Settings;
    this.palette = new Palette(page);
    this.editor = new Editor(page, this.palette);
    this.hover = new Hover(page, this.editor);
    this.panel = new Panel(page);
    this.statusBar = new StatusBar(page);
    this.notifications = new Notifications(page, this.palette);
  }

  static async start({
    name,
    version,
    files,
    settings = {},
    extensions = [],
    language,
  }: WorkbenchOptions): Promise<Workbench> {
    if (!fs.existsSync(vsix)) throw new Error('There is no headlight.vsix: run “npm run package” first.');
    const program = await provideWorkbench(version);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'headlight-workbench-'));
    const workspace = path.join(folder, 'workspace');
    fs.mkdirSync(workspace);
    for (const [name, content] of Object.entries(files))
      fs.writeFileSync(path.join(workspace, name), content);
    const all = {
      'workbench.colorTheme': version === 'oldest' ? oldestDarkTheme : themes.dark,
      ...testSettings,
      ...settings,
    };
    const profile = createProfile(program, folder, all);
    for (const extension of [vsix, ...extensions]) await installExtension(profile, extension);
    const server = await startServer(profile);
    try {
      const browser = await launchBrowser();
      if (language !== undefined) await speak(browser.page, language);
      const workbench = new Workbench(name, workspace, profile, server, browser);
      await workbench.load();
      return workbench;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Loads the workbench afresh: new extension hosts, nothing open. */
  async load(): Promise<void> {
    const url = `${this.server.url}/?folder=${encodeURIComponent(this.workspace)}`;
    await this.#page.goto(url, { waitUntil: 'domcontentloaded', timeout: 90_000 });
    await this.#page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 90_000 });
  }

  /** Changes the user's settings. A window does not hear of every change from outside, so it is loaded afresh. */
  async changeSettings(changes: Settings): Promise<void> {
    this.#settings = { ...this.#settings, ...changes };
    fs.writeFileSync(this.profile.settingsFile, JSON.stringify(this.#settings));
    await this.load();
  }

  async useTheme(kind: ThemeKind): Promise<void> {
    await this.changeSettings({ 'workbench.colorTheme': themes[kind] });
    const mark = { dark: 'vs-dark', light: 'vs', highContrast: 'hc-black', highContrastLight: 'hc-light' }[
      kind
    ];
    await this.#page.locator(`.monaco-workbench.${mark}`).waitFor();
  }

  /** Presses a button of the dialog that is open. */
  async answerDialog(button: string): Promise<void> {
    await this.#page.locator('.monaco-dialog-box .monaco-button', { hasText: button }).first().click();
  }

  /** A picture of the whole window, for people to look at; returns its file. */
  async screenshot(name: string): Promise<string> {
    fs.mkdirSync(screenshots, { recursive: true });
    const file = path.join(screenshots, `${this.name}-${name}.png`);
    await this.#page.screenshot({ path: file });
    return file;
  }

  /** What the extension has logged, for a failed test. */
  logs(): string {
    const folder = path.join(this.profile.root, 'data', 'logs');
    return fs
      .readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /headlight.*\.log$|exthost.*\.log$/i.test(file))
      .map((file) => `--- ${file}\n${fs.readFileSync(path.join(folder, file), 'utf8').slice(-6000)}`)
      .join('\n');
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    fs.rmSync(this.profile.root, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Tells the window its language, as a language pack does when it is loaded. */
async function speak(page: Page, language: string): Promise<void> {
  await page.addInitScript((tag) => {
    Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: tag });
  }, language);
}
