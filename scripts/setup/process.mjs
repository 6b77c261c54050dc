/** Child processes with a time limit. Each gets its own process group, so that ending it ends what it started. */
import { spawn } from 'node:child_process';

const isWindows = process.platform === 'win32';

/** Groups that still run, by the id of their first process. */
const running = new Set();

/**
 * Runs a program to its end.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, seconds?: number, quiet?: boolean }} [options] `quiet` keeps the
 *   output and shows it on failure only.
 * @returns {Promise<{ code: number, output: string }>} `output` holds stdout and stderr of a quiet run; `code` is 124
 *   when the time limit ended it, 127 when the program is not there.
 */
export function run(program, args, options = {}) {
  const { cwd, env, seconds = 600, quiet = false } = options;
  return new Promise((resolve) => {
    // npm and npx are .cmd files on Windows, which Node starts through a shell only.
    const child = spawn(program, args, {
      cwd,
      env: env ?? process.env,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      detached: !isWindows,
      shell: isWindows && !/[\\/]/.test(program),
    });
    if (child.pid !== undefined) running.add(child.pid);
    let output = '';
    child.stdout?.on('data', (part) => (output += part));
    child.stderr?.on('data', (part) => (output += part));
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      endGroup(child.pid, 'SIGKILL');
    }, seconds * 1000);
    const finish = (code) => {
      clearTimeout(timer);
      if (child.pid !== undefined) {
        endGroup(child.pid, 'SIGKILL');
        running.delete(child.pid);
      }
      if (late) output += `\n${program} was ended after ${seconds} s.\n`;
      resolve({ code: late ? 124 : code, output });
    };
    child.once('error', () => finish(127));
    child.once('close', (code) => finish(code ?? 1));
  });
}

/**
 * Runs a program quietly and throws with its output unless it succeeds.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, seconds?: number }} [options]
 * @returns {Promise<string>} what it wrote
 */
export async function runOrThrow(program, args, options = {}) {
  const { code, output } = await run(program, args, { ...options, quiet: true });
  if (code !== 0) {
    throw new Error(`“${[program, ...args].join(' ')}” ended with status ${code}:\n${output.slice(-4000)}`);
  }
  return output;
}

/**
 * Ends a process group by its id; one that is gone already is no error.
 * @param {number | undefined} pid
 * @param {NodeJS.Signals} signal
 */
export function endGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    process.kill(isWindows ? pid : -pid, signal);
  } catch {
    // Gone already.
  }
}

/** Ends what `run` started and is still running when this process is told to stop. */
export function endChildrenOnExit() {
  const endAll = () => {
    for (const pid of running) endGroup(pid, 'SIGTERM');
  };
  process.on('exit', endAll);
  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ]) {
    process.on(signal, () => process.exit(status));
  }
}
