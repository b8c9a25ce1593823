import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Lab } from '../lab';
import { writeConfig } from '../machine/config-template';
import { untilListening } from '../machine/until';
import { LOOPBACK, PORTS } from '../places';

const HOMES = '/usr/lib/rabbitmq/lib';

/** RabbitMQ with an Erlang port mapper of its own, whose pid is known and which ends with the lab. */
export async function startRabbitmq({ places, daemons }: Lab): Promise<void> {
  const state = places.state('rabbitmq');
  mkdirSync(path.join(state, 'log'), { recursive: true });
  const config = places.config('rabbitmq', 'rabbitmq.conf');
  writeConfig(config, 'rabbitmq.conf', { loopback: LOOPBACK, port: `${PORTS.rabbitmq}` });
  const plugins = places.config('rabbitmq', 'enabled_plugins');
  writeFileSync(plugins, '[].\n');
  const mapper = { ERL_EPMD_ADDRESS: LOOPBACK, ERL_EPMD_PORT: `${PORTS.epmd}` };
  await daemons.start({
    name: 'epmd',
    port: PORTS.epmd,
    command: ['/usr/bin/epmd', '-address', LOOPBACK, '-port', `${PORTS.epmd}`],
    environment: mapper,
  });
  await untilListening('epmd', PORTS.epmd, 20_000);
  await daemons.start({
    name: 'rabbitmq',
    port: PORTS.rabbitmq,
    command: [program()],
    environment: {
      ...mapper,
      HOME: state,
      RABBITMQ_NODENAME: 'iopathlab@localhost',
      RABBITMQ_DIST_PORT: `${PORTS.erlang}`,
      RABBITMQ_CONF_ENV_FILE: '/dev/null',
      RABBITMQ_CONFIG_FILE: config,
      RABBITMQ_ENABLED_PLUGINS_FILE: plugins,
      RABBITMQ_MNESIA_BASE: path.join(state, 'mnesia'),
      RABBITMQ_LOG_BASE: path.join(state, 'log'),
      RABBITMQ_PID_FILE: path.join(state, 'pid'),
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
    },
  });
  await daemons.untilReady('rabbitmq', untilListening('RabbitMQ', PORTS.rabbitmq, 120_000));
}

/** The script itself: `/usr/sbin/rabbitmq-server` is a wrapper that changes the user. */
function program(): string {
  const versions = existsSync(HOMES) ? readdirSync(HOMES).filter((name) => name.startsWith('rabbitmq_server-')) : [];
  const [version] = versions.sort().reverse();
  if (version === undefined) throw new Error(`there is no RabbitMQ in ${HOMES}`);
  return path.join(HOMES, version, 'sbin/rabbitmq-server');
}
