/**
 * Runs the program that follows on the command line, and ends its whole process group when standard input closes:
 * so a server never outlives whoever started it, however that one ended. Start this as the head of a new group.
 */
import { spawn } from 'node:child_process';

const [program = '', ...args] = process.argv.slice(2);
let ending = false;
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.once('exit', (code) => endAll(code ?? 1));
child.once('error', () => endAll(127));
process.stdin.on('end', () => endAll(0)).on('error', () => endAll(0));
process.stdin.resume();

// Also where it is told to stop itself. While ending, the listener keeps it alive to send the second, harder signal.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => endAll(0));

/** @param {number} code */
function endAll(code) {
  if (ending) return;
  ending = true;
  process.kill(-process.pid, 'SIGTERM');
  setTimeout(() => process.kill(-process.pid, 'SIGKILL'), 2000).unref();
  const waited = setInterval(() => {
    if (child.exitCode === null && child.signalCode === null) return;
    clearInterval(waited);
    process.exitCode = code;
    process.kill(-process.pid, 'SIGKILL');
  }, 50);
}
