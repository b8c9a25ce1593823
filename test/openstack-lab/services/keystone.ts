import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { OpenStackSession } from '../client/session';
import type { Lab } from '../lab';
import { once, run } from '../machine/command';
import { writeConfig } from '../machine/config-template';
import { databaseUrl, PORTS, REGION, SECOND_REGION, URLS } from '../places';
import { startWsgi } from './wsgi';

/** Keystone's default. */
const TOKEN_LIFETIME_S = 3600;

/** Schema, keys, administrator and catalog of Keystone itself. */
export async function prepareKeystone(lab: Lab): Promise<void> {
  const { places, password } = lab;
  configure(lab, 'keystone');
  const config = places.config('keystone', 'keystone.conf');
  await once(places, 'keystone-schema', async () => {
    const manage = ['/usr/bin/keystone-manage', '--config-file', config] as const;
    await run(places, 'keystone-schema', [...manage, 'db_sync']);
    const urls = ['admin', 'internal', 'public'].flatMap((kind) => [`--bootstrap-${kind}-url`, URLS.keystone]);
    const words = ['bootstrap', '--bootstrap-region-id', REGION, ...urls];
    // Not on the command line, which logs and everybody on the machine can read.
    const secret = { OS_BOOTSTRAP_PASSWORD: password };
    await run(places, 'keystone-schema', [...manage, ...words], secret);
  });
}

/** Starts it, and makes users, projects, roles and the catalog that are missing. */
export async function startKeystone(lab: Lab): Promise<void> {
  configure(lab, 'keystone');
  await serve(lab, 'keystone', PORTS.keystone);
  await once(lab.places, 'keystone-contents', () => fillKeystone(lab));
}

/** A Keystone of the same users with keys of its own: its tokens are well formed, and strangers to the first. */
export async function startForeignKeystone(lab: Lab): Promise<void> {
  configure(lab, 'foreign-keystone', { keysOf: 'foreign-keystone' });
  await serve(lab, 'foreign-keystone', PORTS.foreignKeystone);
}

/** A Keystone of the same users and keys, whose tokens the first knows, until they expire soon. */
export async function startHastyKeystone(lab: Lab, tokenLifetimeS: number): Promise<void> {
  await lab.daemons.stop('hasty-keystone');
  configure(lab, 'hasty-keystone', { tokenLifetimeS });
  await serve(lab, 'hasty-keystone', PORTS.hastyKeystone);
}

interface Difference {
  /** Whose keys it uses; the first Keystone's unless said. */
  readonly keysOf?: string;
  readonly tokenLifetimeS?: number;
}

function configure({ places, password }: Lab, name: string, different: Difference = {}): void {
  const { keysOf = 'keystone', tokenLifetimeS = TOKEN_LIFETIME_S } = different;
  const keys = (kind: string): string => places.config(keysOf, kind);
  for (const kind of ['fernet-keys', 'credential-keys']) writeKeys(keys(kind));
  writeConfig(places.config(name, 'keystone.conf'), 'keystone.conf', {
    log: places.log(name),
    database: databaseUrl('keystone', password),
    token_lifetime_s: `${tokenLifetimeS}`,
    fernet_keys: keys('fernet-keys'),
    credential_keys: keys('credential-keys'),
  });
}

async function serve(lab: Lab, name: string, port: number): Promise<void> {
  await startWsgi(lab, {
    name,
    port,
    processes: 1,
    threads: 4,
    script: '/usr/bin/keystone-wsgi-public',
    environment: {
      OS_KEYSTONE_CONFIG_FILES: lab.places.config(name, 'keystone.conf'),
      OS_KEYSTONE_CONFIG_DIR: lab.places.config(name),
    },
  });
}

/** A key repository as `keystone-manage fernet_setup` makes one: 0 is the next key, 1 the one in use. */
function writeKeys(folder: string): void {
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of ['0', '1']) {
    writeFileSync(path.join(folder, name), `${randomBytes(32).toString('base64url')}=`, { mode: 0o600 });
  }
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** User -> project -> roles. Every user's password is the lab's. */
const GRANTS: readonly (readonly [user: string, project: string, roles: readonly string[]])[] = [
  ['svc', 'service', ['admin', 'service']],
  ['demo', 'demo', ['member']],
  ['demo-reader', 'demo', ['reader']],
  ['demo-manager', 'demo', ['manager', 'member']],
  ['other', 'other', ['member']],
  // A service without administrator's rights.
  ['plain-service', 'service', ['service']],
];

async function fillKeystone({ password }: Lab): Promise<void> {
  const keystone = await OpenStackSession.logIn({ user: 'admin', project: 'admin', password });
  const collections: Readonly<Record<string, string>> = { user: 'users', project: 'projects', role: 'roles' };
  const ensure = async (kind: string, name: string, more: object = {}): Promise<string> => {
    const all = collections[kind] ?? '';
    const listed = await keystone.get('keystone', `/${all}?name=${encodeURIComponent(name)}`);
    const [found] = listed[all] as Named[];
    if (found !== undefined) return found.id;
    const made = await keystone.post('keystone', `/${all}`, { [kind]: { name, ...more } });
    return (made[kind] as Named).id;
  };
  for (const [user, project, roles] of GRANTS) {
    const userId = await ensure('user', user, { domain_id: 'default', password });
    const projectId = await ensure('project', project, { domain_id: 'default' });
    for (const role of roles) {
      const roleId = await ensure('role', role);
      await keystone.put('keystone', `/projects/${projectId}/users/${userId}/roles/${roleId}`, {});
    }
  }
  await keystone.post('keystone', '/regions', { region: { id: SECOND_REGION } });
  const services: readonly (readonly [type: string, name: string, url: string, regions: readonly string[]])[] = [
    ['placement', 'placement', URLS.placement, [REGION, SECOND_REGION]],
    ['image', 'glance', URLS.glance, [REGION]],
    ['network', 'neutron', URLS.neutron, [REGION]],
    ['compute', 'nova', URLS.nova, [REGION]],
  ];
  for (const [type, name, url, regions] of services) {
    const made = await keystone.post('keystone', '/services', { service: { type, name } });
    for (const region_id of regions) await addEndpoints(keystone, (made['service'] as Named).id, url, region_id);
  }
  const { services: listed } = await keystone.get('keystone', '/services?type=identity');
  const [identity] = listed as Named[];
  if (identity !== undefined) await addEndpoints(keystone, identity.id, URLS.keystone, SECOND_REGION);
}

async function addEndpoints(keystone: OpenStackSession, service_id: string, url: string, region_id: string) {
  for (const kind of ['public', 'internal', 'admin']) {
    await keystone.post('keystone', '/endpoints', { endpoint: { service_id, interface: kind, url, region_id } });
  }
}
