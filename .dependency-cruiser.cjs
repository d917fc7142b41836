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
      from: { path: '^packages/([^/]+-storage)/src', pathNot: '\\.spec\\.ts$' },
      to: { path: ['^apps/', '^packages/(?!domain/)'], pathNot: '^packages/$1/' },
    },
    {
      name: 'http-api-knows-only-the-domain',
      comment: 'Server, client and command share it, so it stands on the domain alone.',
      severity: 'error',
      from: { path: '^packages/http-api/src', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^packages/(http-api|domain)/src' },
    },
    {
      name: 'client-knows-only-the-wire',
      comment: 'It runs in browsers too, so nothing of Node and no other package.',
      severity: 'error',
      from: { path: '^packages/client/src', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^packages/(client|http-api|domain)/src' },
    },
    {
      name: 'targetctl-stands-on-the-client',
      comment: 'The command reaches the service over HTTP only, and knows no part of it.',
      severity: 'error',
      from: { path: '^apps/targetctl/src', pathNot: '\\.spec\\.ts$' },
      to: { path: ['^apps/(?!targetctl/)', '^packages/(?!(client|http-api|domain)/)'] },
    },
    {
      name: 'page-stands-on-the-client',
      comment:
        'The page reaches the service over HTTP only and runs in browsers: no part of the service, nothing of Node.',
      severity: 'error',
      from: { path: '^apps/page/src', pathNot: '\\.spec\\.ts$' },
      to: {
        pathNot: [
          '^apps/page/src',
          '^packages/(client|http-api|domain)/src',
          '(?:^|node_modules/)(?:preact|@preact/signals|uplot|yaml)(?:/|$)',
        ],
      },
    },
    {
      name: 'http-knows-neither-storage-nor-settings',
      comment: 'The HTTP adapter reaches the store through the port of the domain, and is told what is set.',
      severity: 'error',
      from: { path: '^apps/server/src/(http|routes)/', pathNot: '\\.spec\\.ts$' },
      to: { path: ['^packages/[^/]+-storage', '^apps/server/src/(settings|composition|cli)/'] },
    },
    {
      name: 'stores-are-plugged-in',
      comment:
        'Only the composition root names a store or a publisher, everybody else its ports; metrics hear what an adapter has to tell.',
      severity: 'error',
      from: { path: '^apps/server/src/', pathNot: ['^apps/server/src/(composition|metrics)/', '\\.spec\\.ts$'] },
      to: { path: '^packages/[^/]+-storage' },
    },
    {
      name: 'http-knows-no-route',
      comment: 'What all requests share knows no capability.',
      severity: 'error',
      from: { path: '^apps/server/src/http/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^apps/server/src/routes/' },
    },
    {
      name: 'routes-stand-alone',
      comment: 'A capability knows no other one; only app.ts knows them all.',
      severity: 'error',
      from: { path: '^apps/server/src/routes/([^/]+)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^apps/server/src/routes/', pathNot: '^apps/server/src/routes/$1/' },
    },
    {
      name: 'parts-below-http-and-settings',
      comment: 'The parts are told what they need; who asks and where it is set is not their matter.',
      severity: 'error',
      from: {
        path: '^apps/server/src/(access|etcd|http-config|logging|net|operator-files|prometheus-api|systemd|target-policy|tls|turns|web-config)/',
        pathNot: '\\.spec\\.ts$',
      },
      to: { path: '^apps/server/src/(http|routes|metrics|settings|composition|cli)/' },
    },
    {
      name: 'operator-files-are-the-ground',
      comment: 'Reading, checking and watching files knows nothing of what the files are for.',
      severity: 'error',
      from: { path: '^apps/server/src/operator-files/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^apps/server/src/', pathNot: '^apps/server/src/operator-files/' },
    },
    {
      name: 'settings-are-the-roof',
      comment: 'The table of settings may know every part, but no capability and no wiring.',
      severity: 'error',
      from: { path: '^apps/server/src/settings/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^apps/server/src/(routes|metrics|composition|cli)/' },
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
    exclude: { path: ['^(packages|apps)/[^/]+/(dist|build)/', '^(packages|apps)/.*\\.d\\.ts$'] },
    tsConfig: { fileName: 'tsconfig.test.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default', 'types'] },
  },
};
