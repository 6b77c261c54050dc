/**
 * The real VS Code workbenches that the tests run in: the npm package `code-server` 4.X.Y holds VS Code 1.X.Y, and is
 * run by the Node of its own major version, which comes from npm too.
 * @typedef {{ codeServer: string, node: string }} WorkbenchVersion
 */

/** @satisfies {Record<string, WorkbenchVersion>} */
export const versions = {
  newest: { codeServer: '4.139.1', node: '24.21.0' },
  /** The floor of `engines.vscode`. */
  oldest: { codeServer: '4.100.3', node: '20.20.2' },
};

/** @typedef {keyof typeof versions} VersionName */

/**
 * The npm package that holds Node for this machine.
 * @returns {string | undefined} undefined where code-server or a fitting Node package does not exist
 */
export function nodePackage() {
  return process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)
    ? `node-linux-${process.arch}`
    : undefined;
}

/**
 * Why the browser workbench cannot run on this machine.
 * @returns {string | undefined} undefined where it can
 */
export function whyNoWorkbench() {
  if (nodePackage() !== undefined) return undefined;
  return process.platform === 'win32'
    ? 'code-server does not run on Windows'
    : `npm holds no Node ${versions.newest.node} for ${process.platform}-${process.arch}, which code-server needs`;
}
