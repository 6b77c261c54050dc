import fs from 'node:fs';

/**
 * The counts in a JSON report of Vitest.
 * @param {string} file
 * @returns {{ passed: number, failed: number, skipped: number } | undefined} undefined where there is no whole report
 */
export function readReport(file) {
  try {
    const report = JSON.parse(fs.readFileSync(file, 'utf8'));
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch {
    return undefined;
  }
}
