import { inspect } from 'node:util';
import { readCloudAccess, type CloudAccess } from './cloud-access';

const SECRET = 'hunter2';
const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

const PASSWORD_VARIABLES = {
  OS_AUTH_URL: 'https://keystone.example:5000/v3',
  OS_USERNAME: 'advisor',
  OS_PASSWORD: SECRET,
  OS_PROJECT_NAME: 'service',
};

const CLOUDS = `
clouds:
  lab:
    auth:
      auth_url: http://127.0.0.1:5000
      username: advisor
      project_name: service
      user_domain_name: Default
      project_domain_name: Default
    region_name: RegionOne
    interface: internal
`;

interface Read {
  readonly access: CloudAccess | null;
  readonly problems: readonly string[];
}

function read(env: NodeJS.ProcessEnv, files: Readonly<Record<string, string>> = {}): Read {
  const problems: string[] = [];
  const readText = (file: string) => files[file] ?? null;
  const surroundings = { env, workingDirectory: '/srv/advisor', homeDirectory: '/home/op', readText };
  return { access: readCloudAccess(surroundings, problems), problems };
}

/** What is read, its secret revealed. */
function revealed({ access, problems }: Read): unknown {
  expect(problems).toEqual([]);
  if (access === null) return null;
  const { credentials } = access;
  return credentials.kind === 'password'
    ? { ...access, credentials: { ...credentials, password: credentials.password.reveal() } }
    : { ...access, credentials: { ...credentials, secret: credentials.secret.reveal() } };
}

describe('the way to the cloud by OS_* variables', () => {
  it('is none where no cloud is meant', () => {
    expect(read({})).toEqual({ access: null, problems: [] });
    expect(read({ OS_REGION_NAME: 'RegionOne', OS_INTERFACE: 'public', OS_AUTH_URL: ' ' })).toEqual({
      access: null,
      problems: [],
    });
  });

  it('takes a password, with the default domain where none is told', () => {
    expect(revealed(read(PASSWORD_VARIABLES))).toEqual({
      origin: 'OS_* variables',
      authUrl: 'https://keystone.example:5000/v3',
      credentials: {
        kind: 'password',
        user: { name: 'advisor', domain: { id: 'default' } },
        password: SECRET,
        scope: { kind: 'project', project: { name: 'service', domain: { id: 'default' } } },
      },
      region: null,
      endpointInterface: 'public',
      endpointOverrides: {},
      tls: { isVerified: true, ca: null, cert: null, key: null },
    });
  });

  it('takes ids before names, and the domains that are told', () => {
    const named = { ...PASSWORD_VARIABLES, OS_USER_DOMAIN_NAME: 'Users', OS_PROJECT_DOMAIN_ID: 'd1' };

    expect(read(named).access?.credentials).toMatchObject({
      user: { name: 'advisor', domain: { name: 'Users' } },
      scope: { project: { name: 'service', domain: { id: 'd1' } } },
    });
    expect(read({ ...named, OS_USER_ID: 'u1', OS_PROJECT_ID: 'p1' }).access?.credentials).toMatchObject({
      user: { id: 'u1' },
      scope: { project: { id: 'p1' } },
    });
    expect(read({ ...PASSWORD_VARIABLES, OS_DEFAULT_DOMAIN: 'd2' }).access?.credentials).toMatchObject({
      user: { domain: { id: 'd2' } },
      scope: { project: { domain: { id: 'd2' } } },
    });
  });

  it('takes the system or a domain for a scope', () => {
    const { OS_PROJECT_NAME: _, ...unscoped } = PASSWORD_VARIABLES;

    expect(read({ ...unscoped, OS_SYSTEM_SCOPE: 'all' }).access?.credentials).toMatchObject({
      scope: { kind: 'system' },
    });
    expect(read({ ...unscoped, OS_DOMAIN_NAME: 'Default' }).access?.credentials).toMatchObject({
      scope: { kind: 'domain', domain: { name: 'Default' } },
    });
    expect(read({ ...PASSWORD_VARIABLES, OS_SYSTEM_SCOPE: 'all' }).problems).toEqual([
      'OS_SYSTEM_SCOPE: a token is of a project or of the system, not of both',
    ]);
  });

  it('takes an application credential by its id, which has no scope', () => {
    const env = {
      OS_AUTH_TYPE: 'v3applicationcredential',
      OS_AUTH_URL: 'http://127.0.0.1:5000',
      OS_APPLICATION_CREDENTIAL_ID: 'ac1',
      OS_APPLICATION_CREDENTIAL_SECRET: SECRET,
      OS_PROJECT_NAME: 'left over from another openrc',
    };

    expect(revealed(read(env))).toMatchObject({
      credentials: { kind: 'application_credential', credential: { id: 'ac1' }, secret: SECRET },
    });
    const { OS_AUTH_TYPE: _, ...untyped } = env;
    expect(revealed(read(untyped))).toEqual(revealed(read(env)));
  });

  it('takes an application credential by its name only together with its user', () => {
    const env = {
      OS_AUTH_URL: 'http://127.0.0.1:5000',
      OS_APPLICATION_CREDENTIAL_NAME: 'sync',
      OS_APPLICATION_CREDENTIAL_SECRET: SECRET,
    };

    expect(read(env).problems).toEqual([
      'OS_APPLICATION_CREDENTIAL_NAME: is unique for a user only: OS_USERNAME or OS_USER_ID must be set',
    ]);
    expect(read({ ...env, OS_USER_ID: 'u1' }).access?.credentials).toMatchObject({
      credential: { name: 'sync', user: { id: 'u1' } },
    });
  });

  it('takes interface, region, overrides and the older names of things', () => {
    const env = {
      ...PASSWORD_VARIABLES,
      OS_PROJECT_NAME: '',
      OS_TENANT_NAME: 'service',
      OS_ENDPOINT_TYPE: 'internalURL',
      OS_REGION_NAME: 'RegionTwo',
      OS_COMPUTE_ENDPOINT_OVERRIDE: 'http://10.0.0.5:8774/v2.1',
    };

    expect(read(env).access).toMatchObject({
      region: 'RegionTwo',
      endpointInterface: 'internal',
      endpointOverrides: { compute: 'http://10.0.0.5:8774/v2.1' },
      credentials: { scope: { project: { name: 'service' } } },
    });
  });

  it('reads certificates at the start', () => {
    const env = { ...PASSWORD_VARIABLES, OS_CACERT: 'ca.pem', OS_CERT: '~/advisor.pem' };
    const files = { '/srv/advisor/ca.pem': PEM, '/home/op/advisor.pem': PEM };

    expect(read(env, files).access?.tls).toEqual({ isVerified: true, ca: PEM, cert: PEM, key: PEM });
    expect(read({ ...PASSWORD_VARIABLES, OS_INSECURE: 'True' }).access?.tls.isVerified).toBe(false);
    expect(read(env, { '/srv/advisor/ca.pem': 'none' }).problems).toEqual([
      'OS_CERT: /home/op/advisor.pem cannot be read',
      'OS_CACERT: /srv/advisor/ca.pem is not a PEM file',
    ]);
  });

  it.each`
    env                                                 | problem
    ${{ OS_AUTH_URL: '' }}                              | ${'OS_AUTH_URL: must be set to reach the cloud'}
    ${{ OS_AUTH_URL: 'ftp://keystone' }}                | ${'OS_AUTH_URL: not a URL that starts with http:// or https:// and holds no password'}
    ${{ OS_AUTH_URL: `http://me:${SECRET}@keystone` }}  | ${'OS_AUTH_URL: not a URL that starts with http:// or https:// and holds no password'}
    ${{ OS_USERNAME: '' }}                              | ${'OS_USERNAME: must be set to log in to the cloud, or OS_USER_ID'}
    ${{ OS_PASSWORD: '' }}                              | ${'OS_PASSWORD: must be set to log in to the cloud'}
    ${{ OS_PROJECT_NAME: '' }}                          | ${'OS_PROJECT_NAME: must be set, or OS_PROJECT_ID, or OS_SYSTEM_SCOPE=all: the token has to be of something'}
    ${{ OS_AUTH_TYPE: 'v3token' }}                      | ${'OS_AUTH_TYPE: is not one of password, v3password, v3applicationcredential'}
    ${{ OS_IDENTITY_API_VERSION: '2.0' }}               | ${'OS_IDENTITY_API_VERSION: Keystone is spoken to in version 3'}
    ${{ OS_INTERFACE: 'private' }}                      | ${'OS_INTERFACE: is not one of public, internal, admin'}
    ${{ OS_INSECURE: SECRET }}                          | ${'OS_INSECURE: is neither true nor false'}
    ${{ OS_SYSTEM_SCOPE: 'some', OS_PROJECT_NAME: '' }} | ${'OS_SYSTEM_SCOPE: is not "all", the only scope of the system that there is'}
    ${{ OS_NETWORK_ENDPOINT_OVERRIDE: '10.0.0.5' }}     | ${'OS_NETWORK_ENDPOINT_OVERRIDE: not a URL that starts with http:// or https:// and holds no password'}
    ${{ OS_KEY: 'advisor.pem' }}                        | ${'OS_KEY: /srv/advisor/advisor.pem cannot be read'}
  `('refuses $env', ({ env, problem }: { env: NodeJS.ProcessEnv; problem: string }) => {
    const { access, problems } = read({ ...PASSWORD_VARIABLES, ...env });

    expect({ access, problems }).toEqual({ access: null, problems: [problem] });
    expect(problems.join()).not.toContain(SECRET);
  });

  it('names every problem at once', () => {
    expect(read({ OS_USERNAME: 'advisor', OS_INTERFACE: 'x' }).problems.map((line) => line.split(':')[0])).toEqual([
      'OS_AUTH_URL',
      'OS_INTERFACE',
      'OS_PASSWORD',
      'OS_PROJECT_NAME',
    ]);
  });
});

describe('the way to the cloud by clouds.yaml', () => {
  const secure = `clouds: {lab: {auth: {password: ${SECRET}}}}`;

  it('is that of the cloud which OS_CLOUD names, its password in secure.yaml', () => {
    const files = { '/srv/advisor/clouds.yaml': CLOUDS, '/etc/openstack/secure.yaml': secure };

    expect(revealed(read({ OS_CLOUD: 'lab' }, files))).toMatchObject({
      authUrl: 'http://127.0.0.1:5000',
      region: 'RegionOne',
      endpointInterface: 'internal',
      credentials: {
        user: { name: 'advisor', domain: { name: 'Default' } },
        password: SECRET,
        scope: { project: { name: 'service', domain: { name: 'Default' } } },
      },
    });
  });

  it.each([
    ['/srv/advisor/clouds.yaml', {}],
    ['/home/op/.config/openstack/clouds.yaml', {}],
    ['/etc/openstack/clouds.yaml', {}],
    ['/elsewhere/my-clouds.yaml', { OS_CLIENT_CONFIG_FILE: '/elsewhere/my-clouds.yaml' }],
    ['/conf/openstack/clouds.yaml', { XDG_CONFIG_HOME: '/conf' }],
  ])('is found in %s', (file, env) => {
    const { access, problems } = read({ OS_CLOUD: 'lab', OS_PASSWORD: SECRET, ...env }, { [file]: CLOUDS });

    expect(problems).toEqual([]);
    expect(access?.origin).toBe(`cloud lab in ${file}`);
  });

  it('is the first of the files, not a mixture', () => {
    const files = {
      '/srv/advisor/clouds.yaml': CLOUDS.replace('RegionOne', 'Near'),
      '/etc/openstack/clouds.yaml': CLOUDS.replace('RegionOne', 'Far'),
    };
    const env = { OS_CLOUD: 'lab', OS_PASSWORD: SECRET };

    expect(read(env, files).access?.region).toBe('Near');
    expect(read({ ...env, OS_CLIENT_CONFIG_FILE: '/etc/openstack/clouds.yaml' }, files).access?.region).toBe('Far');
  });

  it('gives way to variables', () => {
    const env = { OS_CLOUD: 'lab', OS_PASSWORD: SECRET, OS_REGION_NAME: 'Other', OS_USERNAME: 'someone' };

    expect(read(env, { '/etc/openstack/clouds.yaml': CLOUDS }).access).toMatchObject({
      region: 'Other',
      credentials: { user: { name: 'someone' } },
    });
  });

  it('takes application credentials, verify, overrides and regions', () => {
    const file = `
clouds:
  lab:
    auth_type: v3applicationcredential
    auth: {auth_url: 'http://127.0.0.1:5000', application_credential_id: ac1, application_credential_secret: ${SECRET}}
    regions: [{name: Two, values: {}}, One]
    verify: false
    network-endpoint-override: http://10.0.0.5:9696
`;

    expect(read({ OS_CLOUD: 'lab' }, { '/etc/openstack/clouds.yaml': file }).access).toMatchObject({
      region: 'Two',
      credentials: { credential: { id: 'ac1' } },
      tls: { isVerified: false },
      endpointOverrides: { network: 'http://10.0.0.5:9696' },
    });
  });

  it('fills in what its profile in clouds-public.yaml says', () => {
    const files = {
      '/etc/openstack/clouds.yaml': `clouds: {lab: {profile: vendor, auth: {username: a, password: b, project_id: p}}}`,
      '/etc/openstack/clouds-public.yaml':
        'public-clouds: {vendor: {auth: {auth_url: "http://vendor:5000"}, region_name: V}}',
    };

    expect(read({ OS_CLOUD: 'lab' }, files).access).toMatchObject({ authUrl: 'http://vendor:5000', region: 'V' });
    expect(read({ OS_CLOUD: 'lab' }, { ...files, '/etc/openstack/clouds-public.yaml': '{}' }).problems).toEqual([
      'OS_CLOUD: its profile "vendor" is in no clouds-public.yaml',
    ]);
  });

  it.each([
    [
      {},
      'OS_CLOUD: there is no clouds.yaml (looked for it in /srv/advisor, /home/op/.config/openstack, /etc/openstack)',
    ],
    [
      { '/etc/openstack/clouds.yaml': 'clouds: {other: {}}' },
      'OS_CLOUD: /etc/openstack/clouds.yaml has no cloud of this name',
    ],
    [
      { '/etc/openstack/clouds.yaml': `password: "${SECRET}` },
      'OS_CLOUD: /etc/openstack/clouds.yaml is not a YAML document with clouds',
    ],
    [
      { '/etc/openstack/clouds.yaml': SECRET },
      'OS_CLOUD: /etc/openstack/clouds.yaml is not a YAML document with clouds',
    ],
  ] as const)('refuses %j', (files, problem) => {
    expect(read({ OS_CLOUD: 'lab' }, files).problems).toEqual([problem]);
  });

  it('names the file in which an entry is wrong', () => {
    const files = { '/etc/openstack/clouds.yaml': CLOUDS.replace('interface: internal', 'interface: inside') };

    expect(read({ OS_CLOUD: 'lab' }, files).problems).toEqual([
      'interface of cloud lab in /etc/openstack/clouds.yaml: is not one of public, internal, admin',
      'OS_PASSWORD: must be set to log in to the cloud',
    ]);
  });

  it('is refused where a file is named that is not there', () => {
    expect(
      read({ OS_CLOUD: 'lab', OS_CLIENT_CONFIG_FILE: 'mine.yaml' }, { '/etc/openstack/clouds.yaml': CLOUDS }).problems,
    ).toEqual(['OS_CLIENT_CONFIG_FILE: /srv/advisor/mine.yaml cannot be read']);
  });
});

describe('a secret of the configuration', () => {
  it('is shown by nobody who did not ask for it', () => {
    const { access } = read(PASSWORD_VARIABLES);

    expect(`${JSON.stringify(access)} ${inspect(access, { depth: 9 })}`).not.toContain(SECRET);
    expect(access?.credentials.kind === 'password' && access.credentials.password.reveal()).toBe(SECRET);
  });
});
