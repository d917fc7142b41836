/** @jest-config-loader esbuild-register */
import { availableParallelism } from 'node:os';
import type { Config } from 'jest';

/** How Jest reads a TypeScript module; those with elements of the page have a syntax of their own. */
const transform = (syntax: { readonly tsx?: true }): [string, object] => [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', ...syntax },
      transform: { react: { runtime: 'automatic', importSource: 'preact' } },
      keepClassNames: true,
    },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

const config: Config = {
  testEnvironment: 'node',
  // More than there are processors: many tests wait for processes of their own.
  maxWorkers: availableParallelism() * 2,
  // Only for what hangs: a machine that is busy with other work must not fail a test.
  testTimeout: 300_000,
  reporters: ['default', '<rootDir>/scripts/progress-reporter.mjs'],
  roots: ['<rootDir>/packages', '<rootDir>/apps'],
  testMatch: ['**/*.spec.ts'],
  globalSetup: '<rootDir>/scripts/tested-program.mjs',
  transform: { '^.+\\.[jt]s$': transform({}), '^.+\\.tsx$': transform({ tsx: true }) },
  // Jest runs CommonJS; these come as ES modules only.
  transformIgnorePatterns: [
    '/node_modules/\\.pnpm/(?!@?inversify|smol-toml|string-width|strip-ansi|ansi-regex|get-east-asian-width)',
  ],
  moduleNameMapper: {
    '^@target-eye/client$': '<rootDir>/packages/client/src/index.ts',
    '^@target-eye/domain$': '<rootDir>/packages/domain/src/index.ts',
    '^@target-eye/domain/testing$': '<rootDir>/packages/domain/testing/index.ts',
    '^@target-eye/etcd-storage$': '<rootDir>/packages/etcd-storage/src/index.ts',
    '^@target-eye/file-sd-storage$': '<rootDir>/packages/file-sd-storage/src/index.ts',
    '^@target-eye/http-api$': '<rootDir>/packages/http-api/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/packages/[^/]+/dist', '<rootDir>/apps/[^/]+/dist'],
};

export default config;
