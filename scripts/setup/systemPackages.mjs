/** Programs that npm cannot bring, from the system's package manager. */
import { findProgram } from './findProgram.mjs';
import { run, runOrThrow } from './process.mjs';

/** What each manager calls our needs, and how it installs without asking. */
const managers = [
  {
    program: 'apt-get',
    refresh: ['update', '-qq'],
    install: ['install', '-y', '-qq', '--no-install-recommends'],
    names: { chromium: ['chromium'], cjkFont: ['fonts-noto-cjk'], compiler: ['build-essential', 'python3'] },
  },
  {
    program: 'dnf',
    install: ['install', '-y', '-q'],
    names: {
      chromium: ['chromium'],
      cjkFont: ['google-noto-sans-cjk-fonts'],
      compiler: ['gcc-c++', 'make', 'python3'],
    },
  },
  {
    program: 'pacman',
    install: ['-Sy', '--noconfirm', '--needed', '-q'],
    names: { chromium: ['chromium'], cjkFont: ['noto-fonts-cjk'], compiler: ['base-devel', 'python'] },
  },
  {
    program: 'zypper',
    install: ['--non-interactive', '--quiet', 'install'],
    names: {
      chromium: ['chromium'],
      cjkFont: ['google-noto-sans-cjk-fonts'],
      compiler: ['gcc-c++', 'make', 'python3'],
    },
  },
  {
    program: 'brew',
    install: ['install', '--quiet'],
    names: { chromium: ['--cask', 'chromium'], cjkFont: [], compiler: [] },
  },
];

/**
 * Installs what serves a need; says what it does.
 * @param {'chromium' | 'cjkFont' | 'compiler'} need
 * @param {string} why what is missing, for people
 * @throws when no known package manager is there, or it fails
 */
export async function installSystemPackages(need, why) {
  const manager = managers.find(({ program }) => findProgram([program]) !== undefined);
  if (manager === undefined)
    throw new Error(`${why}, and there is no package manager that could install it.`);
  const packages = manager.names[need];
  if (packages.length === 0) return;
  console.log(`${why}: installing ${packages.join(', ')} with ${manager.program} …`);
  const call = (args) => asRoot(manager.program, args);
  if (manager.refresh !== undefined) await run(...call(manager.refresh), { quiet: true, seconds: 180 });
  await runOrThrow(...call([...manager.install, ...packages]), {
    seconds: 420,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {[string, readonly string[]]} the call, through sudo where that is needed; it never asks for a password
 */
function asRoot(program, args) {
  const isRoot = process.getuid?.() === 0;
  return isRoot || program === 'brew' ? [program, args] : ['sudo', ['-n', program, ...args]];
}
