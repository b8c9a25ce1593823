import { copyFileSync, mkdirSync } from 'node:fs';
import { OpenStackSession } from '../client/session';
import type { Lab } from '../lab';
import { once, PYTHON, run } from '../machine/command';
import { section, writeConfig } from '../machine/config-template';
import { databaseUrl, PORTS, URLS } from '../places';
import { startWsgi } from './wsgi';

/** The image that every server boots from: it is never read by a hypervisor, but Nova wants one. */
export const IMAGE = 'tiny';
const IMAGE_BYTES = 64 * 1024;

export async function prepareGlance({ places, password }: Lab): Promise<void> {
  const config = places.config('glance', 'glance-api.conf');
  const paste = places.config('glance', 'glance-api-paste.ini');
  for (const folder of ['images', 'tasks', 'staging']) mkdirSync(places.state('glance', folder), { recursive: true });
  writeConfig(config, 'glance-api.conf', {
    log: places.log('glance'),
    self: URLS.glance,
    database: databaseUrl('glance', password),
    state: places.state('glance'),
    paste,
    keystone_authtoken: section('keystone-authtoken.conf', { keystone: URLS.keystone, password }),
  });
  // The starter looks for it beside the other, whatever that says.
  copyFileSync(places.unpacked('usr/share/glance-common/glance-api-paste.ini'), paste);
  await once(places, 'glance-schema', async () => {
    const manage = places.unpacked('usr/bin/glance-manage');
    await run(places, 'glance-schema', [PYTHON, manage, '--config-file', config, 'db_sync']);
  });
}

export async function startGlance(lab: Lab): Promise<void> {
  await startWsgi(lab, {
    name: 'glance',
    port: PORTS.glance,
    processes: 1,
    threads: 4,
    script: lab.places.unpacked('usr/bin/glance-wsgi-api'),
    environment: { OS_GLANCE_CONFIG_DIR: lab.places.config('glance') },
  });
}

/** Needs Keystone's contents. */
export async function uploadImage({ places, password }: Lab): Promise<void> {
  await once(places, 'glance-image', async () => {
    const glance = await OpenStackSession.logIn({ user: 'admin', project: 'admin', password });
    const image = { name: IMAGE, disk_format: 'raw', container_format: 'bare', visibility: 'public' };
    const made = await glance.post('image', '/v2/images', image);
    await glance.upload('image', `/v2/images/${made['id'] as string}/file`, Buffer.alloc(IMAGE_BYTES));
  });
}
