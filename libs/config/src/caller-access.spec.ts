import { inspect } from 'node:util';
import { type CallerAccess, readCallerAccess } from './caller-access';

const SECRET = 'hunter2';
const KEYSTONE = 'https://keystone.example:5000/v3';
const CLOUDS = `
clouds:
  lab:
    auth: { auth_url: '${KEYSTONE}', username: op, password: ${SECRET}, project_name: ops }
    region_name: RegionOne
  token:
    auth_type: token
    auth: { auth_url: '${KEYSTONE}', token: ${SECRET} }
`;

function read(env: NodeJS.ProcessEnv): { access: CallerAccess | null; problems: readonly string[] } {
  const problems: string[] = [];
  const readText = (file: string) => (file === '/etc/openstack/clouds.yaml' ? CLOUDS : null);
  const access = readCallerAccess({ env, workingDirectory: '/srv', homeDirectory: '/home/op', readText }, problems);
  return { access, problems };
}

/** As whom it speaks, its secret shown. */
function whoOf(env: NodeJS.ProcessEnv): unknown {
  const { access, problems } = read(env);
  expect(problems).toEqual([]);
  const { credentials = null, cloud = null } = access ?? {};
  const secret = credentials?.kind === 'token' ? credentials.token.reveal() : null;
  return { kind: credentials?.kind ?? null, authUrl: cloud?.authUrl ?? null, secret };
}

describe('as whom a client speaks', () => {
  it('is nobody where nothing says more, though the shell has a region', () => {
    expect(whoOf({})).toEqual({ kind: null, authUrl: null, secret: null });
    expect(whoOf({ OS_REGION_NAME: 'RegionOne' })).toEqual({ kind: null, authUrl: null, secret: null });
  });

  it('is nobody where that is said, whatever else is set', () => {
    expect(whoOf({ OS_CLOUD: 'lab', OS_AUTH_TYPE: 'none' })).toMatchObject({ kind: null, authUrl: null });
  });

  it('is the user of a cloud in clouds.yaml', () => {
    expect(whoOf({ OS_CLOUD: 'lab' })).toMatchObject({ kind: 'password', authUrl: KEYSTONE });
    expect(read({ OS_CLOUD: 'lab', OS_REGION_NAME: 'RegionTwo' }).access?.cloud?.region).toBe('RegionTwo');
  });

  it('is an application credential', () => {
    const credential = { OS_APPLICATION_CREDENTIAL_ID: 'c1', OS_APPLICATION_CREDENTIAL_SECRET: SECRET };

    expect(whoOf({ OS_AUTH_URL: KEYSTONE, ...credential })).toMatchObject({ kind: 'application_credential' });
  });

  it('is whoever the token is of, by which the service’s address has to be told where no Keystone is', () => {
    expect(whoOf({ OS_TOKEN: SECRET })).toEqual({ kind: 'token', authUrl: null, secret: SECRET });
    expect(whoOf({ OS_TOKEN: SECRET, OS_AUTH_URL: KEYSTONE })).toMatchObject({ kind: 'token', authUrl: KEYSTONE });
    expect(whoOf({ OS_CLOUD: 'token' })).toEqual({ kind: 'token', authUrl: KEYSTONE, secret: SECRET });
  });

  it('is not the token where another way to log in is named', () => {
    expect(whoOf({ OS_CLOUD: 'lab', OS_TOKEN: 'other', OS_AUTH_TYPE: 'password' })).toMatchObject({ kind: 'password' });
  });

  it('is a mistake where something is missing, which is told by name', () => {
    expect(read({ OS_AUTH_TYPE: 'token', OS_AUTH_URL: KEYSTONE }).problems[0]).toContain('OS_TOKEN: must be set');
    expect(read({ OS_CLOUD: 'nowhere' })).toMatchObject({ access: null });
    expect(read({ OS_AUTH_URL: KEYSTONE, OS_USERNAME: 'op' }).problems).toContain(
      'OS_PASSWORD: must be set to log in to the cloud',
    );
  });

  it('is shown by nothing that prints it', () => {
    expect(inspect(read({ OS_TOKEN: SECRET }), { depth: 9 })).not.toContain(SECRET);
    expect(JSON.stringify(read({ OS_CLOUD: 'lab' }))).not.toContain(SECRET);
  });
});
