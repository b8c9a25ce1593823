import { mkdirSync } from 'node:fs';
import type { Lab } from '../lab';
import { once, PYTHON, run } from '../machine/command';
import { section, writeConfig } from '../machine/config-template';
import { untilAnswering } from '../machine/until';
import { databaseUrl, LOOPBACK, messageQueueUrl, PORTS, REGION, URLS } from '../places';

/** Physical networks that VLAN networks can be made on without being told a tag. */
const VLAN_RANGES = ['physnet1:100:199', 'physnet2:200:299', 'physnet3:300:399'];

export async function prepareNeutron({ places, password }: Lab): Promise<void> {
  mkdirSync(places.state('neutron'), { recursive: true });
  const [config, ml2] = configFiles(places);
  const user = (name: string): string =>
    section('service-user.conf', { section: name, keystone: URLS.keystone, password, region: REGION });
  writeConfig(config, 'neutron.conf', {
    log: places.log('neutron'),
    state: places.state('neutron'),
    loopback: LOOPBACK,
    port: `${PORTS.neutron}`,
    message_queue: messageQueueUrl(),
    paste: places.unpacked('usr/share/neutron-common/api-paste.ini'),
    database: databaseUrl('neutron', password),
    nova_user: user('nova'),
    placement_user: user('placement'),
    keystone_authtoken: section('keystone-authtoken.conf', { keystone: URLS.keystone, password }),
  });
  writeConfig(ml2, 'ml2.conf', { vlan_ranges: VLAN_RANGES.join(',') });
  await once(places, 'neutron-schema', async () => {
    const manage = places.unpacked('usr/bin/neutron-db-manage');
    const files = ['--config-file', config, '--config-file', ml2];
    await run(places, 'neutron-schema', [PYTHON, manage, ...files, 'upgrade', 'heads']);
  });
}

/** Needs RabbitMQ. */
export async function startNeutron({ places, daemons }: Lab): Promise<void> {
  const [config, ml2] = configFiles(places);
  await daemons.start({
    name: 'neutron',
    port: PORTS.neutron,
    command: [PYTHON, places.unpacked('usr/bin/neutron-server'), '--config-file', config, '--config-file', ml2],
  });
  await daemons.untilReady('neutron', untilAnswering('Neutron', `${URLS.neutron}/`, 120_000));
}

function configFiles(places: Lab['places']): readonly [config: string, ml2: string] {
  return [places.config('neutron', 'neutron.conf'), places.config('neutron', 'ml2.conf')];
}
