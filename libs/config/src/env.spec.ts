import { CONFIG_VARIABLES, ConfigError, planningPolicyOf, readConfig, requireServers } from './env';

const SECRET = 'hunter2';

function problemsOf(action: () => unknown): readonly string[] {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('needs nothing set', () => {
    expect(readConfig({}, '/srv/advisor')).toEqual({
      host: '127.0.0.1',
      port: 8080,
      databaseUrl: null,
      redisUrl: null,
      redisPrefix: 'iopath-advisor',
      dataDir: '/srv/advisor/.data',
      authMode: 'none',
      wwwAuthenticateUri: null,
      tokenCacheS: 300,
      policyRules: new Map(),
      openStackRelease: '2025.1',
      cloud: { neutronMechanismDrivers: null, neutronExtensions: null, pciAliases: null },
      cloudAccess: null,
      workerConcurrency: 10,
      planningThreads: 1,
      decisionTimeLimitS: 60,
      queueLimit: 10_000,
      projectQueueLimit: 5_000,
      shutdownLimitS: 20,
      auditEveryS: 3_600,
      syncEveryS: 60,
      factAges: { staleAfterMs: 86_400_000, refuseAfterMs: null },
      logLevel: 'info',
    });
  });

  it('takes every variable it names', () => {
    const config = readConfig({
      HOST: '::1',
      PORT: '0',
      DATABASE_URL: 'postgresql://advisor@db/advisor',
      REDIS_URL: 'rediss://cache:6380/1',
      REDIS_PREFIX: 'region-two',
      DATA_DIR: '/var/lib/advisor',
      AUTH_MODE: 'none',
      WWW_AUTHENTICATE_URI: 'https://keystone.example/identity',
      TOKEN_CACHE_S: '0',
      OPENSTACK_RELEASE: 'zed',
      NEUTRON_MECHANISM_DRIVERS: 'sriovnicswitch, openvswitch,openvswitch',
      NEUTRON_EXTENSIONS: 'port-numa-affinity-policy',
      PCI_ALIASES: '[{"name": "nvme", "vendor_id": "144D", "product_id": "a808", "numa_policy": "preferred"}]',
      WORKER_CONCURRENCY: '64',
      PLANNING_THREADS: '0',
      DECISION_TIME_LIMIT_S: '5',
      QUEUE_LIMIT: '200',
      PROJECT_QUEUE_LIMIT: '50',
      SHUTDOWN_LIMIT_S: '90',
      AUDIT_EVERY_S: '0',
      SYNC_EVERY_S: '300',
      FACTS_STALE_AFTER_S: '3600',
      FACTS_REFUSE_AFTER_S: '86400',
      LOG_LEVEL: 'debug',
    });

    expect(config).toEqual({
      host: '::1',
      port: 0,
      databaseUrl: 'postgresql://advisor@db/advisor',
      redisUrl: 'rediss://cache:6380/1',
      redisPrefix: 'region-two',
      dataDir: '/var/lib/advisor',
      authMode: 'none',
      wwwAuthenticateUri: 'https://keystone.example/identity',
      tokenCacheS: 0,
      policyRules: new Map(),
      openStackRelease: 'zed',
      cloud: {
        neutronMechanismDrivers: ['openvswitch', 'sriovnicswitch'],
        neutronExtensions: ['port-numa-affinity-policy'],
        pciAliases: [{ name: 'nvme', vendorId: '144d', productId: 'a808', deviceType: null, numaPolicy: 'preferred' }],
      },
      cloudAccess: null,
      workerConcurrency: 64,
      planningThreads: 0,
      decisionTimeLimitS: 5,
      queueLimit: 200,
      projectQueueLimit: 50,
      shutdownLimitS: 90,
      auditEveryS: 0,
      syncEveryS: 300,
      factAges: { staleAfterMs: 3_600_000, refuseAfterMs: 86_400_000 },
      logLevel: 'debug',
    });
  });

  it('takes an empty variable for an unset one', () => {
    const empty = Object.fromEntries(CONFIG_VARIABLES.map((variable) => [variable, '']));

    expect(readConfig(empty)).toEqual(readConfig({}));
  });

  it('takes an empty list of aliases for a cloud that has none, which is not the same as not known', () => {
    expect(readConfig({ PCI_ALIASES: '[]' }).cloud.pciAliases).toEqual([]);
  });

  it('tells what is wrong with the way to the cloud together with the rest', () => {
    expect(
      problemsOf(() => readConfig({ OS_AUTH_URL: 'not a URL', OS_USER_ID: 'u', OS_PASSWORD: 'p', PORT: 'x' })),
    ).toEqual([
      'PORT: "x" is not a whole number from 0 to 65535',
      'OS_AUTH_URL: not a URL that starts with http:// or https:// and holds no password',
      'OS_PROJECT_NAME: must be set, or OS_PROJECT_ID, or OS_SYSTEM_SCOPE=all: the token has to be of something',
    ]);
  });

  it.each`
    variable                   | value                 | problem
    ${'PORT'}                  | ${'65536'}            | ${'PORT: "65536" is not a whole number from 0 to 65535'}
    ${'PORT'}                  | ${'-1'}               | ${'PORT: "-1" is not a whole number from 0 to 65535'}
    ${'PORT'}                  | ${'80a'}              | ${'PORT: "80a" is not a whole number from 0 to 65535'}
    ${'PORT'}                  | ${'1e3'}              | ${'PORT: "1e3" is not a whole number from 0 to 65535'}
    ${'WORKER_CONCURRENCY'}    | ${'0'}                | ${'WORKER_CONCURRENCY: "0" is not a whole number from 1 to 64'}
    ${'WORKER_CONCURRENCY'}    | ${'65'}               | ${'WORKER_CONCURRENCY: "65" is not a whole number from 1 to 64'}
    ${'PLANNING_THREADS'}      | ${'65'}               | ${'PLANNING_THREADS: "65" is not a whole number from 0 to 64'}
    ${'DECISION_TIME_LIMIT_S'} | ${'0'}                | ${'DECISION_TIME_LIMIT_S: "0" is not a whole number from 1 to 3600'}
    ${'QUEUE_LIMIT'}           | ${'0'}                | ${'QUEUE_LIMIT: "0" is not a whole number from 1 to 1000000'}
    ${'PROJECT_QUEUE_LIMIT'}   | ${'many'}             | ${'PROJECT_QUEUE_LIMIT: "many" is not a whole number from 1 to 1000000'}
    ${'SHUTDOWN_LIMIT_S'}      | ${'0'}                | ${'SHUTDOWN_LIMIT_S: "0" is not a whole number from 1 to 3600'}
    ${'SYNC_EVERY_S'}          | ${'soon'}             | ${'SYNC_EVERY_S: "soon" is not a whole number from 0 to 604800'}
    ${'FACTS_STALE_AFTER_S'}   | ${'-1'}               | ${'FACTS_STALE_AFTER_S: "-1" is not a whole number from 0 to 31622400'}
    ${'FACTS_REFUSE_AFTER_S'}  | ${'60'}               | ${'FACTS_REFUSE_AFTER_S: 60 is less than FACTS_STALE_AFTER_S, 86400'}
    ${'AUDIT_EVERY_S'}         | ${'604801'}           | ${'AUDIT_EVERY_S: "604801" is not a whole number from 0 to 604800'}
    ${'OPENSTACK_RELEASE'}     | ${'yoga'}             | ${'OPENSTACK_RELEASE: "yoga" is not one of zed, 2023.1'}
    ${'LOG_LEVEL'}             | ${'verbose'}          | ${'LOG_LEVEL: "verbose" is not one of fatal, error'}
    ${'DATABASE_URL'}          | ${'mysql://db/x'}     | ${'DATABASE_URL: not a URL that starts with postgresql:// or postgres://'}
    ${'REDIS_URL'}             | ${'localhost:6379'}   | ${'REDIS_URL: not a URL that starts with redis:// or rediss://'}
    ${'AUTH_MODE'}             | ${'off'}              | ${'AUTH_MODE: "off" is not one of keystone, none'}
    ${'AUTH_MODE'}             | ${'keystone'}         | ${'AUTH_MODE: "keystone" needs a cloud whose Keystone can be asked'}
    ${'HOST'}                  | ${'0.0.0.0'}          | ${'AUTH_MODE: "keystone" needs a cloud whose Keystone can be asked'}
    ${'TOKEN_CACHE_S'}         | ${'3601'}             | ${'TOKEN_CACHE_S: "3601" is not a whole number from 0 to 3600'}
    ${'WWW_AUTHENTICATE_URI'}  | ${'keystone:5000'}    | ${'WWW_AUTHENTICATE_URI: not a URL that starts with http:// or https://'}
    ${'POLICY_FILE'}           | ${'/nowhere/p.yaml'}  | ${'POLICY_FILE: /nowhere/p.yaml: cannot be read'}
    ${'NEUTRON_EXTENSIONS'}    | ${'qos,,trunk'}       | ${'NEUTRON_EXTENSIONS: "" is not a name; names are parted by commas'}
    ${'NEUTRON_EXTENSIONS'}    | ${'port trusted'}     | ${'NEUTRON_EXTENSIONS: "port trusted" is not a name'}
    ${'PCI_ALIASES'}           | ${'nvme'}             | ${'PCI_ALIASES: not JSON'}
    ${'PCI_ALIASES'}           | ${'{"name": "nvme"}'} | ${'PCI_ALIASES: not a list of alias objects'}
    ${'PCI_ALIASES'}           | ${'[{"vendor": 1}]'}  | ${'PCI_ALIASES: entry 0: has no name'}
  `('refuses $variable=$value', ({ variable, value, problem }: Record<'variable' | 'value' | 'problem', string>) => {
    expect(problemsOf(() => readConfig({ [variable]: value }))).toEqual([expect.stringContaining(problem)]);
  });

  it.each(['0.0.0.0', '::', '192.0.2.7', 'advisor.example', '127.0.0.1.example'])(
    'never opens %s to everyone',
    (host) => {
      expect(problemsOf(() => readConfig({ HOST: host, AUTH_MODE: 'none' }))).toEqual([
        `AUTH_MODE: "none" lets everyone in, so HOST must be a loopback address, not "${host}"`,
      ]);
    },
  );

  it('reports every problem at once', () => {
    const problems = problemsOf(() => readConfig({ PORT: 'x', LOG_LEVEL: 'x', HOST: '0.0.0.0', REDIS_URL: 'x' }));

    expect(problems.map((problem) => problem.split(':')[0])).toEqual(['PORT', 'REDIS_URL', 'AUTH_MODE', 'LOG_LEVEL']);
  });

  it('keeps passwords out of its message', () => {
    const action = () =>
      readConfig({ DATABASE_URL: `mysql://root:${SECRET}@db`, REDIS_URL: `http://:${SECRET}@cache` });

    expect(problemsOf(action)).toHaveLength(2);
    expect(problemsOf(action).join()).not.toContain(SECRET);
  });
});

describe('the planning policy', () => {
  it('is the release, what was told of the cloud and when facts are old', () => {
    const config = readConfig({ OPENSTACK_RELEASE: '2024.1', NEUTRON_MECHANISM_DRIVERS: 'ovn' });

    expect(planningPolicyOf(config)).toEqual({
      release: '2024.1',
      cloud: { neutronMechanismDrivers: ['ovn'], neutronExtensions: null, pciAliases: null },
      factAges: { staleAfterMs: 86_400_000, refuseAfterMs: null },
    });
  });
});

describe('processes that run apart', () => {
  it('need both servers named', () => {
    expect(problemsOf(() => requireServers(readConfig({})))).toEqual([
      'DATABASE_URL must be set when API and worker run as separate processes',
      'REDIS_URL must be set when API and worker run as separate processes',
    ]);
  });

  it('are content with a database and a Redis', () => {
    const config = readConfig({ DATABASE_URL: 'postgresql://db/advisor', REDIS_URL: 'redis://cache' });

    expect(requireServers(config)).toEqual(config);
  });
});
