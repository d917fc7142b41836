/** The hexagon's dependency rule, and the fences around single libraries. */
module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'The domain knows nothing but itself: no package, no Node module.',
      severity: 'error',
      from: { path: '^packages/domain/src', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^packages/domain/src' },
    },
    {
      name: 'storage-knows-only-the-domain',
      comment: 'An adapter depends on the domain, never on another adapter.',
      severity: 'error',
      from: { path: '^packages/file-sd-storage/src' },
      to: { path: '^apps/' },
    },
    {
      name: 'http-does-not-know-storage',
      comment: 'The HTTP adapter reaches the store through the port of the domain.',
      severity: 'error',
      from: { path: '^apps/server/src/http', pathNot: '\\.spec\\.ts$' },
      to: { path: ['^packages/file-sd-storage', '^apps/server/src/composition'] },
    },
    {
      name: 'parts-below-http',
      comment: 'Settings, logs, rights, TLS and target policies are told what they need; who asks is not their matter.',
      severity: 'error',
      from: {
        path: '^apps/server/src/(configuration|logging|access|tls|target-policy)/',
        pathNot: '\\.spec\\.ts$',
      },
      to: { path: '^apps/server/src/(http|metrics|composition)/' },
    },
    {
      name: 'metrics-are-plugged-in',
      comment: 'What is observed declares an interface; only the composition root knows who implements it.',
      severity: 'error',
      from: {
        path: '^(packages|apps)/[^/]+/src',
        pathNot: ['^apps/server/src/(metrics|composition)/', '\\.spec\\.ts$'],
      },
      to: { path: ['^apps/server/src/metrics/', 'prom-client'] },
    },
    {
      name: 'inversify-only-in-composition',
      comment: 'Everything can be built with `new`; only the composition root knows the container.',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: '^apps/server/src/composition/' },
      to: { path: ['inversify', 'reflect-metadata'] },
    },
    {
      name: 'no-test-code-in-the-product',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src', pathNot: '\\.spec\\.ts$' },
      to: { path: ['\\.spec\\.ts$', '^packages/domain/testing', '^(packages|apps)/[^/]+/test/'] },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: { path: '^(packages|apps)/' },
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', 'dist'] },
    exclude: { path: ['/dist/', '\\.d\\.ts$'] },
    tsConfig: { fileName: 'tsconfig.test.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default', 'types'] },
  },
};
