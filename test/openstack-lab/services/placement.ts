import type { Lab } from '../lab';
import { once, run } from '../machine/command';
import { section, writeConfig } from '../machine/config-template';
import { databaseUrl, PORTS, URLS } from '../places';
import { startWsgi } from './wsgi';

export async function preparePlacement({ places, password }: Lab): Promise<void> {
  const config = places.config('placement', 'placement.conf');
  writeConfig(config, 'placement.conf', {
    log: places.log('placement'),
    database: databaseUrl('placement', password),
    keystone_authtoken: section('keystone-authtoken.conf', { keystone: URLS.keystone, password }),
  });
  await once(places, 'placement-schema', async () => {
    await run(
      places,
      'placement-schema',
      ['/usr/bin/placement-manage', '--config-file', config, 'db', 'sync'],
      environment(places.config('placement')),
    );
  });
}

export async function startPlacement(lab: Lab): Promise<void> {
  await startWsgi(lab, {
    name: 'placement',
    port: PORTS.placement,
    processes: 2,
    threads: 4,
    script: '/usr/bin/placement-api',
    environment: environment(lab.places.config('placement')),
  });
}

function environment(folder: string): Readonly<Record<string, string>> {
  return { OS_PLACEMENT_CONFIG_DIR: folder };
}
