// Who may import whom (docs/ARCHITECTURE.md). Read by scripts/checks/imports.mjs, which also counts the modules seen.

/** Only these folders of ours may be imported from `folder`; packages and Node are not concerned. */
const only = (folder, allowed) => ({
  name: `${folder.replaceAll('/', '-')}-imports`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: {
    path: '^(core|cli|web|electron|renderer|bench|test|scripts)/',
    pathNot: `^(${[folder, ...allowed].join('|')})/`,
  },
})

const NEIGHBOURS = ['identity', 'network', 'sync', 'documents', 'bridge']

module.exports = {
  forbidden: [
    only('core/shared', []),
    only('core/domain', ['core/shared']),
    ...NEIGHBOURS.map((name) => only(`core/${name}`, ['core/shared', 'core/domain'])),
    only('core/engine', ['core']),
    only('cli', ['core/engine', 'core/bridge', 'core/shared', 'web', 'scripts/launcher', 'scripts/building']),
    only('web', ['core/engine', 'core/bridge', 'core/shared', 'scripts/launcher']),
    only('electron', ['core/engine', 'core/bridge', 'core/shared', 'web']),
    only('renderer', ['core/bridge', 'core/domain', 'core/shared']),
    {
      name: 'page-knows-no-node',
      comment: 'Nothing of Node, Electron, Automerge or the network in the page',
      severity: 'error',
      from: { path: '^(renderer|core/bridge/rpc-client)' },
      to: { dependencyTypes: ['core'], path: '.' },
    },
    {
      name: 'page-packages',
      severity: 'error',
      from: { path: '^renderer/' },
      to: {
        path: '^node_modules/(electron|libp2p|@libp2p|@chainsafe|@automerge|libsodium|ws|commander|multicast-dns)',
      },
    },
    {
      name: 'electron-only-in-its-folder',
      severity: 'error',
      from: { pathNot: '^(electron|test)/' },
      to: { path: '^node_modules/electron/' },
    },
    only('bench', [
      'core/engine',
      'core/bridge',
      'core/shared',
      'scripts/(launcher|building|testing)',
      'test/helpers/lab',
    ]),
    only('scripts', []),
    {
      name: 'domain-is-pure',
      comment: 'No Node, no Automerge, no network in the domain',
      severity: 'error',
      from: { path: '^core/domain/' },
      to: { path: '.', pathNot: ['^core/(domain|shared)/', '^node_modules/(zod|libphonenumber-js|ical\\.js)/'] },
    },
    {
      name: 'no-development-package-in-the-product',
      severity: 'error',
      from: { path: '^(core|cli|web|electron|renderer)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/electron/' },
    },
    {
      name: 'no-undeclared-package',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    // "?url" and "?worker" are read by the bundler, which fails where the file is not there
    { name: 'no-unknown-file', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '\\?(url|worker)' } },
    { name: 'no-deprecated-node-module', severity: 'error', from: {}, to: { dependencyTypes: ['deprecated'] } },
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphan',
      severity: 'error',
      from: {
        orphan: true,
        path: '^(core|cli|web|electron|renderer|bench|test|scripts)/',
        pathNot: ['\\.test\\.ts$', '\\.d\\.ts$', 'shift-clock', 'collect-often', '^bench/page/'],
      },
      to: {},
    },
  ],
  options: {
    // The swc parser: the TypeScript 7 compiler has no interface that dependency-cruiser could use (ADR 0005).
    parser: 'swc',
    tsPreCompilationDeps: true,
    // A repository full of mistakes, with which test/unit/import-rules.test.ts tries these rules.
    exclude: { path: '^test/fixtures/(imports|page)/' },
    doNotFollow: { path: '^node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
