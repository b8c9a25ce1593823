import { copyFileSync, mkdirSync } from 'node:fs';
import type { Lab } from '../lab';
import { once, PYTHON, run } from '../machine/command';
import { section, writeConfig } from '../machine/config-template';
import { databaseUrl, LOOPBACK, messageQueueUrl, PORTS, REGION, URLS } from '../places';
import { startWsgi } from './wsgi';

/** Configuration of nova-api, conductor and scheduler, and of all computes. */
export function configureNova({ places, password }: Lab, aliasLines: readonly string[]): void {
  mkdirSync(places.state('nova', 'instances'), { recursive: true });
  const user = (name: string): string =>
    section('service-user.conf', { section: name, keystone: URLS.keystone, password, region: REGION });
  const shared = {
    state: places.state('nova'),
    loopback: LOOPBACK,
    message_queue: messageQueueUrl(),
    glance: URLS.glance,
    pci_aliases: aliasLines.join('\n'),
    neutron_user: user('neutron'),
    placement_user: user('placement'),
    service_user: user('service_user'),
    keystone_authtoken: section('keystone-authtoken.conf', { keystone: URLS.keystone, password }),
  };
  const databases = section('nova-databases.conf', {
    api_database: databaseUrl('nova_api', password),
    database: databaseUrl('nova', password),
  });
  writeConfig(places.config('nova', 'nova.conf'), 'nova.conf', { ...shared, databases });
  // nova-compute does not start where it sees a database.
  writeConfig(computeConfig(places), 'nova.conf', { ...shared, databases: '' });
}

export function computeConfig(places: Lab['places']): string {
  return places.config('nova', 'nova-compute.conf');
}

export async function prepareNova({ places, password }: Lab): Promise<void> {
  copyFileSync(places.unpacked('usr/share/nova-common/api-paste.ini'), places.config('nova', 'api-paste.ini'));
  await once(places, 'nova-schema', async () => {
    const config = ['--config-file', places.config('nova', 'nova.conf')];
    const manage = (...words: string[]): Promise<string> =>
      run(places, 'nova-schema', [PYTHON, places.unpacked('usr/bin/nova-manage'), ...config, ...words]);
    await manage('api_db', 'sync');
    await manage('cell_v2', 'map_cell0', '--database_connection', databaseUrl('nova_cell0', password));
    await manage('db', 'sync');
    if (!(await manage('cell_v2', 'list_cells')).includes('cell1')) {
      await manage('cell_v2', 'create_cell', '--name', 'cell1');
    }
  });
}

/** Needs RabbitMQ, and Keystone and Placement too: the scheduler asks for them once, when it starts, and ends without. */
export async function startNova(lab: Lab): Promise<void> {
  const { places, daemons } = lab;
  for (const service of ['conductor', 'scheduler']) {
    const starter = `import sys; from nova.cmd.${service} import main; sys.exit(main())`;
    const log = ['--log-file', places.log(`nova-${service}`)];
    await daemons.start({
      name: `nova-${service}`,
      command: [PYTHON, '-c', starter, '--config-file', places.config('nova', 'nova.conf'), ...log],
    });
  }
  await startWsgi(lab, {
    name: 'nova-api',
    port: PORTS.nova,
    // Nova's API is written for green threads: more of the machine's own would share what is not made for it.
    processes: 2,
    threads: 1,
    script: places.unpacked('usr/bin/nova-api-wsgi'),
    environment: { OS_NOVA_CONFIG_DIR: places.config('nova') },
  });
}

/** After a change of the cloud's aliases: these read them when they start. */
export async function restartNova(lab: Lab): Promise<void> {
  await Promise.all(['nova-api', 'nova-conductor', 'nova-scheduler'].map((name) => lab.daemons.stop(name)));
  await startNova(lab);
}
