import { findProgram } from './findProgram.mjs';
import { run } from './process.mjs';
import { installSystemPackages } from './systemPackages.mjs';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * A browser for the tests: the one that the environment variable CHROMIUM names, one that is there, or one from the
 * system's package manager; with a font for Chinese text.
 * @returns {Promise<string>} the program's path
 * @throws when none is there and none can be installed
 */
export async function provideChromium() {
  const named = process.env.CHROMIUM;
  let program = findProgram(named === undefined || named === '' ? names : [named]);
  if (program === undefined) {
    await installSystemPackages('chromium', 'No Chromium was found');
    program = findProgram(names);
  }
  if (program === undefined) {
    throw new Error('No Chromium was found. Install one, or name it in the environment variable CHROMIUM.');
  }
  await provideCjkFont();
  return program;
}

/** Chinese text would be drawn as boxes without one; only Linux systems come without. */
async function provideCjkFont() {
  if (process.platform !== 'linux') return;
  const fonts = await run('fc-list', [':lang=zh', 'family'], { quiet: true, seconds: 60 });
  if (fonts.code === 0 && fonts.output.trim() !== '') return;
  await installSystemPackages('cjkFont', 'No font for Chinese text was found').catch((error) => {
    console.log(`Going on without a Chinese font: ${error.message.split('\n')[0]}`);
  });
}
