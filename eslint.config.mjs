import tseslint from 'typescript-eslint';

/** The arrows of the architecture: core <- protocol <- {worker, host, webview, platform, headless}. */
const rooms = {
  core: ['protocol', 'worker', 'host', 'webview', 'platform', 'headless'],
  protocol: ['worker', 'host', 'webview', 'platform', 'headless'],
  worker: ['host', 'webview', 'platform', 'headless'],
  host: ['worker', 'webview', 'platform', 'headless'],
  platform: ['worker', 'host', 'webview', 'headless'],
  headless: ['worker', 'host', 'webview'],
  webview: ['worker', 'host', 'platform', 'headless'],
};
const pure = new Set(['core', 'protocol']);

const arrows = Object.entries(rooms).map(([room, forbidden]) => ({
  files: [room === 'webview' ? 'webview/**/*.ts' : `src/${room}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: forbidden.map((other) => `**/${other}/**`),
            message: `${room} may not import ${forbidden.join(', ')}: see ARCHITECTURE.md.`,
          },
          ...(room === 'host' ? [] : [{ group: ['vscode'], message: 'Only the host imports vscode.' }]),
          ...(pure.has(room)
            ? [
                {
                  group: ['node:*', 'onnxruntime-web*', '@vscode/*'],
                  message: `${room} is pure.`,
                },
              ]
            : []),
          ...(room === 'webview' ? [{ group: ['node:*'], message: 'The page runs in a browser.' }] : []),
        ],
      },
    ],
  },
}));

export default tseslint.config(
  {
    ignores: ['node_modules', 'dist', 'out', '.cache', '.vscode-test', 'test/fixtures', 'training', 'models'],
  },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: [
          'src/core/tsconfig.json',
          'src/protocol/tsconfig.json',
          'src/worker/tsconfig.json',
          'src/tsconfig.json',
          'webview/tsconfig.json',
          'test/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
    },
  },
  ...arrows,
  { files: ['**/*.mjs'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['**/*.mjs', 'src/headless/**/*.ts', 'bench/**/*.ts', 'test/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  { files: ['**/*.mjs'], rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' } },
);
