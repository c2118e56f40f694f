import tseslint from 'typescript-eslint';

/** The stages, in the order of the flow, and what each may import beside what all share. */
const layers = {
  spec: [],
  operation: ['spec'],
  arbitraries: ['spec'],
  contract: ['operation', 'arbitraries'],
  client: [],
  checks: ['operation'],
  judge: ['operation', 'checks', 'contract', 'client'],
  report: [],
  known: [],
  record: [],
  compare: ['report'],
  mock: [],
};
const stages = Object.keys(layers);

/** Every stage but those allowed is out of reach; so are what composes them and the suites. */
const layerRules = Object.entries(layers).map(([stage, allowed]) => ({
  files: [`src/${stage}/**/*.ts`],
  ignores: ['**/*.test.ts'],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^(\\.\\./)+(${[...stages.filter((other) => other !== stage && !allowed.includes(other)), 'run', 'cli'].join('|')})/`,
            // What is declared may be known before it exists: types cross the stages, behaviour does not.
            allowTypeImports: stage !== 'mock',
            message: `${stage} may import ${['what all share', ...allowed].join(', ')}; run composes the stages.`,
          },
          {
            regex: '^(\\.\\./)+(suites|run\\.js|index\\.js$)',
            message: 'Only cli, index.ts and vitest.ts know the suites.',
          },
          ...(['contract', 'arbitraries', 'spec'].includes(stage)
            ? []
            : [{ regex: 'generated/', message: 'Only spec, arbitraries and contract know the generated files.' }]),
        ],
      },
    ],
  },
}));

/** What all stages share knows none of them. */
const shared = [
  ['shared', '^\\.\\./'],
  ['secrets', '^\\.\\./(?!shared/)'],
].map(([folder, regex]) => ({
  files: [`src/${folder}/**/*.ts`],
  ignores: ['**/*.test.ts'],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      { patterns: [{ regex, message: `${folder} is what all stages share: it knows none of them.` }] },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist/', '.bench/', 'generated/', 'reports/', 'coverage/', 'node_modules/', '.stryker-tmp/'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unnecessary-condition': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Characters are meant: the contract counts code points.
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { varsIgnorePattern: '^_', argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'max-lines': ['error', { max: 300 }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExpressionStatement > CallExpression[callee.name=/^(decode|encode)URI(Component)?$/]',
          message: 'The build drops a call whose value is not used, and with it what it throws.',
        },
      ],
    },
  },
  {
    files: ['**/*.test.ts'],
    rules: { 'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }] },
  },
  ...layerRules,
  ...shared,
  ...[
    ['src/mock/*.ts', '^\\.\\./'],
    ['src/mock/*/**/*.ts', '^(\\.\\./){2,}'],
  ].map(([files, regex]) => ({
    files: [files],
    ignores: ['**/*.test.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex, message: 'The mock is written from the document by hand: it knows nothing of the suite.' },
          ],
        },
      ],
    },
  })),
  {
    files: ['suites/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^\\.\\./src/(?!contract/)',
              message: 'A suite knows the vocabulary of the contract, and nothing else.',
            },
          ],
        },
      ],
    },
  },
);
