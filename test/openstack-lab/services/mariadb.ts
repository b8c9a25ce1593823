import { mkdirSync } from 'node:fs';
import type { Lab } from '../lab';
import { once, run } from '../machine/command';
import { untilListening } from '../machine/until';
import { DATABASES, LOOPBACK, PORTS } from '../places';

/** One MariaDB for all services; losing the last second of work in a power cut is no harm here. */
export async function startMariadb({ places, daemons, password }: Lab): Promise<void> {
  const data = places.state('mariadb');
  await once(places, 'mariadb-data', async () => {
    mkdirSync(data, { recursive: true });
    await run(places, 'mariadb-schema', [
      '/usr/bin/mariadb-install-db',
      '--no-defaults',
      '--user=root',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ]);
  });
  const socket = places.state('mariadb.sock');
  await daemons.start({
    name: 'mariadb',
    port: PORTS.mariadb,
    command: [
      '/usr/sbin/mariadbd',
      '--no-defaults',
      '--user=root',
      `--datadir=${data}`,
      `--socket=${socket}`,
      `--pid-file=${places.state('mariadb.pid')}`,
      `--bind-address=${LOOPBACK}`,
      `--port=${PORTS.mariadb}`,
      '--max-connections=500',
      '--innodb-buffer-pool-size=256M',
      '--innodb-log-file-size=64M',
      '--innodb-flush-log-at-trx-commit=0',
      '--skip-innodb-doublewrite',
      '--character-set-server=utf8mb3',
      '--collation-server=utf8mb3_general_ci',
      '--skip-name-resolve',
      '--skip-log-bin',
    ],
  });
  await daemons.untilReady('mariadb', untilListening('MariaDB', PORTS.mariadb, 60_000));
  await once(places, 'mariadb-databases', async () => {
    const statements = [
      `CREATE USER IF NOT EXISTS 'lab'@'${LOOPBACK}' IDENTIFIED BY '${password}'`,
      `GRANT ALL ON *.* TO 'lab'@'${LOOPBACK}'`,
      ...DATABASES.map((name) => `CREATE DATABASE IF NOT EXISTS ${name} CHARACTER SET utf8mb3`),
    ];
    const client = ['/usr/bin/mariadb', '--no-defaults', '-uroot', '-S', socket] as const;
    await run(places, 'mariadb-schema', client, {}, `${statements.join(';\n')};\n`);
  });
}
